"""A meeting of the headquarters: agenda, points, briefing, decisions, next period, shared screens."""
