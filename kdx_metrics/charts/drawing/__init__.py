"""What every chart draws with: theme, text, axes, labels and their places."""
