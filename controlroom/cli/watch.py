"""``controlroom watch``: the collector without a window."""

import argparse
import asyncio
import json
import signal
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from controlroom.cli.feeds import FORMS, feeds_of, terms_of
from controlroom.cli.pipes import let_go, not_written, standard_input, standard_output
from controlroom.errors import WrongInput
from controlroom.event.watch import WatchTerm
from controlroom.messages import english, message
from controlroom.sources.base import SourceSpec

if TYPE_CHECKING:
    from controlroom.cli.watch_lines import Line
    from controlroom.sources.mention import SourceState

ABOUT = """\
Count live feeds and print what happens, without a window: how each feed is doing, how many mentions
each term had in the last minute and since the start, spikes with why and a few posts, solemn
subjects, and the brand under fire. It ends after --for seconds, when every feed has ended (standard
input closed), or with Ctrl+C. What a feed costs is printed before it starts.
"""
TICK_S = 1.0
# After the last feed has ended, so long is waited for its last counts.
LAST_S = 1.0
FREE = ("jetstream", "mastodon", "lines")
# What ends a feed, or keeps it from beginning, for as long as this runs.
ENDED = (
    "source.ended",
    "source.failed",
    "lines.no_stdin",
    "source.x.bad_option",
    "source.x.no_token",
    "source.x.locked",
    "source.x.over_budget",
    "plugin.unknown",
    "plugin.broken",
    "plugin.other_api",
)


def add(commands: Any) -> None:
    """Add ``watch`` to what can be typed."""
    parser = commands.add_parser(
        "watch",
        help="count live feeds and print what happens",
        description=ABOUT,
        epilog=FORMS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--source", dest="specs", action="extend", nargs="+", default=[], metavar="SPEC",
        help="a feed; may be given several times",
    )  # fmt: skip
    parser.add_argument(
        "--watch", dest="words", action="extend", nargs="+", default=[], metavar="WORD",
        help="words, phrases in quotes or #hashtags to count",
    )  # fmt: skip
    parser.add_argument("--terms", metavar="FILE", help="a file of them, one a line")
    parser.add_argument("--for", dest="seconds", metavar="SECONDS", help="end after so long")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument(
        "--dry-run", "--cost", dest="dry_run", action="store_true",
        help="print what it would cost and end",
    )  # fmt: skip
    parser.add_argument(
        "--ask-secret", action="store_true", help="ask for a token the keyring does not have"
    )
    parser.set_defaults(run=_watch)


def _watch(given: Namespace) -> int:
    from controlroom.room.feeds import named, overlap

    terms = terms_of(given.words, given.terms)
    specs = named(feeds_of(given.specs))
    if not specs:
        raise WrongInput(message("feeds.no_source"), message("feeds.no_source.do"))
    if not terms:
        raise WrongInput(message("feeds.no_terms"), message("feeds.no_terms.do"))
    seconds = _seconds(given.seconds)
    if given.ask_secret or any(spec.options.get("file") == "-" for spec in specs):
        standard_input()
    standard_output()
    out = _Out(as_json=given.json)
    _tell_costs(specs, terms, out)
    twice = overlap(specs)
    if twice is not None:
        sys.stderr.write(f"controlroom: {english(twice)}\n")
    if given.dry_run:
        return 0
    _run(_with_secrets(specs, ask=given.ask_secret), terms, seconds, out)
    return 0


class _Out:
    """Prints; a reader that has gone away ends the watch."""

    def __init__(self, *, as_json: bool) -> None:
        self.gone = False
        self._json = as_json

    def show(self, line: "Line") -> None:
        from controlroom.cli.watch_lines import sentences

        if self._json:
            self._write(json.dumps(line, allow_nan=False))
            return
        for place, sentence in enumerate(sentences(line)):
            self._write(("  " if place else "") + english(sentence))

    def _write(self, text: str) -> None:
        if self.gone:
            return
        encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
        try:
            sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
            sys.stdout.flush()
        except BrokenPipeError:
            self.gone = True
            let_go()
        except OSError as problem:
            raise not_written(problem) from problem


def _tell_costs(specs: Sequence[SourceSpec], terms: Sequence[WatchTerm], out: _Out) -> None:
    from controlroom.room.feeds import cost_of

    for spec in specs:
        line: dict[str, Any] = {"kind": "cost", "source": spec.name, "cost_per_hour": None}
        # Finding out means loading the source; these are known to cost nothing.
        if spec.key not in FREE:
            try:
                line["cost_per_hour"] = cost_of(spec, terms)
            except ValueError as wrong:
                reason = str(wrong)
                raise WrongInput(
                    message("feeds.bad_option", name=spec.name, reason=reason)
                ) from wrong
        out.show(line)


def _with_secrets(specs: tuple[SourceSpec, ...], *, ask: bool) -> tuple[SourceSpec, ...]:
    from controlroom.room.feeds import wants_secret, with_secrets

    if not any(map(wants_secret, specs)):
        return specs
    from dataclasses import replace
    from getpass import getpass

    from controlroom.accounts.vault import open_vault

    found = asyncio.run(with_secrets(specs, open_vault()))
    if not ask:
        return found
    told = []
    for spec in found:
        if wants_secret(spec):
            prompt = english(message("watch.ask", source=spec.name)) + " "
            token = getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline()
            told.append(replace(spec, options={**spec.options, "token": token.strip()}))
        else:
            told.append(spec)
    return tuple(told)


def _run(
    specs: tuple[SourceSpec, ...], terms: tuple[WatchTerm, ...], seconds: float | None, out: _Out
) -> None:
    import time

    from controlroom.cli.watch_lines import Watching
    from controlroom.clock import wall_micros
    from controlroom.mentions.collector import Collector

    collector = Collector()
    watching = Watching(collector, terms)
    with _stopped_by_signals() as stopped:
        collector.start(specs, terms)
        try:
            began = next_tick = time.monotonic()
            ended_at: float | None = None
            while not stopped and not out.gone:
                for line in watching.news(wall_micros()):
                    out.show(line)
                now = time.monotonic()
                if now >= next_tick:
                    out.show(watching.counts(wall_micros()))
                    next_tick = now + TICK_S
                if seconds is not None and now - began >= seconds:
                    break
                states = collector.snapshot().sources
                if not all_over(states):
                    ended_at = None
                elif ended_at is None:
                    ended_at = now
                elif now - ended_at >= LAST_S:
                    break
                time.sleep(0.1)
        finally:
            collector.stop()
        for line in watching.news(wall_micros()):
            if line["kind"] != "source":
                out.show(line)
        out.show(watching.ended(wall_micros()))


def all_over(states: Sequence["SourceState"]) -> bool:
    """Whether none of the feeds can bring anything any more."""
    from controlroom.sources.mention import Phase

    return bool(states) and all(
        one.phase in (Phase.STOPPED, Phase.REFUSED) and one.line.id in ENDED for one in states
    )


@contextmanager
def _stopped_by_signals() -> Iterator[list[int]]:
    """Holds the signals that ask to end: while the block runs they end it, not the program."""
    stopped: list[int] = []
    before = {
        number: signal.signal(number, lambda number, _: stopped.append(number))
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield stopped
    finally:
        for number, was in before.items():
            signal.signal(number, was)


def _seconds(written: str | None) -> float | None:
    if written is None:
        return None
    try:
        seconds = float(written)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < float("inf"):
        raise WrongInput(message("watch.wrong_seconds", text=written))
    return seconds
