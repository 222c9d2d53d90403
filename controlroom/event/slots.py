"""The gaps in a template's words: which there are, and what may stand in them."""

from controlroom.event.asset import GAP, Asset, Slot


def gaps_in(asset: Asset, channels: tuple[str, ...]) -> tuple[str, ...]:
    """The names of the gaps in everything ``asset`` says on ``channels``, each once. What stands in
    braces and is no slot of the asset is plain text."""
    said = [asset.template_for(channel) for channel in channels]
    said += [part.caption for part in asset.thread]
    known = {slot.name for slot in asset.slots}
    found = (name for words in said for name in GAP.findall(words) if name in known)
    return tuple(dict.fromkeys(found))


def unfilled(asset: Asset, channels: tuple[str, ...]) -> tuple[str, ...]:
    """The names of the gaps in which nothing stands yet."""
    told = dict(asset.filled)
    return tuple(name for name in gaps_in(asset, channels) if not told.get(name, "").strip())


def fits_slot(slot: Slot, words: str) -> bool:
    """Whether ``words`` may stand in ``slot``."""
    one_line = not any(mark in words for mark in "\r\n")
    listed = not slot.words or words.casefold() in {one.casefold() for one in slot.words}
    return one_line and listed and 0 < len(words) <= slot.longest


def fits(asset: Asset) -> bool:
    """Whether all that was filled in keeps to the rules that were approved."""
    slots = {slot.name: slot for slot in asset.slots}
    return all(name in slots and fits_slot(slots[name], words) for name, words in asset.filled)
