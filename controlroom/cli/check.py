"""``controlroom check``."""

from typing import Any


def add(commands: Any) -> None:
    """Add ``check`` to what can be typed."""
    commands.add_parser("check", help="see whether an event is ready")
