"""What fits now, in order, and the six tiles that never move."""
