"""Sentences made from patterns, beside the labelled posts: a live event's talk, and bad news.

The labelled posts speak of seven disasters and of one town's everyday life. These speak of sport,
music and politics with all the words that only sound solemn, and of other disasters in other
languages, so that the weights do not take news style for sorrow and slang for death.
"""

import random
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

SLOT = re.compile(r"\{(\w+)\}")
# Both kinds are dressed alike, so that nothing is learnt from the dress.
DRESS = (
    *("{0}", "{0}", "{0}", "RT @user: {0}", "{0} http://t.co/x", "@user {0}"),
    *("RT @user: {0} http://t.co/x", '"{0}" {1}'),
)


def live_talk(many: int, seed: int, part: int = 0, parts: int = 1) -> Iterator[str]:
    """``many`` posts of ordinary event talk, from the patterns of one of ``parts`` parts."""
    kind = _written()["live"]
    return _said(_patterns(kind)[part::parts], _slots(kind), many, seed)


def bad_news(many: int, seed: int) -> Iterator[str]:
    """``many`` posts about disasters and violence that never were."""
    kind = _written()["news"]
    return _said(_patterns(kind), _slots(kind), many, seed)


@cache
def _written() -> Mapping[str, Any]:
    path = Path(__file__).with_name("solemn_sentences.toml")
    return tomllib.loads(path.read_text("utf-8"))


def _patterns(kind: Mapping[str, Any]) -> list[str]:
    return [one for one in kind["patterns"].splitlines() if one]


def _slots(kind: Mapping[str, Any]) -> dict[str, list[str]]:
    return {name: choice.split("|") for name, choice in kind["slots"].items()}


def _said(
    patterns: Sequence[str], slots: Mapping[str, Sequence[str]], many: int, seed: int
) -> Iterator[str]:
    dice = random.Random(seed)
    for number in range(many):
        pattern = patterns[number % len(patterns)]
        text = SLOT.sub(lambda found: dice.choice(slots[found[1]]), pattern)
        yield dice.choice(DRESS).format(text.strip(), dice.choice(slots["tag"]))
