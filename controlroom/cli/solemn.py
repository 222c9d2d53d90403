"""``controlroom solemn``."""

from argparse import Namespace
from typing import Any


def add(commands: Any) -> None:
    """Add ``solemn`` to what can be typed."""
    parser = commands.add_parser("solemn", help="judge posts for solemn subjects")
    parser.set_defaults(run=_solemn)


def _solemn(given: Namespace) -> int:
    raise NotImplementedError
