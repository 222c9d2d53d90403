"""``controlroom count``."""

from argparse import Namespace
from typing import Any


def add(commands: Any) -> None:
    """Add ``count`` to what can be typed."""
    parser = commands.add_parser("count", help="count mentions of terms in lines")
    parser.set_defaults(run=_count)


def _count(given: Namespace) -> int:
    raise NotImplementedError
