"""What the program remembers: SQLite for one desk, PostgreSQL for a team, one contract for both."""
