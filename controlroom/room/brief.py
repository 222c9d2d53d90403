"""What the brand's brief says for an asset.

The subjects the brand belongs in and, less, its goals of the night raise what is worded or tagged
for them. What it keeps out of stands in ``guards.stay_out``.
"""

from dataclasses import dataclass
from typing import Final

from controlroom.event.asset import Asset
from controlroom.event.live_event import Brand
from controlroom.event.moment import Moment
from controlroom.guards.stay_out import stems
from controlroom.messages import Message, message

SUBJECT_WEIGHT: Final = 1.25
GOAL_WEIGHT: Final = 1.1


@dataclass(frozen=True, slots=True)
class Raise:
    """How many times an offer counts (1 or more), and what the brief calls it."""

    weight: float
    subject: str = ""
    goal: str = ""

    def line(self, shared: str, moment: Moment | None) -> Message:
        """Why it is offered: the words or terms it shares with the spike, else its moment."""
        if shared:
            if self.subject:
                return message("suggest.fits_subject", words=shared, subject=self.subject)
            if self.goal:
                return message("suggest.fits_goal", words=shared, goal=self.goal)
        if shared or moment is None:
            return message("suggest.fits", words=shared)
        return message("suggest.for", moment=moment.title)


PLAINLY: Final = Raise(1.0)


class Brief:
    """One brand's brief, read once; what it says of an asset is remembered while neither the asset
    nor the brief changes."""

    def __init__(self, brand: Brand) -> None:
        self.brand = brand
        self._belongs = [(words, _Subject.read(words)) for words in brand.belongs_in]
        self._goals = [(words, _Subject.read(words)) for words in brand.goals]
        self._of: dict[tuple[str, str], tuple[Asset, Raise]] = {}

    def raises(self, asset: Asset, moment: Moment | None) -> Raise:
        """How far the brief raises ``asset``, for ``moment`` where it is paired with one."""
        if not self._belongs and not self._goals:
            return PLAINLY
        key = asset.slug, "" if moment is None else moment.title
        known = self._of.get(key)
        if known is None or known[0] is not asset:
            known = self._of[key] = asset, self._read(asset, moment)
        return known[1]

    def _read(self, asset: Asset, moment: Moment | None) -> Raise:
        said = (asset.title, *asset.tags, asset.use_when, moment.title if moment else "")
        spoken = stems(" ".join(said))
        for words, subject in self._belongs:
            if subject.is_in(spoken):
                return Raise(SUBJECT_WEIGHT, subject=words)
        spoken |= stems(asset.caption)
        for words, goal in self._goals:
            if goal.is_in(spoken):
                return Raise(GOAL_WEIGHT, goal=words)
        return PLAINLY


@dataclass(frozen=True, slots=True)
class _Subject:
    """The stems of a line of the brief. "anybody hurt: players, crowd": what stands behind the
    colon is no subject by itself, only two of it together."""

    head: frozenset[str]
    whole: frozenset[str]

    @classmethod
    def read(cls, words: str) -> "_Subject":
        return cls(stems(words.partition(":")[0]), stems(words))

    def is_in(self, spoken: frozenset[str]) -> bool:
        return bool(self.head & spoken) or len(self.whole & spoken) > 1
