"""What the mention chart draws."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from controlroom.messages import Message


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Mentions a minute, one value a second, ending with the view's ``now``.

    ``order`` 0 is all watch terms (it carries the fill); 1-3 pick colour and dash.
    ``values`` float32, NaN where there was no feed.
    """

    slug: str
    label: str
    order: int
    values: npt.NDArray[np.float32]
    last: Message

    def __eq__(self, other: object) -> bool:
        """Whether it would be drawn alike: most pictures of the desk change nothing here."""
        if not isinstance(other, Curve):
            return NotImplemented
        named = (self.slug, self.label, self.order, self.last)
        same = named == (other.slug, other.label, other.order, other.last)
        return same and np.array_equal(self.values, other.values, equal_nan=True)

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class ChartMark:
    """A moment on the chart. ``tone``: on_air (posted), next (in Preview), hold, plain, ghost."""

    at: int
    label: str
    tone: str


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


@dataclass(frozen=True, slots=True)
class ChartView:
    """The chart: ``seconds`` wide, ending at ``now`` (UTC µs), in the event's ``zone``.

    ``stale_from`` UTC µs: no data since then. ``band_from`` UTC µs: the time since the current
    moment, drawn as one flat band. ``now_label`` stands under the right edge.
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
