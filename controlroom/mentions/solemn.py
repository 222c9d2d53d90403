"""Watches what is said around the event for death, disaster, violence and grief.

A subject is raised by distinct authors who speak of one thing, and by its share of what is said
against what this stream is used to. Where few post, the third related post raises it.
"""

from collections import deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from controlroom.clock import MICROS
from controlroom.mentions.solemn_judge import weights
from controlroom.mentions.solemn_raised import Raised, Window
from controlroom.mentions.solemn_run import Run, least_crowd
from controlroom.mentions.solemn_stream import Stream
from controlroom.mentions.solemn_subjects import (
    Kept,
    Told,
    Usual,
    by_stem,
    surprising,
    told,
)
from controlroom.mentions.watches import Solemn
from controlroom.sources.mention import Mention

# Of a busy second so many are judged, and of those so many solemn ones kept.
JUDGED_A_SECOND, KEPT_A_SECOND = 200, 20
# Fewer matched posts a minute than this: a few related ones are enough.
FEW_A_MINUTE = 60.0
RATE_S = 300
# A window is as long as it takes for so many posts, within these bounds.
WINDOW_POSTS = 900.0
WINDOW_S, LONGEST_WINDOW_S = 60, 900
# Where few post, what almost is solemn counts too, once one post of the subject is.
RELATED = 1.5
# How many speak of a subject before it is raised, where few post and where many do.
FEWEST, FEWEST_OF_MANY = 3, 8
# Where many post it must also have a share worth a word, several times the usual one, and a large
# one while nobody knows yet what is usual. No word is so rare that it is never said by chance.
SHARE_OF_MANY, RISE_OF_MANY = 0.0008, 3.0
SHARE_UNKNOWN, KNOWN_POSTS = 0.005, 4_000.0
FLOOR = 0.0002
# A subject is over after so long without its share.
CALM_S = 600
# Spoken of from so early on, it is what the event is about: the stream gets used to it. What came
# suddenly is not learnt away: only by and by, and never in full.
EARLY_S, LEARNS_AFTER_S = 900, 1_800
# Older than this behind the newest: a backlog, which fills the past and is no talk of now.
LATE_S = 120
SHARES_S, BUCKET_S = 600, 10


@dataclass(slots=True)
class Heard:
    """A second: how many matched, how many of those were judged, and solemn ones kept."""

    second: int
    matched: int = 0
    judged: int = 0
    kept: int = 0


