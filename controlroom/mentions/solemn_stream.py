"""Judges posts in the light of their stream: what was said around them, and with which words.

Where one post in a hundred is solemn, a post must say so plainly; where most are, a word is
enough, and a hashtag under which people mourn is telling by itself. Only what came before counts.
"""

import math
from dataclasses import replace

from controlroom.mentions.solemn_judge import Judgement, judge, weights

# Memory and patience, in judged posts.
MEMORY = 200.0
USUAL_SHARE = 0.02
USUAL_POSTS = 30.0
# How far the stream moves a post: its share of solemn talk, and its five most telling words.
SHARE_COUNTS = 0.65
WORDS_COUNT = 0.7
WORDS = 5
WORD_POSTS = 4.0
WORD_MOST = 1.5
SHORTEST = 3
SEEN = 2
TELLING = 0.4
WORDS_KEPT = 20_000
# A solemn score that makes a post as likely solemn as not where few are.
EVEN = 2.0
CERTAIN = 30.0
HIGHEST, LOWEST = 0.98, 0.003


class Stream:
    """What a stream of posts has been speaking of, as far as it was judged."""

    def __init__(self) -> None:
        self._posts = 0.0
        self._solemn = 0.0
        self._words: dict[str, list[float]] = {}

    @property
    def share(self) -> float:
        """The share of solemn posts lately, 0-1; the usual share where little was heard."""
        return (USUAL_POSTS * USUAL_SHARE + self._solemn) / (USUAL_POSTS + self._posts)

    def judge(self, text: str) -> tuple[float, Judgement]:
        """Judge the stream's next post, and remember it: its score by itself, and the judgement
        in its stream. Never raises."""
        alone = judge(text)
        words = [one for one in alone.said if len(one) >= SHORTEST]
        score = alone.score + self.leaning(words)
        self.hear(alone.score, words)
        return alone.score, replace(alone, score=score, solemn=score >= weights().in_stream)

    def tells(self, word: str) -> bool:
        """Whether ``word`` was said by hardly any but solemn posts, in this stream."""
        posts, solemn = self._words.get(word, (0.0, 0.0))
        return posts > 0.0 and solemn >= TELLING * posts

    def leaning(self, words: list[str]) -> float:
        """What the stream so far adds to the score of a post with ``words``."""
        share = min(HIGHEST, self.share)
        moved = SHARE_COUNTS * max(0.0, odds(share) - odds(USUAL_SHARE))
        telling = []
        for word in words:
            posts, solemn = self._words.get(word, (0.0, 0.0))
            if posts >= SEEN:
                among = (solemn + WORD_POSTS * share) / (posts + WORD_POSTS)
                lean = odds(min(HIGHEST, max(LOWEST, among))) - odds(share)
                telling.append(max(-WORD_MOST, min(WORD_MOST, lean)))
        telling.sort(key=lambda lean: (-abs(lean), lean))
        # In a stream that speaks of other things a word alone must not make a post solemn.
        return moved + WORDS_COUNT * sum(
            lean if lean < 0 else lean * share for lean in telling[:WORDS]
        )

    def hear(self, score: float, words: list[str]) -> None:
        """A post with ``words`` was said that scores ``score`` by itself."""
        likely = likelihood(score - EVEN)
        keep = 1.0 - 1.0 / MEMORY
        self._posts = self._posts * keep + 1.0
        self._solemn = self._solemn * keep + likely
        for word in words:
            counted = self._words.setdefault(word, [0.0, 0.0])
            counted[0] += 1.0
            counted[1] += likely
        if len(self._words) > WORDS_KEPT:
            self._forget()

    def _forget(self) -> None:
        """Halve what is known of each word; what was said once is let go."""
        halved = {word: [many / 2, solemn / 2] for word, (many, solemn) in self._words.items()}
        self._words = {word: counts for word, counts in halved.items() if counts[0] >= 1.0}


def odds(share: float) -> float:
    """The log-odds of a share between 0 and 1."""
    return math.log(share / (1.0 - share))


def likelihood(score: float) -> float:
    """The share between 0 and 1 of log-odds."""
    return 1.0 / (1.0 + math.exp(-max(-CERTAIN, min(CERTAIN, score))))
