"""Judges one post: does it speak of death, disaster, violence or grief, and means it?

A logistic regression over words, pairs of words, classes of the lexicon and how the post is
written. ``tools/fit_solemn.py`` fits it; nothing is learnt while the program runs.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations

from controlroom.mentions.solemn_lexicon import lexicon
from controlroom.mentions.tokens import spoken

# Classes that make a post solemn when they meet, and those that only colour it.
CORE = ("death", "injury", "disaster", "violence", "rescue", "appeal", "grief", "damage")
# Those that name what happened; the others come with any of them.
NAMING = frozenset(("death", "injury", "disaster", "violence", "grief", "damage"))
COLOUR = ("news", "weather", "play")
MASKED = ""
NUMBER = re.compile(r"\d[\d.,]*[km]?")
FIRST = frozenset(["i", "im", "i'm", "me", "my", "mine", "myself", "i've", "i'll", "i'd"])
SECOND = frozenset(["you", "u", "ur", "your", "you're", "ya", "yall", "y'all"])
PASSED_ON = frozenset(("rt", "mt", "via"))
NEAR = 3
SHORT, LONG = 6, 14


@dataclass(frozen=True, slots=True)
class Judgement:
    """``score`` log-odds that the post is solemn (of a post among as many that are not);
    ``solemn`` whether it is to be flagged; ``words`` the solemn words in it, folded, without their
    hash, as they come; ``naming`` those that name what happened; ``kinds`` the classes of the
    lexicon found; ``said`` all words."""

    score: float
    solemn: bool
    words: tuple[str, ...]
    naming: tuple[str, ...]
    kinds: frozenset[str]
    said: frozenset[str]


@dataclass(frozen=True, slots=True)
class Weights:
    """What was fitted: ``of`` each feature, and from which score a post is flagged: ``threshold``
    by itself, ``in_stream`` with what its stream adds (``solemn_stream``)."""

    of: dict[str, float]
    base: float
    threshold: float
    in_stream: float


@dataclass(slots=True)
class Read:
    """A post taken apart: its features, the solemn words (``naming`` those that name what
    happened) and the classes found, all words."""

    features: set[str]
    words: list[str]
    naming: list[str]
    kinds: set[str]
    said: set[str]


@cache
def weights() -> Weights:
    """The weights, read once."""
    text = files("resources").joinpath("solemn", "weights.json").read_text("utf-8")
    kept = json.loads(text)
    return Weights(kept["weights"], kept["base"], kept["threshold"], kept["in_stream"])


def judge(text: str) -> Judgement:
    """Judge one post. Never raises, whatever the text."""
    fitted = weights()
    post = read(text)
    score = fitted.base
    for feature in post.features:
        score += fitted.of.get(feature, 0.0)
    return Judgement(
        score,
        score >= fitted.threshold,
        tuple(dict.fromkeys(post.words)),
        tuple(dict.fromkeys(post.naming)),
        frozenset(post.kinds),
        frozenset(post.said),
    )


def read(text: str) -> Read:
    """The features of a post, for judging and for fitting."""
    said = [one for one in spoken(text) if one not in PASSED_ON]
    bare = {one.removeprefix("#") for one in said}
    features: set[str] = set()
    idioms = _mask(said)
    if idioms:
        features.add("idiom")
    places = _places(said)
    found = set(places)
    _words(said, features)
    features.update(f"c:{name}" for name in found)
    features.update(f"c:{name}+" for name, many in places.items() if len(many) > 1)
    features.update(f"c:{one}&{other}" for one, other in combinations(sorted(found), 2))
    core = sum(name in found for name in CORE)
    features.add(f"core:{min(core, 4)}")
    _style(text, len(said), features)
    _numbers(said, places, features)
    return Read(features, _telling(places, CORE), _telling(places, sorted(NAMING)), found, bare)


def _mask(said: list[str]) -> int:
    """Blot out idioms, so that no solemn word is seen in them; how many there were."""
    known = lexicon()
    spans = list(known.idioms.spans(said))
    for start, end, _ in spans:
        said[start:end] = [MASKED] * (end - start)
    alone = [place for place, word in enumerate(said) if word and known.is_idiom(word)]
    for place in alone:
        said[place] = MASKED
    return len(spans) + len(alone)


def _places(said: list[str]) -> dict[str, dict[int, str]]:
    """Of each class of the lexicon: where it stands, and in what words."""
    known = lexicon()
    places: dict[str, dict[int, str]] = {}
    for start, end, name in known.classes.spans(said):
        places.setdefault(name, {}).setdefault(start, " ".join(said[start:end]))
    for place, word in enumerate(said):
        for name in known.classes_of(word) if word else ():
            places.setdefault(name, {}).setdefault(place, word.removeprefix("#"))
    return places


def _telling(places: dict[str, dict[int, str]], names: Iterable[str]) -> list[str]:
    """The words of the classes ``names``, in the order of the post."""
    found: dict[int, str] = {}
    for name in names:
        found |= places.get(name, {})
    return [found[place] for place in sorted(found)]


def _words(said: list[str], features: set[str]) -> None:
    """Words and pairs of words as features."""
    before = MASKED
    for word in said:
        if word and not NUMBER.fullmatch(word):
            bare = word.removeprefix("#")
            features.add(bare)
            if before:
                features.add(f"{before} {bare}")
            before = bare
        else:
            before = MASKED


def _style(text: str, counted: int, features: set[str]) -> None:
    if not FIRST.isdisjoint(features):
        features.add("s:first")
    if not SECOND.isdisjoint(features):
        features.add("s:second")
    if counted <= SHORT:
        features.add("s:short")
    elif counted >= LONG:
        features.add("s:long")
    if "!" in text:
        features.add("s:!")
    if "?" in text:
        features.add("s:?")


def _numbers(said: list[str], places: dict[str, dict[int, str]], features: set[str]) -> None:
    """How many were hurt: a number close to such a word."""
    numbers = [place for place, word in enumerate(said) if NUMBER.fullmatch(word)]
    if not numbers:
        return
    features.add("s:number")
    for name in ("death", "injury", "disaster", "rescue", "damage"):
        if any(abs(one - place) <= NEAR for one in places.get(name, ()) for place in numbers):
            features.add(f"n:{name}")
