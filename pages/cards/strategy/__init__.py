"""Cards of the line of sight: the tree, 取組 beside 指標, and activity against effect."""
