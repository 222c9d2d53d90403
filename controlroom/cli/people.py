"""``controlroom people``."""

from typing import Any


def add(commands: Any) -> None:
    """Add ``people`` to what can be typed."""
    commands.add_parser("people", help="who may say yes")
