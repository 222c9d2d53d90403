"""``controlroom watch``."""

from argparse import Namespace
from typing import Any


def add(commands: Any) -> None:
    """Add ``watch`` to what can be typed."""
    parser = commands.add_parser("watch", help="count live feeds and print what happens")
    parser.set_defaults(run=_watch)


def _watch(given: Namespace) -> int:
    raise NotImplementedError
