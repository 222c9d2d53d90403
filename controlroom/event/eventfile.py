"""Reads an event from its folder: ``event.toml`` and the pictures it names.

What is wrong with a file is told as a ``WrongInput`` that names the file, the place in it and what
to do; nothing is guessed and nothing is left out quietly.
"""

import datetime as dt
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from importlib.resources.abc import Traversable
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from controlroom.event.asset import Asset
from controlroom.event.cue import Cue, Outcome, OutcomeSet
from controlroom.event.eventfile_approvals import approvals_of, slots_of
from controlroom.event.eventfile_art import Art
from controlroom.event.eventfile_checks import (
    check_names,
    check_references,
    check_watched,
    feed_of,
    term_of,
)
from controlroom.event.eventfile_form import AssetForm, EventForm, MomentForm
from controlroom.event.eventfile_people import (
    check_lists,
    check_people,
    people_of,
    sensitive_of,
)
from controlroom.event.eventfile_posts import link_of, part_of, pictures_of, variant_of
from controlroom.event.eventfile_times import until, utc
from controlroom.event.eventfile_troubles import FILE, not_in_form, not_toml, place, trouble
from controlroom.event.live_event import (
    Account,
    AlsoStop,
    Brand,
    GuardSettings,
    LiveEvent,
)
from controlroom.event.moment import Anchor, HardTime, Intent, Moment, Segment
from controlroom.messages import Message, message

FORMAT = 1
MINUTE_S = 60
MICROS = 1_000_000


def read_event(folder: Path | Traversable) -> LiveEvent:
    """The event in ``folder``. ``WrongInput`` where the file or a picture cannot be used."""
    return read_event_and_pictures(folder)[0]


def read_event_and_pictures(folder: Path | Traversable) -> tuple[LiveEvent, dict[str, bytes]]:
    """The event in ``folder`` and the bytes of its pictures by SHA-256.

    An approval in the file is a yes to the words and pictures that stand in the same file.
    ``WrongInput`` where the file or a picture cannot be used.
    """
    form = _form(folder)
    check_names(form)
    check_watched(form)
    check_references(form)
    check_people(form)
    check_lists(form)
    for zone, key in ((form.zone, "zone"), (form.second_zone, "second_zone")):
        _check_zone(zone, key)
    art = Art(folder)
    starts = utc(form.starts, form.zone, message("eventfile.where.top"), "starts")
    ends = utc(form.ends, form.zone, message("eventfile.where.top"), "ends")
    if ends <= starts:
        raise trouble("ends")
    event = LiveEvent(
        id=form.id,
        slug=form.slug,
        title=form.title,
        brand=msgspec.convert(msgspec.to_builtins(form.brand), Brand),
        zone=form.zone,
        second_zone=form.second_zone,
        second_zone_label=form.second_zone_label,
        starts=starts,
        ends=ends,
        segments=tuple(Segment(one.slug, one.title, one.short) for one in form.segment),
        moments=_moments(form),
        assets=tuple(_asset(one, form, art) for one in form.asset),
        cues=tuple(_cues(form)),
        outcome_sets=tuple(
            OutcomeSet(one.slug, one.title, tuple(Outcome(o.slug, o.title) for o in one.outcome))
            for one in form.outcome_set
        ),
        accounts=tuple(_accounts(form, art)),
        terms=tuple(map(term_of, form.term)),
        slots=tuple(form.slots.items()),
        also_stop=tuple(AlsoStop(one.title, one.who, one.phone) for one in form.also_stop),
        settings=msgspec.convert(msgspec.to_builtins(form.settings), GuardSettings),
        synthetic=form.synthetic,
        feeds=tuple(map(feed_of, form.feed)),
        hashtags=form.hashtags,
        links=form.links,
        never=form.never,
        people=people_of(form),
        sensitive=sensitive_of(form),
        regions=form.regions,
    )
    return event, art.contents


def _form(folder: Path | Traversable) -> EventForm:
    try:
        text = folder.joinpath(FILE).read_bytes().decode()
    except UnicodeDecodeError as error:
        raise trouble("not_text") from error
    except OSError as error:
        raise trouble("missing", folder=folder.name) from error
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise not_toml(error, text) from error
    # Before the rest, because a newer format may well hold keys this program does not know.
    if isinstance(written := told.get("format"), int) and written != FORMAT:
        raise trouble("format", found=written, known=FORMAT)
    try:
        # Numbers, dates and choices as TOML has them: "5" in quotation marks is no number.
        return msgspec.convert(told, EventForm, builtin_types=(dt.datetime, dt.date, dt.time))
    except msgspec.ValidationError as error:
        raise not_in_form(error, told) from error


