"""How X reads a text (twitter-text 3.1, config v3, read 2026-08): its weight and its marks.

Latin and its neighbours weigh one, everything else two, an emoji sequence two, a link 23, after
NFC. A text is valid by twitter-text's own rule, for which white space is text; an empty one is
not. Marks are found in the text as it was given, not in its NFC form.
"""

import re
import unicodedata
from functools import lru_cache

import emoji

from controlroom.channels.reading import Mark, Reading, apart, troubles_of
from controlroom.channels.x_text_links import links
from controlroom.channels.x_text_names import mentions_or_lists, tags
from controlroom.messages import message

LIMIT = 280
LINK_LENGTH = 23
PICTURES = 4
PICTURE_BYTES = 5 * 1024 * 1024
ALT_CHARACTERS = 1_000

_HEAVY = re.compile(r"[^\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")
# A sign that is an emoji only when asked to be (©) is weighed as a character, and so are the parts
# of a sequence whose selectors are missing; a keycap may lack its own.
_SEQUENCES = frozenset(
    one
    for one, about in emoji.EMOJI_DATA.items()
    if len(one) > 1 and (about["status"] == emoji.STATUS["fully_qualified"] or one[1] == "\u20e3")
)
_LENGTHS = sorted({len(one) for one in _SEQUENCES}, reverse=True)
_FIRSTS, _SECONDS = ("".join({one[at] for one in _SEQUENCES}) for at in (0, 1))
_MAY_BEGIN = re.compile(rf"[{re.escape(_FIRSTS)}](?=[{re.escape(_SECONDS)}])")
_REFUSED = re.compile(r"[\ufffe\ufeff\uffff]")


def count(text: str) -> int:
    """Weighted length of ``text``."""
    composed = unicodedata.normalize("NFC", text)
    return _weighed(composed, links(composed))


def read(text: str) -> Reading:
    """``text`` as X reads it; ``length`` is its weight."""
    marked = links(text)
    composed = unicodedata.normalize("NFC", text)
    length = _weighed(composed, marked if composed == text else links(composed))
    problems = troubles_of(text, blank_is_nothing=False)
    if length > LIMIT:
        problems.append(message("check.too_long", over=length - LIMIT, limit=LIMIT))
    if _REFUSED.search(text):
        problems.append(message("text.refused_character"))
    marks = apart([*marked, *mentions_or_lists(text), *tags(text)])
    return Reading(length, LIMIT, tuple(problems), marks)


def _weighed(text: str, marked: list[Mark]) -> int:
    weight = at = 0
    for link in marked:
        weight += _weight(text[at : link.start]) + LINK_LENGTH
        at = link.end
    return weight + _weight(text[at:])


@lru_cache(maxsize=64)
def _weight(text: str) -> int:
    """Weight of ``text`` without links."""
    if text.isascii():
        return len(text)
    weight = at = 0
    while begins := _MAY_BEGIN.search(text, at):
        start = begins.start()
        end = _emoji_end(text, start)
        if end is None:
            weight += _of_characters(text[at : start + 1])
            at = start + 1
        else:
            weight += _of_characters(text[at:start]) + 2
            at = end
    return weight + _of_characters(text[at:])


def _emoji_end(text: str, start: int) -> int | None:
    """Where the emoji sequence that begins at ``start`` ends, if one does."""
    for size in _LENGTHS:
        if start + size <= len(text) and text[start : start + size] in _SEQUENCES:
            return start + size
    return None


def _of_characters(text: str) -> int:
    return len(text) + len(_HEAVY.findall(text))
