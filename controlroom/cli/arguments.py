"""What can be typed."""

import argparse
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from controlroom import __version__
from controlroom.cli import (
    accounts,
    answers,
    as_run,
    check,
    count,
    hold,
    outbox,
    people,
    post,
    settings,
    sheet,
    solemn,
    spikes,
    terms,
    text,
    watch,
)
from controlroom.errors import WrongInput
from controlroom.event.bundled import BUNDLED
from controlroom.event.live_event import LiveEvent
from controlroom.messages import message
from controlroom.messages.message import EPOCH, MICROS, At

SHOT_STATES = ("prep", "rehearsal", "live", "hold")
LARGEST = 10_000


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The arguments. Wrong usage prints a line and ends with exit code 2."""
    parser = argparse.ArgumentParser(
        prog="controlroom",
        description="Control Room: pair a prepared asset with a moment and post it in seconds.",
        epilog="Without a command it opens the desk, in REHEARSAL on the bundled night.",
    )
    parser.add_argument("--version", action="version", version=f"controlroom {__version__}")
    parser.add_argument("--from", dest="start", metavar="HH:MM:SS", help="event time to begin at")
    parser.add_argument("--speed", default="1", metavar="N", help="seconds of the night a second")
    parser.add_argument("--scale", metavar="N", help="1, 1.15, 1.3 or 1.5")
    parser.add_argument("--live", action="store_true", help="open in PREP on what is public today")
    parser.add_argument("--watch", nargs="+", default=[], metavar="TERM", help="words to count")
    parser.add_argument("--terms", metavar="FILE", help="a file of words to count, one a line")
    parser.add_argument(
        "--source",
        action="append",
        default=[],
        metavar="SPEC",
        help="a feed for --live, may be repeated (controlroom watch --help lists them)",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    rehearse = commands.add_parser("rehearse", help="play an event's night")
    rehearse.add_argument("event", nargs="?", default=BUNDLED, metavar="EVENT")
    rehearse.add_argument("--speed", default=None, metavar="N")
    rehearse.add_argument("--from", dest="start", metavar="HH:MM:SS")
    rehearse.add_argument("--to", dest="end", metavar="HH:MM:SS")
    rehearse.add_argument(
        "--headless", action="store_true", help="no window: the scripted operator runs it"
    )
    rehearse.add_argument("--out", metavar="DIR", help="where as-run.jsonl and desk.png go")

    shot = commands.add_parser("shot", help="draw the desk into a picture, without a display")
    shot.add_argument("file", metavar="FILE.png")
    shot.add_argument("--state", choices=SHOT_STATES, default="rehearsal")
    shot.add_argument("--size", default="1920x1080", metavar="WxH")
    shot.add_argument("--scale", default="1", metavar="N")
    for kind in (
        post,
        outbox,
        hold,
        check,
        people,
        sheet,
        answers,
        as_run,
        accounts,
        settings,
        terms,
        text,
        watch,
        count,
        spikes,
        solemn,
    ):
        kind.add(commands)
    return parser.parse_args(argv)


def speed_of(text: str) -> float:
    """A speed above 0 and at most 1,000. Raises ``WrongInput``."""
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not 0 < speed <= 1_000:
        raise WrongInput(message("open.wrong_speed", text=text), message("open.wrong_speed.do"))
    return speed


def size_of(text: str) -> tuple[int, int]:
    """1920x1080: width and height in pixels. Raises ``WrongInput``."""
    wide, _, high = text.lower().partition("x")
    if not (wide.isdigit() and high.isdigit()):
        raise WrongInput(message("open.wrong_size", text=text), message("open.wrong_size.do"))
    size = int(wide), int(high)
    if not (min(size) > 0 and max(size) <= LARGEST):
        raise WrongInput(message("open.wrong_size", text=text), message("open.wrong_size.do"))
    return size


def percent_of(text: str) -> int:
    """A scale factor as per cent: 1.5 → 150. Raises ``WrongInput``."""
    try:
        return round(float(text) * 100)
    except (ValueError, OverflowError):
        raise WrongInput(
            message("open.wrong_scale", scale=text), message("open.wrong_scale.do")
        ) from None


def time_of(text: str, event: LiveEvent) -> int:
    """UTC µs of a time of day (HH:MM or HH:MM:SS) within the event's night.

    A time before the event's beginning is one of the day after. Raises ``WrongInput``.
    """
    try:
        clock = time.fromisoformat(text)
    except ValueError:
        raise WrongInput(
            message("open.wrong_time", text=text), message("open.wrong_time.do")
        ) from None
    begins = At(event.starts, event.zone).local()
    at = micros_of(begins.date(), clock, event.zone)
    return (
        at
        if at >= event.starts
        else micros_of(begins.date() + timedelta(days=1), clock, event.zone)
    )


def micros_of(day: date, clock: time, zone: str) -> int:
    """UTC µs of a wall time."""
    wall = datetime.combine(day, clock.replace(tzinfo=None), ZoneInfo(zone))
    return int((wall - EPOCH).total_seconds()) * MICROS
