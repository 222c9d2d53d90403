"""``controlroom post`` and ``controlroom retract``."""

import argparse
import math
from argparse import Namespace
from typing import Any

from controlroom.errors import WrongInput
from controlroom.messages import message

POST = """\
Stage an asset, print what would be sent with its GO poll and fingerprint, and TAKE exactly that.
Without --live nothing is sent. With it the room goes LIVE for this post only: GO, or the second
key under CAUTION; NO-GO and a HOLD refuse. The command ends when every network has answered.
exit codes: 0 posted, 1 refused, NO-GO or failed, 2 wrong usage, 3 outcome unknown
"""
POST_EXAMPLES = """\
examples:
  controlroom post super-bowl-xlvii blackout-01 --channel bluesky
  controlroom post super-bowl-xlvii blackout-01 --channel bluesky --channel x --live
  controlroom post super-bowl-xlvii blackout-01 --channel bluesky --live --hold 0 --json
"""
RETRACT = """\
Take a post down, on every network where it went. ID is a delivery's id, or a TAKE's for all of it.
Works in HOLD and after the night, too.
exit codes: 0 down, 1 still up, 2 wrong usage, 3 not known
"""


def add(commands: Any) -> None:
    """Add ``post`` and ``retract`` to what can be typed."""
    post = commands.add_parser(
        "post",
        help="post an asset",
        description=POST,
        epilog=POST_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    post.add_argument("event", metavar="EVENT", help="the event's slug")
    post.add_argument("asset", metavar="ASSET", help="the asset's slug")
    post.add_argument("--channel", metavar="C", action="append", required=True,
                      help="where to; repeat it for several networks")  # fmt: skip
    post.add_argument("--live", action="store_true", help="really post")
    post.add_argument(
        "--hold", metavar="S", help="seconds of the hold window, at most the event's own"
    )
    post.add_argument("--moment", metavar="M", help="the moment it goes with")
    post.add_argument("--ask-secret", action="store_true",
                      help="ask for the accounts' secrets, for this command only")  # fmt: skip
    post.add_argument("--json", action="store_true", help="one JSON object a line")
    post.set_defaults(run=_post)

    retract = commands.add_parser(
        "retract",
        help="take a post down",
        description=RETRACT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    retract.add_argument("id", metavar="ID")
    retract.add_argument("--ask-secret", action="store_true",
                         help="ask for the account's secret, for this command only")  # fmt: skip
    retract.add_argument("--json", action="store_true", help="one JSON object a line")
    retract.set_defaults(run=_retract)


def _post(given: Namespace) -> int:
    from controlroom.cli.accounts import channel_named
    from controlroom.cli.rooms import AtTheTerminal, in_room

    order = {
        "call": "post",
        "asset": given.asset,
        "channels": [channel_named(one) for many in given.channel for one in many.split(",")],
        "live": given.live,
        "hold": seconds_of(given.hold),
        "moment": given.moment,
        "ask_secret": given.ask_secret,
    }
    listener = AtTheTerminal(as_json=given.json)
    return in_room(given.event, order, listener, passing=given.ask_secret)


def _retract(given: Namespace) -> int:
    from controlroom.cli.outbox import delivery_called
    from controlroom.cli.rooms import AtTheTerminal, in_room

    row = delivery_called(given.id)
    order = {"call": "retract", "id": given.id, "ask_secret": given.ask_secret}
    listener = AtTheTerminal(as_json=given.json)
    return in_room(row.event, order, listener, passing=given.ask_secret)


def seconds_of(text: str | None) -> float | None:
    """A hold window from 0 to 600 s. ``WrongInput`` for anything else."""
    if text is None:
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds <= 600:
        raise WrongInput(message("cli.bad_hold", text=text))
    return seconds
