"""Hashtags and names in a caption, by a simple rule that anybody can follow.

A name is a hashtag, an @address, a word with a capital that does not begin its sentence, or several
such words in a row ("Kim K", "Bank of America"; in a row the first may begin it). Watch terms of
brands and players that stand in the words are names too, however they are written.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from controlroom.event.watch import WatchTerm
from controlroom.guards.caption import hashtags_in
from controlroom.mentions.folding import fold
from controlroom.mentions.matcher import Matcher


def _words(listed: str) -> list[str]:
    return listed.split()


TOKEN = re.compile(r"https?://\S+|[#@\uff03]\S+|[^\W\d_][\w'\u2019-]*|\d+|[^\w\s]|\n")
ADDRESS = re.compile(r"(?<![\w@/.])@(\w(?:[\w.-]*\w)?(?:@\w[\w.-]*\w)?)")
OWNS = re.compile(r"['\u2019][sS]?$")
ENDS = frozenset(".!?:\n…")
LINKS = frozenset({"of", "de", "da", "del", "di", "van", "von", "der", "la", "le", "el", "al"})
# Words that begin sentences and are written with a capital only there.
BEGIN = frozenset(
    _words("""
a an and any are as ask at be but can come could day did do does don't either every for from get
give go good got had happy has have hello here hey how i if in is it it's its just keep let
let's look make meet more my never new no not now of off oh ok on once one only or our out
please power see set she should so some still take thank thanks that the their then there these
they this those time to today tonight turn until up was watch we were what when where which who
why will wish with would yes you your
""")
)
NEVER = frozenset(
    _words("""
i i'm i'll i've i'd ok tv am pm usa uk monday tuesday wednesday thursday friday saturday sunday
january february march april may june july august september october november december
""")
)
LONGEST = 5
NAMED_GROUPS = ("brand", "players", "rivals")


@dataclass(frozen=True, slots=True)
class Name:
    """Something named in words: as it is written, and the phrase it is looked for by."""

    label: str
    phrase: str


def names_in(words: str, channels: tuple[str, ...] = ("",)) -> tuple[Name, ...]:
    """The hashtags ``channels`` make of a text, its addresses and names, in this order, each
    once."""
    found: dict[str, str] = {}
    for label in (
        *hashtags_in(words, channels),
        *(f"@{one}" for one in ADDRESS.findall(words)),
        *_capitalised(words),
    ):
        found.setdefault(fold(label), label)
    return tuple(Name(label, label) for label in found.values())


def terms_named(words: str, terms: Iterable[WatchTerm]) -> tuple[WatchTerm, ...]:
    """Watch terms of brands and players that stand in the words."""
    named = tuple(term for term in terms if term.group in NAMED_GROUPS)
    return tuple(named[place] for place in Matcher(named).match(words)) if named else ()


def _capitalised(words: str) -> list[str]:
    spoken = [one for one in re.findall(r"[^\W\d_]{2,}", words) if one.lower() != one.upper()]
    if spoken and sum(one.isupper() for one in spoken) > len(spoken) / 2:
        # All in capitals: nothing stands out.
        return []
    names: list[str] = []
    run: list[str] = []
    begins = first = True

    def close() -> None:
        while run and run[-1].casefold() in LINKS:
            run.pop()
        if run and first and run[0].casefold() in BEGIN:
            run.pop(0)
            alone = False
        else:
            alone = first and len(run) == 1
        if run and not alone and len(run) <= LONGEST:
            names.append(OWNS.sub("", " ".join(run)))
        run.clear()

    for token in TOKEN.findall(words):
        if _is_name(token):
            if not run:
                first = begins
            run.append(token)
            begins = False
        elif run and token.casefold() in LINKS:
            run.append(token)
        else:
            close()
            begins = token in ENDS or (begins and not token[0].isalnum())
    close()
    return [one for one in names if one.casefold() not in NEVER]


def _is_name(token: str) -> bool:
    return token[0].isupper() and token.casefold() not in ("i", "i'm", "i'll", "i've", "i'd")
