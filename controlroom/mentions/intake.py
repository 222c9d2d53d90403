"""Takes what the sources bring: matches, counts, samples and watches. One in each collector."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from controlroom.clock import MICROS, Clock
from controlroom.event.watch import CONTEXT, WatchTerm
from controlroom.mentions.fire import FireWatch
from controlroom.mentions.lane import SETTLE_US, Lane
from controlroom.mentions.latest import Latest
from controlroom.mentions.matcher import Matcher
from controlroom.mentions.report import Heard
from controlroom.mentions.seen import Remembered
from controlroom.mentions.solemn import SolemnWatch
from controlroom.mentions.spikes import Spike
from controlroom.mentions.spiking import Spiking
from controlroom.mentions.tally import Columns
from controlroom.mentions.watches import Fire, Solemn
from controlroom.sources.mention import CountedSecond, Deleted, Gap, Mention

# Nobody mentions the future: a stamp further ahead than this is a wrong clock's.
AHEAD_US = 60 * MICROS
TAKEN_BACK_KEPT = 2_000
BRAND = "brand"
# Matched and counted is the whole; read, judged and kept is no more than so many characters of a
# text, and of what names a mention: thousands of mentions are kept, and a post can be megabytes.
LONGEST_KEPT, LONGEST_NAME = 2_000, 500
# Which columns go with what the matcher found is worked out once for each finding.
FINDINGS_KEPT = 50_000
# Of the samples of a second counted elsewhere so many are judged in each second of real time: a
# rehearsal at a hundred times the speed must keep up.
JUDGED_OF_COUNTED, LEAST_JUDGED = 60, 4


class Intake:
    """Everything the collector knows. Used in one thread.

    ``begun`` tells up to which second (UTC) a source's counts are known from before.
    """

    def __init__(
        self, terms: Sequence[WatchTerm], clock: Clock, begun: Mapping[str, int] | None = None
    ) -> None:
        self._clock = clock
        self._begun = dict(begun or {})
        self._columns_of = Columns()
        self._seen = Remembered()
        self._latest = Latest()
        self._solemn = SolemnWatch()
        self._fire = FireWatch()
        self._spiking = Spiking(clock, self._named)
        self._own: dict[str, frozenset[str]] = {}
        self._lanes: dict[str, Lane] = {}
        self._by_number: list[Lane] = []
        self._taken_back: deque[tuple[str, str]] = deque(maxlen=TAKEN_BACK_KEPT)
        self._latest_us = 0
        self._looked_s = 0
        self.set_terms(terms)
        self._hot: Lane | None = None

    def set_terms(self, terms: Sequence[WatchTerm]) -> None:
        """Match against ``terms`` from now on; what was counted stays."""
        self._terms = tuple(terms)
        self._columns = columns = self._columns_of.of(self._terms)
        placed = list(zip(columns, self._terms, strict=True))
        self._slug_of = {column: term.slug for column, term in placed}
        self._context = tuple(column for column, term in placed if term.group == CONTEXT)
        self._fire.set_brand(frozenset(column for column, term in placed if term.group == BRAND))
        self._match = Matcher(self._terms).match
        self._found: dict[tuple[int, ...], tuple[tuple[int, ...], tuple[int, ...]]] = {}
        for lane in self._by_number:
            lane.widen(self._columns_of.width)

    def set_own(self, posts: Sequence[tuple[str, str]]) -> None:
        """Our own posts as (source, id): answers to them are judged, whatever they mention."""
        own: dict[str, set[str]] = {}
        for source, id_ in posts:
            own.setdefault(source, set()).add(id_)
        self._own = {source: frozenset(ids) for source, ids in own.items()}
        for lane in self._by_number:
            lane.own = self._own.get(lane.name, frozenset())

    @property
    def slugs(self) -> tuple[str, ...]:
        """The slugs of the terms matched now."""
        return tuple(term.slug for term in self._terms)

    @property
    def columns(self) -> tuple[int, ...]:
        """Their columns in the tallies, in the same order."""
        return self._columns

    @property
    def received(self) -> int:
        """Everything that arrived, matched or not."""
        return sum(lane.received for lane in self._by_number)

    @property
    def lanes(self) -> Sequence[Lane]:
        """The sources that brought something, in the order in which they first did."""
        return self._by_number

    @property
    def remembered(self) -> Remembered:
        """The ids that were counted."""
        return self._seen

    def lane(self, source: str) -> Lane:
        """The lane of the source of that name."""
        lane = self._lanes.get(source)
        if lane is None:
            number = len(self._by_number)
            lane = Lane(source, number, self._columns_of, self._begun.get(source))
            lane.own = self._own.get(source, frozenset())
            self._lanes[source] = lane
            self._by_number.append(lane)
        return lane

    def mention(self, mention: Mention) -> None:
        """Match and count one mention, in the second in which it was written."""
        lane = self._hot
        if lane is None or mention.source != lane.name:
            lane = self._hot = self.lane(mention.source)
        lane.received += 1
        time_us = mention.time_us
        if (time_us >= lane.moves_at_us or time_us < 0) and not self._move_on(lane, time_us):
            return
        found = self._match(mention.text)
        if found or (lane.own and mention.reply_to in lane.own):
            self._take_in(lane, mention, found)

    def deleted(self, deleted: Deleted) -> None:
        """Take a mention back, if it is remembered; it will not count again either."""
        where = self._seen.remove(hash(deleted.id) ^ self.lane(deleted.source).salt)
        if where is None:
            return
        lane = self._by_number[where.lane]
        lane.tally.take_back(where.second, where.columns)
        id_ = deleted.id[:LONGEST_NAME]
        lane.samples.drop(id_, deleted.source)
        self._latest.drop(id_, deleted.source, where.columns)
        self._taken_back.append((deleted.source, id_))

    def counted(self, counted: CountedSecond, source: str) -> None:
        """Add a second counted elsewhere. Terms it does not know are counted in its samples."""
        lane = self.lane(source)
        lane.received += counted.any
        second = counted.second
        lane.newest_us = max(lane.newest_us, (second + 1) * MICROS)
        lane.begin(second)
        lane.tally.add_counts(second, counted.any, counted.terms)
        unknown = [slug for slug in self.slugs if slug not in counted.terms]
        judged = max(LEAST_JUDGED, round(JUDGED_OF_COUNTED / max(1.0, self._clock.speed)))
        for place, sample in enumerate(counted.samples):
            _, columns = self._place(self._match(sample.text))
            for slug in self._named(columns) if unknown else ():
                if slug in unknown:
                    lane.tally.add_counts(second, 0, {slug: 1})
            if columns:
                self._hear(lane, sample, second, columns, judged=place < judged)
        self._complete(lane, second + 1)

    def gap(self, gap: Gap) -> None:
        """Seconds that were not read and will not be told again."""
        until_s = -(-gap.until_us // MICROS)
        self.lane(gap.source).gap(gap.from_us // MICROS, until_s)

    def passed(self, source: str, until_us: int) -> None:
        """The source is alive and has nothing to tell: time before ``until_us`` is complete."""
        lane = self.lane(source)
        if lane.horizon_s is not None:
            self._complete(lane, until_us // MICROS)

    def take_spikes(self) -> tuple[Spike, ...]:
        """Spikes found or changed since the last call."""
        return self._spiking.take()

    def take_solemn(self) -> tuple[Solemn, ...]:
        """Solemn subjects raised or changed since the last call."""
        return self._solemn.take()

    def take_fires(self) -> tuple[Fire, ...]:
        """Fires raised or changed since the last call."""
        return self._fire.take()

    def take_taken_back(self) -> tuple[tuple[str, str], ...]:
        """(source, id) of what authors deleted since the last call."""
        taken = tuple(self._taken_back)
        self._taken_back.clear()
        return taken

    def take_heard(self) -> tuple[Heard, ...]:
        """The newest samples since the last call."""
        return tuple(
            Heard(one.mention, tuple(self._named(one.columns)))
            for lane in self._by_number
            for one in lane.samples.take()
        )

    def take_latest(self) -> dict[str, tuple[Mention, ...]]:
        """The newest mentions of terms for which they changed, newest first."""
        taken = self._latest.take().items()
        return {self._slug_of[at]: said for at, said in taken if at in self._slug_of}

    def solemn_of(self) -> dict[str, tuple[int, int]]:
        """By slug: solemn posts and judged posts of the last ten minutes."""
        shares = self._solemn.shares().items()
        return {self._slug_of[at]: share for at, share in shares if at in self._slug_of}

    def _take_in(self, lane: Lane, mention: Mention, found: tuple[int, ...]) -> None:
        placed = self._found.get(found)
        if placed is None:
            placed = self._place(found)
        counted, columns = placed
        second = mention.time_us // MICROS
        if self._seen.add(hash(mention.id) ^ lane.salt, second, lane.number, counted):
            lane.tally.add(second, counted)
            self._hear(lane, mention, second, columns)

    def _hear(
        self,
        lane: Lane,
        mention: Mention,
        second: int,
        columns: tuple[int, ...],
        *,
        judged: bool = True,
    ) -> None:
        """Keep what is worth reading, and let the watches see it."""
        if (
            len(mention.text) + len(mention.id) + len(mention.author) > LONGEST_NAME
            or len(mention.lang) + len(mention.reply_to) > LONGEST_NAME
        ):
            mention = _shortened(mention)
        if columns:
            if second != lane.read_second or lane.may_read:
                lane.read(mention, second, columns)
            self._latest.add(mention, columns)
        if not judged:
            return
        if columns:
            self._solemn.see(mention, columns)
        answers_own = bool(lane.own) and mention.reply_to in lane.own
        self._fire.see(mention, columns, answers_own)

    def _place(self, found: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The columns in which what was found counts and those of its terms: the first have 0 too,
        unless all of it is context."""
        columns = tuple([self._columns[one] for one in found])
        for_all = any(one not in self._context for one in columns)
        if len(self._found) >= FINDINGS_KEPT:
            self._found.clear()
        placed = self._found[found] = ((0, *columns) if for_all else columns), columns
        return placed

    def _named(self, columns: Sequence[int]) -> Iterator[str]:
        return (self._slug_of[one] for one in columns if one in self._slug_of)

    def _move_on(self, lane: Lane, time_us: int) -> bool:
        """A newer mention came, so the seconds well before it are complete. False if it is bad."""
        now_us = self._clock.now()
        if not 0 <= time_us <= now_us + AHEAD_US:
            lane.bad += 1
            return False
        lane.newest_us = max(lane.newest_us, time_us)
        # A clock that is a little ahead of ours must not close seconds that are not over.
        time_us = min(time_us, now_us)
        lane.begin(time_us // MICROS)
        passed = self._complete(lane, (time_us - SETTLE_US) // MICROS)
        if passed:
            lane.watch_ceiling(passed)
        assert lane.horizon_s is not None
        lane.moves_at_us = (lane.horizon_s + 1) * MICROS + SETTLE_US
        return True

    def _complete(self, lane: Lane, horizon_s: int) -> int:
        """Look at the seconds before ``horizon_s`` now, while what was said in them is at hand."""
        due = lane.due(horizon_s)
        for second in due:
            self._spiking.look(lane, lane.look(second, self._context), second)
            if second > self._looked_s:
                self._looked_s = second
                self._solemn.look(second)
                self._fire.look(second)
        return len(due)


def _shortened(mention: Mention) -> Mention:
    """The mention as it is kept: no more than the longest of anything."""
    return msgspec.structs.replace(
        mention,
        id=mention.id[:LONGEST_NAME],
        text=mention.text[:LONGEST_KEPT],
        author=mention.author[:LONGEST_NAME],
        lang=mention.lang[:LONGEST_NAME],
        reply_to=mention.reply_to[:LONGEST_NAME],
    )
