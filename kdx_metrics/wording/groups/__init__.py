"""Sentences about groups of 取組: where they stand against their plan, as headlines, shares and per 所管課."""
