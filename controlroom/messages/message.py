"""The frozen parts of a sentence."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

MICROS = 1_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# A day from either end of the calendar: every zone can show them.
FIRST = datetime(1, 1, 2, tzinfo=UTC)
LAST = datetime(9999, 12, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class At:
    """A moment in time: UTC microseconds and the IANA zone it is read in.

    Format specs: ``hms`` (default) 20:37:30, ``hm`` 20:37, ``hmz`` 20:37:30 EST, ``day`` 30 Jun,
    ``date`` Sun 3 Feb, ``year`` 2013, ``zone`` EST.
    """

    micros: int
    zone: str

    def local(self) -> datetime:
        """The same moment on the wall of its zone; a day inside the calendar for one that is
        outside it."""
        zone = ZoneInfo(self.zone)
        try:
            # Arithmetic instead of fromtimestamp, which fails before 1970 on Windows.
            return (EPOCH + timedelta(microseconds=self.micros)).astimezone(zone)
        except OverflowError:
            return (FIRST if self.micros < 0 else LAST).astimezone(zone)

    def __format__(self, spec: str) -> str:
        local = self.local()
        match spec:
            case "hm":
                return f"{local:%H:%M}"
            case "hmz":
                return f"{local:%H:%M:%S %Z}"
            case "day":
                return f"{local.day} {local:%b}"
            case "date":
                return f"{local:%a} {local.day} {local:%b}"
            case "year":
                return str(local.year)
            case "zone":
                return f"{local:%Z}"
        return f"{local:%H:%M:%S}"


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time in seconds.

    Format specs: ``words`` (default) 6 min 10 s, ``clock`` 00:06:10, ``short`` 06:10,
    ``tenths`` 3.8 s, ``plus`` +11 s.
    """

    seconds: float

    def __format__(self, spec: str) -> str:
        whole = int(abs(self.seconds))
        hours, rest = divmod(whole, 3600)
        minutes, seconds = divmod(rest, 60)
        match spec:
            case "clock":
                return f"{hours:02}:{minutes:02}:{seconds:02}"
            case "short":
                if hours:
                    return f"{hours}:{minutes:02}:{seconds:02}"
                return f"{minutes:02}:{seconds:02}"
            case "tenths":
                return f"{self.seconds:.1f} s"
            case "plus":
                return f"+{self._words(hours, minutes, seconds)}"
        return self._words(hours, minutes, seconds)

    @staticmethod
    def _words(hours: int, minutes: int, seconds: int) -> str:
        if hours >= 24:
            days, hours = divmod(hours, 24)
            return f"{days} d {hours} h"
        if hours:
            return f"{hours} h {minutes} min"
        if minutes >= 10 or (minutes and not seconds):
            return f"{minutes} min"
        if minutes:
            return f"{minutes} min {seconds} s"
        return f"{seconds} s"


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence for a person: the catalogue's id and the values its template names."""

    id: str
    values: tuple[tuple[str, "Value"], ...] = ()

    def value(self, name: str) -> "Value":
        """The value called ``name``. KeyError when the sentence has none of that name."""
        return dict(self.values)[name]


Value: TypeAlias = str | int | float | At | Span | Message | tuple[Message, ...]


def message(id_: str, /, **values: Value) -> Message:
    """Build a ``Message``; the template of ``id_`` names the values."""
    return Message(id_, tuple(sorted(values.items())))