def _check_zone(name: str, key: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise trouble("zone", key=key, zone=name) from error


def _moments(form: EventForm) -> tuple[Moment, ...]:
    written = {one.slug: one for one in form.moment}
    return tuple(_moment(one, written, form.zone) for one in form.moment)


def _moment(one: MomentForm, written: dict[str, MomentForm], zone: str) -> Moment:
    where = place("moment", one.slug)
    if one.intent is Intent.SILENT and (one.cues or one.outcome_set):
        raise trouble("silent", where=where)
    if one.cues and one.outcome_set:
        raise trouble("both_ways", where=where)
    _check_anchor(one, where)
    moment = Moment(
        slug=one.slug,
        title=one.title,
        short=one.short,
        segment=one.segment,
        anchor=one.anchor,
        intent=one.intent,
        planned=_planned(one, written, zone, ()),
        after=one.after,
        offset_s=round(one.offset_min * MINUTE_S),
        spread_s=round(one.spread_min * MINUTE_S),
        length_s=round(one.length_min * MINUTE_S),
        terms=one.terms,
        outcome_set=one.outcome_set,
    )
    if one.at is None or moment.planned is None:
        return moment
    return replace(moment, hard=HardTime(one.at.isoformat(), zone, moment.planned, one.fold))


def _check_anchor(one: MomentForm, where: Message) -> None:
    """A HARD moment has a time, a SOFT one hangs on something, a FLOAT has neither."""
    if one.anchor is Anchor.HARD and one.at is None:
        raise trouble("hard", where=where)
    if one.anchor is Anchor.SOFT and one.after is None:
        raise trouble("soft", where=where)
    if one.anchor is not Anchor.HARD and one.at is not None:
        raise trouble("extra_time", where=where, anchor=one.anchor.upper(), key="at")
    if one.anchor is not Anchor.SOFT and one.after is not None:
        raise trouble("extra_time", where=where, anchor=one.anchor.upper(), key="after")


def _planned(
    one: MomentForm, written: dict[str, MomentForm], zone: str, from_: tuple[str, ...]
) -> int | None:
    """UTC µs a moment was planned for; ``from_`` are the moments that hang on it, one by one."""
    where = place("moment", one.slug)
    if one.at is not None:
        return utc(one.at, zone, where, "at", one.fold)
    if one.after is None:
        return None
    if one.slug in from_:
        raise trouble("circle", where=where)
    base = _planned(written[one.after], written, zone, (*from_, one.slug))
    if base is None:
        raise trouble("no_base", where=where, name=one.after)
    return base + round(one.offset_min * MINUTE_S) * MICROS


def _cues(form: EventForm) -> Iterable[Cue]:
    """Every pairing, in order of preference, those of outcome sets with their side."""
    sides = {one.slug: one.outcome for one in form.outcome_set}
    for moment in form.moment:
        for order, asset in enumerate(moment.cues):
            yield Cue(moment.slug, asset, order)
        named = [
            (asset, side.slug)
            for side in sides.get(moment.outcome_set or "", ())
            for asset in side.cues
        ]
        for order, (asset, side) in enumerate(named):
            yield Cue(moment.slug, asset, order, side)


def _accounts(form: EventForm, art: Art) -> Iterable[Account]:
    for one in form.account:
        avatar = None
        if one.avatar is not None:
            avatar = art.picture(one.avatar, "", place("account", one.channel)).sha256
        yield Account(one.channel, one.handle, one.name, avatar, one.server, one.colour)


def _asset(one: AssetForm, form: EventForm, art: Art) -> Asset:
    where = place("asset", one.slug)

    def until_of(told: dt.date | None, key: str) -> int | None:
        return until(told, form.zone, where, key)

    asset = Asset(
        slug=one.slug,
        title=one.title,
        role=one.role,
        caption=one.caption,
        picture=None if one.picture is None else art.picture(one.picture, one.alt, where),
        more=pictures_of(one.more, art, where),
        variants=tuple(variant_of(variant, one, art, where) for variant in one.variant),
        thread=tuple(part_of(part, art, where) for part in one.thread),
        link=link_of(one.link, art, where),
        use_when=one.use_when,
        dont_use_when=one.dont_use_when,
        tags=one.tags,
        terms=one.terms,
        rights_until=until_of(one.rights_until, "rights_until"),
        offer_until=until_of(one.offer_until, "offer_until"),
        embargo_until=until_of(one.embargo_until, "embargo_until"),
        version=one.version,
        authors=one.authors,
        slots=slots_of(one),
        provenance=one.provenance,
        regions=one.regions,
    )
    if one.approval is None:
        return asset
    at = utc(one.approval.at, form.zone, where, "at")
    ends = until_of(one.approval.until, "until")
    return replace(asset, approvals=approvals_of(asset, one.approval.by, at, ends, form))
