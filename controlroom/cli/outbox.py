"""``controlroom outbox``: what went out, what did not, and what nobody knows yet."""

import argparse
from argparse import Namespace
from typing import Any

from controlroom.errors import WrongInput
from controlroom.event.delivery import OPEN, Delivery, DeliveryState
from controlroom.messages import message

ABOUT = """\
List deliveries, newest last; a running room is no obstacle. With an ID and one of --look, --sent,
--not-sent, --again: say what became of one that is unknown or was posted by hand. --again sends it
once more although it may be there: look first.
"""
UNSETTLED = OPEN | {DeliveryState.UNKNOWN, DeliveryState.BY_HAND}


def add(commands: Any) -> None:
    """Add ``outbox`` to what can be typed."""
    outbox = commands.add_parser(
        "outbox",
        help="list deliveries, settle unknown ones",
        description=ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    outbox.add_argument("id", nargs="?", metavar="ID", help="one delivery, or one TAKE")
    outbox.add_argument("--event", metavar="EVENT", help="of this event only")
    outbox.add_argument("--open", action="store_true", help="only those not settled yet")
    outbox.add_argument("--rehearsals", action="store_true", help="those of rehearsals too")
    verdict = outbox.add_mutually_exclusive_group()
    verdict.add_argument("--look", action="store_true", help="look on the network")
    verdict.add_argument("--sent", metavar="URL", help="it is there: this is its address")
    verdict.add_argument("--not-sent", action="store_true", help="it is certainly not there")
    verdict.add_argument("--again", action="store_true", help="send it again, on your word")
    outbox.add_argument("--json", action="store_true", help="one JSON object a line")
    outbox.set_defaults(run=_outbox)


def _outbox(given: Namespace) -> int:
    verdict = _verdict(given)
    if verdict is not None:
        return _resolve(given, verdict)
    from controlroom.cli.printing import Printer
    from controlroom.room.door_lines import delivery_line

    printer = Printer(as_json=given.json)
    rows = deliveries(given.event)
    if given.id is not None:
        rows = [row for row in rows if given.id in (row.id, row.take)]
        if not rows:
            raise WrongInput(message("store.no_delivery", delivery=given.id))
    for row in rows:
        hidden = row.rehearsal and not given.rehearsals and given.id is None
        if not hidden and (not given.open or row.state in UNSETTLED):
            printer.show(delivery_line(row))
    return 0


def _verdict(given: Namespace) -> str | None:
    verdict = None
    if given.look:
        verdict = "look"
    elif given.sent is not None:
        verdict = "sent"
    elif given.not_sent:
        verdict = "not_sent"
    elif given.again:
        verdict = "again"
    if verdict is not None and given.id is None:
        raise WrongInput(message("cli.no_id"))
    return verdict


def _resolve(given: Namespace, verdict: str) -> int:
    from controlroom.cli.rooms import AtTheTerminal, in_room

    row = delivery_called(given.id)
    order = {"call": "resolve", "id": row.id, "verdict": verdict, "url": given.sent}
    return in_room(row.event, order, AtTheTerminal(as_json=given.json))


def deliveries(event: str | None) -> list[Delivery]:
    """Every delivery of ``event`` (None: of all), oldest first; none where nothing is kept yet."""
    from controlroom.cli.rooms import reading

    if (store := reading()) is None:
        return []
    with store:
        known = [line.slug for line in store.events.list_events()]
        if event is not None and event not in known:
            raise WrongInput(message("store.no_event", event=event))
        rows = [
            row
            for slug in ([event] if event is not None else known)
            for row in store.outbox.of_event(slug)
        ]
    return sorted(rows, key=lambda row: (row.taken, row.id))


def delivery_called(name: str) -> Delivery:
    """The delivery of that id, or the first of that TAKE. ``WrongInput`` if there is none."""
    for row in deliveries(None):
        if name in (row.id, row.take):
            return row
    raise WrongInput(message("store.no_delivery", delivery=name))
