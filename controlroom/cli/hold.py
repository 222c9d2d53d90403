"""``controlroom hold`` and ``controlroom release``: stop all posts of an event, and go on."""

from argparse import Namespace
from typing import Any


def add(commands: Any) -> None:
    """Add ``hold`` and ``release`` to what can be typed."""
    hold = commands.add_parser(
        "hold",
        help="HOLD all posts of an event",
        description="From now on nothing of EVENT is posted, whoever tries, until it is released."
        " It survives a restart; retract still works.",
    )
    hold.add_argument("event", metavar="EVENT")
    hold.add_argument("--reason", metavar="WORDS", help="why, for the log")
    hold.add_argument("--json", action="store_true", help="one JSON object a line")
    hold.set_defaults(run=_hold)

    release = commands.add_parser(
        "release",
        help="release HOLD",
        description="Release HOLD. A running room goes back to where it was; without one the event"
        " goes to PREP. Nothing is sent by it.",
    )
    release.add_argument("event", metavar="EVENT")
    release.add_argument("--json", action="store_true", help="one JSON object a line")
    release.set_defaults(run=_release)


def _hold(given: Namespace) -> int:
    from controlroom.cli.rooms import AtTheTerminal, in_room

    order = {"call": "hold", "reason": given.reason}
    return in_room(given.event, order, AtTheTerminal(as_json=given.json))


def _release(given: Namespace) -> int:
    from controlroom.cli.rooms import AtTheTerminal, in_room

    return in_room(given.event, {"call": "release"}, AtTheTerminal(as_json=given.json))
