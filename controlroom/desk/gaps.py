"""The gaps of the template in Preview: where they stand, their rules, and what typing means."""

from dataclasses import replace

from controlroom.desk.gaps_view import GapField, GapSpan
from controlroom.desk.view import Tone
from controlroom.event.approvals import is_approved
from controlroom.event.asset import GAP, Asset, Slot
from controlroom.event.slots import as_typed, fits_slot, gaps_in
from controlroom.messages import Message, message


def gap_fields(asset: Asset, channels: tuple[str, ...], now: int) -> tuple[GapField, ...]:
    """The gaps in everything ``asset`` says on ``channels``, in the order they are read."""
    if not asset.slots:
        return ()
    approved = is_approved(replace(asset, filled=()), channels, now)
    slots = {slot.name: slot for slot in asset.slots}
    told = dict(asset.filled)
    return tuple(
        GapField(
            name,
            told.get(name, ""),
            slots[name].longest,
            slots[name].words,
            _rule(slots[name]),
            approved,
        )
        for name in gaps_in(asset, channels)
    )


def gap_spans(asset: Asset, channel: str) -> tuple[GapSpan, ...]:
    """Where the gaps stand in ``asset.words_for(channel)``."""
    known = {slot.name for slot in asset.slots}
    told = dict(asset.filled)
    found, longer = [], 0
    for gap in GAP.finditer(asset.template_for(channel)):
        name = gap[1]
        shown = told.get(name) or gap[0]
        if name in known:
            filled = bool(told.get(name, "").strip())
            found.append(GapSpan(gap.start() + longer, len(shown), name, filled))
        longer += len(shown) - len(gap[0])
    return tuple(found)


def meant(field: GapField, typed: str) -> str:
    """The words that ``typed`` puts into the gap: without blanks around them, and one of its list
    as it is written there."""
    return as_typed(_slot(field), typed)


def judged(field: GapField, typed: str) -> tuple[Message, Tone]:
    """Whether the template keeps its approval with what is ``meant`` by ``typed`` in the gap."""
    words = meant(field, typed)
    if not words:
        return message("gap.empty"), Tone.NOTE
    if not fits_slot(_slot(field), words):
        if len(words) > field.longest:
            over = len(words) - field.longest
            return message("gap.too_long", over=over), Tone.CAUTION
        if field.choices:
            return message("gap.not_listed"), Tone.CAUTION
        return message("gap.signs"), Tone.CAUTION
    if not field.approved:
        return message("gap.fits"), Tone.NOTE
    return message("gap.keeps"), Tone.GO


def _slot(field: GapField) -> Slot:
    return Slot(field.name, field.longest, field.choices)


def _rule(slot: Slot) -> Message:
    if slot.words:
        return message("gap.rule_words", count=len(slot.words))
    return message("gap.rule", longest=slot.longest)
