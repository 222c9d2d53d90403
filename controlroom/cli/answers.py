"""``controlroom answers``."""

from typing import Any


def add(commands: Any) -> None:
    """Add ``answers`` to what can be typed."""
    commands.add_parser("answers", help="take in what a client answered")
