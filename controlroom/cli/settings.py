"""``controlroom settings``: client ids and addresses of networks; their secrets go to the vault."""

import argparse
from argparse import Namespace
from typing import Any

ABOUT = """\
Client ids and addresses that the networks ask for; none is shipped. Secrets are not settings: they
go to the keyring with `controlroom settings secret NAME`, from a prompt or standard input.
"""


def add(commands: Any) -> None:
    """Add ``settings`` to what can be typed."""
    settings = commands.add_parser(
        "settings",
        help="client ids and addresses of networks",
        description=ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    kinds = settings.add_subparsers(dest="what", metavar="WHAT", required=True)
    listed = kinds.add_parser("list", help="every setting, and what it is for")
    _finish(listed, _list)
    put = kinds.add_parser("set", help="set one")
    put.add_argument("name", metavar="NAME")
    put.add_argument("value", metavar="VALUE")
    _finish(put, _set)
    unset = kinds.add_parser("unset", help="let one be unset")
    unset.add_argument("name", metavar="NAME")
    _finish(unset, _unset)
    secret = kinds.add_parser("secret", help="put a secret into the keyring")
    secret.add_argument("name", metavar="NAME")
    secret.add_argument("--forget", action="store_true", help="take it out again")
    _finish(secret, _secret)


def _finish(parser: argparse.ArgumentParser, run: Any) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.set_defaults(run=run)


def _list(given: Namespace) -> int:
    from controlroom.cli.printing import Printer
    from controlroom.cli.rooms import reading
    from controlroom.messages import english
    from controlroom.room.accounts_settings import SETTINGS, network_settings

    printer = Printer(as_json=given.json)
    store = reading()
    found: dict[str, str] = {}
    if store is not None:
        with store:
            found = network_settings(store)
    for one in SETTINGS:
        value = found.get(one.name)
        about = english(one.about)
        printer.show({"kind": "setting", "name": one.name, "value": value, "secret": one.secret,
                      "about": about})  # fmt: skip
    return 0


def _set(given: Namespace) -> int:
    from controlroom.cli.rooms import AtTheTerminal, with_accounts
    from controlroom.room.accounts_settings import setting_called

    setting_called(given.name, secret=False)
    order = {"call": "settings.put", "name": given.name, "value": given.value}
    return with_accounts(order, AtTheTerminal(as_json=given.json))


def _unset(given: Namespace) -> int:
    from controlroom.cli.rooms import AtTheTerminal, with_accounts
    from controlroom.room.accounts_settings import setting_called

    setting_called(given.name, secret=False)
    order = {"call": "settings.put", "name": given.name, "value": None}
    return with_accounts(order, AtTheTerminal(as_json=given.json))


def _secret(given: Namespace) -> int:
    from controlroom.cli.rooms import AtTheTerminal, with_accounts
    from controlroom.room.accounts_settings import setting_called

    setting_called(given.name, secret=True)
    order = {"call": "settings.secret", "name": given.name, "forget": given.forget}
    return with_accounts(order, AtTheTerminal(as_json=given.json))
