"""Database engine, SQL schema, migrations, actors and audit log; SQL tables are defined only here."""
