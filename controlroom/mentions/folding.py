"""The form in which texts and terms are compared, and where a match may begin and end.

Folded is: NFKC, case folded, NFKD, marks dropped after Latin and Greek letters and from Cyrillic ё
(not from й, not from other scripts), NFC. "É", "e" and U+0301, "ｅ" and "E" are all "e"; the signs
of "हिन्दी" and the voicing of "ガ" stay, because there they make other letters.

Decisions:
- A mark is any character of Unicode's category M, U+FE0F behind an emoji included.
- ё stands for the letter alone: a further mark on it stays, as on any Cyrillic letter.
- Of the characters that Unicode gives no single script, those which only kana and Han use (ー, 〆,
  the repeat, tone and voicing marks) count as kana and Han: "スーパー" is found in
  "スーパーボウル".
"""

import re
import unicodedata
from functools import cache
from itertools import groupby
from typing import NamedTuple

LETTERS = (
    # Latin
    "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02b8\u02e0-\u02e4\u1d00-\u1d25"
    "\u1d2c-\u1d5c\u1d62-\u1d65\u1d6b-\u1d77\u1d79-\u1dbe\u1e00-\u1eff\u2071\u207f\u2090-\u209f"
    "\u212a\u212b\u2132\u214e\u2183\u2184\u2c60-\u2c7f\ua722-\ua787\ua78b-\ua7dd\ua7e2"
    "\ua7f1-\ua7ff\uab30-\uab5a\uab5c-\uab64\uab66-\uab69\uab6c\uab6d\ufb00-\ufb06"
    "\uff21-\uff3a\uff41-\uff5a\U00010780-\U00010785\U00010787-\U000107b0"
    "\U000107b2-\U000107bf\U0001df00-\U0001df81\U0001df90-\U0001df96\U0001dfcd-\U0001dff2"
    "\U0001dff5-\U0001dfff"
    # Greek
    "\u0370-\u0373\u0376\u0377\u037a-\u037d\u037f\u0386\u0388-\u038a\u038c\u038e-\u03a1"
    "\u03a3-\u03e1\u03f0-\u03f5\u03f7-\u03ff\u1d26-\u1d2a\u1d5d-\u1d61\u1d66-\u1d6a\u1dbf"
    "\u1f00-\u1f15\u1f18-\u1f1d\u1f20-\u1f45\u1f48-\u1f4d\u1f50-\u1f57\u1f59\u1f5b\u1f5d"
    "\u1f5f-\u1f7d\u1f80-\u1fb4\u1fb6-\u1fbc\u1fbe\u1fc2-\u1fc4\u1fc6-\u1fcc\u1fd0-\u1fd3"
    "\u1fd6-\u1fdb\u1fe0-\u1fec\u1ff2-\u1ff4\u1ff6-\u1ffc\u2126\uab65\U0001dff3\U0001dff4"
)
"""Letters of the scripts Latin and Greek, as a class of a regular expression (Unicode 17)."""

# Scripts written without blanks between words, and what only they use.
UNSPACED = (
    r"[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}"
    r"\p{Script=Khmer}\p{Script=Myanmar}"
    r"\u3006\u302a-\u302d\u3031-\u3035\u303c\u3099\u309a\u30fc]"
)

# Beyond the first 65,536 characters a class of many ranges is slow to search; all marks there are
# between these bounds.
FURTHER = "\U000101fd-\U0001e94a\U000e0100-\U000e01ef"
_FURTHER = re.compile(f"[{FURTHER}]").search
_LETTER = re.compile(f"[{LETTERS}]").match

# A text longer than this may hold so many marks in a row that Python takes minutes to put them in
# order; nobody writes more than a dozen.
LONG = 400
RUN = 65

# Characters of a text, and bytes of those in it that are not ASCII, up to which it is quicker to
# look at each of those alone.
SHORT = 4_000
FEW = 40
REMEMBERED = 20_000
_ASCII = bytes(range(128))
_NOT_ALONE = (b"", b"")
# Vowels and last consonants of Korean, which join the letter before them.
_JAMO = re.compile("[\u1160-\u11ff\ud7b0-\ud7ff]").match


