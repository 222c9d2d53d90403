"""``controlroom spikes``."""

from argparse import Namespace
from typing import Any


def add(commands: Any) -> None:
    """Add ``spikes`` to what can be typed."""
    parser = commands.add_parser("spikes", help="find spikes in counts")
    parser.set_defaults(run=_spikes)


def _spikes(given: Namespace) -> int:
    raise NotImplementedError
