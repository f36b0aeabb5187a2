"""会議モード: the deck and who leads it."""
