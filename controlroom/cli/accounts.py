"""``controlroom accounts``: who posts. Secrets are asked for, never taken as arguments."""

import argparse
import re
from argparse import Namespace
from typing import Any

from controlroom.errors import WrongInput
from controlroom.messages import message

ABOUT = """\
Accounts are who posts. Their secrets go to the keyring of this computer; nothing else keeps them.
A secret is never an argument: it is asked for at a prompt, or read from standard input, one line
for each.
"""
EXAMPLES = """\
examples:
  controlroom accounts add bluesky --handle brand.example
  printf '%s\\n' "$PASSWORD" | controlroom accounts add bluesky --handle brand.example \\
      --server https://pds.example --json
  controlroom accounts add mastodon --server https://social.example
  controlroom accounts add threads --handle @brand        (posted by hand)
  controlroom accounts test
  controlroom accounts remove bluesky brand.example
"""


def add(commands: Any) -> None:
    """Add ``accounts`` to what can be typed."""
    accounts = commands.add_parser(
        "accounts",
        help="sign in and out, list and test accounts",
        description=ABOUT,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    kinds = accounts.add_subparsers(dest="what", metavar="WHAT", required=True)

    added = kinds.add_parser(
        "add",
        help="sign in to an account and bind it to events",
        description="Sign in, keep the account, and bind it to --event, or to every event that"
        " names its network without anybody being signed in there.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    added.add_argument("channel", metavar="CHANNEL", help="bluesky, mastodon, x; any other network"
                       " is posted to by hand")  # fmt: skip
    added.add_argument("--way", metavar="WAY", help="how to sign in; without a terminal the first"
                       " way that needs no browser")  # fmt: skip
    added.add_argument("--server", metavar="URL", help="the account's own server")
    added.add_argument("--handle", metavar="HANDLE", help="the account's name on the network")
    added.add_argument("--event", metavar="EVENT", help="bind it to this event only")
    added.add_argument("--name", metavar="NAME", help="how the desk calls it")
    added.add_argument("--colour", metavar="#RRGGBB", help="its colour on the desk")
    added.add_argument("--set", metavar="BLANK=VALUE", action="append", default=[],
                       help="any other blank of the way that is no secret")  # fmt: skip
    added.add_argument("--no-browser", action="store_true",
                       help="only print the address of a page to open")  # fmt: skip
    added.add_argument("--keep-nothing", action="store_true",
                       help="keep the account without its secret; give that to each command with"
                       " --ask-secret")  # fmt: skip
    _finish(added, _add)

    listed = kinds.add_parser("list", help="the accounts that were added")
    listed.add_argument("channel", nargs="?", metavar="CHANNEL")
    _finish(listed, _list)

    tested = kinds.add_parser("test", help="see by a harmless call whether accounts are signed in")
    tested.add_argument("channel", nargs="?", metavar="CHANNEL")
    tested.add_argument("handle", nargs="?", metavar="HANDLE")
    tested.add_argument("--ask-secret", action="store_true",
                        help="ask for the secret, for this test only")  # fmt: skip
    _finish(tested, _test)

    removed = kinds.add_parser("remove", help="sign out, forget the account and unbind it")
    removed.add_argument("channel", metavar="CHANNEL")
    removed.add_argument("handle", metavar="HANDLE")
    _finish(removed, _remove)


def _finish(parser: argparse.ArgumentParser, run: Any) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.set_defaults(run=run)


def _add(given: Namespace) -> int:
    from controlroom.cli.rooms import AtTheTerminal, with_accounts

    if given.colour is not None and not re.fullmatch(r"#[0-9a-fA-F]{6}", given.colour):
        raise WrongInput(message("cli.bad_colour", text=given.colour))
    listener = AtTheTerminal(as_json=given.json, browser=not given.no_browser)
    blanks = _blanks(given.set)
    for name in ("server", "handle"):
        if (value := getattr(given, name)) is not None:
            blanks[name] = value
    order = {
        "call": "accounts.add",
        "channel": channel_named(given.channel),
        "way": given.way,
        "given": blanks,
        "event": given.event,
        "name": given.name,
        "colour": None if given.colour is None else given.colour.lower(),
        "handle": given.handle,
        "server": given.server,
        "unattended": not listener.questions.attended,
        "keep_nothing": given.keep_nothing,
    }
    return with_accounts(order, listener)


def _list(given: Namespace) -> int:
    from controlroom.cli.rooms import AtTheTerminal, anything_kept, with_accounts

    if not anything_kept():
        return 0
    order = {"call": "accounts.list", "channel": given.channel}
    return with_accounts(order, AtTheTerminal(as_json=given.json))


def _test(given: Namespace) -> int:
    from controlroom.cli.rooms import AtTheTerminal, with_accounts

    order = {
        "call": "accounts.test",
        "channel": given.channel,
        "handle": given.handle,
        "ask_secret": given.ask_secret,
    }
    return with_accounts(order, AtTheTerminal(as_json=given.json))


def _remove(given: Namespace) -> int:
    from controlroom.cli.rooms import AtTheTerminal, with_accounts

    order = {"call": "accounts.remove", "channel": given.channel, "handle": given.handle}
    return with_accounts(order, AtTheTerminal(as_json=given.json))


def channel_named(text: str) -> str:
    """A channel's name as events write it. ``WrongInput`` for what cannot be one."""
    name = text.strip().lower()
    if not re.fullmatch(r"[a-z][a-z0-9_-]{0,39}", name):
        raise WrongInput(message("cli.bad_channel", text=text))
    return name


def _blanks(pairs: list[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise WrongInput(message("cli.bad_pair", text=pair))
        found[name] = value
    return found
