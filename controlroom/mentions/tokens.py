"""Posts as words: what the watches judge by, whatever the script. No counting is done on this."""

import re
import unicodedata
from functools import lru_cache

LONGEST = 1_200
# A word with its inner apostrophes and hyphens, or a hashtag; addresses and accounts are parted
# off first.
ADDRESS = re.compile(r"(?:https?:|www\.)\S*|\bpic\.twitter\.com/\S*")
ACCOUNT = re.compile(r"(?<![\w.])[@＠]\w[\w.-]*:?")
WORD = re.compile(r"#?\w+(?:['’.-]\w+)*")
ENTITY = re.compile(r"&(?:amp|lt|gt|quot);")
# "l'attentat", "dell'incendio": the article is no part of the word.
ELIDED = re.compile(r"(?:[cdjlmnst]|qu|un|(?:d|n|s)ell|[ds]?all|sull|quell)'(?=\w{3})")
REPEATED = re.compile(r"(\w)\1{2,}")


@lru_cache(maxsize=65_536)
def folded(word: str) -> str:
    """Small letters without marks: "Explosão" and "explosao" are one word here."""
    if word.isascii():
        small = word.lower()
    else:
        apart = unicodedata.normalize("NFKD", word.casefold())
        small = "".join([one for one in apart if not unicodedata.combining(one)])
        # Marks are dropped for the sake of Latin; other scripts are put together again.
        small = unicodedata.normalize("NFC", small).replace("’", "'")
    if "'" in small:
        elided = ELIDED.match(small)
        small = small[elided.end() :] if elided else small
    return REPEATED.sub(r"\1\1", small)


def spoken(text: str) -> list[str]:
    """The words and #hashtags of a post in order, folded, without addresses and accounts."""
    bare = ENTITY.sub(" ", ACCOUNT.sub(" ", ADDRESS.sub(" ", text[:LONGEST])))
    return [folded(one) for one in WORD.findall(bare)]
