"""Takes what the sources bring: matches, counts, samples and watches. One in each collector."""

from collections import deque
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from controlroom.clock import MICROS, Clock
from controlroom.event.watch import WatchTerm
from controlroom.mentions.counts import ANY
from controlroom.mentions.matcher import Matcher
from controlroom.mentions.report import Heard
from controlroom.mentions.samples import Samples, telling
from controlroom.mentions.spikes import REFRACTORY_S, RISEN, Rise, Spike, SpikeWatch
from controlroom.mentions.tally import KEPT_S, Tally
from controlroom.mentions.words import RisingWords
from controlroom.sources.mention import CountedSecond, Deleted, Mention

# Of a busy second's texts so many are read for samples and words; all of them are counted.
READ_A_SECOND = 100
# Mentions come out of order by less than this: so long after its end a second is complete.
SETTLE_US = MICROS // 2
# Nobody mentions the future: a stamp further ahead than this is a wrong clock's.
AHEAD_US = 60 * MICROS
REMEMBERED = 50_000
# After so long without a word the past explains nothing any more.
LONGEST_SILENCE_S = 3_600
FORGETS_EVERY_S = 60
# A spike's words and height are still forming for so long after it was found.
FORMING_S = 30
FORMS_EVERY_S = 2
TAKEN_BACK_KEPT = 2_000

Key: TypeAlias = tuple[str, str]


