"""``controlroom sheet``: a contact sheet for somebody without the program."""

import argparse
import secrets
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from controlroom.errors import WrongInput
from controlroom.messages import message

if TYPE_CHECKING:
    from controlroom.event.asset import Asset
    from controlroom.event.live_event import LiveEvent
    from controlroom.report.contact_sheet_cards import Network

NAMED = 20
"""So many names a refusal lists."""
ABOUT = """\
Write one HTML file that shows every asset of EVENT on every network, with a place to approve it or
to ask for changes. It needs no program and no network: it opens in any browser, on a phone, too.
What the reader saves there comes back with “controlroom answers FILE”, or is dropped on the window.
"""


def add(commands: Any) -> None:
    """Add ``sheet`` to what can be typed."""
    parser = commands.add_parser(
        "sheet",
        help="write a contact sheet for somebody without the program",
        description=ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("event", metavar="EVENT")
    parser.add_argument("file", metavar="OUT.html")
    parser.add_argument("--only", metavar="ASSET", action="append", default=[],
                        help="this asset alone; may be repeated")  # fmt: skip
    parser.add_argument("--moment", metavar="MOMENT", action="append", default=[],
                        help="what is for this moment; may be repeated")  # fmt: skip
    parser.add_argument("--waiting", action="store_true", help="only what nobody approved yet")
    parser.add_argument("--force", action="store_true", help="write over whatever is there")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.set_defaults(run=_sheet)


def _sheet(given: Namespace) -> int:
    from controlroom.cli.event_read import event_to_read
    from controlroom.cli.printing import Printer
    from controlroom.clock import SystemClock
    from controlroom.ids import uuid7
    from controlroom.report.contact_sheet import Made, cards_of, contact_sheet

    file = Path(given.file)
    _check_free(file, force=given.force)
    now = SystemClock().now()
    made = Made(uuid7(now), now)
    with event_to_read(given.event) as (event, read):
        assets = _asked(event, given.only, given.moment)
        shown = cards_of(event, assets, now, waiting=given.waiting)
        if not shown:
            raise WrongInput(message("contact.nothing"), message("contact.nothing.do"))
        page = contact_sheet(event, shown, _networks(event), read, made)
    _write(file, page)
    Printer(as_json=given.json).show(
        {
            "kind": "sheet",
            "file": str(file),
            "sheet": made.id,
            "assets": len(shown),
            "cards": sum(len(accounts) for _, accounts in shown),
            "bytes": len(page),
        }
    )
    return 0


def _asked(event: "LiveEvent", only: list[str], moments: list[str]) -> "Iterable[Asset]":
    known = {asset.slug: asset for asset in event.assets}
    for slug in only:
        if slug not in known:
            raise WrongInput(
                message("contact.no_asset", asset=slug, event=event.slug),
                message("contact.no_asset.do", assets=_some(known)),
            )
    there = {moment.slug for moment in event.moments}
    for slug in moments:
        if slug not in there:
            raise WrongInput(
                message("contact.no_moment_called", moment=slug, event=event.slug),
                message("contact.no_moment_called.do", moments=_some(there)),
            )
    if not only and not moments:
        return event.assets
    cued = {cue.asset for cue in event.cues if cue.moment in moments}
    return [asset for asset in event.assets if asset.slug in only or asset.slug in cued]


def _some(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)[:NAMED]) or "–"


def _networks(event: "LiveEvent") -> "dict[str, Network]":
    from controlroom.channels.by_hand_networks import UNKNOWN
    from controlroom.channels.reading import Reading
    from controlroom.channels.readings import reader
    from controlroom.report.contact_sheet_cards import Network
    from controlroom.room.accounts_ways import Rules

    rules, made = Rules(), {}
    for channel in event.channels:
        rule = rules[channel]
        limit = rule.limits.characters
        try:
            read = reader(channel)
        except WrongInput:  # it marks nothing that we know of

            def read(text: str, rule: Any = rule) -> Reading:
                return Reading(rule.count(text), rule.limits.characters, (), ())

        made[channel] = Network(rule.title, read, limit if limit < UNKNOWN else None)
    return made


def _check_free(file: Path, *, force: bool) -> None:
    """``WrongInput`` where something else than a contact sheet would be written over."""
    from controlroom.report.contact_sheet import LOOK_INTO, is_contact_sheet

    if force or not file.exists():
        return
    beginning = b""
    if file.is_file():
        try:
            with file.open("rb") as there:
                beginning = there.read(LOOK_INTO)
        except OSError as problem:
            raise _unwritable(file, problem) from problem
    if not is_contact_sheet(beginning):
        raise WrongInput(message("contact.exists", file=str(file)), message("contact.exists.do"))


def _write(file: Path, page: bytes) -> None:
    """Whole or not at all: the sheet that was there stays until the new one is."""
    unfinished = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        try:
            unfinished.write_bytes(page)
            unfinished.replace(file)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as problem:
        raise _unwritable(file, problem) from problem


def _unwritable(file: Path, problem: OSError) -> WrongInput:
    return WrongInput(
        message("contact.cannot_write", file=str(file), why=problem.strerror or str(problem)),
        message("contact.cannot_write.do"),
    )
