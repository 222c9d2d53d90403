"""The event that comes with the program."""

BUNDLED = "super-bowl-xlvii"
"""Its slug."""
