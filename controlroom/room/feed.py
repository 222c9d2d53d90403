"""From the collector's snapshot to what the desk shows of the feed."""

from dataclasses import dataclass

from controlroom.clock import MICROS
from controlroom.desk.facts import Feed, Said, SpikeSeen
from controlroom.event.live_event import LiveEvent
from controlroom.mentions.feed import MentionFeed
from controlroom.mentions.snapshot import MentionSnapshot
from controlroom.mentions.spikes import Spike
from controlroom.messages import message
from controlroom.room.curves import brand_per_minute, curves
from controlroom.sources.mention import Phase

SAID = 3
SAID_STAYS_S = 3.0
SPIKE_LASTS_S = 600
SOLEMN_LASTS_S = 1800
STALE_S = 30.0


@dataclass(slots=True)
class FeedReader:
    """Reads one feed. Keeps the mentions shown still for a moment, so that they can be read."""

    feed: MentionFeed | None
    name: str
    _said: tuple[Said, ...] = ()
    _said_at: float = float("-inf")
    _about: str = ""
    _caught_up: bool = False

    def read(self, event: LiveEvent, now: int, speed: float, gestures: float) -> Feed:
        """The feed at ``now`` (UTC µs); ``gestures`` real seconds."""
        feed = self.feed
        if feed is None:
            return Feed(age_s=None, name=self.name)
        snapshot = feed.snapshot()
        if snapshot.fed_until_s is None:
            line = snapshot.sources[0].line if snapshot.sources else None
            return Feed(age_s=None, problem=line, name=self.name)
        age_s = max(0.0, now / MICROS - snapshot.fed_until_s) / max(speed, 1.0)
        # The night so far is read in a moment; until then nothing is old, only not there yet.
        self._caught_up = self._caught_up or age_s < STALE_S
        if not self._caught_up:
            late = (s.line for s in snapshot.sources if s.phase is not Phase.LIVE)
            line = next(late, message("feed.catching_up"))
            return Feed(age_s=None, problem=line, name=self.name)
        spike = _newest(event, snapshot.spikes, now)
        self._read_said(snapshot, spike, gestures, now)
        stale = age_s > STALE_S
        down = next((s.line for s in snapshot.sources if s.phase is Phase.REFUSED), None)
        return Feed(
            age_s=age_s,
            curves=curves(feed, event, now),
            brand_per_minute=brand_per_minute(feed, event, now),
            spike=spike,
            said=self._said,
            about=self._about,
            solemn_since=_solemn(event, snapshot.spikes, now),
            stale_from=snapshot.fed_until_s * MICROS if stale else None,
            problem=down,
            name=self.name,
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
            said.append(Said(mention.id, mention.time_us, mention.text, self.name))
            if len(said) == SAID:
                break
        if said:
            self._said, self._said_at = tuple(said), gestures
            self._about = spike.why[0] if spike is not None and spike.why else ""


def _newest(event: LiveEvent, spikes: tuple[Spike, ...], now: int) -> SpikeSeen | None:
    recent = [s for s in spikes if s.time_us <= now < s.time_us + SPIKE_LASTS_S * MICROS]
    if not recent:
        return None
    return _seen(event, recent[-1])


def _seen(event: LiveEvent, spike: Spike) -> SpikeSeen:
    solemn = {term.slug for term in event.terms if term.group == "solemn"}
    top = spike.terms[:1]
    return SpikeSeen(
        spike.time_us,
        spike.ratio,
        spike.why[:3],
        spike.terms,
        solemn=bool(solemn.intersection(top)),
    )


def _solemn(event: LiveEvent, spikes: tuple[Spike, ...], now: int) -> int | None:
    for spike in reversed(spikes):
        if now - spike.time_us > SOLEMN_LASTS_S * MICROS:
            break
        if _seen(event, spike).solemn:
            return spike.time_us
    return None
