"""What is in view: the address, navigation and the connection."""
