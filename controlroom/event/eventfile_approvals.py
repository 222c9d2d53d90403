"""Gaps and approvals of the assets of an event file."""

import re
from collections.abc import Iterable

from controlroom.event.approvals import is_author
from controlroom.event.asset import GAP, Approval, Asset, Slot
from controlroom.event.content import variant_digest
from controlroom.event.eventfile_form import AssetForm, EventForm, SlotForm
from controlroom.event.eventfile_times import utc
from controlroom.event.eventfile_troubles import place, trouble
from controlroom.event.live_event import PersonRole
from controlroom.event.people import same
from controlroom.event.slots import fits_slot
from controlroom.messages import Message

NAME = re.compile(r"\w+")


def slots_of(form: AssetForm) -> tuple[Slot, ...]:
    """The gaps of an asset. ``WrongInput`` where one can never be filled, or never be seen."""
    where = place("asset", form.slug)
    slots = tuple(_slot(one, where) for one in form.slot)
    names = [slot.name for slot in slots]
    for name in names:
        if names.count(name) > 1:
            raise trouble("twice", table="asset.slot", name=name)
    if slots:
        _check_gaps(form, set(names), where)
    return slots


def _check_gaps(form: AssetForm, names: set[str], where: Message) -> None:
    gaps = {name for words in _captions(form) for name in GAP.findall(words)}
    for name in sorted(names - gaps):
        raise trouble("no_gap", where=where, name=name)
    for name in sorted(gaps - names):
        raise trouble("unknown_gap", where=where, name=name)
    for words in _elsewhere(form):
        for name in names.intersection(GAP.findall(words)):
            raise trouble("gap_elsewhere", where=where, name=name)


def _slot(form: SlotForm, where: Message) -> Slot:
    if NAME.fullmatch(form.name) is None:
        raise trouble("slot_name", where=where, name=form.name)
    slot = Slot(form.name, form.longest, form.words)
    if form.longest < 1:
        raise trouble("slot_short", where=where, name=form.name)
    for words in form.words:
        if not fits_slot(slot, words):
            raise trouble("slot_words", where=where, name=form.name, words=words)
    return slot


def _captions(form: AssetForm) -> Iterable[str]:
    yield form.caption
    yield from (variant.caption or "" for variant in form.variant)
    yield from (part.caption for part in form.thread)


def _elsewhere(form: AssetForm) -> Iterable[str]:
    """What people can read besides: nothing is ever filled in there."""
    yield form.alt
    yield from (picture.alt for picture in form.more)
    yield from (picture.alt for part in form.thread for picture in part.pictures)
    for variant in form.variant:
        yield variant.alt or ""
        yield from (picture.alt for picture in variant.more or ())
    if form.link is not None:
        yield from (form.link.url, form.link.title, form.link.description)


def approvals_of(
    asset: Asset, by: str, at: int, until: int | None, form: EventForm
) -> tuple[Approval, ...]:
    """The yes of ``by`` to ``asset`` as it stands, on each channel. ``WrongInput`` where they may
    not give it."""
    where = place("asset", asset.slug)
    if not by.strip():
        raise trouble("unsigned", where=where)
    if at > utc(form.ends, form.zone, where, "ends"):
        raise trouble("approved_after", where=where)
    if until is not None and until <= at:
        raise trouble("ended", where=where)
    channels = tuple(dict.fromkeys(account.channel for account in form.account))
    if any(is_author(asset, channel, by) for channel in channels):
        raise trouble("own_approval", where=where, by=by)
    who = _named(by, form, where)
    return tuple(
        Approval(channel, who, at, asset.version, variant_digest(asset, channel), until)
        for channel in channels
    )


def _named(by: str, form: EventForm, where: Message) -> str:
    """An approver as the file's people write them; anybody where it names no people."""
    if not form.person or same(by, form.settings.approver):
        return by
    for person in form.person:
        if same(person.name, by) and (person.role is PersonRole.APPROVER or person.client):
            return person.name
    raise trouble("no_approver", where=where, by=by)
