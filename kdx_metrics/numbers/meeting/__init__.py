"""Numbers that a meeting goes through: the attention list, its three lists, carry-over and 回収状況."""
