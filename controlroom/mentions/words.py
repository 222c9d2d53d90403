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
LEAST_RISE = 2.5
# Of a few thousand words, chance alone lifts one so far now and then, and hardly one further.
SIGMAS = 3.5
SHORTEST = 3
SHOWN = 3
SHARED = 0.5

WORD = re.compile(r"#?\w[\w'-]*")
ADDRESS = re.compile(r"https?://\S+|@\S+")
# Words that say nothing by rising: they come with any excited sentence. Folded, as texts are.
PLAIN = frozenset(
    spoken
    for line in (
        # English
        "the and for are but not you all any can had her was one our out day get has him his how",
        "man new now old see two way who did its let put say she too use that with have this will",
        "your from they know want been good much some time very when come here just like long make",
        "many over such take than them well were what omg lol wow got going really right what's",
        "it's i'm that's there their about would could should don't can't still even only into",
        "more most after before then also back again already always another anyone anybody",
        "because being cannot didn't does doesn't doing done dont each else ever every everyone",
        "everybody everything few finally gonna gotta hey i'll i've i'd isn't it'll knows lmao",
        "anything look looks made makes maybe might must need never next nobody nothing off okay",
        "once other please said same saw says seen since someone something soon sure talking thing",
        "things think those though thought through today tonight took tried try under until wanna",
        "wants wasn't watching watch we're we've went where which while whole why without won't",
        "yeah yes yet you're you've amp via haha hahaha literally actually honestly feel",
        "give came keep start",
        # Spanish, Portuguese
        "que los las del una uno por con para como pero mas muy este esta esto eso ese esa son ser",
        "fue hay ya bien todo todos toda nada hoy ahora porque cuando donde quien sin sobre entre",
        "tambien solo jaja jajaja nao uma dos das com mas foi tem sao isso esse essa ele ela voce",
        "meu minha seu sua pra pelo pela muito agora hoje tudo nada quando porque kkk kkkk",
        # French
        "les des une est pas que qui dans pour sur avec plus mais tout tous cette ces son ses mes",
        "nous vous ils elle elles sont fait etre avoir bien comme quand c'est j'ai trop tres mdr",
        # German
        "der die das und ist nicht ein eine einen dem den des mit auf fur von auch sich wie aber",
        "nur noch schon jetzt hat haben sind war wird was wir ihr sie ich mal mehr doch wenn dann",
        # Italian, Dutch
        "che non per gli una con del della sono come anche questo questa piu ma alla nel ora cosi",
        "het een van dat niet met voor zijn maar ook nog wel naar bij dit deze wat nu",
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
                sigmas = _sigmas(len(places), usual)
                if sigmas >= SIGMAS:
                    strength[word] = sigmas
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
    plain = text.replace("\u2019", "'")
    words = WORD.findall(ADDRESS.sub(" ", fold(plain)))
    return {one for one in words if len(one) >= SHORTEST and one not in PLAIN}


def _sigmas(seen: int, usual: float) -> float:
    """How far a count stands above the usual: the root of its deviance, if chance alone ruled."""
    return math.sqrt(2.0 * (seen * math.log(seen / usual) - (seen - usual)))


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
