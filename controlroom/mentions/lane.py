"""One source in the intake: its counts, how far it has come, what it covers and its spike watch."""

from collections import deque
from collections.abc import Set
from typing import TypeAlias

from controlroom.clock import MICROS
from controlroom.mentions.samples import Samples
from controlroom.mentions.spans import Covered
from controlroom.mentions.spikes import Rise, SpikeWatch
from controlroom.mentions.tally import Columns, Tally
from controlroom.mentions.words import RisingWords
from controlroom.sources.mention import Mention

# Of a busy second's texts so many are read for samples and words; all of them are counted.
READ_A_SECOND = 100
# Mentions come out of order by less than this: so long after its end a second is complete.
SETTLE_US = MICROS // 2
# After so long without a word the past explains nothing any more.
LONGEST_SILENCE_S = 3_600
# A feed that lets no more than so many through brings that many second after second, as no crowd
# does: of the last CEILING_S seconds most lie this near to the highest, in standard deviations.
CEILING_S = 20
AT_CEILING = 15
CEILING_NEAR = 0.2
CEILING_LEAST = 50


Columns_: TypeAlias = tuple[int, ...]


class Lane:
    """What one source has brought. ``number`` is its place among the lanes.

    ``horizon_s``: every second before it is complete; None before anything came. ``told_floor`` is
    set while the source says that it is saturated. ``own`` are the ids of our posts there.
    """

    def __init__(self, name: str, number: int, columns: Columns, begun_s: int | None) -> None:
        self.name = name
        self.number = number
        self.tally = Tally(columns)
        self.samples = Samples()
        self.words = RisingWords()
        self.watch = SpikeWatch(columns.width)
        self.own: Set[str] = frozenset()
        self.received = 0
        self.bad = 0
        self.newest_us = 0
        self.horizon_s = begun_s
        self.moves_at_us = 0
        self.told_floor = False
        self.at_ceiling = False
        self._resumed = begun_s is not None
        self._covered: list[Covered] = []
        # Ids of different sources have nothing to do with each other.
        self.salt = hash(name)
        self.read_second = 0
        self.may_read = False
        self._read = 0
        self._received_before = 0
        self._lately: deque[int] = deque(maxlen=CEILING_S)

    def widen(self, width: int) -> None:
        """Columns have been added."""
        self.tally.widen()
        self.watch.widen(width)

    def read(self, mention: Mention, second: int, columns: Columns_) -> None:
        """Keep a text for samples and words; ``may_read`` until its second has had enough."""
        if second != self.read_second:
            self.read_second, self._read, self.may_read = second, 0, True
        if self._read < READ_A_SECOND:
            self._read += 1
            self.samples.add(mention, columns)
            self.words.add(second, mention.text)
        self.may_read = self._read < READ_A_SECOND

    def begin(self, second: int) -> None:
        """The first sign of the source: from here on its seconds are known."""
        if self.horizon_s is None:
            self.horizon_s = second
        elif self._resumed:
            # What was counted before is not at hand: no baseline for spikes.
            self.watch.skip(self.horizon_s)
        self._resumed = False

    def gap(self, from_s: int, until_s: int) -> None:
        """These seconds were not read and will not be told again."""
        if from_s >= until_s:
            return
        if self.horizon_s is None:
            self.begin(until_s)
            return
        self.begin(self.horizon_s)
        if self.horizon_s < from_s:
            # The feed ended there: what came before was told.
            self.settle(from_s)
        self._note(Covered(from_s, until_s, known=False))
        if until_s > self.horizon_s:
            self.horizon_s = until_s
            self.watch.skip(until_s)

    def due(self, horizon_s: int) -> range:
        """The seconds that become complete when all before ``horizon_s`` are."""
        assert self.horizon_s is not None
        if horizon_s - self.horizon_s > LONGEST_SILENCE_S:
            self.watch.skip(horizon_s - 1)
            self.settle(horizon_s - 1)
        return range(self.horizon_s, horizon_s)

    def look(self, second: int, context: tuple[int, ...]) -> Rise | None:
        """``second`` is complete: watch it. ``context`` columns are nobody's spike."""
        floor = self.told_floor
        self.settle(second + 1)
        counts = self.tally.at(second)
        if context:
            counts = list(counts)
            for column in context:
                counts[column] = 0
        return self.watch.look(second, counts, floor=floor)

    def settle(self, horizon_s: int) -> None:
        """All seconds before ``horizon_s`` are complete."""
        assert self.horizon_s is not None
        if horizon_s > self.horizon_s:
            self._note(Covered(self.horizon_s, horizon_s, floor=self.told_floor or self.at_ceiling))
            self.horizon_s = horizon_s

    def take_covered(self) -> tuple[Covered, ...]:
        """What became known of its seconds since the last call, in that order."""
        taken, self._covered = tuple(self._covered), []
        return taken

    def watch_ceiling(self, seconds: int) -> None:
        """So many seconds have passed by its mentions: does it bring as many every time?"""
        came, self._received_before = self.received - self._received_before, self.received
        if seconds != 1:
            self._lately.clear()
            self.at_ceiling = False
            return
        self._lately.append(came)
        most = max(self._lately)
        near = max(1.0, CEILING_NEAR * most**0.5)
        at_most = sum(most - one <= near for one in self._lately)
        self.at_ceiling = most >= CEILING_LEAST and at_most >= AT_CEILING

    def _note(self, covered: Covered) -> None:
        last = self._covered[-1] if self._covered else None
        if (
            last is not None
            and last.until_s == covered.from_s
            and (last.known, last.floor) == (covered.known, covered.floor)
        ):
            covered = Covered(last.from_s, covered.until_s, covered.known, covered.floor)
            self._covered.pop()
        self._covered.append(covered)
