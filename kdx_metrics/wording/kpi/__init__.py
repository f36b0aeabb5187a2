"""Sentences about 指標: value, rating, target, forecast and XmR chart, and the sums behind them."""
