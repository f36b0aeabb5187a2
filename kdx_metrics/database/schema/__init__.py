"""Every SQL table of the program."""
