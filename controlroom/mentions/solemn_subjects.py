"""Groups solemn posts into subjects, and knows how much of each a stream is used to."""

import math
import re
from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from controlroom.clock import MICROS
from controlroom.mentions.solemn_judge import Judgement
from controlroom.mentions.tokens import spoken
from controlroom.sources.mention import Mention

# "explosion", "explodes" and "exploded" are one subject.
STEM = 5
TEXT_WORDS = 12
# Words worth telling posts apart by: no numbers, so that "12 dead" and "13 dead" are one text.
CONTENT = re.compile(r"[^\W\d]{4,}")
# Half of what a stream was used to is forgotten in this time.
HALF_LIFE_S = 7_200
FADES_EVERY_S = 60
# A few posts tell little about what is usual.
UNKNOWN_POSTS = 500.0
WORDS_KEPT = 4_000
# What an alarm spoke of becomes usual slowly, and only after it has lasted.
LEARNT_OF_ALARMS = 0.25


@dataclass(frozen=True, slots=True)
class Told:
    """A solemn post. ``author`` and ``text`` keys for telling them apart; ``stems`` of its solemn
    words; ``words`` all its telling words."""

    mention: Mention
    author: str
    text: str
    score: float
    solemn: bool
    stems: frozenset[str]
    words: frozenset[str]
    solemn_words: tuple[str, ...]

    @property
    def second(self) -> int:
        """UTC seconds."""
        return self.mention.time_us // MICROS


def told(mention: Mention, judgement: Judgement) -> Told:
    """A judged post as the watch keeps it."""
    said = spoken(mention.text)
    text = " ".join([one for one in said if CONTENT.fullmatch(one)][:TEXT_WORDS])
    words = frozenset(one.removeprefix("#") for one in said)
    return Told(
        mention,
        # A feed that tells no authors: each text speaks for one.
        f"{mention.source} {mention.author}" if mention.author else text,
        text,
        judgement.score,
        judgement.solemn,
        frozenset(stem(one) for one in judgement.naming),
        frozenset(one for one in words if CONTENT.fullmatch(one)),
        judgement.naming,
    )


def stem(word: str) -> str:
    """What forms of one word share."""
    return word[:STEM] if " " not in word else word


class Kept:
    """The solemn posts of the last minutes, oldest first: one of each author, one of each text.

    Neither one account nor one text that is passed on makes a crowd.
    """

    def __init__(self) -> None:
        self._posts: deque[Told] = deque()
        self._seen: set[str] = set()

    def keep(self, one: Told) -> bool:
        """Keep a post; not one whose author or text is here already."""
        keys = _keys(one)
        if not self._seen.isdisjoint(keys):
            return False
        self._seen.update(keys)
        self._posts.append(one)
        return True

    def let_go(self, before: int) -> Iterator[Told]:
        """Let go of the posts before that second (UTC)."""
        while self._posts and self._posts[0].second < before:
            one = self._posts.popleft()
            self._seen.difference_update(_keys(one))
            yield one

    def since(self, second: int) -> list[Told]:
        """The posts from that second (UTC) on."""
        later = []
        for one in reversed(self._posts):
            if one.second < second:
                break
            later.append(one)
        return later[::-1]

    def before(self, second: int) -> Iterator[Told]:
        """The posts up to that second (UTC)."""
        return takewhile(lambda one: one.second < second, self._posts)


def _keys(one: Told) -> tuple[str, str]:
    return f"a {one.author}", f"t {one.text}"


def telling(posts: Iterable[Told], most: int) -> tuple[Mention, ...]:
    """The plainest of ``posts``, no text twice."""
    shown: dict[str, Mention] = {}
    for one in sorted(posts, key=lambda one: (-one.score, one.mention.time_us)):
        shown.setdefault(one.text, one.mention)
        if len(shown) == most:
            break
    return tuple(shown.values())


def by_stem(posts: Iterable[Told]) -> Counter[str]:
    """How many spoke of each stem."""
    return Counter(word for one in posts for word in one.stems)


class Usual:
    """What a stream is used to: the share of posts that speak of each stem."""

    def __init__(self) -> None:
        self._stems: dict[str, float] = {}
        self._judged = 0.0
        self._faded_s = 0

    def judged(self, posts: int, second: int) -> None:
        """``posts`` were judged, ``second`` UTC seconds."""
        self._judged += posts
        if second - self._faded_s >= FADES_EVERY_S:
            self._fade(second)

    def learn(self, one: Told, *, of_alarm: bool) -> None:
        """A solemn post that is past."""
        weight = LEARNT_OF_ALARMS if of_alarm else 1.0
        for word in one.stems:
            self._stems[word] = self._stems.get(word, 0.0) + weight

    @property
    def posts(self) -> float:
        """How many posts this is known from."""
        return self._judged

    def share(self, stems: Collection[str]) -> float:
        """The usual share, 0-1, of the commonest of ``stems``."""
        most = max((self._stems.get(word, 0.0) for word in stems), default=0.0)
        return min(1.0, most / (self._judged + UNKNOWN_POSTS))

    def _fade(self, second: int) -> None:
        passed = second - self._faded_s if self._faded_s else 0
        self._faded_s = second
        keep = 0.5 ** (passed / HALF_LIFE_S)
        self._judged *= keep
        faded = {word: many * keep for word, many in self._stems.items() if many * keep > 0.01}
        if len(faded) > WORDS_KEPT:
            faded = dict(Counter(faded).most_common(WORDS_KEPT // 2))
        self._stems = faded


def surprising(usual_share: float, judged: int) -> float:
    """So many distinct posts of ``judged`` are more than chance makes of a usual share."""
    expected = usual_share * judged
    return expected + 5.0 * math.sqrt(expected) if expected > 0.3 else 0.0


def named(posts: Collection[Told], most: int) -> tuple[str, ...]:
    """The solemn words that most of ``posts`` share, one form of each, the commonest first."""
    forms = Counter(word for one in posts for word in one.solemn_words)
    stems = Counter(word for one in posts for word in {stem(each) for each in one.solemn_words})
    chosen: list[str] = []
    for word, _ in sorted(stems.items(), key=lambda pair: (-pair[1], pair[0]))[:most]:
        of_stem = [form for form in forms if stem(form) == word]
        chosen.append(min(of_stem, key=lambda form: (-forms[form], form)))
    return tuple(chosen)
