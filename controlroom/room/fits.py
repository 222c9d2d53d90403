"""How well each asset answers a spike: by the words that rose, then by the watch terms."""

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from controlroom.desk.facts import Offer, SpikeSeen
from controlroom.event.approvals import is_approved
from controlroom.event.asset import Asset
from controlroom.event.cue import Cue
from controlroom.event.live_event import LiveEvent
from controlroom.event.moment import Intent, Moment
from controlroom.event.times import window_left_s
from controlroom.guards.stay_out import line_about, stems
from controlroom.room.brief import Brief, Raise

# A word that rose and that one asset alone speaks of says more than any watch term.
WORD_WEIGHT = 2.0
FIRST_TERM_WEIGHT = 1.0
TERM_WEIGHT = 0.5
EXPECTED_WEIGHT = 1.0
LEAST_FIT = 0.5
# Ours to say: somebody still has to say yes; "don't use when" speaks of just this.
UNAPPROVED = 0.5
WARNED = 0.25


class Spoken:
    """Which assets of an event speak of a word or belong to a term, and its brief. Only assets that
    changed are read again, and ``read`` takes at most so many of them in one look at the night."""

    def __init__(self) -> None:
        self._read: tuple[object, ...] = ()
        self._of: dict[str, tuple[Asset, str, frozenset[str]]] = {}
        self._by_word: dict[str, set[str]] = defaultdict(set)
        self._by_term: dict[str, set[str]] = defaultdict(set)
        self._brief: Brief | None = None

    def brief(self, event: LiveEvent) -> Brief:
        """The brief of ``event``."""
        if self._brief is None or self._brief.brand is not event.brand:
            self._brief = Brief(event.brand)
        return self._brief

    def read(self, event: LiveEvent, most: int | None = None) -> None:
        """All of ``event``, or ``most`` more of its assets."""
        now = (event.assets, event.cues, event.moments)
        if self._read and all(a is b for a, b in zip(now, self._read, strict=True)):
            return
        by_slug = {moment.slug: moment for moment in event.moments}
        moments = {cue.asset: by_slug[cue.moment] for cue in event.cues}
        left = len(event.assets) if most is None else most
        for asset in event.assets:
            moment, known = moments.get(asset.slug), self._of.get(asset.slug)
            named = f"{moment.title} {moment.slug}" if moment is not None else ""
            if known is not None and known[0] is asset and known[1] == named:
                continue
            if left == 0:
                return
            left -= 1
            self._forget(asset.slug)
            self._keep(asset, named, words_of(asset, moment))
        if len(self._of) > len(event.assets):
            for slug in self._of.keys() - {asset.slug for asset in event.assets}:
                self._forget(slug)
        self._read = now

    def _keep(self, asset: Asset, named: str, words: frozenset[str]) -> None:
        self._of[asset.slug] = asset, named, words
        for word in words:
            self._by_word[word].add(asset.slug)
        for term in asset.terms:
            self._by_term[term].add(asset.slug)

    def _forget(self, slug: str) -> None:
        asset, _, words = self._of.pop(slug, (None, "", frozenset()))
        for word in words:
            self._by_word[word].discard(slug)
        for term in asset.terms if asset is not None else ():
            self._by_term[term].discard(slug)

    def asset(self, slug: str) -> Asset:
        """The asset called ``slug``, of the event as it was read."""
        return self._of[slug][0]

    def weight(self, word: str) -> float:
        """The fewer assets speak of a word, the more it says."""
        speaking = self._by_word.get(_plain(word))
        return WORD_WEIGHT / len(speaking) if speaking else 0.0

    def answering(self, spike: SpikeSeen) -> frozenset[str]:
        """The slugs of the assets that may answer a spike."""
        found: set[str] = set()
        for word in spike.why:
            found |= self._by_word.get(_plain(word), set())
        for term in spike.terms:
            found |= self._by_term.get(term, set())
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class _Made:
    """An asset that may answer: how well it fits, what the brief makes of it, and the offer. Within
    a moment the order is the event's: ``place``."""

    fit: float
    raised: float
    place: int
    asset: Asset
    offer: Offer

    @property
    def fits(self) -> bool:
        """Whether it answers at all, whatever the brief says."""
        return self.fit - self.place / 1000 >= LEAST_FIT

    @property
    def worth(self) -> float:
        """How far up it stands, if it is ours to say."""
        return self.fit * self.raised - self.place / 1000


