"""``controlroom sheet``."""

from typing import Any


def add(commands: Any) -> None:
    """Add ``sheet`` to what can be typed."""
    commands.add_parser("sheet", help="write a contact sheet for a client")
