"""Stay out: the brief's subjects that are not the brand's."""

import re
from functools import lru_cache

from controlroom.guards.caption import words_of
from controlroom.guards.known import Answer, Known, Level
from controlroom.guards.plain import plain
from controlroom.messages import message

LABEL = message("guard.stay_out")
# Shorter words tell no subject; of longer ones the beginning is compared: "penalty", "penalties".
TELLING = 4
STEM = 6
WORD = re.compile(r"[^\W\d_]+")
_SPOKEN = (
    "about anybody anyone anything been being brand brands from have here into just like look looks"
    " made make more most much never other others over people said such take than that their them"
    " then there these they thing things this those very want were what when where which will with"
    " without would your"
)
PLAIN = frozenset(_SPOKEN.split())


def guard(known: Known) -> Answer | None:
    """NOTE where the words speak of one. None where the brief names none."""
    lines = known.event.brand.stay_out_of
    if not lines:
        return None
    asset = known.asset
    channels = [on.channel for on in known.channels] or known.event.channels
    said = stems(" ".join([asset.title, *asset.tags, *words_of(asset, channels)]))
    for line in lines:
        # "anybody hurt: players, crowd": what stands behind the colon is none by itself.
        if stems(line.partition(":")[0]) & said or len(stems(line) & said) > 1:
            return Answer(Level.NOTE, LABEL, message("guard.stay_out.line", line=line))
    return Answer(Level.GO, LABEL, message("guard.stay_out.go"))


@lru_cache(maxsize=512)
def stems(text: str) -> frozenset[str]:
    """The beginnings of the telling words of a text."""
    words = WORD.findall(plain(text))
    return frozenset(word[:STEM] for word in words if len(word) >= TELLING and word not in PLAIN)
