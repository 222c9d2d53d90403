"""Fits the weights of the solemn watch: ``python -m tools.fit_solemn DATA_DIR [--check]``.

DATA_DIR holds ``crisislex`` and ``event_chatter`` (labelled posts; read, never kept). Without
``--check`` resources/solemn/weights.json is written; with it, the leave-one-disaster-out table is
printed: each disaster, and a part of the ordinary talk, judged by weights fitted on the others.

Deterministic, numpy only. Of the posts nothing goes into the weights but words and pairs of words
said by several people in several disasters.
"""

import argparse
import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from controlroom.mentions.solemn_judge import CORE, read
from controlroom.mentions.solemn_lexicon import lexicon
from controlroom.mentions.solemn_stream import SHORTEST, Stream
from tools.solemn_sentences import bad_news, live_talk

OUT = Path(__file__).parent.parent / "resources" / "solemn" / "weights.json"
SUFFIX = "-tweets_labeled.csv"
ORDINARY, LIVE, NEWS = "ordinary", "live", "news"
RELATED, UNRELATED, TALK = "related", "unrelated", "talk"
# A word gets a weight when several people said it in so many disasters, or often in other talk.
IN_DISASTERS = 4
POSTS_OF_EACH = 3
IN_TALK = 25
# Words go by what they do, not by whose they are: no names, which stand with a capital.
NAMES = re.compile(r"(?<![.!?:\n] )(?<=\s)[A-Za-z]+")
PASSED_ON = frozenset(["rt", "mt", "via", "amp", "http", "https", "co", "user"])
# Classes may weigh freely; words only as far as many posts ask for it.
RIDGE_CLASS, RIDGE_WORD = 2.0, 20.0
DIGIT = re.compile(r"\d")
STEPS = 250
# Posts of a kind count so much: the few that merely share a hashtag, and our own bad news.
COUNTS = {UNRELATED: 4.0, NEWS: 2.0}
SENTENCES = 1_500
PARTS = 4
# Ordinary talk that is flagged, of posts the weights have not seen.
FALSE_ALONE, FALSE_IN_STREAM = 0.01, 0.01
SMALLEST = 0.02

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Post:
    """``origin`` the disaster, ORDINARY, or one of our own lists; ``said`` its words."""

    origin: str
    kind: str
    text: str
    features: frozenset[str]
    said: frozenset[str]


@dataclass(frozen=True, slots=True)
class Fitted:
    """Features with their weights; the base comes last."""

    features: list[str]
    weights: Floats

    def scores(self, posts: Sequence[Post]) -> Floats:
        """A score a post."""
        return Rows(posts, self.features).times(self.weights)


def labelled(folder: Path) -> list[Post]:
    """The posts of each disaster, in time order."""
    posts = []
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        with path.open(encoding="utf-8", errors="replace", newline="") as lines:
            rows = [row for row in csv.reader(lines) if len(row) > 4]
        numbered = [(int(row[0].strip("\"' ")), row) for row in rows if _numbered(row)]
        for _, row in sorted(numbered):
            label = row[4].strip()
            if label.startswith("Related") or label == "Not related":
                kind = UNRELATED if label == "Not related" else RELATED
                posts.append(_post(path.name.removesuffix(SUFFIX), kind, row[1]))
    return posts


def ordinary(folder: Path) -> list[Post]:
    """Everyday talk, in time order."""
    posts = []
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            posts += [_post(ORDINARY, TALK, row["tweet"]) for row in csv.DictReader(lines)]
    return posts


def written() -> list[Post]:
    """Our own sentences; ordinary ones in PARTS parts that share no pattern."""
    posts = [_post(NEWS, RELATED, text) for text in bad_news(SENTENCES, 9)]
    for part in range(PARTS):
        talk = live_talk(SENTENCES, part + 1, part, PARTS)
        posts += [_post(f"{LIVE}{part}", TALK, text) for text in talk]
    return posts


def _numbered(row: list[str]) -> bool:
    return row[0].strip("\"' ").isdigit()


def _post(origin: str, kind: str, text: str) -> Post:
    post = read(text)
    return Post(origin, kind, text, frozenset(post.features), frozenset(post.said))


def names(posts: Iterable[Post]) -> frozenset[str]:
    """Words that stand with a capital more often than not."""
    capital: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for post in posts:
        for word in NAMES.findall(post.text):
            if len(word) == 1 or not word.isupper():
                (capital if word[0].isupper() else small)[word.lower()] += 1
    return frozenset(word for word, many in capital.items() if many > small[word])


