"""Cards of 柱・期別: the curve of the 期, its matrix, its splits, and the months in which 取組 are due."""
