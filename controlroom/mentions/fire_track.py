"""One thing that may come under fire, our brand or a post of ours: votes of authors over time.

A window is on fire when more people are hostile in it than the past explains, in number and in
share. Windows reach from half a minute (a post that goes wrong) to four hours (a weekend of
anger at two posts a minute). Everybody has one vote an hour, so that nobody alone makes a fire.
"""

import math
from bisect import insort
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from controlroom.clock import MICROS
from controlroom.mentions.hostility import Hostility
from controlroom.sources.mention import Mention

BIN_S = 10
WINDOWS_S = (30, 120, 600, 3_600, 14_400)
BINS = WINDOWS_S[-1] // BIN_S
VOTES_AGAIN_S = 3_600
VOTERS_KEPT = 20_000
POSTS_KEPT = 2_000
# What lies before the longest window loses half its say in a day.
HALF_LIFE_S = 86_400
# The odds of hostility must be so many times the usual ones.
ODDS = 4.0
# How much better "it burns" must explain the votes than "as usual", in nats.
SURE = 12.0
# And so many times the usual number of hostile authors, so that a quiet night is no fire.
MORE = 2.0
# Anger of minutes must be a larger share than that of hours: a bad half hour is no fire.
SHORT_S = 600
SHORT_SHARE = 1.4
# Falls quiet below this part of the share that raises it, or with fewer people than this.
QUIET = 0.6
QUIET_FEWEST = 3
QUIET_OVER_S = 600


@dataclass(frozen=True, slots=True)
class Kind:
    """What is asked of a track. ``fewest`` hostile authors, ``least`` share of the votes; before
    anything is known ``usual`` of ``known`` votes are taken to be hostile."""

    fewest: int
    least: float
    usual: float
    known: float


@dataclass(frozen=True, slots=True)
class Heat:
    """A window on fire: its end (UTC seconds) and length, hostile share, the usual share, distinct
    hostile authors."""

    end_s: int
    window_s: int
    share: float
    usual: float
    authors: int


@dataclass(frozen=True, slots=True)
class HostilePost:
    """A vote against us."""

    mention: Mention
    told: Hostility


