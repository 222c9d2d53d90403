"""The right column while the wire is closed."""