def for_spike(event: LiveEvent, spike: SpikeSeen, now: int, spoken: Spoken) -> Iterator[Offer]:
    """What speaks of the same as ``spike``, best first, whether or not it may be offered. Nothing
    where the brief keeps us out of it."""
    spoken.read(event)
    if line_about(event.brand.stay_out_of, spike.why) is not None:
        return
    made = list(_answers(event, spike, now, spoken))
    # What is ours to say takes long to tell, and only ever makes less of a fit.
    weighed = [(-one.worth, place, False) for place, one in enumerate(made) if one.fits]
    heapq.heapify(weighed)
    while weighed:
        worth, place, sure = heapq.heappop(weighed)
        one = made[place]
        if sure:
            yield one.offer
        else:
            ours = _ours(event, one.asset, spike, now)
            heapq.heappush(weighed, (worth * ours, place, True))


def _answers(event: LiveEvent, spike: SpikeSeen, now: int, spoken: Spoken) -> Iterator[_Made]:
    """The cues of the moments that may come now, then the assets without one."""
    fitting, brief = _Fitting(event, spike, spoken), spoken.brief(event)
    cues_of: dict[str, list[Cue]] = defaultdict(list)
    for cue in sorted(event.cues, key=lambda cue: cue.order):
        cues_of[cue.moment].append(cue)
    paired: set[str] = set()
    for moment in event.moments:
        past = (window_left_s(event, moment, moment.marked, now) or 1) <= 0
        if past or moment.intent is Intent.SILENT or moment.skipped:
            continue
        assets = [spoken.asset(cue.asset) for cue in cues_of[moment.slug]]
        fits = [fitting.of(asset, moment) for asset in assets]
        best = max((fit for fit, _ in fits), default=0.0)
        if best < LEAST_FIT:
            paired.update(asset.slug for asset in assets)
            continue
        raises = [brief.raises(asset, moment) for asset in assets]
        # The moment as a whole fits or not, and is ours or not.
        most = max(raises, key=lambda one: one.weight)
        for place, (asset, (_, words), own) in enumerate(zip(assets, fits, raises, strict=True)):
            line = (own if own.weight == most.weight else most).line(words, moment)
            paired.add(asset.slug)
            yield _Made(best, most.weight, place, asset, Offer(asset.slug, moment.slug, line))
    answering = spoken.answering(spike) - paired
    for asset in event.assets if answering else ():
        if asset.slug in answering:
            fit, words = fitting.of(asset, None)
            raised: Raise = brief.raises(asset, None)
            offer = Offer(asset.slug, None, raised.line(words, None))
            yield _Made(fit, raised.weight, 0, asset, offer)


def _ours(event: LiveEvent, asset: Asset, spike: SpikeSeen, now: int) -> float:
    """How far it is ours to say, 0-1. What is up, ended or is not to be out yet is not offered at
    all."""
    ours = 1.0 if is_approved(asset, event.channels, now) else UNAPPROVED
    # "Don't use when the lights come back" warns of no spike about the lights that went out.
    meant = stems(" ".join((asset.title, *asset.tags)))
    if (stems(asset.dont_use_when) - meant) & stems(" ".join(spike.why)):
        ours *= WARNED
    return ours


class _Fitting:
    """How well assets answer one spike."""

    def __init__(self, event: LiveEvent, spike: SpikeSeen, spoken: Spoken) -> None:
        self._spike = spike
        self._weigh = {word: spoken.weight(word) for word in spike.why}
        self._labels: Mapping[str, str] = {term.slug: term.label for term in event.terms}

    def of(self, asset: Asset, moment: Moment | None) -> tuple[float, str]:
        """How well ``asset`` answers, and the words or terms it shares with the spike."""
        spike, spoken = self._spike, words_of(asset, moment)
        words = [word for word in spike.why if _plain(word) in spoken]
        own = {*asset.terms, *(moment.terms if moment is not None else ())}
        terms = [term for term in spike.terms if term in own]
        fit = TERM_WEIGHT * len(terms) + sum(self._weigh[word] for word in words)
        if spike.terms and spike.terms[0] in own:
            fit += FIRST_TERM_WEIGHT
        if moment is not None and spike.expected == moment.title:
            fit += EXPECTED_WEIGHT
        shared = words or [self._labels.get(term, term).lower() for term in terms[:1]]
        return fit, ", ".join(shared)


def words_of(asset: Asset, moment: Moment | None) -> frozenset[str]:
    """The words an asset and its moment are described with."""
    said = f"{asset.title} {' '.join(asset.tags)}"
    said += f" {moment.title} {moment.slug}" if moment is not None else ""
    words = said.replace("-", " ").split()
    return frozenset(word.strip(".,!?’'\"").casefold() for word in words)


def _plain(word: str) -> str:
    return word.casefold().lstrip("#")
