"""``controlroom solemn``: posts in, whether people speak of something solemn out.

``add(commands)`` adds it to what can be typed; like the other commands it sets ``run``.
"""

import argparse
from argparse import Namespace
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, TextIO

import msgspec

from controlroom.cli.pipes import read, standard_input, writing
from controlroom.clock import MICROS
from controlroom.errors import WrongInput
from controlroom.messages import message
from controlroom.sources.mention import Mention

ABOUT = """\
Read posts from standard input, each a JSON object {"time", "text"[, "author"]} on a line of its
own, in time order, and print time,state under a header: "hold" with the time of the post at which
the talk turned to death, disaster, violence or grief, "clear" when it is over.

With --per-post one line is printed for each post instead: 1 where it is solemn, 0 where not. A
post is judged in the light of those before it.
"""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Posted(msgspec.Struct):
    """A line of input. ``time`` ISO 8601, UTC where no offset is given."""

    time: str
    text: str
    author: str = ""


def add(commands: Any) -> None:
    """Add ``solemn`` to what can be typed."""
    parser = commands.add_parser(
        "solemn",
        help="find where the talk turns to death, disaster, violence or grief",
        description=ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--per-post", action="store_true", help="judge each post: 1 or 0 a line")
    parser.set_defaults(run=_solemn)


def labels(lines: Iterable[bytes], out: TextIO) -> None:
    """Write 1 or 0 for each of ``lines``, at once.

    Raises ``WrongInput`` for a line that is no post.
    """
    from controlroom.mentions.solemn_stream import Stream

    stream = Stream()
    for _, posted in _posts(lines):
        _, judgement = stream.judge(posted.text)
        out.write("1\n" if judgement.solemn else "0\n")
        out.flush()


def states(lines: Iterable[bytes], out: TextIO) -> None:
    """Write a line ``time,state`` whenever a hold is raised or over, at once.

    Raises ``WrongInput`` for a line that is no post.
    """
    from controlroom.mentions.solemn import CALM_S, SolemnWatch

    watch = SolemnWatch()
    out.write("time,state\n")
    held = False
    for number, posted in _posts(lines):
        at = _micros(posted.time, number)
        watch.look(at // MICROS - 1)
        if held and not watch.raised:
            held = False
            over = EPOCH + timedelta(seconds=watch.spoken_s + CALM_S)
            out.write(f"{over:%Y-%m-%dT%H:%M:%SZ},clear\n")
        watch.see(Mention(str(number), at, posted.text, posted.author, ""), ())
        if watch.raised and not held:
            held = True
            out.write(f"{posted.time},hold\n")
        out.flush()


def _posts(lines: Iterable[bytes]) -> Iterator[tuple[int, Posted]]:
    """The posts in ``lines``, with the number of their line."""
    read = msgspec.json.Decoder(Posted)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            posted = read.decode(line)
        except (msgspec.DecodeError, RecursionError):
            raise WrongInput(
                message("solemn_posts.no_post", number=number), message("solemn_posts.no_post.do")
            ) from None
        yield number, posted


def _micros(time: str, number: int) -> int:
    try:
        stamp = datetime.fromisoformat(time)
    except ValueError:
        raise WrongInput(
            message("solemn_posts.no_time", number=number, text=time),
            message("solemn_posts.no_time.do"),
        ) from None
    if stamp.tzinfo is None:
        stamp = stamp.replace(tzinfo=UTC)
    return (stamp - EPOCH) // timedelta(microseconds=1)


def _solemn(given: Namespace) -> int:
    lines = read(standard_input().buffer)
    with writing() as out:
        (labels if given.per_post else states)(lines, out)
    return 0
