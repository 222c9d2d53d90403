"""The form of ``event.toml``: which keys there are and what they hold. Meaning is checked later."""

import datetime as dt
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from controlroom.event.asset import Role
from controlroom.event.live_event import PersonRole, Policy
from controlroom.event.moment import Anchor, Intent

# Times in the file are read in the event's zone, so none may carry an offset of its own.
LocalTime = Annotated[dt.datetime, Meta(tz=False)]
Seconds = Annotated[int, Meta(ge=0)]
Count = Annotated[int, Meta(ge=0)]
# A year of them: no event is longer, and what is added up stays within the calendar.
MOST_MINUTES = 366 * 24 * 60
Minutes = Annotated[float, Meta(ge=0, le=MOST_MINUTES)]
Offset = Annotated[float, Meta(ge=-MOST_MINUTES, le=MOST_MINUTES)]


class Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of the file."""


class BrandForm(Form, frozen=True):
    """``[brand]``."""

    name: str
    handle: str
    brief: str
    stay_out_of: tuple[str, ...] = ()
    voice: str = ""
    belongs_in: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()


class SettingsForm(Form, frozen=True):
    """``[settings]``; seconds where it says ``_s``."""

    hold_window_s: Seconds = 5
    caution_hold_window_s: Seconds = 10
    auto_stage_before_s: Seconds = 90
    window_s: Seconds = 600
    float_window_s: Seconds = 1800
    approver: str = ""
    spacing_s: Seconds = 120
    cap_per_hour: Count = 0
    policy: Policy = Policy.TWO_PEOPLE
    breaker_posts: Count = 15
    breaker_minutes: Count = 10


class AlsoStopForm(Form, frozen=True):
    """``[[also_stop]]``."""

    title: str
    who: str
    phone: str


class PersonForm(Form, frozen=True):
    """``[[person]]``; ``client`` for somebody who speaks for the client."""

    name: str
    role: PersonRole
    client: bool = False
    phone: str = ""


class SensitiveForm(Form, frozen=True):
    """``[[sensitive]]``: a date on which jokes hurt, each year on ``day`` ("12-07") or once, from
    the day ``first`` to the day ``last``."""

    title: str
    day: str | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    regions: tuple[str, ...] = ()


class AccountForm(Form, frozen=True):
    """``[[account]]``; ``avatar`` is a picture's path beside the file, ``colour`` is #rrggbb."""

    channel: str
    handle: str
    name: str
    avatar: str | None = None
    server: str | None = None
    colour: Annotated[str, Meta(pattern="^#[0-9a-fA-F]{6}$")] | None = None


class TermForm(Form, frozen=True):
    """``[[term]]``; a text with one of ``exclude`` in it does not count."""

    slug: str
    label: str
    group: str
    phrases: tuple[str, ...]
    exclude: tuple[str, ...] = ()


class FeedForm(Form, frozen=True):
    """``[[feed]]``: a way in; ``name`` tells two of one source apart."""

    source: str
    name: str = ""
    options: dict[str, str | int | float] = {}


class SegmentForm(Form, frozen=True):
    """``[[segment]]``."""

    slug: str
    title: str
    short: str


class MomentForm(Form, frozen=True):
    """``[[moment]]``. Minutes where the key says so; ``cues`` are assets, best first."""

    slug: str
    title: str
    short: str
    segment: str
    anchor: Anchor
    intent: Intent = Intent.MAY
    at: LocalTime | None = None
    fold: Annotated[int, Meta(ge=0, le=1)] = 0
    after: str | None = None
    offset_min: Offset = 0
    spread_min: Minutes = 0
    length_min: Minutes = 0
    terms: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    outcome_set: str | None = None


class OutcomeForm(Form, frozen=True):
    """``[[outcome_set.outcome]]``: one side and its assets, best first."""

    slug: str
    title: str
    cues: tuple[str, ...] = ()


class OutcomeSetForm(Form, frozen=True):
    """``[[outcome_set]]``."""

    slug: str
    title: str
    outcome: tuple[OutcomeForm, ...]


class PictureForm(Form, frozen=True):
    """A picture where there can be several: its path beside the file, and what it shows."""

    path: str
    alt: str = ""


class VariantForm(Form, frozen=True):
    """``[[asset.variant]]``: what differs on one channel. ``more`` are the pictures after the
    first, ``reply_to`` the address of the post it answers there. ``crop`` is the part of the
    picture (its own, else the asset's) that is shown: left, top, width and height in fractions."""

    channel: str
    caption: str | None = None
    picture: str | None = None
    alt: str | None = None
    more: tuple[PictureForm, ...] | None = None
    reply_to: str | None = None
    crop: tuple[float, ...] | None = None
    authors: tuple[str, ...] = ()


class PartForm(Form, frozen=True):
    """``[[asset.thread]]``: a further post of a thread."""

    caption: str
    pictures: tuple[PictureForm, ...] = ()


class LinkForm(Form, frozen=True):
    """``[asset.link]``: a web page shown as a card; ``thumb`` is a picture's path."""

    url: str
    title: str
    description: str = ""
    thumb: str | None = None


class SlotForm(Form, frozen=True):
    """``[[asset.slot]]``: a gap in the words, written {name} there: at most ``longest`` characters
    come into it, or one of ``words``."""

    name: str
    longest: Count
    words: tuple[str, ...] = ()


class ApprovalForm(Form, frozen=True):
    """``approval``: who said yes to the words and pictures as they stand in this file, and until
    when it holds: a time, or its last day."""

    by: str
    at: LocalTime
    # A time or a date, which no type can say here.
    until: Any = None


class AssetForm(Form, frozen=True):
    """``[[asset]]``. Pictures are paths beside the file, ``more`` those after the first;
    ``rights_until`` is the last day."""

    slug: str
    title: str
    caption: str
    role: Role = Role.POST
    picture: str | None = None
    alt: str = ""
    more: tuple[PictureForm, ...] = ()
    thread: tuple[PartForm, ...] = ()
    link: LinkForm | None = None
    variant: tuple[VariantForm, ...] = ()
    use_when: str = ""
    dont_use_when: str = ""
    tags: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    rights_until: dt.date | None = None
    offer_until: LocalTime | None = None
    embargo_until: LocalTime | None = None
    version: int = 1
    approval: ApprovalForm | None = None
    authors: tuple[str, ...] = ()
    slot: tuple[SlotForm, ...] = ()
    provenance: str = ""
    regions: tuple[str, ...] = ()


class EventForm(Form, frozen=True):
    """The whole file."""

    format: int
    id: str
    slug: str
    title: str
    zone: str
    second_zone: str
    second_zone_label: str
    starts: LocalTime
    ends: LocalTime
    brand: BrandForm
    account: tuple[AccountForm, ...]
    segment: tuple[SegmentForm, ...]
    moment: tuple[MomentForm, ...]
    asset: tuple[AssetForm, ...]
    term: tuple[TermForm, ...] = ()
    outcome_set: tuple[OutcomeSetForm, ...] = ()
    also_stop: tuple[AlsoStopForm, ...] = ()
    slots: dict[str, str] = {}
    settings: SettingsForm = SettingsForm()
    synthetic: bool = False
    feed: tuple[FeedForm, ...] = ()
    hashtags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    person: tuple[PersonForm, ...] = ()
    sensitive: tuple[SensitiveForm, ...] = ()
    regions: tuple[str, ...] = ()
