"""変化と決定: attention, decisions and the papers."""
