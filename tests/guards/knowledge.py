"""What guards know on an ordinary evening: everything says GO until a test changes it."""

from dataclasses import replace
from typing import Any

from controlroom.event.approvals import said_of
from controlroom.event.asset import Asset, Picture, Role
from controlroom.event.cue import Cue, Outcome, OutcomeSet
from controlroom.event.delivery import Delivery, DeliveryState
from controlroom.event.live_event import Account, Brand, LiveEvent
from controlroom.event.moment import Anchor, Moment
from controlroom.event.room_state import RoomState
from controlroom.guards.known import Known, Level, OnChannel
from controlroom.guards.poll import poll
from controlroom.messages import english
from tests.support.approving import approved

S = 1_000_000
NOW = 1_359_941_850 * S
"""20:37:30 in New York."""

PICTURE = Picture("ab" * 32, "dark.jpg", "image/jpeg", 9, 4, 3, "A dark stadium")
BLACKOUT = Asset("blackout-01", "Blackout 01", Role.POST, "Power out? No problem.", PICTURE)
ASSET = approved(replace(BLACKOUT, version=2), ("bluesky", "x"), "Client", NOW - 3600 * S)
MOMENT = Moment("lights-out", "Lights out", "Lights", "if", Anchor.FLOAT, marked=NOW - 60 * S)
EVENT = LiveEvent(
    id="e1",
    slug="night",
    title="The Night",
    brand=Brand("Saltwick", "@saltwick", ""),
    zone="America/New_York",
    second_zone="America/Chicago",
    second_zone_label="New Orleans",
    starts=NOW - 3600 * S,
    ends=NOW + 3600 * S,
    segments=(),
    moments=(
        MOMENT,
        Moment("whistle", "Final whistle", "End", "end", Anchor.SOFT, outcome_set="result"),
    ),
    assets=(ASSET,),
    cues=(Cue("lights-out", "blackout-01", 1),),
    outcome_sets=(
        OutcomeSet(
            "result", "Result", (Outcome("ravens", "Ravens win"), Outcome("49ers", "49ers win"))
        ),
    ),
    accounts=(
        Account("bluesky", "saltwick.test", "Saltwick"),
        Account("x", "saltwick", "Saltwick"),
    ),
    terms=(),
)


def on(channel: str, title: str, **other: Any) -> OnChannel:
    """The post on one network, ready to go."""
    account = EVENT.account(channel)
    assert account is not None
    ready = OnChannel(
        channel=channel,
        title=title,
        handle=account.handle,
        signed_in=True,
        count=22,
        limit=300,
        troubles=(),
        has_picture=True,
        alt="A dark stadium",
        uploaded=True,
        problem=None,
    )
    return replace(ready, **other)


def known(**other: Any) -> Known:
    """An evening on which everything is ready, with what ``other`` says changed. What was said of
    the asset follows from it and from the networks."""
    ready = Known(
        event=EVENT,
        state=RoomState.LIVE,
        asset=ASSET,
        said=(),
        moment=MOMENT,
        moment_at=MOMENT.marked,
        channels=(on("bluesky", "Bluesky"), on("x", "X")),
        deliveries=(),
        now=NOW,
        feed_age_s=0.4,
        solemn_since=None,
    )
    now = replace(ready, **other)
    if "said" in other:
        return now
    said = tuple(said_of(now.asset, on.channel, now.now) for on in now.channels)
    return replace(now, said=said)


def told(name: str, now: Known) -> tuple[Level, str] | None:
    """How one guard answers, None where it says nothing."""
    answer = dict(poll(now).answers).get(name)
    return None if answer is None else (answer.level, english(answer.detail))


def on_both(**other: Any) -> tuple[OnChannel, ...]:
    """The same on both networks."""
    return (on("bluesky", "Bluesky", **other), on("x", "X", **other))


def delivery(state: DeliveryState, asset: str = "blackout-01") -> Delivery:
    """A delivery of five minutes ago."""
    then = NOW - 300 * S
    return Delivery(
        id="d1",
        take="t1",
        event="night",
        channel="bluesky",
        handle="saltwick.test",
        asset=asset,
        moment="lights-out",
        words="",
        pictures=(),
        key="k",
        rehearsal=False,
        state=state,
        taken=then,
        sends_at=then,
        changed=then,
    )
