"""Parts of the first screen: the three large figures, the plan's years, and the months to come."""
