"""The rule of matching once more, slowly and word for word, for tests to compare with.

The alphabet holds what goes wrong: letters that fold to several, marks that compose or do not,
scripts without blanks, jamo, joiners, signs of emoji and half a surrogate pair.
"""

import unicodedata
from collections.abc import Iterable

import regex
from hypothesis import strategies as st

NASTY = [
    *"aAeEzfiIsSéÉüñåßſİıŉǄﬁÅKµªﬀøØłƀ",  # Latin
    *"αάΆςσΣᾳΐϐΩΩ",  # Greek
    *"еЕёЁиИйЙїѐ",  # Cyrillic
    *"かがゞカガｶﾞﾟーｰ々〆停電\uf900豈\U0002f800",  # Han and kana
    *"ไกิำລຳខ្ាကာ့ျ",  # Thai, Lao, Khmer, Myanmar
    *"한각가가한ᆨ",  # Hangul
    *"हिन्दीढ़ढাৌেতா",  # Indic
    *"לָּשׁلَآآﷺ",  # Hebrew, Arabic
    *"09٣²①½ⅣↀⅭ𝟗𝒜",  # numbers
    *"_#＃﹟ \u00a0\u3000\n-'’ʼ´¨…!.,&@",  # signs
    *"👍🏽😂❤🇩🇪",
    *"\u0301\u0300\u0308\u0323\u0306\u0345\u0327\u035d\u0483\u3099\u309a\u302a",  # marks
    *"\u20e3\ufe0f\u200d\u200b\u00ad\ufeff\u034f\u061c",
    *"\U0001df00\U0001e000\U000e0100\U0001d165\U00010300\U0001d167",
    "\ud83d",
    "\udc4d",
    "\0",
]
CHARS = st.sampled_from(NASTY) | st.characters()
TEXTS = st.text(CHARS, max_size=14)
SHORT = st.text(CHARS, max_size=4)


def plain_fold(text: str) -> str:
    """NFKC, casefold, NFKD, marks dropped, NFC: a character at a time."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    kept: list[str] = []
    base, blocked = "", False
    for char in apart:
        if not is_mark(char):
            base, blocked = char, False
        elif regex.fullmatch(r"(?=\p{L})[\p{Script=Latin}\p{Script=Greek}]", base):
            continue
        elif base == "е" and char == "\u0308" and not blocked:
            blocked = True
            continue
        else:
            # What stands between and is of the same class keeps the two from being one letter.
            blocked = blocked or unicodedata.combining(char) in {0, 230}
        kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept))


def plain_match(phrase: str, text: str) -> bool:
    """Whether ``text`` mentions ``phrase``: every place is tried."""
    wanted, folded = plain_fold(phrase), plain_fold(text)
    if not wanted:
        return False
    return any(
        folded[start : start + len(wanted)] == wanted
        and _open(wanted[0], folded[start - 1 : start] if start else "")
        and _open(wanted[-1], folded[start + len(wanted) :][:1])
        for start in range(len(folded))
    )


def plain_terms(phrases: Iterable[str], text: str) -> list[str]:
    """Those of ``phrases`` that ``text`` mentions."""
    return [phrase for phrase in phrases if plain_match(phrase, text)]


def is_mark(char: str) -> bool:
    """Whether of Unicode's category M."""
    return unicodedata.category(char)[0] == "M"


def _open(edge: str, neighbour: str) -> bool:
    if not neighbour or unspaced(edge):
        return True
    category = unicodedata.category(neighbour)
    return category[0] not in "LM" and category != "Nd" and neighbour != "_"


def unspaced(char: str) -> bool:
    """Whether of Han, kana, Thai, Lao, Khmer or Myanmar, or one of the signs only kana and Han
    share."""
    scripts = ("Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar")
    shared = "〆〼ー〱〲〳〴〵\u302a\u302b\u302c\u302d\u3099\u309a"
    return char in shared or any(regex.match(rf"\p{{Script={one}}}", char) for one in scripts)
