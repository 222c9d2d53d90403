"""The gaps in a template's words: which there are, and what may stand in them."""

import unicodedata
from collections.abc import Iterable

from controlroom.event.asset import GAP, Asset, Slot

# Marks that turn the direction of what follows: a word could be made to read as another one.
TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Controls, line and paragraph separators, half characters.
NO_WORDS = frozenset({"Cc", "Zl", "Zp", "Cs"})


def gaps_in(asset: Asset, channels: Iterable[str]) -> tuple[str, ...]:
    """The names of the gaps in everything ``asset`` says on ``channels``, each once, in the order
    in which they are read. What stands in braces and is no slot of the asset is plain text."""
    said = [asset.template_for(channel) for channel in channels]
    said += [part.caption for part in asset.thread]
    known = {slot.name for slot in asset.slots}
    found = (name for words in said for name in GAP.findall(words) if name in known)
    return tuple(dict.fromkeys(found))


def unfilled(asset: Asset, channels: Iterable[str]) -> tuple[str, ...]:
    """The names of the gaps in which nothing stands yet."""
    told = dict(asset.filled)
    return tuple(name for name in gaps_in(asset, channels) if not told.get(name, "").strip())


def as_typed(slot: Slot, typed: str) -> str:
    """What stands in ``slot`` where somebody typed this: without blanks around it, and written as
    in the slot's list where it is one of its words but for capitals."""
    words = typed.strip()
    if words in slot.words:
        return words
    alike = (one for one in slot.words if one.casefold() == words.casefold())
    return next(alike, words)


def fits_slot(slot: Slot, words: str) -> bool:
    """Whether ``words`` may stand in ``slot``: on one line, without blanks around them or braces,
    no longer than it says, and one of its words where it has a list."""
    plain = not any(
        one in "{}" or one in TURNING or unicodedata.category(one) in NO_WORDS for one in words
    )
    listed = not slot.words or words in slot.words
    return plain and listed and words == words.strip() and 0 < len(words) <= slot.longest


def fits(asset: Asset, channel: str) -> bool:
    """Whether all that stands in the gaps on ``channel`` keeps to the rules that were approved."""
    told, read = dict(asset.filled), set(gaps_in(asset, (channel,)))
    return all(
        fits_slot(slot, told[slot.name])
        for slot in asset.slots
        if slot.name in read and told.get(slot.name)
    )