class SolemnWatch:
    """Raises a ``Solemn`` for each subject. One thread; needs no clock but mention times."""

    def __init__(self) -> None:
        self._stream = Stream()
        self._usual = Usual()
        self._run = Run()
        self._recent = Kept()
        self._seconds: deque[Heard] = deque()
        self._now = Heard(-1)
        self._first_s = -1
        self._over_s = 0
        self._a_minute = 1.0
        self._columns: dict[int, dict[int, list[int]]] = {}
        self._raised: list[Raised] = []
        self._changed: dict[tuple[int, str], Solemn] = {}

    @property
    def raised(self) -> tuple[str, ...]:
        """The subjects that last."""
        return tuple(one.subject for one in self._raised)

    @property
    def spoken_s(self) -> int:
        """UTC seconds of when the last subject was spoken of, those that are over included."""
        return max([self._over_s, *(one.spoken_s for one in self._raised)])

    def see(self, mention: Mention, columns: Sequence[int]) -> None:
        """A mention that matched. Repeats of one id are the caller's to keep away."""
        second = mention.time_us // MICROS
        if second > self._now.second:
            self._turn(second)
        elif second < self._now.second - LATE_S:
            return
        now = self._now
        now.matched += 1
        if now.judged >= JUDGED_A_SECOND:
            return
        now.judged += 1
        alone, judgement = self._stream.judge(mention.text)
        self._count(columns, solemn=judgement.solemn)
        few = self._a_minute + now.matched < FEW_A_MINUTE
        if not judgement.solemn and not few:
            return
        post = told(mention, judgement)
        new = False
        if judgement.solemn:
            self._follow(post)
        if judgement.solemn or judgement.score >= weights().in_stream - RELATED:
            new = now.kept < KEPT_A_SECOND and self._recent.keep(post)
            now.kept += new
        if few:
            self._few(post, alone, new=new)

    def look(self, second: int) -> None:
        """``second`` (UTC) is complete. Seconds may be left out where nothing was said."""
        if second >= self._now.second:
            self._turn(second + 1)

    def take(self) -> tuple[Solemn, ...]:
        """What was raised or changed since the last call, the oldest first."""
        taken = tuple(sorted(self._changed.values(), key=lambda one: one.since_us))
        self._changed.clear()
        return taken

    def shares(self) -> Mapping[int, tuple[int, int]]:
        """Of each column (0 for any): solemn posts and judged ones of the last ten minutes."""
        sums: dict[int, list[int]] = {}
        for counts in self._columns.values():
            for column, (solemn, judged) in counts.items():
                both = sums.setdefault(column, [0, 0])
                both[0] += solemn
                both[1] += judged
        return {column: (both[0], both[1]) for column, both in sums.items()}

    def _count(self, columns: Sequence[int], *, solemn: bool) -> None:
        counts = self._columns.setdefault(self._now.second // BUCKET_S, {})
        for column in {0, *columns}:
            both = counts.setdefault(column, [0, 0])
            both[0] += solemn
            both[1] += 1

    def _turn(self, second: int) -> None:
        """The seconds before ``second`` are complete: look at them once, and move on."""
        if self._now.matched:
            self._seconds.append(self._now)
        if self._first_s < 0:
            self._first_s = second
        self._now = Heard(second)
        self._let_go(second)
        covered = min(RATE_S, max(60, second - self._first_s))
        matched = sum(one.matched for one in self._seconds if one.second >= second - RATE_S)
        self._a_minute = max(1.0, matched * 60.0 / covered)
        for one in tuple(self._raised):
            self._hold(one, second)
        if self._a_minute >= FEW_A_MINUTE:
            self._many(second)

    def _let_go(self, second: int) -> None:
        """What is older than the longest window is what the stream is used to."""
        before = second - LONGEST_WINDOW_S
        while self._seconds and self._seconds[0].second < before:
            past = self._seconds.popleft()
            self._usual.judged(past.judged, past.second)
        for post in self._recent.let_go(before):
            self._learn(post, second)
        oldest = (second - SHARES_S) // BUCKET_S
        for bucket in [one for one in self._columns if one < oldest]:
            del self._columns[bucket]

    def _learn(self, post: Told, second: int) -> None:
        sudden = [one for one in self._raised if one.sudden and one.is_of(post)]
        if all(second - one.since_s >= LEARNS_AFTER_S for one in sudden):
            self._usual.learn(post, of_alarm=bool(sudden))

    def _follow(self, post: Told) -> None:
        for one in self._raised:
            if one.is_of(post):
                one.add(post)

    def _few(self, post: Told, score: float, *, new: bool) -> None:
        """Where few post, each related post is looked at, and a run of them."""
        window = self._window(self._now.second, LONGEST_WINDOW_S)
        run = self._run.add(post, score)
        if run and not self._raised:
            self._run.end()
            usual = self._usual.share([word for one in run for word in one.stems])
            if len(run) >= surprising(usual, window.judged):
                self._raise(run, post.stems, window)
                return
        if not new:
            return
        free = [one for one in window.solemn if not self._is_raised(one)]
        shared = post.stems | {word for word in post.words if self._stream.tells(word)}
        for word in sorted(shared):
            related = [one for one in free if word in one.stems or word in one.words]
            if not any(one.solemn for one in related):
                continue
            usual = self._usual.share([word])
            if len(related) >= max(FEWEST, surprising(usual, window.judged)):
                self._raise(related, {word}, window)
                return

    def _many(self, second: int) -> None:
        """Where many post, a subject must stand out against what the stream is used to."""
        window = self._window(second, self._length())
        free = [one for one in window.solemn if not self._is_raised(one)]
        crowd = least_crowd(self._a_minute, FEW_A_MINUTE, FEWEST, FEWEST_OF_MANY)
        best: tuple[float, str] = (0.0, "")
        for word, many in by_stem(free).items():
            if many < crowd:
                continue
            usual = max(self._usual.share([word]), self._lately(word, window))
            share = many / window.judged
            least = SHARE_OF_MANY if self._knows(window) else SHARE_UNKNOWN
            if share >= max(least, RISE_OF_MANY * usual) and many >= surprising(
                max(usual, FLOOR), window.judged
            ):
                best = max(best, (share, word))
        if best[1]:
            self._raise([one for one in free if best[1] in one.stems], {best[1]}, window)

    def _lately(self, word: str, window: Window) -> float:
        """The share of posts that spoke of ``word`` a while before the window."""
        before = window.from_s - WINDOW_S
        judged = sum(one.judged for one in self._seconds if one.second < before)
        spoke = sum(word in one.stems for one in self._recent.before(before))
        return spoke / judged if judged else 0.0

    def _knows(self, window: Window) -> bool:
        """Whether enough was heard before to know what is usual here."""
        before = sum(one.judged for one in self._seconds if one.second < window.from_s)
        return before + self._usual.posts >= KNOWN_POSTS

    def _window(self, second: int, length: int) -> Window:
        since = second - length
        judged = self._now.judged
        for past in reversed(self._seconds):
            if past.second < since:
                break
            judged += past.judged
        return Window(since, max(1, judged), self._recent.since(since))

    def _is_raised(self, post: Told) -> bool:
        return any(one.is_of(post) for one in self._raised)

    def _length(self) -> int:
        return max(WINDOW_S, min(LONGEST_WINDOW_S, round(60 * WINDOW_POSTS / self._a_minute)))

    def _raise(self, posts: Sequence[Told], stems: Collection[str], window: Window) -> None:
        sudden = self._now.second - self._first_s >= EARLY_S
        one = Raised(posts, frozenset(stems), self._usual.share(stems), sudden=sudden)
        self._raised.append(one)
        self._tell(one, window)

    def _hold(self, one: Raised, second: int) -> None:
        """Follow a subject; let it go when it is over."""
        if second - one.spoken_s >= CALM_S:
            self._raised.remove(one)
            self._over_s = max(self._over_s, one.spoken_s)
        elif one.heard:
            self._tell(one, self._window(second, self._length()))

    def _tell(self, one: Raised, window: Window) -> None:
        crowd = least_crowd(self._a_minute, FEW_A_MINUTE, FEWEST, FEWEST_OF_MANY)
        solemn = one.told(window, crowd, self._usual.share(one.stems))
        self._changed[solemn.since_us, solemn.subject] = solemn
