"""How the operator looks at the mentions: how far back, in what unit, as lines, shares or tiles."""

from dataclasses import dataclass, replace
from enum import StrEnum

from controlroom.clock import MICROS

SPANS = (12 * 60, 3_600, 3 * 3_600, 12 * 3_600, 48 * 3_600)
"""The widths a chart comes in, seconds."""
COLUMNS = 720
"""So many values a line has at these widths: about one a pixel on the smallest desk."""
SMOOTH_S = 15
"""Long enough to be smooth, short enough that a rise is seen while it happens."""
SHARE_OVER_S = 60
"""Shares of a few mentions jump about: they are taken over a minute at least."""
LEAST_S = 60
DAY_S = 24 * 3_600


class Kind(StrEnum):
    """What is drawn: lines over one axis, shares of brand and rivals, a small chart a term."""

    LINES = "lines"
    SHARE = "share"
    TILES = "tiles"


class Unit(StrEnum):
    """Mentions a minute or a second."""

    MINUTE = "minute"
    SECOND = "second"


class By(StrEnum):
    """A line a term, or a line a group of terms."""

    TERMS = "terms"
    GROUPS = "groups"


@dataclass(frozen=True, slots=True)
class Stretch:
    """From, until: UTC seconds, the second not included."""

    start_s: int
    end_s: int

    @property
    def seconds(self) -> int:
        """How long it is."""
        return self.end_s - self.start_s


@dataclass(frozen=True, slots=True)
class ChartLook:
    """What the operator chose. ``span_s`` is the width of the live chart; ``back`` the stretch
    that is looked back at instead, None while live. ``common``: tiles share one scale."""

    span_s: int = SPANS[0]
    back: Stretch | None = None
    kind: Kind = Kind.LINES
    unit: Unit = Unit.MINUTE
    by: By = By.TERMS
    log: bool = False
    common: bool = True

    def stretch(self, now_s: int) -> Stretch:
        """What is drawn at ``now_s`` (UTC seconds). A stretch that has not passed is live."""
        if self.back is not None and self.back.end_s < now_s:
            return self.back
        return Stretch(now_s - self.span_s, now_s)

    def is_live(self, now_s: int) -> bool:
        """Whether the chart ends now."""
        return self.back is None or self.back.end_s >= now_s

    def spanning(self, seconds: int, now_s: int) -> "ChartLook":
        """Another width; looking back, about the same end."""
        if self.is_live(now_s) or self.back is None:
            return replace(self, span_s=seconds, back=None)
        end = self.back.end_s
        return replace(self, span_s=seconds, back=Stretch(end - seconds, end))

    def wider(self, now_s: int) -> "ChartLook":
        """The next of the widths; after the widest the narrowest."""
        wide = self.stretch(now_s).seconds
        return self.spanning(next((span for span in SPANS if span > wide), SPANS[0]), now_s)

    def closer(self, now_s: int) -> "ChartLook":
        """The next narrower of the widths; the narrowest stays."""
        wide = self.stretch(now_s).seconds
        return self.spanning(next((s for s in reversed(SPANS) if s < wide), SPANS[0]), now_s)

    def moved(self, widths: float, now_s: int, earliest_s: int) -> "ChartLook":
        """So many widths later (negative: earlier), not before ``earliest_s``; live once it
        reaches now."""
        at = self.stretch(now_s)
        start = max(earliest_s, at.start_s + round(widths * at.seconds))
        return self.at(Stretch(start, start + at.seconds), now_s)

    def at(self, stretch: Stretch, now_s: int) -> "ChartLook":
        """Looking back at ``stretch``, a minute long at least; live when it reaches now."""
        end = max(stretch.end_s, stretch.start_s + LEAST_S)
        if end >= now_s:
            return replace(self, back=None)
        return replace(self, back=Stretch(min(stretch.start_s, end - LEAST_S), end))

    def live(self) -> "ChartLook":
        """Following now again."""
        return replace(self, back=None)


def step_of(seconds: int) -> int:
    """Seconds between two values of a line that is ``seconds`` long: whole minutes from twelve
    hours on, which are kept summed."""
    return next(
        (step for step in (1, 5, 15, 60, 240) if seconds <= step * COLUMNS),
        -(-seconds // COLUMNS // 60) * 60 or 60,
    )


def over_of(look: ChartLook, step: int) -> int:
    """Seconds each value is the mean of."""
    return max(step, SHARE_OVER_S if look.kind is Kind.SHARE else SMOOTH_S)


def hours(stretch: Stretch) -> float:
    """How many hours it is long."""
    return stretch.seconds / 3_600


def micros(second: int) -> int:
    """UTC seconds as UTC µs."""
    return second * MICROS
