"""A solemn subject while it lasts."""

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass

from controlroom.clock import MICROS
from controlroom.mentions.solemn_subjects import Told, named, telling
from controlroom.mentions.watches import Solemn

# Strong: so many times the crowd that raises, and a share that makes it the conversation.
STRONG_CROWD, STRONG_SHARE, STRONG_RISE = 3.0, 0.03, 8.0
# It stays so down to this part of that: a proposal of HOLD must not come and go.
STRONG_STAYS = 0.5
# It is no longer spoken of when its share fell to so much of its height, or near the usual.
FALLEN, NEAR_USUAL = 0.25, 2.0
SHOWN = 5
WORDS = 6
SUBJECT_WORDS = 2
# Words that so many of its posts share belong to it.
SHARED = 0.25
STEMS, FOLLOWED = 12, 12
AUTHORS_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Window:
    """The last minutes: from when (UTC seconds), how many posts were judged, the solemn ones."""

    from_s: int
    judged: int
    solemn: list[Told]


class Raised:
    """What is known of one subject. ``heard`` whether something came since it was told last;
    ``sudden`` whether the stream spoke of other things before it."""

    def __init__(
        self, posts: Sequence[Told], stems: frozenset[str], usual: float, *, sudden: bool
    ) -> None:
        self._words = named(posts, WORDS) or tuple(sorted(posts[-1].words))[:1]
        self.subject = " ".join(self._words[:SUBJECT_WORDS])
        self._since_us = self._newest_us = posts[-1].mention.time_us
        self.spoken_s = self.since_s
        self.heard = False
        self._first = list(posts)
        self.stems = stems
        self.sudden = sudden
        self._followed: frozenset[str] = frozenset()
        self._usual = usual
        self._height = 0.0
        self._strong = False
        self._authors: set[str] = set()
        self._seconds: deque[list[int]] = deque()
        self._shown = telling(posts, SHOWN)
        for post in posts:
            self.add(post)
        self._widen(posts)

    @property
    def since_s(self) -> int:
        """UTC seconds of when it was raised."""
        return self._since_us // MICROS

    def is_of(self, post: Told) -> bool:
        """Whether ``post`` speaks of this: by a word of it, or by where or whom it names."""
        return not (self.stems.isdisjoint(post.stems) and self._followed.isdisjoint(post.words))

    def add(self, post: Told) -> None:
        """A post of this subject."""
        self.heard = True
        if not self._seconds or post.second > self._seconds[-1][0]:
            self._seconds.append([post.second, 0])
        self._seconds[-1][1] += 1
        self._newest_us = max(self._newest_us, post.mention.time_us)
        if len(self._authors) < AUTHORS_KEPT:
            self._authors.add(post.author)

    def told(self, window: Window, crowd: int, usual: float) -> Solemn:
        """What is known now. ``crowd`` how many would raise it, ``usual`` its share by now."""
        posts = [one for one in window.solemn if self.is_of(one)]
        if len(posts) < len(self._first):
            posts = self._first
        while self._seconds and self._seconds[0][0] < window.from_s:
            self._seconds.popleft()
        # Whatever is passed on has its share in the talk, though it does not make the crowd.
        share = min(1.0, sum(many for _, many in self._seconds) / window.judged)
        self._height = max(self._height, share)
        if share >= max(FALLEN * self._height, NEAR_USUAL * usual):
            self.spoken_s = self._newest_us // MICROS
        self._widen(posts)
        self._shown = telling(posts, SHOWN)
        self._words = named(posts, WORDS) or self._words
        enough = STRONG_STAYS if self._strong else 1.0
        self._strong = len(posts) >= enough * STRONG_CROWD * crowd and share >= enough * max(
            STRONG_SHARE, STRONG_RISE * self._usual
        )
        self.heard = False
        return Solemn(
            self.subject,
            self._since_us,
            max(self._since_us, self.spoken_s * MICROS),
            self._strong,
            self._words,
            self._shown,
            len(self._authors),
            share,
            self._usual,
        )

    def _widen(self, posts: Sequence[Told]) -> None:
        """What many of its posts say belongs to it: other words, a place, a hashtag."""
        least = max(2.0, SHARED * len(posts))
        stems = Counter(word for one in posts for word in one.stems)
        often = [word for word, many in stems.most_common(STEMS) if many >= least]
        self.stems |= frozenset(often[: STEMS - len(self.stems)])
        words = Counter(word for one in posts for word in one.words)
        self._followed = frozenset(
            word for word, many in words.most_common(FOLLOWED) if many >= least
        )
