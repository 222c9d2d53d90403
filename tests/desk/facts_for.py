"""What the room knows at some minute of the bundled night."""

from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from controlroom.channels.base import Metrics
from controlroom.desk.facts import Alarm, Facts, Feed, Offer, Pending, Practice, Said, SpikeSeen
from controlroom.event.approvals import said_of
from controlroom.event.asset import Asset
from controlroom.event.delivery import Delivery, DeliveryState
from controlroom.event.eventfile import read_event
from controlroom.event.live_event import LiveEvent
from controlroom.event.moment import Moment
from controlroom.event.room_state import RoomState
from controlroom.event.times import expected_times
from controlroom.guards.known import Known, OnChannel
from controlroom.guards.poll import poll
from controlroom.messages import message
from controlroom.posting.preview import By, Preview
from controlroom.rehearsal.network import RULES

S = 1_000_000
BLACKOUT = 1_359_941_850 * S
"""20:37:30 in New York: the lights go out."""


@cache
def bundled() -> LiveEvent:
    """The bundled event as it comes."""
    return read_event(files("resources").joinpath("events", "super-bowl-xlvii"))


def marked(event: LiveEvent, **times: int) -> LiveEvent:
    """``event`` with moments marked (``lights_out=UTC µs``)."""
    for name, at in times.items():
        slug = name.replace("_", "-")
        event = event.with_moment(replace(event.moment(slug), marked=at))
    return event


def count(channel: str, words: str) -> tuple[int, int]:
    """Length and limit by the network's rule."""
    _, limits, rule = RULES[channel]
    return rule(words), limits.characters


def on_channels(event: LiveEvent, asset: Asset, **other: Any) -> tuple[OnChannel, ...]:
    """``asset`` on each of the event's networks, signed in and uploaded."""
    made = []
    for account in event.accounts:
        picture = asset.picture_for(account.channel)
        length, limit = count(account.channel, asset.words_for(account.channel))
        ready = OnChannel(
            channel=account.channel,
            title=RULES[account.channel][0],
            handle=account.handle,
            signed_in=True,
            count=length,
            limit=limit,
            troubles=(),
            has_picture=picture is not None,
            alt=picture.alt if picture else "",
            uploaded=True,
            problem=None,
        )
        made.append(replace(ready, **other))
    return tuple(made)


def staged(slug: str, moment: str | None = None, by: By = By.YOU) -> Preview:
    """A cue in Preview since three seconds."""
    asset = bundled().asset(slug)
    return Preview(asset, moment, by, message("staged.key", key="5"), BLACKOUT + 17 * S, 0.0)


def rows(
    preview: Preview, *states: DeliveryState, taken: int = BLACKOUT + 20 * S
) -> tuple[Delivery, ...]:
    """The deliveries of a TAKE of ``preview``, one per state."""
    made = []
    for account, state in zip(bundled().accounts, states, strict=False):
        up = state in (DeliveryState.ACCEPTED, DeliveryState.VERIFIED, DeliveryState.RETRACTED)
        made.append(
            Delivery(
                id=f"d-{account.channel}",
                take="t1",
                event="super-bowl-xlvii",
                channel=account.channel,
                handle=account.handle,
                asset=preview.asset.slug,
                moment=preview.moment,
                words=preview.asset.words_for(account.channel),
                pictures=("ab" * 32,),
                key="k",
                rehearsal=False,
                state=state,
                taken=taken,
                sends_at=taken + 5 * S,
                changed=taken,
                url="https://example.com/1" if up else None,
                accepted=taken + 6 * S if up else None,
                problem="No" if state is DeliveryState.REFUSED else None,
            )
        )
    return tuple(made)


SPIKE = SpikeSeen(BLACKOUT + 8 * S, 6.4, ("power", "lights", "dark"), ("power",))
FEED = Feed(
    age_s=0.4,
    brand_per_minute=31,
    said=(Said("m1", BLACKOUT + 5 * S, "who turned off the lights", "reconstruction"),),
    about="power",
)
ALARM = Alarm(
    "failed d1",
    1,
    message("alarm.failed", asset="Blackout 01", network="X"),
    message("alarm.failed.do", why="No"),
    BLACKOUT,
)


def facts_for(state: RoomState = RoomState.LIVE, **other: Any) -> Facts:
    """The desk twenty seconds after the lights went out, with what ``other`` says changed.

    Follows from the rest unless given: expected times, networks, GO poll, fingerprint.
    """
    event: LiveEvent = other.pop("event", None) or marked(bundled(), lights_out=BLACKOUT)
    now: int = other.get("now", BLACKOUT + 20 * S)
    preview: Preview | None = other.get("preview")
    pending: Pending | None = other.get("pending")
    shown = preview or (pending.preview if pending else None)
    shown_asset = shown.asset if shown else next(iter(event.assets), bundled().assets[0])
    channels = other.pop("channels", None) or on_channels(event, shown_asset)
    feed = other.get("feed", FEED)
    made = Facts(
        revision=1,
        event=event,
        expected=expected_times(event),
        now=now,
        speed=1.0,
        state=state,
        held_from=RoomState.LIVE if state is RoomState.HOLD else None,
        held_since=BLACKOUT if state is RoomState.HOLD else None,
        held_by=message("hold.by.key") if state is RoomState.HOLD else None,
        hold_reason=None,
        told={},
        simulated=state is RoomState.REHEARSAL,
        preview=None,
        fingerprint=preview.fingerprint(event) if preview else None,
        pending=None,
        pending_count=1 if pending else 0,
        kept=(),
        channels=channels,
        poll=poll(_known(event, state, preview, channels, now, feed)) if preview else None,
        key_turned=False,
        deliveries=(),
        on_air=(),
        metrics=None,
        usual_likes=None,
        offers=(),
        offers_frozen_s=0.0,
        selected_moment=None,
        selected_asset=None,
        search="",
        found=(),
        filter="all",
        layout="prep" if state is RoomState.PREP else "run",
        feed=FEED,
        alarm=None,
        alarms_in_ten=0,
        digits="",
        flash=0,
        refusal=None,
        notice=None,
        practice=Practice(),
        practice_code=None,
        titles={channel: title for channel, (title, _, _) in RULES.items()},
        count=count,
        media_path=lambda sha256: f"media/{sha256}",
    )
    return replace(made, **other)


def _known(
    event: LiveEvent,
    state: RoomState,
    preview: Preview,
    channels: tuple[OnChannel, ...],
    now: int,
    feed: Feed,
) -> Known:
    moment: Moment | None = event.moment(preview.moment) if preview.moment else None
    return Known(
        event=event,
        state=state,
        asset=preview.asset,
        said=tuple(said_of(preview.asset, channel, now) for channel in event.channels),
        moment=moment,
        moment_at=expected_times(event).at[moment.slug] if moment else None,
        channels=channels,
        deliveries=(),
        now=now,
        feed_age_s=feed.age_s,
        solemn_since=feed.solemn_since,
    )


def pending(preview: Preview, left_s: float = 3.8) -> Pending:
    """A pending TAKE of ``preview`` with ``left_s`` of its hold window left."""
    now = BLACKOUT + 20 * S
    taken = now + int((left_s - 5.0) * S)
    waiting = (DeliveryState.PENDING,) * 3
    return Pending(preview, rows(preview, *waiting, taken=taken), taken + 5 * S, 5.0)


def offer(asset: str, moment: str | None) -> Offer:
    """A suggestion because of the word "power"."""
    return Offer(asset, moment, message("suggest.fits", words="power"))


LIKED = Metrics(1200, 480, 60)
