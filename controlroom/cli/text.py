"""``controlroom text``: how a network reads a text, a JSON string a line in, a JSON object out.

``add(commands)`` adds it to what can be typed; like the other commands it sets ``run``.
"""

import argparse
import json
import os
import sys
from argparse import Namespace
from collections.abc import Iterable
from typing import Any, BinaryIO, TextIO

from controlroom.channels.reading import Kind, Mark, Reading, byte_offsets
from controlroom.channels.readings import reader
from controlroom.messages import english, message

ABOUT = """\
Read texts from standard input, each a JSON string on a line of its own, and print for each how the
network reads it: its length in the network's unit, the limit, whether it is valid and what is not,
and the links, mentions and tags with their places in code points and in UTF-8 bytes. Nothing is
looked up: a name is judged by its form. A line that is no JSON string is answered with an error.
"""
LISTS = {Kind.LINK: "links", Kind.MENTION: "mentions", Kind.TAG: "tags"}


def add(commands: Any) -> None:
    """Add ``text`` to what can be typed."""
    parser = commands.add_parser(
        "text",
        help="count a text and find what is marked in it, as a network does",
        description=ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--channel", required=True, metavar="NAME", help="bluesky, mastodon, x …")
    parser.set_defaults(run=_text)


def text(channel: str, lines: Iterable[bytes], out: TextIO) -> int:
    """Write to ``out`` how ``channel`` reads each of ``lines``: one line for each, at once.

    Returns the exit code: 0, or 2 where a line was no JSON string, told on standard error. Raises
    ``WrongInput`` for a channel without rules.
    """
    read = reader(channel)
    code = 0
    for number, line in enumerate(lines, 1):
        given = _string(line)
        if given is None:
            wrong = english(message("text.no_string", number=number))
            sys.stderr.write(f"controlroom: {wrong}\n")
            answer: dict[str, Any] = {"error": wrong}
            code = 2
        else:
            answer = told(given, read(given))
        out.write(json.dumps(answer) + "\n")
        out.flush()
    return code


def told(given: str, reading: Reading) -> dict[str, Any]:
    """A reading of ``given`` as it is printed."""
    answer: dict[str, Any] = {
        "length": reading.length,
        "limit": reading.limit,
        "valid": reading.valid,
        "problems": [english(problem) for problem in reading.problems],
        "links": [],
        "mentions": [],
        "tags": [],
    }
    places = byte_offsets(given, reading.marks)
    for mark, (start, end) in zip(reading.marks, places, strict=True):
        answer[LISTS[mark.kind]].append(_placed(mark, start, end))
    return answer


def _placed(mark: Mark, start: int, end: int) -> dict[str, Any]:
    placed = {
        "text": mark.text,
        "start": mark.start,
        "end": mark.end,
        "byte_start": start,
        "byte_end": end,
    }
    return placed | ({"target": mark.target} if mark.kind is Kind.LINK else {})


def _string(line: bytes) -> str | None:
    try:
        given = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return given if isinstance(given, str) else None


def _text(given: Namespace) -> int:
    lines: BinaryIO = sys.stdin.buffer
    try:
        return text(given.channel, lines, sys.stdout)
    except BrokenPipeError:  # the reader has seen enough (| head)
        # Python would complain at its end that the rest could not be written.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