class Track:
    """Votes by ten seconds, and the newest hostile posts, oldest first."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.hostile: list[HostilePost] = []
        self.stirred = False
        self.total = np.zeros(2)
        self._bins = np.zeros((2, BINS))
        self._newest: int | None = None
        self._first = 0
        self._old = np.zeros(2)
        self._old_s = 0.0
        self._voted: dict[str, int] = {}
        self._not_before_s = 0

    def vote(self, mention: Mention, told: Hostility, *, hostile: bool) -> None:
        """One post, as it was judged."""
        second = mention.time_us // MICROS
        author = mention.author or mention.id
        last = self._voted.pop(author, None)
        if last is not None and 0 <= second - last < VOTES_AGAIN_S:
            self._voted[author] = last
            return
        self._voted[author] = second
        if len(self._voted) > VOTERS_KEPT:
            del self._voted[next(iter(self._voted))]
        self._reach(second)
        place = second // BIN_S
        if self._newest is not None and place <= self._newest - BINS:
            return
        vote = (1.0, float(hostile))
        self._bins[:, place % BINS] += vote
        self.total += vote
        if hostile:
            # By their times: of several sources one may be well behind the others.
            insort(self.hostile, HostilePost(mention, told), key=_time_us)
            del self.hostile[:-POSTS_KEPT]
            self.stirred = True

    def heat(self, end_s: int, others: tuple[float, float] | None = None) -> Heat | None:
        """The shortest window before ``end_s`` (UTC) that burns. ``others``: the (votes, hostile)
        that tell the usual instead of this track's own past."""
        self._reach(end_s)
        newest_first = reversed(self.hostile)
        authors: set[str] = set()
        pending = next(newest_first, None)
        for window_s in WINDOWS_S:
            start_s = max(end_s - window_s, self._not_before_s)
            while pending is not None and pending.mention.time_us >= start_s * MICROS:
                authors.add(pending.mention.author or pending.mention.id)
                pending = next(newest_first, None)
            if len(authors) >= self.kind.fewest:
                found = self._burns(end_s, start_s, window_s, len(authors), others)
                if found is not None:
                    return found
        return None

    def quiet(self, end_s: int, heat: Heat) -> bool:
        """Whether what burned as ``heat`` has fallen quiet. It burns for ten minutes at least."""
        self._reach(end_s)
        start_s = end_s - max(heat.window_s, QUIET_OVER_S)
        if start_s < heat.end_s:
            return False
        authors = {
            one.mention.author or one.mention.id
            for one in self.hostile
            if one.mention.time_us >= start_s * MICROS
        }
        votes, hostile = self._since(start_s)
        calm = hostile < QUIET * self._enough(heat.usual, heat.window_s) * votes
        return calm or len(authors) < QUIET_FEWEST

    def share(self, end_s: int, window_s: int) -> float:
        """The hostile share of the votes of the last ``window_s``."""
        self._reach(end_s)
        votes, hostile = self._since(end_s - window_s)
        return hostile / votes if votes else 0.0

    def start_over(self, end_s: int) -> None:
        """What was before ``end_s`` has burned out: it raises nothing again."""
        self._not_before_s = end_s

    def _burns(
        self,
        end_s: int,
        start_s: int,
        window_s: int,
        authors: int,
        others: tuple[float, float] | None,
    ) -> Heat | None:
        votes, hostile = self._since(start_s)
        if votes <= 0:
            return None
        past = np.maximum(self._told() - (votes, hostile), 0.0)
        told = past if others is None else np.array(others)
        usual = self._usual(told)
        if window_s < SHORT_S:
            # What has been so for ten minutes is no sudden anger.
            earlier = np.array(self._since(start_s - SHORT_S)) - (votes, hostile)
            usual = max(usual, self._usual(earlier))
        share = min(hostile / votes, 0.999)
        if share < self._enough(usual, window_s):
            return None
        calm = votes - hostile
        better = hostile * math.log(share / usual) + calm * math.log((1 - share) / (1 - usual))
        if better < SURE:
            return None
        before_s = self._known_s(end_s) - window_s
        if before_s >= window_s and authors < MORE * past[1] / before_s * (end_s - start_s):
            return None
        return Heat(end_s, window_s, share, usual, authors)

    def _usual(self, told: npt.NDArray[np.float64]) -> float:
        """The usual share where ``told`` are the (votes, hostile) known of it."""
        kind = self.kind
        return float((kind.usual * kind.known + told[1]) / (kind.known + told[0]))

    def _told(self) -> npt.NDArray[np.float64]:
        """(votes, hostile) of all the past that still has a say."""
        told: npt.NDArray[np.float64] = self._old + self._bins.sum(axis=1)
        return told

    def _enough(self, usual: float, window_s: int) -> float:
        """The least hostile share that burns where ``usual`` is usual."""
        odds = ODDS * usual / (1 - usual)
        least = self.kind.least * (SHORT_SHARE if window_s <= SHORT_S else 1.0)
        return max(least, odds / (1 + odds))

    def _since(self, start_s: int) -> tuple[float, float]:
        assert self._newest is not None
        first = max(start_s // BIN_S, self._newest - BINS + 1)
        slots = np.arange(first, self._newest + 1) % BINS
        votes, hostile = self._bins[:, slots].sum(axis=1)
        return float(votes), float(hostile)

    def _known_s(self, end_s: int) -> float:
        return self._old_s + min(end_s - self._first, WINDOWS_S[-1])

    def _reach(self, second: int) -> None:
        """Turn on to ``second``; what leaves the ring becomes the fading past."""
        place = second // BIN_S
        if self._newest is None:
            self._newest, self._first = place, second
            return
        ahead = place - self._newest
        if ahead <= 0:
            return
        fade = 0.5 ** (ahead * BIN_S / HALF_LIFE_S)
        slots = np.arange(self._newest + 1, self._newest + 1 + min(ahead, BINS)) % BINS
        self._old = (self._old + self._bins[:, slots].sum(axis=1)) * fade
        if second - self._first > WINDOWS_S[-1]:
            self._old_s = (self._old_s + ahead * BIN_S) * fade
        self._bins[:, slots] = 0.0
        self._newest = place


def _time_us(post: HostilePost) -> int:
    return post.mention.time_us
