"""Cards of 指標: one in full, in short, as a small line, and the worst of them."""
