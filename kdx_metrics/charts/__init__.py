"""Numbers → plotly Figures: one module a chart family, all in the look of theme.py."""
