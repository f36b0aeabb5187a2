"""Benchmarks of the dashboard beside floors measured in the same run (`make bench`)."""
