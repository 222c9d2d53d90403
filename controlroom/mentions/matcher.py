"""Which watch terms a text mentions.

A phrase matches where folded text and folded phrase agree (``folding.fold``) and both edges are
open: the character beside it is no letter, mark, digit or underscore, or the phrase's own character
at that edge is of a script that sets no blanks between words (``folding.unspaced``). There is no
other licence: "super bowl" is not "superbowl", "oreo" is found in "#Oreo", "#oreo" only with its
sign. Blanks and apostrophes are characters like any other.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from ahocorasick_rs import AhoCorasick, Implementation

from controlroom.event.watch import WatchTerm
from controlroom.mentions.folding import closed, fold, unspaced

Hit: TypeAlias = tuple[int, int, int]
"""Which pattern, and where in the folded text it starts and ends."""

PIECE = 65_536
_HALVES = re.compile("[\ud800-\udfff]")


class Matcher:
    """Matches any text against hundreds of terms at once. Immutable, cheap to rebuild.

    A phrase that folds to nothing, or holds half a surrogate pair, matches nothing.
    """

    def __init__(self, terms: Sequence[WatchTerm]) -> None:
        owners: dict[str, set[int]] = {}
        barred: dict[str, set[int]] = {}
        for index, term in enumerate(terms):
            for phrases, those in ((term.phrases, owners), (term.exclusions, barred)):
                for phrase in phrases:
                    those.setdefault(fold(phrase), set()).add(index)
        patterns = [one for one in {**owners, **barred} if one and _HALVES.search(one) is None]
        self._rules = [
            (
                not unspaced(one[0]),
                not unspaced(one[-1]),
                tuple(sorted(owners.get(one, ()))),
                frozenset(barred.get(one, ())),
            )
            for one in patterns
        ]
        self._find = AhoCorasick(
            patterns or ["\0"], implementation=Implementation.DFA
        ).find_matches_as_indexes
        self._longest = max(map(len, patterns), default=0)
        self._closed = _Closed()
        self._none = not patterns

    def match(self, text: str) -> tuple[int, ...]:
        """Indices of the terms that ``text`` mentions, ascending, each once."""
        if self._none:
            return ()
        folded = fold(text)
        if len(folded) > PIECE:
            return self._judged(folded, self._piecemeal(folded))
        try:
            hits = self._find(folded, True)  # noqa: FBT003
        except UnicodeEncodeError:
            # Half a surrogate pair is no letter and neither is the sign that takes its place.
            hits = self._find(_HALVES.sub("\ufffd", folded), True)  # noqa: FBT003
        return self._judged(folded, hits) if hits else ()

    def _piecemeal(self, folded: str) -> Iterator[Hit]:
        """The hits in a long text, some of them twice; all at once could fill the memory."""
        folded = _HALVES.sub("\ufffd", folded)
        for begin in range(0, len(folded), PIECE):
            piece = folded[begin : begin + PIECE + self._longest]
            for pattern, start, end in self._find(piece, True):  # noqa: FBT003
                yield pattern, begin + start, begin + end

    def _judged(self, folded: str, hits: Iterable[Hit]) -> tuple[int, ...]:
        """The terms of those ``hits`` (pattern, start, end in ``folded``) whose edges are open."""
        found: tuple[int, ...] = ()
        out: frozenset[int] = frozenset()
        length = len(folded)
        rules, is_closed = self._rules, self._closed
        for pattern, start, end in hits:
            left, right, owner, barred = rules[pattern]
            if start and left and is_closed[folded[start - 1]]:
                continue
            if end < length and right and is_closed[folded[end]]:
                continue
            if not found:
                found = owner
            elif owner != found:
                found = tuple(sorted({*found, *owner}))
            if barred:
                out |= barred
        return tuple([one for one in found if one not in out]) if out else found


class _Closed(dict[str, bool]):
    """``folding.closed`` of characters met before."""

    def __missing__(self, char: str) -> bool:
        self[char] = found = closed(char)
        return found