class Intake:
    """Everything the collector knows. Used in one thread."""

    def __init__(self, terms: Sequence[WatchTerm], clock: Clock) -> None:
        self.tally = Tally()
        self.samples = Samples()
        self.received = 0
        self.fed_from_s: int | None = None
        self.horizon_s = 0
        self._clock = clock
        self._words = RisingWords()
        self._watch = SpikeWatch()
        self._spike: Spike | None = None
        self._rise: Rise | None = None
        self._spikes: dict[int, Spike] = {}
        self._newer: dict[Key, tuple[int, tuple[int, ...]]] = {}
        self._older: dict[Key, tuple[int, tuple[int, ...]]] = {}
        self._taken_back: deque[Key] = deque(maxlen=TAKEN_BACK_KEPT)
        self._read_second = 0
        self._read = 0
        self._latest_us = clock.now() + AHEAD_US
        self._moves_at_us = 0
        self.set_terms(terms)

    def set_terms(self, terms: Sequence[WatchTerm]) -> None:
        """Match against ``terms`` from now on; what was counted stays."""
        self._terms = tuple(terms)
        self._columns = self.tally.set_terms(self._terms)
        self._slug_of = {
            column: term.slug for column, term in zip(self._columns, terms, strict=True)
        }
        self._match = Matcher(self._terms).match
        self._watch.widen(self.tally.width)

    @property
    def slugs(self) -> tuple[str, ...]:
        """The slugs of the terms matched now."""
        return tuple(term.slug for term in self._terms)

    @property
    def columns(self) -> tuple[int, ...]:
        """Their columns in the tally, in the same order."""
        return self._columns

    def mention(self, mention: Mention) -> None:
        """Match and count one mention, in the second in which it was written."""
        self.received += 1
        time_us = mention.time_us
        if time_us > self._latest_us:
            time_us = self._not_ahead(time_us)
        if time_us >= self._moves_at_us:
            self._move_on(time_us)
        found = self._match(mention.text)
        if not found:
            return
        second = time_us // MICROS
        columns = tuple([self._columns[one] for one in found])
        self.tally.add(second, columns)
        self._remember((mention.source, mention.id), second, columns)
        if second != self._read_second:
            self._read_second, self._read = second, 0
        if self._read < READ_A_SECOND:
            self._read += 1
            self._hear(mention, second, columns)

    def deleted(self, deleted: Deleted) -> None:
        """Take a mention back, if it is among the last fifty thousand counted."""
        key = (deleted.source, deleted.id)
        counted = self._newer.pop(key, None) or self._older.pop(key, None)
        if counted is not None:
            self.tally.take_back(*counted)
            self.samples.drop(deleted.id, deleted.source)
            self._taken_back.append(key)

    def counted(self, counted: CountedSecond) -> None:
        """Add a second counted elsewhere. Terms it does not know are counted in its samples."""
        self.received += counted.any
        second = counted.second
        self.tally.add_counts(second, counted.any, counted.terms)
        unknown = [slug for slug in self.slugs if slug not in counted.terms]
        for number, sample in enumerate(counted.samples):
            if number >= READ_A_SECOND and not unknown:
                break
            columns = tuple([self._columns[one] for one in self._match(sample.text)])
            for slug in self._named(columns) if unknown else ():
                if slug in unknown:
                    self.tally.add_counts(second, 0, {slug: 1})
            if columns and number < READ_A_SECOND:
                self._hear(sample, second, columns)
        self._complete(second, second + 1)

    def take_spikes(self) -> tuple[Spike, ...]:
        """Spikes found or changed since the last call."""
        taken, self._spikes = tuple(self._spikes.values()), {}
        return taken

    def take_taken_back(self) -> tuple[tuple[str, str], ...]:
        """(source, id) of what authors deleted since the last call."""
        taken = tuple(self._taken_back)
        self._taken_back.clear()
        return taken

    def take_heard(self) -> tuple[Heard, ...]:
        """The newest samples since the last call."""
        return tuple(
            Heard(one.mention, tuple(self._named(one.columns))) for one in self.samples.take()
        )

    def _hear(self, mention: Mention, second: int, columns: tuple[int, ...]) -> None:
        self.samples.add(mention, columns)
        self._words.add(second, mention.text)

    def _named(self, columns: Sequence[int]) -> Iterator[str]:
        return (self._slug_of[one] for one in columns if one in self._slug_of)

    def _not_ahead(self, time_us: int) -> int:
        now = self._clock.now()
        self._latest_us = now + AHEAD_US
        return time_us if time_us <= self._latest_us else now

    def _move_on(self, time_us: int) -> None:
        """A newer mention came, so the seconds well before it are complete."""
        self._complete(time_us // MICROS, (time_us - SETTLE_US) // MICROS)
        self._moves_at_us = (self.horizon_s + 1) * MICROS + SETTLE_US

    def _complete(self, second: int, horizon_s: int) -> None:
        """Look at the seconds before ``horizon_s`` now, while what was said in them is at hand."""
        if self.fed_from_s is None:
            self.fed_from_s = self.horizon_s = second
        if horizon_s - self.horizon_s > LONGEST_SILENCE_S:
            self._watch = SpikeWatch(self.tally.width)
            self.horizon_s = horizon_s - 1
        for complete in range(self.horizon_s, horizon_s):
            self._look(complete)
            self.horizon_s = complete + 1
            if complete % FORGETS_EVERY_S == 0:
                self.tally.forget(complete - KEPT_S)

    def _remember(self, key: Key, second: int, columns: tuple[int, ...]) -> None:
        self._newer[key] = (second, columns)
        if len(self._newer) >= REMEMBERED:
            self._older, self._newer = self._newer, {}

    def _look(self, second: int) -> None:
        rise = self._watch.look(second, self.tally.at(second))
        if rise is not None:
            self._begin(rise)
        elif self._spike is not None and self._rise is not None:
            self._follow(self._spike, self._rise, second + 1)

    def _begin(self, rise: Rise) -> None:
        self._rise = rise
        why, samples = self._reason(rise, rise.at_s)
        terms = tuple(self._named(rise.columns))
        lead = self._slug_of.get(rise.lead, ANY)
        self._keep(Spike(rise.at_s * MICROS, rise.ratio, lead, why, terms, samples))

    def _follow(self, spike: Spike, rise: Rise, now_s: int) -> None:
        """The newest spike grows for a while after it was found."""
        age_s = now_s - rise.at_s
        if age_s >= REFRACTORY_S:
            self._spike = None
            return
        lead = spike.lead
        ratio = max(spike.ratio, self._watch.height(rise, 0 if lead == ANY else rise.lead))
        everybody = self._watch.height(rise, 0)
        if lead != ANY and everybody >= RISEN:
            lead, ratio = ANY, everybody
        why, samples = spike.why, spike.samples
        if age_s <= FORMING_S and age_s % FORMS_EVERY_S == 0:
            newer = self._reason(rise, now_s)
            why, samples = newer[0] or why, newer[1] or samples
        changed = Spike(spike.time_us, ratio, lead, why, spike.terms, samples)
        if changed != spike:
            self._keep(changed)

    def _reason(self, rise: Rise, now_s: int) -> tuple[tuple[str, ...], tuple[Mention, ...]]:
        """The words that rise in what is said of the terms that rose, and who says them."""
        said = self.samples.lately(now_s, rise.columns)
        why = self._words.rising([one.text for one in said], rise.at_s)
        return why, telling(said, why)

    def _keep(self, spike: Spike) -> None:
        self._spike = spike
        self._spikes[spike.time_us] = spike
