"""What the solemn watch knows of words before any weight: classes, idioms, parts of hashtags.

Read from ``resources/solemn``, written by hand in eight languages and a few words of others.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files

from controlroom.mentions.tokens import spoken

STEM = "*"
INSIDE = "~"
PARTED = re.compile(r"[,\n]")
LONGEST_PHRASE = 8


@dataclass(slots=True)
class Entries:
    """Words, stems and phrases, each with the classes it stands for."""

    words: dict[str, frozenset[str]] = field(default_factory=dict)
    stems: dict[str, frozenset[str]] = field(default_factory=dict)
    insides: dict[str, frozenset[str]] = field(default_factory=dict)
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)

    def add(self, entry: str, name: str) -> None:
        """``entry`` as it is written in the lexicon."""
        if entry.startswith(INSIDE):
            _note(self.insides, entry[1:], name)
            return
        open_ended = entry.endswith(STEM)
        said = spoken(entry.removesuffix(STEM))
        if len(said) > 1:
            last = said.pop() + (STEM if open_ended else "")
            self.phrases.setdefault(said[0], []).append(((*said[1:], last), name))
        elif said:
            _note(self.stems if open_ended else self.words, said[0], name)

    def close(self) -> None:
        """All is added: the longest phrase of each first word is tried first."""
        for phrases in self.phrases.values():
            phrases.sort(key=lambda one: (-len(one[0]), one))

    def of(self, word: str) -> frozenset[str]:
        """The classes of one folded word."""
        found = self.words.get(word, frozenset())
        for length in range(2, len(word) + 1):
            stem = self.stems.get(word[:length])
            if stem is not None:
                found |= stem
        if self.insides and not word.isascii():
            for part, names in self.insides.items():
                if part in word:
                    found |= names
        return found

    def spans(self, said: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        """(from, until, class) of each phrase in ``said``."""
        phrases = self.phrases
        for start, word in enumerate(said):
            if word in phrases:
                following = tuple(said[start + 1 : start + 1 + LONGEST_PHRASE])
                for rest, name in phrases[word]:
                    if _agree(rest, following):
                        yield start, start + 1 + len(rest), name


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``classes`` what solemn (and playful) talk is made of, ``idioms`` what only sounds so,
    ``hashtags`` parts of hashtags by class."""

    classes: Entries
    idioms: Entries
    hashtags: Mapping[str, tuple[str, ...]]

    def classes_of(self, word: str) -> frozenset[str]:
        """The classes of a folded word or #hashtag."""
        return _classes_of(word)

    def is_idiom(self, word: str) -> bool:
        """Whether a folded word by itself only sounds solemn."""
        return _is_idiom(word)


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    folder = files("resources").joinpath("solemn")
    written = tomllib.loads(folder.joinpath("lexicon.toml").read_text("utf-8"))
    idiomatic = tomllib.loads(folder.joinpath("idioms.toml").read_text("utf-8"))
    classes, idioms = Entries(), Entries()
    for name, languages in written["classes"].items():
        for entry in _entries(languages.values()):
            classes.add(entry, name)
    for entry in _entries(idiomatic["idioms"].values()):
        idioms.add(entry, "idiom")
    classes.close()
    idioms.close()
    hashtags = {name: tuple(_entries([parts])) for name, parts in written["hashtags"].items()}
    return Lexicon(classes, idioms, hashtags)


@lru_cache(maxsize=65_536)
def _classes_of(word: str) -> frozenset[str]:
    known = lexicon()
    if not word.startswith("#"):
        return known.classes.of(word)
    inside = word[1:]
    parts = [name for name, parts in known.hashtags.items() if any(one in inside for one in parts)]
    return known.classes.of(inside) | frozenset(parts)


@lru_cache(maxsize=65_536)
def _is_idiom(word: str) -> bool:
    return bool(lexicon().idioms.of(word))


def _entries(lists: Iterable[str]) -> list[str]:
    entries = [one.strip() for text in lists for one in PARTED.split(text)]
    return [one for one in entries if one]


def _note(where: dict[str, frozenset[str]], word: str, name: str) -> None:
    where[word] = where.get(word, frozenset()) | {name}


def _agree(wanted: tuple[str, ...], said: tuple[str, ...]) -> bool:
    if not wanted[-1].endswith(STEM):
        return said[: len(wanted)] == wanted
    last = len(wanted) - 1
    if len(said) <= last or said[:last] != wanted[:last]:
        return False
    return said[last].startswith(wanted[last][:-1])
