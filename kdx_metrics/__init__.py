"""A city's DX strategy in numbers: tables in, progress, KPIs, charts and papers out. No screen is known here."""
