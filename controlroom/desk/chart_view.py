"""What the mention chart draws."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from controlroom.desk.chart_look import Kind, Unit
from controlroom.desk.chart_readings import value_times
from controlroom.messages import Message


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Mentions in the view's unit, a value each ``step`` seconds, the last of them at the view's
    ``now`` and those before it at whole multiples of ``step``. Shares are per cent.

    ``order`` 0 carries the fill; 1-3 pick colour and dash. ``values`` float32, NaN where there was
    no feed.
    """

    slug: str
    label: str
    order: int
    values: npt.NDArray[np.float32]
    last: Message
    step: int = 1

    def times(self, now: int) -> npt.NDArray[np.int64]:
        """The UTC second each value belongs to, in a view that ends at ``now`` (UTC µs)."""
        return value_times(now // 1_000_000, self.step, len(self.values))

    def __eq__(self, other: object) -> bool:
        """Whether it would be drawn alike: most pictures of the desk change nothing here."""
        if not isinstance(other, Curve):
            return NotImplemented
        named = (self.slug, self.label, self.order, self.last, self.step)
        same = named == (other.slug, other.label, other.order, other.last, other.step)
        return same and (
            self.values is other.values or np.array_equal(self.values, other.values, equal_nan=True)
        )

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class ChartMark:
    """A moment, a post or a spike on the chart. ``tone``: on_air (posted), next (in Preview), hold,
    plain, ghost; ``shape``: moment, post, spike, or expected (a spike of a scheduled moment).
    ``said`` tells it whole, for whoever points at it."""

    at: int
    label: str
    tone: str
    shape: str = "moment"
    said: Message | None = None


@dataclass(frozen=True, slots=True)
class SpikeNote:
    """The card at a spike: when, how much, why."""

    at: int
    line: Message
    why: Message
    solemn: bool = False


@dataclass(frozen=True, slots=True)
class SaidLine:
    """One mention as it was written; ``line`` is time and source."""

    id: str
    text: str
    line: Message


@dataclass(frozen=True, slots=True, eq=False)
class NightStrip:
    """The whole night in small: ``values`` a minute, one each ``step`` seconds from ``start`` (UTC
    µs) on, ending at ``now``; ``spikes`` UTC µs."""

    start: int
    now: int
    step: int
    values: npt.NDArray[np.float32]
    spikes: tuple[int, ...]

    def __eq__(self, other: object) -> bool:
        """Whether it would be drawn alike."""
        if not isinstance(other, NightStrip):
            return NotImplemented
        named = (self.start, self.now, self.step, self.spikes)
        same = named == (other.start, other.now, other.step, other.spikes)
        return same and (
            self.values is other.values or np.array_equal(self.values, other.values, equal_nan=True)
        )

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class ChartControl:
    """One thing to choose about the chart, and whether it is chosen."""

    label: Message
    command: str
    arguments: tuple[tuple[str, str], ...] = ()
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class ChartView:
    """The chart: ``seconds`` wide, ending at ``now`` (UTC µs), in the event's ``zone``.

    ``stale_from`` UTC µs: no data since then. ``band_from`` UTC µs: the time since the current
    moment, drawn as one flat band. ``back`` says that this is not now, and which stretch it is;
    ``counting`` what is counted meanwhile. ``gaps`` and ``floors`` are (from, until) in UTC µs:
    without a feed, and where a reading is a floor (``floor`` says so). ``more`` what is not drawn.
    ``file`` is a name for taking it
    along, without an ending; ``about`` says on a picture of which night it is.
    """

    title: Message
    width: Message
    badge: Message | None
    brand: Message | None
    tone: Message | None
    tone_value: Message | None
    tone_alarm: bool
    now: int
    seconds: int
    zone: str
    curves: tuple[Curve, ...]
    marks: tuple[ChartMark, ...]
    spike: SpikeNote | None
    band_from: int | None
    stale_from: int | None
    stale: Message | None
    said_title: Message
    said_about: str
    said: tuple[SaidLine, ...]
    hint: Message
    kind: Kind = Kind.LINES
    unit: Unit = Unit.MINUTE
    log: bool = False
    common: bool = True
    back: Message | None = None
    counting: Message | None = None
    gaps: tuple[tuple[int, int], ...] = ()
    floors: tuple[tuple[int, int], ...] = ()
    floor: Message | None = None
    night: NightStrip | None = None
    controls: tuple[tuple[ChartControl, ...], ...] = ()
    more: Message | None = None
    file: str = "mentions"
    about: Message | None = None
