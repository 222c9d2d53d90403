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


def end_of_day(day: dt.date, zone: str) -> int | None:
    """UTC µs of the last moment of a day in the IANA ``zone``, None where there is no such day."""
    # Clocks may skip its last hour, or show it twice.
    for hours in range(3):
        last = dt.datetime.combine(day, dt.time.max) - dt.timedelta(hours=hours)
        if (found := utc_of(last, zone, fold=1)) is not None:
            return found
    return None


def typed_time(typed: str, zone: str) -> int | None:
    """UTC µs of a time somebody typed: 2013-02-03 20:00, or with a T; on the wall of ``zone`` where
    it names no offset of its own. A day alone is its end. None for anything else."""
    try:
        return end_of_day(dt.date.fromisoformat(typed.strip()), zone)
    except ValueError:
        pass
    except OverflowError:
        return None
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
