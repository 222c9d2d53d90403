"""Is a post about us hostile to us? Judged on the whole post, by hand-made words.

Grumbling ("still no refund", "your app is slow") is no hostility: it is there every day and asks
for help. Hostile is what asks for shame, for a boycott, for the post to go, or insults us.
"""

import re
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from controlroom.mentions.folding import fold
from controlroom.mentions.hostile_words import DENIALS, FRIENDLY, MILD, NEVER_DENIED, STRONG

ENOUGH = 2
# So many words before a phrase may turn it round: "not offensive", "don't see what's so offensive".
DENIED_WITHIN = 4
# What stands further behind is no first thought; long posts cost time.
LONGEST = 600

TOKEN = re.compile(r"https?://\S+|#?\w[\w'-]*|[.!?;]+|[\u2190-\u2bff\U0001f000-\U0001faff]")
ENDS = ".!?;"
LETTERS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


class Hostility(NamedTuple):
    """How hostile a post is: 2 and more is; ``words`` what tells so, strongest first."""

    weight: int
    words: tuple[str, ...]


CALM = Hostility(0, ())


def _plain(text: str) -> str:
    """Folded, with the apostrophe that keyboards have."""
    return fold(text.replace("\u2019", "'"))


class _Phrases:
    """All phrases in one search over a text whose words have one blank around them."""

    def __init__(self) -> None:
        known: dict[str, tuple[str, int]] = {}
        for weight, phrases in ((1, MILD), (2, STRONG), (0, FRIENDLY)):
            for phrase in phrases:
                told = _plain(phrase)
                open_end = told.endswith("*")
                word = told.rstrip("*")
                if LETTERS.search(word):
                    # Written without blanks: it stands anywhere.
                    known[word] = (word, weight)
                else:
                    known[f" {word}" if open_end else f" {word} "] = (word, weight)
        self.told = list(known.values())
        self.find = AhoCorasick(
            list(known), implementation=Implementation.ContiguousNFA
        ).find_matches_as_indexes


_PHRASES = _Phrases()


def hostility(text: str, *, aimed: bool = False) -> Hostility:
    """How hostile ``text`` is. ``aimed``: it answers us, so that a mild word is meant for us."""
    line = f" {' '.join(TOKEN.findall(_plain(text[:LONGEST])))} "
    # Phrases next to each other share the blank between them, so hits may overlap.
    hits = _PHRASES.find(line, True)  # noqa: FBT003
    if not hits:
        return CALM
    places = [(start, end, *_PHRASES.told[number]) for number, start, end in hits]
    friendly = [(start, end) for start, end, _, weight in places if not weight]
    found: dict[str, int] = {}
    for start, end, word, weight in places:
        if not weight or any(a < end - 1 and start < b - 1 for a, b in friendly):
            continue
        within = any(a <= start and end <= b and b - a > end - start for a, b, *_ in places)
        if not within and (word in NEVER_DENIED or not _denied(line, start)):
            found[word] = weight
    if not found:
        return CALM
    total = sum(found.values())
    if friendly:
        # Who praises in the same breath is not out for us.
        total -= 2
    elif aimed:
        total += 1
    words = sorted(found, key=lambda one: (-found[one], one))
    return Hostility(max(total, 0), tuple(words))


def is_hostile(text: str, *, aimed: bool = False) -> bool:
    """Whether a post about us is hostile to us."""
    return hostility(text, aimed=aimed).weight >= ENOUGH


def _denied(line: str, start: int) -> bool:
    for word in reversed(line[:start].rsplit(None, DENIED_WITHIN)[-DENIED_WITHIN:]):
        if word[0] in ENDS:
            return False
        if word in DENIALS:
            return True
    return False
