"""Who posts: signing in, sessions, and the vault that keeps their secrets."""
