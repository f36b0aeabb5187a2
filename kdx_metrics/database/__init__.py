"""The one place that speaks SQL's definitions: engine, schema, migrations, actors, audit."""
