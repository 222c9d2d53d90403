"""The library of the night: search it, stage from it."""