def fold(text: str) -> str:
    """``text`` in the form in which texts are compared; its length may change."""
    if text.isascii():
        return text.lower()
    if len(text) > SHORT:
        return _together(text)
    # Nearly every text is ASCII and a few other characters that have nothing to do with those
    # beside them: a curly quote, an emoji, é. Bytes are quicker to change than characters.
    try:
        written = text.encode()
    except UnicodeEncodeError:
        return _together(text)
    others = written.translate(None, _ASCII)
    if len(others) > FEW:
        return _together(text)
    folded = written.lower()
    for char in set(others.decode()):
        step = _alone[char]
        if step is _NOT_ALONE:
            return _together(text)
        if step is not None:
            folded = folded.replace(*step)
    return folded.decode()


def _together(text: str) -> str:
    """Any text folded, step by step."""
    if len(text) > LONG:
        text = _patterns().run.sub(_in_order, text)
    cased = unicodedata.normalize("NFKC", text).casefold()
    apart = unicodedata.normalize("NFKD", cased)
    bare = _without_marks(apart)
    # NFC of NFKD is NFKC, and that is nearly always what `cased` is already.
    folded = (
        unicodedata.normalize("NFKC", cased)
        if len(bare) == len(apart)
        else unicodedata.normalize("NFC", bare)
    )
    if "ё" in folded:
        return unicodedata.normalize("NFC", folded.replace("ё", "е"))
    return folded


class _Alone(dict[str, tuple[bytes, bytes] | None]):
    """What folding makes of a character that has nothing to do with those beside it: (itself, what
    it becomes) in UTF-8, None where it stays; ``_NOT_ALONE`` of marks and what combines."""

    def __missing__(self, char: str) -> tuple[bytes, bytes] | None:
        if len(self) > REMEMBERED:
            self.clear()
        self[char] = step = _step(char)
        return step


def _step(char: str) -> tuple[bytes, bytes] | None:
    becomes = _together(char)
    for form in (char, unicodedata.normalize("NFKD", char), becomes):
        if not form or _is_mark(form[0]) or _JAMO(form[0]):
            return _NOT_ALONE
    if becomes == char:
        return None
    # What it becomes must stay as it is when others are replaced after it.
    if any(_together(one) != one for one in becomes):
        return _NOT_ALONE
    return char.encode(), becomes.encode()


_alone = _Alone()


def closed(char: str) -> bool:
    """Whether a letter, mark, digit or underscore: beside ``char`` no match may end."""
    category = unicodedata.category(char)
    return category[0] in "LM" or category == "Nd" or char == "_"


def unspaced(char: str) -> bool:
    """Whether ``char`` is of a script that sets no blanks, so that any neighbour will do."""
    if char.isascii():
        return False
    import regex  # the standard library knows no scripts, and few terms need them

    return regex.match(UNSPACED, char) is not None


def _without_marks(apart: str) -> str:
    """NFKD text without the marks that follow Latin and Greek letters."""
    patterns = _patterns()
    if patterns.maybe.search(apart) is None:
        return apart
    if _FURTHER(apart) is None:
        return patterns.marked.sub("", apart)
    kept = []
    bare = False
    for char in apart:
        if not _is_mark(char):
            bare = _LETTER(char) is not None
        elif bare:
            continue
        kept.append(char)
    return "".join(kept)


def _in_order(run: re.Match[str]) -> str:
    """Marks decomposed and in their canonical order, which every normal form starts from."""
    apart = "".join([unicodedata.normalize("NFKD", char) for char in run[0]])
    ordered: list[str] = []
    for _, those in groupby(apart, lambda char: unicodedata.combining(char) == 0):
        ordered.extend(sorted(those, key=unicodedata.combining))
    return "".join(ordered)


class _Patterns(NamedTuple):
    """``maybe``: what a text without marks has nothing of; ``marked``: runs of marks after Latin
    and Greek letters, of the first 65,536 characters; ``run``: a great many marks in a row."""

    maybe: re.Pattern[str]
    marked: re.Pattern[str]
    run: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    """Made when first needed: most programs that start never do."""
    marks = "".join(filter(_is_mark, map(chr, range(0x300, 0x10000))))
    return _Patterns(
        re.compile(f"[{marks}{FURTHER}]"),
        # The look back stands behind the first mark: only what begins with a class is fast.
        re.compile(f"[{marks}](?<=[{LETTERS}][{marks}])[{marks}]*"),
        # The last two are letters that become marks.
        re.compile(f"[{marks}{FURTHER}\uff9e\uff9f]{{{RUN},}}"),
    )


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"
