"""The command line: the same powers as the desk, without a window."""
