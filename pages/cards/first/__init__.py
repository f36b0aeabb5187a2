"""Parts of the first screen: the three large figures and the plan's years."""
