"""Stay out: the brief's subjects that are not the brand's."""

import re
from dataclasses import dataclass
from functools import lru_cache

from controlroom.guards.caption import words_of
from controlroom.guards.known import Answer, Known, Level
from controlroom.guards.plain import plain
from controlroom.messages import message

LABEL = message("guard.stay_out")
# Shorter words tell no subject; of longer ones the beginning is compared: "penalty", "penalties".
TELLING = 4
STEM = 6
WORD = re.compile(r"[^\W\d_]+")
PARTED = re.compile(r"[,;/]|\b(?:and|or)\b")
WHOSE = re.compile(r"[^\W\d_]+'(?:s\b|(?!\w))")
_SPOKEN = (
    "about anybody anyone anything been being brand brands from have here into just like look looks"
    " made make more most much never other others over people said such take than that their them"
    " then there these they thing things this those very want were what when where which will with"
    " without would your"
)
PLAIN = frozenset(_SPOKEN.split())


def guard(known: Known) -> Answer | None:
    """NOTE where the words speak of one. None where the brief names none."""
    lines = known.event.brand.stay_out_of
    if not lines:
        return None
    asset = known.asset
    channels = [on.channel for on in known.channels] or known.event.channels
    said = stems(" ".join([asset.title, *asset.tags, *words_of(asset, channels)]))
    for line in lines:
        subject = _read(line)
        if subject.has_two_of(said) or any(one <= said for one in subject.phrases):
            return Answer(Level.NOTE, LABEL, message("guard.stay_out.line", line=line))
    return Answer(Level.GO, LABEL, message("guard.stay_out.go"))


@lru_cache(maxsize=64)
def line_about(lines: tuple[str, ...], why: tuple[str, ...]) -> str | None:
    """The line of a brief that keeps us out of what rose (words, strongest first), or None. A
    subject that is told by one word counts where that rose first of all."""
    first, risen = stems(" ".join(why[:1])), stems(" ".join(why))
    for line in lines:
        subject = _read(line)
        if subject.has_two_of(risen) or any(one <= first for one in subject.phrases):
            return line
    return None


@dataclass(frozen=True, slots=True)
class _Subject:
    """The stems of a line of the brief. "anybody hurt: players, crowd": each of its ``phrases``
    tells it, but not those behind the colon; and so do two of its words, the ``whole`` line's."""

    phrases: tuple[frozenset[str], ...]
    whole: frozenset[str]

    def has_two_of(self, said: frozenset[str]) -> bool:
        return len(self.whole & said) > 1


@lru_cache(maxsize=512)
def _read(line: str) -> _Subject:
    phrases = PARTED.split(plain(line.partition(":")[0]))
    # "players' looks" is nothing about players: whose it is tells no subject.
    telling = (stems(one) for one in phrases if stems(WHOSE.sub(" ", one)))
    return _Subject(tuple(telling), stems(line))


@lru_cache(maxsize=512)
def stems(text: str) -> frozenset[str]:
    """The beginnings of the telling words of a text."""
    words = WORD.findall(plain(text))
    return frozenset(word[:STEM] for word in words if len(word) >= TELLING and word not in PLAIN)
