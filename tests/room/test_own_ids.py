"""Our posts by the names the sources give them."""

from dataclasses import replace

from controlroom.event.delivery import Delivery, DeliveryState
from controlroom.event.watch import EventFeed
from controlroom.guards.known import OwnPost
from controlroom.messages import message
from controlroom.room.own_ids import own_ids
from controlroom.sources.mention import Phase, SourceState
from tests.guards.knowledge import EVENT, NOW, S, delivery

AT_URI = "at://did:plc:abc/app.bsky.feed.post/3kxyz"


def source(name: str) -> SourceState:
    return SourceState(name, Phase.LIVE, message("source.live"))


def sent(channel: str, remote_id: str, state: DeliveryState = DeliveryState.VERIFIED) -> Delivery:
    return replace(delivery(state), channel=channel, remote_id=remote_id, accepted=NOW - 60 * S)


def told(*names: str, event: object = EVENT, **given: object) -> list[tuple[str, str]]:
    deliveries = given.get("deliveries", ())
    read = given.get("read", ())
    found = own_ids(event, deliveries, read, [source(name) for name in names])  # type: ignore[arg-type]
    return [(one.source, one.id) for one in found]


def test_bluesky_posts_are_called_as_jetstream_calls_them() -> None:
    rows = (sent("bluesky", AT_URI),)
    assert told("jetstream", deliveries=rows) == [("jetstream", "did:plc:abc/3kxyz")]
    named = replace(EVENT, feeds=(EventFeed("jetstream", "sky"),))
    assert told("sky", event=named, deliveries=rows) == [("sky", "did:plc:abc/3kxyz")]
    assert told("lines", deliveries=rows) == []


def test_each_server_of_the_fediverse_has_its_own_ids() -> None:
    ours = replace(EVENT.accounts[0], channel="mastodon", server="https://snack.example")
    feeds = (
        EventFeed("mastodon", "home", (("server", "https://snack.example"),)),
        EventFeed("mastodon", "away", (("server", "https://other.example/"),)),
    )
    event = replace(EVENT, accounts=(ours,), feeds=feeds)
    rows = (sent("mastodon", "114"),)
    assert told("home", "away", event=event, deliveries=rows) == [("home", "114")]


def test_only_what_is_public_and_each_post_once() -> None:
    rows = (
        sent("x", "1"),
        sent("x", "2", DeliveryState.RETRACTED),
        sent("x", "3", DeliveryState.PENDING),
    )
    read = (OwnPost("x", "", NOW, "9", ours=False), OwnPost("x", "", NOW - 60 * S, "1", ours=True))
    assert told("x", deliveries=rows, read=read) == [("x", "9"), ("x", "1")]


def test_by_which_delivery_is_known() -> None:
    found = own_ids(EVENT, (sent("x", "1"),), (), (source("x"),))
    assert [one.delivery is not None and one.delivery.asset for one in found] == ["blackout-01"]
