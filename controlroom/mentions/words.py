"""Which words rise: the "why" of a spike.

Counts in how many of a second's texts a word stands, and compares what is said now with the two
minutes before. Memory is bounded: so many texts a second, so many words kept of each second.
"""

import math
import re
from collections import Counter, deque
from collections.abc import Collection

from controlroom.mentions.folding import fold

TEXTS_A_SECOND = 100
WORDS_OF_A_SECOND = 200
NOW_S = 15
BEFORE_S = 120
FEWEST = 3
LEAST_RISE = 3.0
SHORTEST = 3
SHOWN = 3
SHARED = 0.5

WORD = re.compile(r"#?\w[\w'-]*")
ADDRESS = re.compile(r"https?://\S+|@\S+")
# Words that say nothing by rising: they come with any excited sentence.
PLAIN = frozenset(
    spoken
    for line in (
        "the and for are but not you all any can had her was one our out day get has him his how",
        "man new now old see two way who did its let put say she too use that with have this will",
        "your from they know want been good much some time very when come here just like long make",
        "many over such take than them well were what omg lol wow got going really right what's",
        "it's i'm that's there their about would could should don't can't still even only into",
        "more most after before then also back",
    )
    for spoken in line.split()
)


class RisingWords:
    """The words of the last two minutes of texts, second by second."""

    def __init__(self) -> None:
        self._seconds: deque[tuple[int, int, Counter[str]]] = deque()

    def add(self, second: int, text: str) -> None:
        """One text of ``second`` (UTC). Texts over the second's allowance are passed over."""
        if not self._seconds or second > self._seconds[-1][0]:
            self._close()
            self._seconds.append((second, 0, Counter()))
        when, texts, words = self._seconds[-1]
        if second < when or texts >= TEXTS_A_SECOND:
            return
        words.update(spoken_words(text))
        self._seconds[-1] = (when, texts + 1, words)

    def rising(self, texts: Collection[str], before: int) -> tuple[str, ...]:
        """The words of ``texts`` that stand out most against everything said earlier.

        ``before`` UTC seconds: what was said in the last seconds before it is left out, because
        the texts themselves may be among it. The strongest first.
        """
        now: dict[str, set[int]] = {}
        for place, text in enumerate(texts):
            for word in spoken_words(text):
                now.setdefault(word, set()).add(place)
        past = Counter[str]()
        past_texts = 0
        for second, number, words in self._seconds:
            if second < before - NOW_S:
                past.update(words)
                past_texts += number
        strength: dict[str, float] = {}
        for word, places in now.items():
            usual = (past[word] + 0.5) * len(texts) / max(past_texts, len(texts))
            if len(places) >= FEWEST and len(places) >= LEAST_RISE * usual:
                strength[word] = (len(places) - usual) / math.sqrt(usual)
        ranked = sorted(strength, key=lambda word: (-strength[word], word))
        return _of_different_texts(ranked, now)[:SHOWN]

    def _close(self) -> None:
        """Shorten the newest second to its commonest words and let go of the oldest."""
        if not self._seconds:
            return
        when, texts, words = self._seconds[-1]
        if len(words) > WORDS_OF_A_SECOND:
            words = Counter(dict(words.most_common(WORDS_OF_A_SECOND)))
            self._seconds[-1] = (when, texts, words)
        while self._seconds[0][0] < when - NOW_S - BEFORE_S:
            self._seconds.popleft()


def spoken_words(text: str) -> set[str]:
    """The telling words of a text, folded, each once; no addresses, no names of accounts."""
    words = WORD.findall(ADDRESS.sub(" ", fold(text)))
    return {one for one in words if len(one) >= SHORTEST and one not in PLAIN}


def _of_different_texts(ranked: list[str], where: dict[str, set[int]]) -> tuple[str, ...]:
    """The ranked words, those last that only repeat what a stronger one of the same texts says.

    A word and its hashtag are one.
    """
    first: list[str] = []
    repeated: list[str] = []
    for word in ranked:
        if word.removeprefix("#") in [one.removeprefix("#") for one in first + repeated]:
            continue
        shared = any(len(where[word] & where[one]) > SHARED * len(where[word]) for one in first)
        (repeated if shared else first).append(word)
    return (*first, *repeated)
