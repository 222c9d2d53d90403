"""The event: one night as we run it. Frozen; every change makes a new one."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from controlroom.event.asset import Asset
from controlroom.event.cue import Cue, OutcomeSet
from controlroom.event.moment import Moment, Segment
from controlroom.event.watch import EventFeed, WatchTerm

Named = TypeVar("Named", Moment, Asset, OutcomeSet)


@dataclass(frozen=True, slots=True)
class Account:
    """An identity on a channel, bound to this event. ``avatar`` is a picture's SHA-256, ``colour``
    "#rrggbb". One without ``server`` is a name only: nobody has signed in to it. ``confirmed`` is
    who looked at its face and said that it is the right one, at ``confirmed_at`` (UTC µs)."""

    channel: str
    handle: str
    name: str
    avatar: str | None = None
    server: str | None = None
    colour: str | None = None
    confirmed: str = ""
    confirmed_at: int | None = None


@dataclass(frozen=True, slots=True)
class Brand:
    """Who posts, and the brief the operator works under: how it speaks (``voice``), the subjects it
    belongs in, those it keeps out of, and what it is after tonight."""

    name: str
    handle: str
    brief: str
    stay_out_of: tuple[str, ...] = ()
    voice: str = ""
    belongs_in: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()


class PersonRole(StrEnum):
    """What a person may do: an operator posts, an approver says yes."""

    OPERATOR = "operator"
    APPROVER = "approver"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the night. ``client``: speaks for the client, not for us. Their PIN and the
    secret of their authenticator lie in the vault, by name."""

    name: str
    role: PersonRole
    client: bool = False
    phone: str = ""


class Policy(StrEnum):
    """Whose yes a CAUTION asks for: a second person's, the client's, or the operator's own (held
    for 3 s, with a reason)."""

    TWO_PEOPLE = "two_people"
    CLIENT = "client"
    SOLO = "solo"


@dataclass(frozen=True, slots=True)
class Sensitive:
    """A date on which jokes hurt: every year on ``day`` ("12-07"), or from ``first`` to ``last``
    (UTC µs). With ``regions`` only for what is meant for one of them."""

    title: str
    day: str = ""
    first: int | None = None
    last: int | None = None
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AlsoStop:
    """Something outside this program that must be stopped by hand on HOLD."""

    title: str
    who: str
    phone: str


@dataclass(frozen=True, slots=True)
class GuardSettings:
    """The event's settings; seconds where it says ``_s``. ``spacing_s`` is how long after a post on
    an account the next one is noted, 0 for never; ``cap_per_hour`` how many posts an account may
    have in an hour, 0 for any number. Both count everybody's posts. More than ``breaker_posts`` of
    our own requests on an account within ``breaker_minutes`` mean that the program misbehaves."""

    hold_window_s: int = 5
    caution_hold_window_s: int = 10
    auto_stage_before_s: int = 90
    window_s: int = 600
    float_window_s: int = 1800
    approver: str = ""
    spacing_s: int = 120
    cap_per_hour: int = 0
    policy: Policy = Policy.TWO_PEOPLE
    breaker_posts: int = 15
    breaker_minutes: int = 10


@dataclass(frozen=True, slots=True)
class LiveEvent:
    """One night: rundown, cues, accounts, watch terms, guard settings, brand brief.

    ``starts``/``ends`` UTC µs; ``zone`` is the event's IANA zone, ``second_zone`` the place's.
    ``slots`` pairs the digits 5-9 and 0 with asset slugs. ``revision`` counts edits.
    ``hashtags`` (with their #) and ``links`` (a host, or a host with the beginning of a path) may
    stand in a caption without a second key; ``never`` are words that may not at all. ``feeds`` are
    the ways in of the real night. ``synthetic`` is set where counts and mentions are a
    reconstruction and must say so.
    """

    id: str
    slug: str
    title: str
    brand: Brand
    zone: str
    second_zone: str
    second_zone_label: str
    starts: int
    ends: int
    segments: tuple[Segment, ...]
    moments: tuple[Moment, ...]
    assets: tuple[Asset, ...]
    cues: tuple[Cue, ...]
    outcome_sets: tuple[OutcomeSet, ...]
    accounts: tuple[Account, ...]
    terms: tuple[WatchTerm, ...]
    slots: tuple[tuple[str, str], ...] = ()
    also_stop: tuple[AlsoStop, ...] = ()
    settings: GuardSettings = GuardSettings()
    synthetic: bool = False
    revision: int = 0
    feeds: tuple[EventFeed, ...] = ()
    hashtags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    sensitive: tuple[Sensitive, ...] = ()
    regions: tuple[str, ...] = ()

    def moment(self, slug: str) -> Moment:
        """The moment called ``slug``. KeyError if there is none."""
        return _only(self.moments, slug)

    def asset(self, slug: str) -> Asset:
        """The asset called ``slug``. KeyError if there is none."""
        return _only(self.assets, slug)

    def outcome_set(self, slug: str) -> OutcomeSet:
        """The outcome set called ``slug``. KeyError if there is none."""
        return _only(self.outcome_sets, slug)

    def account(self, channel: str) -> Account | None:
        """The account bound to ``channel``."""
        return next((account for account in self.accounts if account.channel == channel), None)

    def cues_of(self, moment: str) -> tuple[Cue, ...]:
        """The cues of a moment, best first."""
        return tuple(
            sorted((cue for cue in self.cues if cue.moment == moment), key=lambda cue: cue.order)
        )

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels this event posts to, in the accounts' order."""
        return tuple(account.channel for account in self.accounts)

    def with_moment(self, changed: Moment) -> "LiveEvent":
        """This event with one moment replaced."""
        return replace(self, moments=_put(self.moments, changed))

    def with_asset(self, changed: Asset) -> "LiveEvent":
        """This event with one asset replaced."""
        return replace(self, assets=_put(self.assets, changed))

    def with_outcome_set(self, changed: OutcomeSet) -> "LiveEvent":
        """This event with one outcome set replaced."""
        return replace(self, outcome_sets=_put(self.outcome_sets, changed))


def _only(those: tuple[Named, ...], slug: str) -> Named:
    for one in those:
        if one.slug == slug:
            return one
    raise KeyError(slug)


def _put(those: tuple[Named, ...], changed: Named) -> tuple[Named, ...]:
    return tuple(changed if one.slug == changed.slug else one for one in those)
