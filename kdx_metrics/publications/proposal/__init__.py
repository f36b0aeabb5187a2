"""Uploaded files as a proposal: limits, merging, rules across tables, and the rehearsal of what they would change."""
