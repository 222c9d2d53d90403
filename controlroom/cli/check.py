"""``controlroom check``."""

import argparse
from argparse import Namespace
from typing import Any

from controlroom.errors import WrongInput
from controlroom.messages import message

CHECK = """\
The readiness board: every account by a harmless call, its posts left and what the night costs;
every asset against every network's rules; every MUST moment; feeds, clock, disk, keyring; whether
an approver answers. Nothing of it is public. Each line is GO, NOTE or NO-GO, with what to do.
exit codes: 0 no NO-GO is left, 1 one is, 2 wrong usage
"""
EXAMPLES = """\
examples:
  controlroom check super-bowl-xlvii
  controlroom check super-bowl-xlvii --json
  controlroom check super-bowl-xlvii --confirm bluesky --confirm mastodon --reached Dana
  controlroom check super-bowl-xlvii --override account:x:1f09ac --by Dana --reason "no X tonight"
"""


def add(commands: Any) -> None:
    """Add ``check`` to what can be typed."""
    check = commands.add_parser(
        "check",
        help="see whether an event is ready",
        description=CHECK,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    check.add_argument("event", metavar="EVENT", help="the event's slug")
    check.add_argument("--confirm", metavar="CHANNEL", action="append", default=[],
                       help="the account's face is the right one")  # fmt: skip
    check.add_argument("--reached", metavar="NAME", action="append", default=[],
                       help="this approver said that they answer tonight")  # fmt: skip
    check.add_argument("--override", metavar="LINE", action="append", default=[],
                       help="go LIVE in spite of this line")  # fmt: skip
    check.add_argument("--by", metavar="NAME", help="who signs for that (else whoever sits here)")
    check.add_argument("--reason", metavar="TEXT", help="and why")
    check.add_argument("--ask-secret", action="store_true",
                       help="ask for the accounts' secrets, for this command only")  # fmt: skip
    check.add_argument("--json", action="store_true", help="one JSON object a line")
    check.set_defaults(run=_check)


def _check(given: Namespace) -> int:
    from controlroom.cli.accounts import channel_named
    from controlroom.cli.rooms import AtTheTerminal, in_room

    if bool(given.override) != bool(given.reason) or (given.by and not given.override):
        raise WrongInput(message("cli.check.alone"))
    order = {
        "call": "check",
        "confirm": [channel_named(one) for one in given.confirm],
        "reached": given.reached,
        "override": given.override,
        "by": given.by,
        "reason": given.reason,
        "ask_secret": given.ask_secret,
    }
    listener = AtTheTerminal(as_json=given.json)
    return in_room(given.event, order, listener, passing=given.ask_secret)
