"""Typed tables → the numbers of a meeting: pure functions, codes and values."""
