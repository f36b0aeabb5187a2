"""Sentences for a meeting: its three lists, their reasons, movements since the last one, and the end of the 期."""
