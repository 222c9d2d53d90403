"""``controlroom log``: the as-run log, as a list, as lines, as a page, and whether it is whole."""

import argparse
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from controlroom.errors import WrongInput
from controlroom.messages import english, message

if TYPE_CHECKING:
    from controlroom.event.live_event import LiveEvent
    from controlroom.store.as_run import Chain
    from controlroom.store.open import Store

ABOUT = """\
The as-run log of an event: who did what when, what Preview showed, what each guard said, what each
network answered, and the silences that were chosen. It only reads, beside a running desk too.
Without EVENT it lists the logs there are. docs/as-run.md says what a check can and cannot find.
"""
EXAMPLES = """\
examples:
  controlroom log super-bowl-xlvii
  controlroom log super-bowl-xlvii --html recap.html
  controlroom log super-bowl-xlvii --json > night.jsonl
  controlroom log super-bowl-xlvii --rehearsal
  controlroom log --verify
  controlroom log --verify night.jsonl --head 412:9f2c...
"""
HERE = object()
"""Given without a name of its own. An empty name is a name that is wrong."""


def add(commands: Any) -> None:
    """Add ``log`` to what can be typed."""
    log = commands.add_parser(
        "log",
        help="the as-run log: list it, write the recap, check that it is whole",
        description=ABOUT,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    log.add_argument("event", nargs="?", metavar="EVENT")
    log.add_argument("--rehearsal", nargs="?", const=HERE, metavar="RUN",
                     help="what was rehearsed last, or in RUN, instead of the night")  # fmt: skip
    log.add_argument("--json", action="store_true", help="every line as one JSON object")
    log.add_argument("--html", metavar="FILE", help="write the recap: one page, for the client")
    log.add_argument("--verify", nargs="?", const=HERE, metavar="FILE",
                     help="check FILE, or the log of EVENT, or every log that is kept")  # fmt: skip
    log.add_argument("--head", metavar="HASH", help="with --verify: the end as it was noted down")
    log.add_argument("--data", metavar="DIR", help="the data folder to read, DIR/room of a"
                     " rehearsal with --out DIR, say")  # fmt: skip
    log.set_defaults(run=_log)


def _log(given: Namespace) -> int:
    if given.verify is not None:
        if given.html is not None:
            raise WrongInput(message("as_run.two_verbs"))
        return _verify(given)
    if given.head is not None:
        raise WrongInput(message("as_run.head_alone"))
    return _show(given)


def _verify(given: Namespace) -> int:
    from controlroom.cli import as_run_verify as check
    from controlroom.cli.printing import Printer

    asked = check.head_of(given.head) if given.head is not None else None
    if given.verify is not HERE:
        verdicts = [check.of_file(Path(given.verify), asked)]
    else:
        with _reading(given) as store:
            chains = _chains(store, given)
            verdicts = check.of_chains(store, chains, asked) if store is not None else []
    printer = Printer(as_json=given.json)
    for one in verdicts:
        printer.show(one.told())
    if not verdicts:
        printer.show(_nothing(given))
        return check.NOT_FINE if asked is not None else check.FINE
    return check.FINE if all(one.fine for one in verdicts) else check.NOT_FINE


def _show(given: Namespace) -> int:
    from controlroom.cli.printing import Printer

    with _reading(given) as store:
        chains = _chains(store, given)
        if given.event is None:
            return _list(chains, given)
        event = _event(store, given.event)
        if given.html is not None:
            return _recap(store, event, chains, given)
        printer = Printer(as_json=given.json)
        if store is None or not chains:
            if not given.json:
                printer.show(_nothing(given))
            return 0
        _print(store, event, chains[-1], given)
    return 0


def _list(chains: "tuple[Chain, ...]", given: Namespace) -> int:
    from controlroom.cli.as_run_verify import log_name
    from controlroom.cli.printing import Printer

    if given.html is not None or given.rehearsal is not None:
        raise WrongInput(message("as_run.which"), message("as_run.which.do"))
    printer = Printer(as_json=given.json)
    for chain in chains:
        head = chain.head
        name = english(log_name(chain.event, chain.run))
        told = message("as_run.listed", log=name, count=head.count, head=str(head))
        printer.show(
            {
                "kind": "log",
                "event": str(chain.event),
                "run": str(chain.run) if chain.run else None,
                "lines": head.count,
                "head": head.hash,
                "keyed": head.keyed,
                "told": [english(told)],
            }
        )
    if not chains:
        printer.show(_nothing(given))
    return 0


def _print(store: "Store", event: "LiveEvent", chain: "Chain", given: Namespace) -> None:
    from controlroom.cli.printing import Printer
    from controlroom.report.table import row
    from controlroom.store.as_run_file import told_of

    printer = Printer(as_json=given.json)
    for line in store.as_run.read(chain.event, run=chain.run):
        # A log in a file is checked by its bytes: these are the ones.
        told = told_of(line) if given.json else {"told": [english(row(line, event.zone))]}
        printer.show({**told} if given.json else {"kind": "log", **told})
    if not given.json:
        head = "as_run.head" if chain.head.keyed else "as_run.head.unkeyed"
        printer.show({"kind": "log", "told": [english(message(head, head=str(chain.head)))]})


def _recap(
    store: "Store | None", event: "LiveEvent", chains: "tuple[Chain, ...]", given: Namespace
) -> int:
    from controlroom.room.recap_page import file_at, page_of, write_page

    if given.json:
        raise WrongInput(message("as_run.two_ways"))
    file = file_at(given.html)
    lines = store.as_run.read(event.slug, run=chains[-1].run) if store and chains else ()
    rehearsal = given.rehearsal is not None
    page = page_of(event, lines, None if store is None else store.media, rehearsal=rehearsal)
    write_page(file, page)
    print(english(message("recap.written", file=str(file))))
    return 0


@contextmanager
def _reading(given: Namespace) -> "Iterator[Store | None]":
    """The store, to read only, beside whatever runs on it; None where there is none yet."""
    from controlroom.cli.rooms import reading
    from controlroom.store.open import open_store

    store = reading() if given.data is None else open_store(Path(given.data), read_only=True)
    try:
        yield store
    finally:
        if store is not None:
            store.close()


def _event(store: "Store | None", slug: str) -> "LiveEvent":
    """The event as it is kept, or a bundled one. ``WrongInput`` where there is none."""
    from controlroom.event.eventfile import read_event
    from controlroom.room.opening import bundled_folder

    if store is not None and slug in {line.slug for line in store.events.list_events()}:
        return store.events.load_event(slug)
    return read_event(bundled_folder(slug))


def _chains(store: "Store | None", given: Namespace) -> "tuple[Chain, ...]":
    """The logs that are meant: of one event its own or its rehearsals, else all."""
    if given.event is not None:
        _event(store, given.event)
    if store is None:
        return ()
    chains = store.as_run.chains(given.event)
    if given.event is None and given.rehearsal is None:
        return chains
    if given.rehearsal is None:
        return tuple(one for one in chains if not one.run)
    runs = tuple(one for one in chains if one.run)
    if given.rehearsal is HERE:
        return runs if given.verify is not None else runs[-1:]
    named = tuple(one for one in runs if one.run == given.rehearsal)
    if not named:
        raise WrongInput(message("as_run.no_run", run=given.rehearsal))
    return named


def _nothing(given: Namespace) -> dict[str, Any]:
    told = (
        message("as_run.nothing_at_all")
        if given.event is None
        else message("as_run.nothing_yet", event=given.event)
    )
    return {"kind": "log", "told": [english(told)]}
