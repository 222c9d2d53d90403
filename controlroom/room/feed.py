"""From the collector's snapshot to what the desk shows of the feed."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from controlroom.clock import MICROS
from controlroom.desk.facts import Feed, Said, SolemnSeen, SpikeSeen
from controlroom.desk.feeds import TITLES
from controlroom.event.live_event import LiveEvent
from controlroom.mentions.expected import Slot, expected_of, slots_of
from controlroom.mentions.feed import MentionFeed
from controlroom.mentions.folding import fold
from controlroom.mentions.snapshot import MentionSnapshot
from controlroom.mentions.spikes import Spike
from controlroom.messages import message
from controlroom.room.curves import brand_per_minute
from controlroom.room.subjects import Subjects, burning, unanswered
from controlroom.sources.mention import Phase

SAID = 3
SAID_STAYS_S = 3.0
SPIKE_LASTS_S = 600
STALE_S = 30.0
CATCHES_UP_S = 60.0
"""So long (real seconds) the night so far may take to be read; after that an old feed is old."""
# It must be well again before it counts as well, so that an alarm does not come and go.
FRESH_S = 10.0


@dataclass(slots=True)
class FeedReader:
    """Reads one feed. Keeps the mentions shown still for a moment, so that they can be read."""

    feed: MentionFeed | None
    subjects: Subjects = field(default_factory=Subjects)
    _said: tuple[Said, ...] = ()
    _said_at: float = float("-inf")
    _about: str = ""
    _caught_up: bool = False
    _first_read: float | None = None
    _stale: bool = False
    _slots: tuple[Slot, ...] = ()
    _slots_of: LiveEvent | None = None

    def read(self, event: LiveEvent, now: int, speed: float, gestures: float) -> Feed:
        """The feed at ``now`` (UTC µs); ``gestures`` real seconds."""
        feed = self.feed
        if feed is None:
            return Feed(age_s=None)
        snapshot = feed.snapshot()
        if snapshot.fed_until_s is None:
            line = snapshot.sources[0].line if snapshot.sources else None
            return Feed(age_s=None, problem=line, sources=snapshot.sources)
        age_s = max(0.0, now / MICROS - snapshot.fed_until_s) / max(speed, 1.0)
        # The night so far is read in a moment; until then nothing is old, only not there yet.
        if self._first_read is None:
            self._first_read = gestures
        long = gestures - self._first_read >= CATCHES_UP_S
        self._caught_up = self._caught_up or age_s < STALE_S or long
        if not self._caught_up:
            late = (s.line for s in snapshot.sources if s.phase is not Phase.LIVE)
            line = next(late, message("feed.catching_up"))
            return Feed(age_s=None, problem=line, sources=snapshot.sources)
        fed_until = snapshot.fed_until_s * MICROS
        solemn = self.subjects.standing(snapshot.solemn, fed_until, now, TITLES)
        spike = self._newest(event, snapshot.spikes, solemn, now)
        self._read_said(snapshot, spike, gestures, now)
        self._stale = age_s > (FRESH_S if self._stale else STALE_S)
        down = next((s.line for s in snapshot.sources if s.phase is Phase.REFUSED), None)
        return Feed(
            age_s=age_s,
            brand_per_minute=brand_per_minute(feed, event, now),
            spike=spike,
            said=self._said,
            about=self._about,
            solemn_since=next((one.since for one in unanswered(solemn)), None),
            stale_from=fed_until if age_s > STALE_S else None,
            problem=down,
            stale=self._stale,
            solemn=solemn,
            fires=burning(snapshot.fires, fed_until, now, TITLES),
            sources=snapshot.sources,
        )

    def _read_said(
        self, snapshot: MentionSnapshot, spike: SpikeSeen | None, gestures: float, now: int
    ) -> None:
        if gestures - self._said_at < SAID_STAYS_S and self._said:
            return
        top = spike.terms[0] if spike is not None and spike.terms else None
        fitting = [
            heard
            for heard in reversed(snapshot.heard)
            if (top is None or top in heard.terms) and heard.mention.time_us <= now
        ]
        seen: set[str] = set()
        said = []
        for heard in fitting:
            if heard.mention.text in seen:
                continue
            seen.add(heard.mention.text)
            mention = heard.mention
            source = TITLES.get(mention.source, mention.source)
            said.append(Said(mention.id, mention.time_us, mention.text, source))
            if len(said) == SAID:
                break
        if said:
            self._said, self._said_at = tuple(said), gestures
            self._about = spike.why[0] if spike is not None and spike.why else ""

    def _newest(
        self,
        event: LiveEvent,
        spikes: tuple[Spike, ...],
        solemn: tuple[SolemnSeen, ...],
        now: int,
    ) -> SpikeSeen | None:
        """The newest spike of the last minutes. What a backlog brought is no news."""
        for spike in reversed(spikes):
            if now - spike.time_us >= SPIKE_LASTS_S * MICROS:
                return None
            if spike.time_us <= now and not spike.late_s:
                return self._seen(event, spike, solemn)
        return None

    def _seen(self, event: LiveEvent, spike: Spike, solemn: tuple[SolemnSeen, ...]) -> SpikeSeen:
        if self._slots_of is not event:
            self._slots, self._slots_of = slots_of(event), event
        slot = expected_of(self._slots, spike.time_us, spike.terms)
        return SpikeSeen(
            spike.time_us,
            spike.ratio,
            spike.why[:3],
            spike.terms,
            solemn=is_solemn(event, spike, solemn),
            expected=slot.title if slot is not None else "",
        )


def is_solemn(event: LiveEvent, spike: Spike, subjects: Iterable[SolemnSeen]) -> bool:
    """Whether a spike speaks of something sad: of a subject that stands, or first of all of a watch
    term of the solemn group. Not where the operator saw the subject and called it "not ours"."""
    why = {fold(word).lstrip("#") for word in spike.why}
    spoken = [one for one in subjects if why & {fold(word).lstrip("#") for word in one.words}]
    if spoken:
        return any(one.not_ours_until is None for one in spoken)
    solemn = {term.slug for term in event.terms if term.group == "solemn"}
    return bool(solemn.intersection(spike.terms[:1]))
