"""``controlroom people``: who may say yes, and how. PINs and codes are asked for."""

import argparse
from argparse import Namespace
from typing import Any

ABOUT = """\
People are operators, who post, and approvers, who say yes: under CAUTION a TAKE needs a second key,
turned by an approver's PIN at the desk or by the six digits of their authenticator, read over the
phone. Nobody says yes to their own work. Without WHAT the people of the event are listed.
PINs (as a hash) and authenticators' secrets go to the keyring of this computer.
exit codes: 0 done, 1 refused, 2 wrong usage
"""
EXAMPLES = """\
examples:
  controlroom people super-bowl-xlvii
  controlroom people super-bowl-xlvii add Dana --role approver --phone "555 0101"
  controlroom people super-bowl-xlvii add Priya --role approver --client
  controlroom people super-bowl-xlvii pin Dana        (asks twice, shows nothing)
  controlroom people super-bowl-xlvii code Dana       (shows a QR code, asks for its first code)
  controlroom people super-bowl-xlvii policy solo
  controlroom settings set desk.operator Sam          (who sits at this desk)
"""


def add(commands: Any) -> None:
    """Add ``people`` to what can be typed."""
    people = commands.add_parser(
        "people",
        help="who may say yes, and how",
        description=ABOUT,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    people.add_argument("event", metavar="EVENT")
    _finish(people, "people.list")
    kinds = people.add_subparsers(dest="what", metavar="WHAT")

    added = kinds.add_parser("add", help="name somebody, or change them")
    added.add_argument("name", metavar="NAME")
    added.add_argument("--role", metavar="ROLE", help="approver (as a new one is) or operator")
    speaks = added.add_mutually_exclusive_group()
    speaks.add_argument("--client", dest="client", action="store_const", const="yes",
                        help="speaks for the client")  # fmt: skip
    speaks.add_argument("--no-client", dest="client", action="store_const", const="",
                        help="speaks for us")  # fmt: skip
    added.add_argument("--phone", metavar="PHONE", help="shown when their yes is needed")
    _finish(added, "people.put", "role", "client", "phone")
    for what, call, about in (
        ("remove", "people.remove", "take somebody off the list"),
        ("pin", "people.pin", "set somebody's PIN"),
        ("code", "people.code", "set up somebody's authenticator"),
        ("forget", "people.forget", "forget somebody's PIN and authenticator"),
    ):
        made = kinds.add_parser(what, help=about)
        made.add_argument("name", metavar="NAME")
        _finish(made, call)
    policy = kinds.add_parser("policy", help="say whose yes the second key is")
    policy.add_argument("policy", metavar="POLICY", help="two_people, client or solo")
    _finish(policy, "people.policy", "policy")


def _finish(parser: argparse.ArgumentParser, call: str, *names: str) -> None:
    # Not over what stands before WHAT.
    parser.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="one JSON object a line"
    )
    parser.set_defaults(run=_run, call=call, asked=names)


def _run(given: Namespace) -> int:
    from controlroom.cli.rooms import AtTheTerminal, in_room

    order = {"call": given.call}
    order |= {name: getattr(given, name) for name in given.asked}
    if hasattr(given, "name"):
        order["name"] = given.name
    return in_room(given.event, order, AtTheTerminal(as_json=getattr(given, "json", False)))
