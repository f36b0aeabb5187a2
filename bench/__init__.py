"""What is measured, beside floors measured in the same run: `make bench`."""
