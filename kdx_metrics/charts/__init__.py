"""Plotly figures of the numbers, one module per chart family."""
