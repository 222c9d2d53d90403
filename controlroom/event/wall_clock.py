"""Times as a clock on a wall shows them."""

import datetime as dt
from zoneinfo import ZoneInfo

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def utc_of(local: dt.datetime, zone: str, fold: int = 0) -> int | None:
    """UTC µs of a wall-clock time in the IANA ``zone``, None for one that clocks there skip;
    ``fold`` 1 is the second of an hour that comes twice."""
    there = local.replace(tzinfo=ZoneInfo(zone), fold=fold)
    if there.astimezone(dt.UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local:
        return None
    return (there - EPOCH) // dt.timedelta(microseconds=1)


def typed_time(typed: str, zone: str) -> int | None:
    """UTC µs of a time somebody typed: 2013-02-03 20:00, or with a T; on the wall of ``zone`` where
    it names no offset of its own. None for anything else."""
    try:
        told = dt.datetime.fromisoformat(typed.strip())
    except ValueError:
        return None
    try:
        if told.tzinfo is not None:
            return (told - EPOCH) // dt.timedelta(microseconds=1)
        return utc_of(told, zone)
    except OverflowError:
        # The first or last hours of the calendar, seen from another zone.
        return None
