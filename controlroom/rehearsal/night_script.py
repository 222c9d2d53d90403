"""The script of a bundled night: ``night.toml`` as frozen values, times in UTC microseconds."""

import datetime as dt
from zoneinfo import ZoneInfo

import msgspec

MICROS = 1_000_000
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

Stretch = tuple[dt.time, dt.time]


class Stir(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something the crowd reacts to.

    Thousands of mentions a minute over the resting crowd: ``size``, or whatever it takes for the
    busiest minute to hold ``published`` mentions. ``rise``, ``hold`` and the two lengths of
    ``fade`` in seconds; the third of ``fade`` is the quick part's share. ``mix`` is the share of
    each term; ``draws`` the share of the resting crowd that takes up this mix meanwhile.
    """

    at: dt.time
    rise: float
    fade: tuple[float, float, float]
    mix: dict[str, float]
    hold: float = 0.0
    size: float = 0.0
    draws: float = 0.0
    published: int | None = None
    within: int = 60


class Crowd(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The crowd with nothing happening: relative sizes by clock, and what it talks about."""

    anchors: tuple[tuple[dt.time, float], ...]
    mix: dict[str, float]


class Say(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Lines about one term, for some stretches of the night or, without any, for all of it."""

    about: str
    lines: tuple[str, ...]
    during: tuple[Stretch, ...] = ()


class Tails(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Ends that make a line name the game as well."""

    lines: tuple[str, ...]


class Colour(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands before or after a line now and then."""

    before: tuple[str, ...]
    after: tuple[str, ...]


class People(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The two halves of invented names."""

    first: tuple[str, ...]
    second: tuple[str, ...]


class NightScript(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of ``night.toml``. Clock times are local to ``zone`` on ``date``."""

    title: str
    zone: str
    date: dt.date
    begins: dt.time
    ends: dt.time
    total: int
    seed: int
    terms: tuple[str, ...]
    totals: dict[str, int]
    steady: dict[str, float]
    also_game: dict[str, float]
    actual: dict[str, dt.time]
    crowd: Crowd
    stir: tuple[Stir, ...]
    say: tuple[Say, ...]
    words: dict[str, tuple[str, ...]]
    tails: Tails
    colour: Colour
    people: People

    def utc(self, clock: dt.time) -> int:
        """A clock time of the night as UTC microseconds."""
        local = dt.datetime.combine(self.date, clock, tzinfo=ZoneInfo(self.zone))
        return (local - EPOCH) // dt.timedelta(microseconds=1)

    def second(self, clock: dt.time) -> int:
        """A clock time as seconds since the night begins."""
        return (self.utc(clock) - self.utc(self.begins)) // MICROS

    @property
    def seconds(self) -> int:
        """Length of the night in seconds."""
        return self.second(self.ends)


def read_script(text: bytes) -> NightScript:
    """Read ``night.toml``. ``msgspec.DecodeError`` where it is not as described above."""
    return msgspec.toml.decode(text, type=NightScript)
