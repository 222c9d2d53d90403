"""A run of solemn posts in a stream of few: each counts for or against, one after the other.

A cumulative sum (Page 1954): solemn posts add what speaks for them, others take away, and it never
falls below nothing. It rises within two or three posts when the talk turns, whatever the words.
"""

import math

from controlroom.mentions.solemn_subjects import Told

# What a post adds: its score by itself over this, within bounds.
NEUTRAL = 0.5
LEAST, MOST = -1.5, 4.0
# Enough for posts of one subject; and for posts that share no word.
RISEN_TOGETHER = 3.5
RISEN_APART = 6.0
FEWEST = 2
KEPT = 12
# A run is forgotten by and by where nobody speaks.
HALF_LIFE_S = 21_600


class Run:
    """The evidence of the last posts, and who gave it."""

    def __init__(self) -> None:
        self._sum = 0.0
        self._posts: list[Told] = []
        self._second = 0

    def add(self, post: Told, score: float) -> tuple[Told, ...]:
        """The next post, and its score by itself; the posts of the run where it has risen enough.

        Another post of the same author, or with the same words, adds nothing.
        """
        if post.second > self._second:
            self._sum *= 0.5 ** ((post.second - self._second) / HALF_LIFE_S)
            self._second = post.second
        counts = max(LEAST, min(MOST, score - NEUTRAL))
        if counts > 0.0:
            if any(one.author == post.author or one.text == post.text for one in self._posts):
                return ()
            self._posts = [*self._posts[-KEPT:], post]
        self._sum = max(0.0, self._sum + counts)
        if self._sum == 0.0:
            self._posts = []
        if len(self._posts) < FEWEST or self._sum < self._enough():
            return ()
        return tuple(self._posts)

    def end(self) -> None:
        """What it told is known now."""
        self._sum, self._posts = 0.0, []

    def _enough(self) -> float:
        shared = [one.stems for one in self._posts]
        together = any(
            not one.isdisjoint(other)
            for place, one in enumerate(shared)
            for other in shared[place + 1 :]
        )
        return RISEN_TOGETHER if together else RISEN_APART


def least_crowd(a_minute: float, few: float, fewest: int, of_many: int) -> int:
    """How many must speak of a subject: ``fewest`` where ``few`` posts or less are matched a
    minute, up to ``of_many`` where fifteen times as many are."""
    if a_minute <= few:
        return fewest
    grown = math.log(a_minute / few) / math.log(15.0)
    return min(of_many, fewest + math.ceil(grown * (of_many - fewest)))
