"""What went out last, how it does, and the way back."""
