"""What a plan is: the strategy, its calendar, its tables, a snapshot of them, and how values are written."""
