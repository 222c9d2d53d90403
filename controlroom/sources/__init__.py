"""The ways in: one file for each feed, all behind one small protocol."""
