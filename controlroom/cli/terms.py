"""``controlroom terms``: what an event watches for, changed while it is live, too."""

import argparse
from argparse import Namespace
from pathlib import Path
from typing import Any

from controlroom.errors import WrongInput
from controlroom.messages import message

ABOUT = """\
Watch terms are what mentions are matched against. A term has one or more phrases and is of a group:
brand, rivals, event, players or solemn. Capitals and accents do not matter, everything else does: a
word is not found inside another, "super bowl" is not found in #SuperBowl, and a phrase that starts
with # wants it. The running room changes at once and loses no mention.
"""
EXAMPLES = """\
examples:
  controlroom terms super-bowl-xlvii list
  controlroom terms super-bowl-xlvii add "power cut" blackout "#blackout" --slug power
  controlroom terms super-bowl-xlvii add mercury --exclude "freddie mercury" --group rivals
  controlroom terms super-bowl-xlvii add --file players.txt --group players
  controlroom terms super-bowl-xlvii remove power mercury
"""


def add(commands: Any) -> None:
    """Add ``terms`` to what can be typed."""
    terms = commands.add_parser(
        "terms",
        help="list and change what an event watches for",
        description=ABOUT,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    terms.add_argument("event", metavar="EVENT")
    kinds = terms.add_subparsers(dest="what", metavar="WHAT", required=True)

    listed = kinds.add_parser("list", help="the terms of the event")
    listed.add_argument("--group", metavar="GROUP", help="of this group only")
    _finish(listed, _list)

    added = kinds.add_parser(
        "add",
        help="watch for something more, or change a term",
        description="Add one term with all PHRASES, or change the term called --slug: what is left"
        " out stays as it is.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    added.add_argument("phrases", nargs="*", metavar="PHRASE")
    added.add_argument("--group", metavar="GROUP", help="brand, rivals, event, players or solemn")
    added.add_argument("--slug", metavar="SLUG", help="what the term is called in orders and files")
    added.add_argument("--label", metavar="WORDS", help="what it is called on the desk")
    added.add_argument("--exclude", metavar="PHRASE", action="append", default=[],
                       help="a text with this in it does not count")  # fmt: skip
    added.add_argument("--exclude-nothing", action="store_true",
                       help="take the exclusions of --slug away")  # fmt: skip
    added.add_argument("--file", metavar="FILE", help="add a term for each line of FILE, as"
                       " “controlroom count” reads it")  # fmt: skip
    _finish(added, _add)

    removed = kinds.add_parser("remove", help="watch for it no longer")
    removed.add_argument("terms", nargs="+", metavar="SLUG")
    _finish(removed, _remove)


def _finish(parser: argparse.ArgumentParser, run: Any) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.set_defaults(run=run)


def _list(given: Namespace) -> int:
    from controlroom.cli.rooms import AtTheTerminal, in_room

    order = {"call": "terms.list", "group": given.group}
    return in_room(given.event, order, AtTheTerminal(as_json=given.json))


def _add(given: Namespace) -> int:
    from controlroom.cli.rooms import AtTheTerminal, in_room

    phrases = given.phrases
    if given.file is not None:
        if phrases or given.slug or given.label:
            raise WrongInput(message("terms.file_alone"))
        phrases = _lines(Path(given.file))
    elif not phrases and given.slug is None:
        raise WrongInput(message("terms.nothing_given"))
    order = {
        "call": "terms.put",
        "phrases": phrases,
        "exclude": given.exclude,
        "exclude_nothing": given.exclude_nothing,
        "slug": given.slug,
        "label": given.label,
        "group": given.group,
        "each": given.file is not None,
    }
    return in_room(given.event, order, AtTheTerminal(as_json=given.json))


def _lines(file: Path) -> list[str]:
    from controlroom.mentions.line_counts import read_terms

    terms = list(read_terms(file))
    if not terms:
        raise WrongInput(message("terms.file_empty", file=str(file)))
    return terms


def _remove(given: Namespace) -> int:
    from controlroom.cli.rooms import AtTheTerminal, in_room

    order = {"call": "terms.remove", "terms": given.terms}
    return in_room(given.event, order, AtTheTerminal(as_json=given.json))