def vocabulary(posts: Sequence[Post], named: frozenset[str]) -> list[str]:
    """The features that are worth a weight."""
    where: dict[str, Counter[str]] = {}
    talk: Counter[str] = Counter()
    for post in posts:
        if post.kind == RELATED:
            for feature in post.features:
                where.setdefault(feature, Counter())[post.origin] += 1
        else:
            talk.update(post.features)
    kept = set()
    for feature, origins in where.items():
        often = sum(many >= POSTS_OF_EACH for name, many in origins.items() if name != NEWS)
        if _is_class(feature) or (often >= IN_DISASTERS and _general(feature, named)):
            kept.add(feature)
    for feature, many in talk.items():
        if many >= IN_TALK and not _is_class(feature) and _general(feature, named):
            # That they spoke of a storm that day must not make storms harmless.
            kept |= set() if _solemn(feature) else {feature}
    return sorted(kept)


def _is_class(feature: str) -> bool:
    return ":" in feature or feature == "idiom"


def _never_soothes(feature: str) -> bool:
    """Two solemn classes that meet are never less than one: it would be this data's accident."""
    prefix, _, names = feature.partition(":")
    return prefix in ("c", "n") and set(names.rstrip("+").split("&")) <= {*CORE, "news"}


def _general(feature: str, named: frozenset[str]) -> bool:
    words = feature.split()
    return not any(
        len(one) < 2 or one in PASSED_ON or one in named or DIGIT.search(one) for one in words
    )


def _solemn(feature: str) -> bool:
    return any(lexicon().classes_of(one) & {*CORE, "weather"} for one in feature.split())


def fitted(posts: Sequence[Post], named: frozenset[str]) -> Fitted:
    """The weights that tell related posts from all others."""
    features = vocabulary(posts, named)
    least = [0.0 if _never_soothes(one) else -np.inf for one in features]
    counts = np.array([COUNTS.get(one.kind, 1.0) * COUNTS.get(one.origin, 1.0) for one in posts])
    ridge = [RIDGE_CLASS if _is_class(one) else RIDGE_WORD for one in features]
    return Fitted(
        features, fit(posts, counts, features, np.array([*ridge, 0.0]), np.array([*least, -np.inf]))
    )


def fit(
    posts: Sequence[Post], counts: Floats, features: Sequence[str], ridge: Floats, least: Floats
) -> Floats:
    """Weights of ``features`` and, last, the base: a logistic regression.

    ``ridge`` draws each weight to 0, ``least`` is its smallest value.
    """
    rows = Rows(posts, features)
    truth = np.array([1.0 if one.kind == RELATED else -1.0 for one in posts])
    step = 1.0 / (0.25 * rows.largest(counts) + ridge.max())
    at = np.zeros(rows.width)
    ahead, pace = at, 1.0
    for _ in range(STEPS):  # Nesterov's accelerated descent
        margin = truth * rows.times(ahead)
        pull = -truth * counts / (1.0 + np.exp(np.minimum(margin, 500.0)))
        stepped = np.maximum(least, ahead - step * (rows.back(pull) + ridge * ahead))
        faster = (1 + (1 + 4 * pace * pace) ** 0.5) / 2
        ahead = stepped + (pace - 1) / faster * (stepped - at)
        at, pace = stepped, faster
    return at


class Rows:
    """Posts by features, 0 or 1, with a last column of ones; only the ones are kept."""

    def __init__(self, posts: Sequence[Post], features: Sequence[str]) -> None:
        place = {feature: number for number, feature in enumerate(features)}
        self.width = len(features) + 1
        self._many = len(posts)
        lists = [
            [*sorted(place[one] for one in post.features if one in place), len(features)]
            for post in posts
        ]
        self._columns = np.array([one for many in lists for one in many])
        self._rows = np.repeat(np.arange(len(posts)), [len(many) for many in lists])

    def times(self, weights: Floats) -> Floats:
        """A value a post."""
        return np.bincount(self._rows, weights[self._columns], self._many)

    def back(self, values: Floats) -> Floats:
        """A value a feature."""
        return np.bincount(self._columns, values[self._rows], self.width)

    def largest(self, counts: Floats) -> float:
        """The largest eigenvalue of the weighed rows' squares, by powers."""
        guess = np.ones(self.width)
        for _ in range(30):
            guess = self.back(counts * self.times(guess))
            size = float(np.linalg.norm(guess))
            guess /= size
        return size * 1.05


@dataclass(frozen=True, slots=True)
class Unseen:
    """Scores of posts by weights that have not seen them: by themselves, and in their stream."""

    posts: list[Post]
    alone: Floats
    in_stream: Floats

    def share(self, threshold: float, kind: str, *, in_stream: bool) -> float:
        """The share of posts of ``kind`` at or above ``threshold``."""
        scores = self.in_stream if in_stream else self.alone
        chosen = np.array([one.kind == kind for one in self.posts])
        return float((scores[chosen] >= threshold).mean()) if chosen.any() else 0.0


