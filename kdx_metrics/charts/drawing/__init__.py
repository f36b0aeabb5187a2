"""Theme, text, axes, legends and label placement shared by all charts."""
