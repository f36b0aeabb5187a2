"""Progress, KPIs, charts and papers of a city's DX strategy, as a library without a user interface."""
