"""``controlroom answers``: what somebody answered on a contact sheet, taken into the event."""

import argparse
import asyncio
from argparse import Namespace
from pathlib import Path
from typing import Any

ABOUT = """\
Take in FILE, which a contact sheet (“controlroom sheet”) saved. Each answer counts for exactly the
words and pictures that stood on the sheet; where they have changed since, it is told and left out.
Every answer that is applied can be undone at the desk by itself.

Ends with 0 when everything in it counts, 1 when something does not, 2 when FILE is no such file.
"""


def add(commands: Any) -> None:
    """Add ``answers`` to what can be typed."""
    parser = commands.add_parser(
        "answers",
        help="take in what was answered on a contact sheet",
        description=ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--event", metavar="EVENT", help="only if they are for this event")
    parser.add_argument("--dry-run", action="store_true", help="tell what would happen, no more")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.set_defaults(run=_answers)


def _answers(given: Namespace) -> int:
    from controlroom.cli.rooms import AtTheTerminal, in_room
    from controlroom.room.answers import read_file

    path = str(Path(given.file).absolute())
    file = asyncio.run(read_file(path))
    event = given.event or file.event
    listener = AtTheTerminal(as_json=given.json)
    if given.dry_run:
        return _would(event, path, listener.show)
    return in_room(event, {"call": "answers.take", "path": path}, listener)


def _would(slug: str, path: str, show: Any) -> int:
    from controlroom.cli.event_read import event_to_read
    from controlroom.clock import SystemClock
    from controlroom.event.answers import weigh
    from controlroom.room.answers import read_file
    from controlroom.room.door_answers import answer_lines, insist

    with event_to_read(slug) as (event, _media):
        weighed = weigh(asyncio.run(read_file(path)), event, SystemClock().now())
    for line in answer_lines(weighed, applied=False):
        show(line)
    insist(weighed)
    return 0
