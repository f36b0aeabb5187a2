"""The cards of the pages: a finding, a figure, its numbers and their reasons."""
