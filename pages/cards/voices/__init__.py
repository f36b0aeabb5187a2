"""Cards of opinions and their counts."""