def left_out(
    posts: Sequence[Post], talk: Sequence[Post], own: Sequence[Post], named: frozenset[str]
) -> dict[str, Unseen]:
    """Each disaster judged by weights fitted on all others, and so with the parts of the talk.

    The keys are the disasters, ORDINARY and LIVE.
    """
    disasters = sorted({one.origin for one in posts})
    parts = len(disasters)
    unseen: dict[str, Unseen] = {}
    heard: list[Post] = []
    scored: list[Floats] = []
    live: list[Unseen] = []
    for number, disaster in enumerate(disasters):
        held = [one for place, one in enumerate(talk) if place * parts // len(talk) == number]
        others = [one for place, one in enumerate(talk) if place * parts // len(talk) != number]
        name = f"{LIVE}{number % PARTS}"
        weights = fitted(
            [
                *[one for one in posts if one.origin != disaster],
                *others,
                *[one for one in own if one.origin != name],
            ],
            named,
        )
        unseen[disaster] = _in_stream([one for one in posts if one.origin == disaster], weights)
        heard += held
        scored.append(weights.scores(held))
        if number < PARTS:
            live.append(_in_stream([one for one in own if one.origin == name], weights))
    alone = np.concatenate(scored)
    unseen[ORDINARY] = Unseen(heard, alone, _leaning(heard, alone))
    unseen[LIVE] = Unseen(
        [one for part in live for one in part.posts],
        np.concatenate([part.alone for part in live]),
        np.concatenate([part.in_stream for part in live]),
    )
    return unseen


def _in_stream(posts: list[Post], weights: Fitted) -> Unseen:
    alone = weights.scores(posts)
    return Unseen(posts, alone, _leaning(posts, alone))


def _leaning(posts: Sequence[Post], alone: Floats) -> Floats:
    stream = Stream()
    scores = []
    for post, score in zip(posts, alone.tolist(), strict=True):
        words = [one for one in post.said if len(one) >= SHORTEST]
        scores.append(score + stream.leaning(words))
        stream.hear(score, words)
    return np.array(scores)


def thresholds(unseen: dict[str, Unseen]) -> tuple[float, float]:
    """From which score a post is flagged: by itself, and in its stream."""
    talk = unseen[ORDINARY]
    alone = float(np.quantile(talk.alone, 1.0 - FALSE_ALONE))
    return alone, float(np.quantile(talk.in_stream, 1.0 - FALSE_IN_STREAM))


def table(unseen: dict[str, Unseen]) -> str:
    """The leave-one-out table, in Markdown."""
    alone, in_stream = thresholds(unseen)
    lines = [
        (
            "| left out | related posts found, in the stream | by itself "
            "| not related, flagged in the stream | by itself |"
        ),
        "|---|---|---|---|---|",
    ]
    disasters = [name for name in unseen if name not in (ORDINARY, LIVE)]
    everything = Unseen(
        [post for name in disasters for post in unseen[name].posts],
        np.concatenate([unseen[name].alone for name in disasters]),
        np.concatenate([unseen[name].in_stream for name in disasters]),
    )
    for name, part in [*((one, unseen[one]) for one in disasters), ("all", everything)]:
        shares = [
            f"{part.share(limit, kind, in_stream=inside):.3f}"
            for kind in (RELATED, UNRELATED)
            for limit, inside in ((in_stream, True), (alone, False))
        ]
        lines.append(f"| {name} | {' | '.join(shares)} |")
    lines += ["", "| ordinary talk left out | posts | flagged in the stream | by itself |"]
    lines += ["|---|---|---|---|"]
    for name in (ORDINARY, LIVE):
        part = unseen[name]
        shares = [
            f"{part.share(limit, TALK, in_stream=inside):.4f}"
            for limit, inside in ((in_stream, True), (alone, False))
        ]
        lines.append(f"| {name} | {len(part.posts)} | {' | '.join(shares)} |")
    return "\n".join(lines)


def main() -> None:
    """Fit, or check."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--check", action="store_true", help="print the leave-one-out table only")
    given = asked.parse_args()
    posts = labelled(given.folder / "crisislex")
    talk = ordinary(given.folder / "event_chatter")
    own = written()
    named = names([*posts, *talk])
    unseen = left_out(posts, talk, own, named)
    if given.check:
        print(table(unseen))
        return
    alone, in_stream = thresholds(unseen)
    final = fitted([*posts, *talk, *own], named)
    *weights, base = final.weights.tolist()
    kept = {
        feature: round(weight, 3)
        for feature, weight in zip(final.features, weights, strict=True)
        if abs(weight) >= SMALLEST
    }
    whole = {
        "made_by": "tools/fit_solemn.py",
        "base": round(base, 3),
        "threshold": round(alone, 3),
        "in_stream": round(in_stream, 3),
        "weights": kept,
    }
    OUT.write_text(json.dumps(whole, indent=0, ensure_ascii=False) + "\n", "utf-8")
    print(f"{len(kept)} weights written to {OUT.name}")


if __name__ == "__main__":
    main()
