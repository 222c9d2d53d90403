"""``controlroom log``."""

from typing import Any


def add(commands: Any) -> None:
    """Add ``log`` to what can be typed."""
    commands.add_parser("log", help="the as-run log")
