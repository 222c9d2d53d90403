"""Brand under fire: watches what is said of our brand, and in answer to our posts.

Used in the collector, on every mention of ours: judging is capped, and only what stirs is weighed.
"""

from collections import Counter, deque
from dataclasses import dataclass, field, replace

from controlroom.clock import MICROS
from controlroom.mentions.fire_track import BIN_S, Heat, HostilePost, Kind, Track
from controlroom.mentions.hostility import ENOUGH, Hostility, hostility
from controlroom.mentions.watches import Fire
from controlroom.sources.mention import Mention

JUDGED_A_SECOND = 200
OWN_POSTS_KEPT = 200
SHOWN = 5
WORDS = 3
AUTHORS_KEPT = 20_000
OF_BRAND = Kind(fewest=6, least=0.25, usual=0.08, known=20.0)
"""Talk about us: six hostile people, a quarter of it."""
OF_ANSWERS = Kind(fewest=5, least=0.4, usual=0.15, known=20.0)
"""Answers to a post of ours: five, two fifths; who answers grumbles more than who talks."""

Own = tuple[str, str]
BRAND: Own = ("", "")


@dataclass(slots=True)
class _Burning:
    """A fire while it burns."""

    fire: Fire
    heat: Heat
    authors: set[str] = field(default_factory=set)
    words: Counter[str] = field(default_factory=Counter)


class FireWatch:
    """Raises a ``Fire`` when people turn on us. One thread; needs no clock but mention times."""

    def __init__(self) -> None:
        self._columns: frozenset[int] = frozenset()
        self._tracks: dict[Own, Track] = {BRAND: Track(OF_BRAND)}
        self._burning: dict[Own, _Burning] = {}
        self._changed: dict[int, Fire] = {}
        self._second = -1
        self._judged = 0
        self._measured_s = 0
        self._named: deque[int] = deque(maxlen=50)

    def set_brand(self, columns: frozenset[int]) -> None:
        """The columns of the terms that mean our brand."""
        self._columns = columns

    def see(self, mention: Mention, columns: tuple[int, ...], answers_own: bool) -> None:
        """A mention that matched, or that answers a post of ours (``answers_own``)."""
        if not answers_own and self._columns.isdisjoint(columns):
            return
        second = mention.time_us // MICROS
        if second != self._second:
            self._second, self._judged = second, 0
        if self._judged >= JUDGED_A_SECOND:
            return
        self._judged += 1
        told = hostility(mention.text, aimed=answers_own)
        hostile = told.weight >= ENOUGH
        self._tracks[BRAND].vote(mention, told, hostile=hostile)
        if answers_own:
            own = (mention.source, mention.reply_to)
            self._track(own).vote(mention, told, hostile=hostile)
            self._follow(own, mention, told, hostile=hostile)
        self._follow(BRAND, mention, told, hostile=hostile)

    def look(self, second: int) -> None:
        """``second`` (UTC) is complete."""
        end_s = second + 1
        if end_s - self._measured_s >= BIN_S:
            self._measured_s = end_s
            for own, burning in tuple(self._burning.items()):
                self._measure(own, burning, end_s)
        for own, track in self._tracks.items():
            if track.stirred and own not in self._burning:
                self._weigh(own, track, end_s)
            track.stirred = False

    def take(self) -> tuple[Fire, ...]:
        """What was raised or has changed since the last call."""
        taken, self._changed = tuple(self._changed.values()), {}
        return taken

    def _track(self, own: Own) -> Track:
        track = self._tracks.get(own)
        if track is None:
            if len(self._tracks) > OWN_POSTS_KEPT:
                oldest = next(one for one in self._tracks if one != BRAND)
                del self._tracks[oldest]
                if (gone := self._burning.pop(oldest, None)) is not None:
                    self._tell(replace(gone.fire, over=True))
            track = self._tracks[own] = Track(OF_ANSWERS)
        return track

    def _weigh(self, own: Own, track: Track, end_s: int) -> None:
        others = None
        if own != BRAND:
            # How answers to our other posts sound: what is usual for us.
            totals = [one.total for key, one in self._tracks.items() if key not in (BRAND, own)]
            others = (
                float(sum(votes for votes, _ in totals)),
                float(sum(hostile for _, hostile in totals)),
            )
        heat = track.heat(end_s, others)
        if heat is None:
            return
        start_us = (end_s - heat.window_s) * MICROS
        said = [one for one in track.hostile if one.mention.time_us >= start_us]
        newest = max(one.mention.time_us for one in said)
        fire = Fire(
            since_us=self._name(newest),
            latest_us=newest,
            own_post=own[1],
            source=own[0],
            share=heat.share,
            usual=heat.usual,
            authors=heat.authors,
            posts=(),
        )
        burning = self._burning[own] = _Burning(fire, heat)
        for one in said:
            self._add(burning, one)
        self._tell(burning.fire)

    def _measure(self, own: Own, burning: _Burning, end_s: int) -> None:
        """How a fire burns now, or that it has fallen quiet."""
        if self._tracks[own].quiet(end_s, burning.heat):
            self._tracks[own].start_over(end_s)
            del self._burning[own]
            self._tell(replace(burning.fire, over=True))
            return
        share = round(self._tracks[own].share(end_s, burning.heat.window_s), 2)
        if share != round(burning.fire.share, 2):
            burning.fire = replace(burning.fire, share=share)
            self._tell(burning.fire)

    def _name(self, at_us: int) -> int:
        """A time that no other fire is called by."""
        while at_us in self._named:
            at_us += 1
        self._named.append(at_us)
        return at_us

    def _follow(self, own: Own, mention: Mention, told: Hostility, *, hostile: bool) -> None:
        burning = self._burning.get(own)
        if burning is not None and hostile:
            self._add(burning, HostilePost(mention, told))
            self._tell(burning.fire)

    def _add(self, burning: _Burning, post: HostilePost) -> None:
        mention = post.mention
        if len(burning.authors) < AUTHORS_KEPT:
            burning.authors.add(mention.author or mention.id)
        burning.words.update(post.told.words)
        fire = burning.fire
        burning.fire = replace(
            fire,
            latest_us=max(fire.latest_us, mention.time_us),
            authors=len(burning.authors),
            posts=_shown(fire.posts, mention),
            words=tuple(word for word, _ in burning.words.most_common(WORDS)),
        )

    def _tell(self, fire: Fire) -> None:
        self._changed[fire.since_us] = fire


def _shown(posts: tuple[Mention, ...], newest: Mention) -> tuple[Mention, ...]:
    """A few posts to read, the newest first, none that says what another said."""
    said = newest.text.casefold().split()
    if any(one.text.casefold().split() == said for one in posts):
        return posts
    return (newest, *posts)[:SHOWN]
