"""Times of an event file: read on the wall of the event's zone, and told where they cannot be."""

import datetime as dt
from typing import Any

from controlroom.event.eventfile_troubles import trouble
from controlroom.event.wall_clock import end_of_day, utc_of
from controlroom.messages import Message

FIRST_YEAR, LAST_YEAR = 1900, 9998
"""Every zone can show these years whole; the calendar ends with the year 9999."""


def utc(local: dt.datetime, zone: str, where: Message, key: str, fold: int = 0) -> int:
    """UTC µs of a wall-clock time in ``zone``. ``WrongInput`` for a time that clocks there skip,
    and for a year nobody means; so below."""
    check_year(local, where, key)
    if (found := utc_of(local, zone, fold)) is None:
        raise trouble("skipped_hour", where=where, zone=zone, key=key)
    return found


def last_of(day: dt.date, zone: str, where: Message, key: str) -> int:
    """UTC µs of the end of a day."""
    check_year(day, where, key)
    if (found := end_of_day(day, zone)) is None:
        raise trouble("skipped_hour", where=where, zone=zone, key=key)
    return found


def until(told: Any, zone: str, where: Message, key: str) -> int | None:
    """UTC µs up to which something holds: a time, or a day, which it holds to its end."""
    match told:
        case None:
            return None
        case dt.datetime(tzinfo=None):
            return utc(told, zone, where, key)
        case dt.datetime():
            raise trouble("offset", where=where, key=key)
        case dt.date():
            return last_of(told, zone, where, key)
    raise trouble("wrong_value", where=where, key=key)


def check_year(day: dt.date, where: Message, key: str) -> None:
    """``WrongInput`` for a year that not every zone can show, or that nobody means."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise trouble("year", where=where, key=key, year=day.year, first=FIRST_YEAR, last=LAST_YEAR)
