"""What the desk says of each network, and what can be ordered there."""

from dataclasses import replace

import pytest

from controlroom.channels.base import Receipt, Seen
from controlroom.desk.build import build
from controlroom.desk.facts import Looked
from controlroom.desk.on_air import on_air
from controlroom.desk.posts_view import DeliverySheet
from controlroom.desk.take import take
from controlroom.event.delivery import Delivery, DeliveryState
from controlroom.event.room_state import RoomState
from controlroom.messages import english, message
from tests.desk.facts_for import BLACKOUT, S, facts_for, on_channels, rows, staged

PREVIEW = staged("blackout-01")
AT = BLACKOUT + 60 * S


def post(remote_id: str, words: str, seconds_ago: int) -> Seen:
    receipt = Receipt("bluesky", remote_id, f"https://post/{remote_id}", AT - seconds_ago * S)
    return Seen(receipt, words, (), ())


def sheet_of(row: Delivery, **known: object) -> DeliverySheet:
    facts = facts_for(now=AT, deliveries=(row,), on_air=(row,), **known)
    (shown,) = on_air(facts).rows
    assert shown.sheet is not None
    return shown.sheet


def orders(sheet: DeliverySheet) -> list[tuple[str, str]]:
    return [(one.command, dict(one.arguments).get("verdict", "")) for one in sheet.orders]


def test_an_unknown_post_shows_what_was_seen_and_leaves_the_word_to_the_operator() -> None:
    (row,) = rows(PREVIEW, DeliveryState.UNKNOWN)
    seen = (post("other", "Somebody else wrote\n\nthis", 30),)
    sheet = sheet_of(row, looked={row.id: Looked(AT - 5 * S, 3, seen, None)})
    assert english(sheet.looked or message("nothing")).startswith(
        "Looked 3 times, last at 20:38:25"
    )
    assert [one.words for one in sheet.seen] == ["Somebody else wrote this"]
    assert english(sheet.seen[0].line) == "not from here, 30 s ago"
    assert orders(sheet) == [
        ("look_up", ""),
        ("resolve", "sent"),
        ("resolve", "not_sent"),
        ("resolve", "again"),
    ]
    assert all(dict(one.arguments)["delivery"] == row.id for one in sheet.orders)
    assert sheet.orders[1].asks is not None, "a link is asked for"


def test_a_look_in_vain_says_why() -> None:
    (row,) = rows(PREVIEW, DeliveryState.UNKNOWN)
    why = message("channel.unreachable", network="Bluesky")
    sheet = sheet_of(row, looked={row.id: Looked(AT, 1, (), why)})
    assert english(why) in english(sheet.looked or message("nothing"))


@pytest.mark.parametrize("state", list(DeliveryState))
def test_every_state_has_a_sheet_that_says_something(state: DeliveryState) -> None:
    (row,) = rows(PREVIEW, state)
    sheet = sheet_of(row)
    assert english(sheet.what)
    assert english(message(f"delivery.{state}")) in english(sheet.title)


def test_a_post_that_was_taken_down_tells_how_long_it_was_up() -> None:
    (row,) = rows(PREVIEW, DeliveryState.RETRACTED)
    accepted = row.accepted or 0
    sheet = sheet_of(replace(row, retracted=accepted + 95 * S))
    assert "It was up for 1 min 35 s" in english(sheet.what)
    assert sheet.orders == ()


def test_posts_by_hand_wait_on_the_desk_with_their_words_and_folder() -> None:
    (row,) = rows(PREVIEW, DeliveryState.BY_HAND)
    facts = facts_for(
        now=AT,
        deliveries=(replace(row, handed="/hand-off/1"),),
        composer=lambda delivery: f"https://write/{delivery}",
    )
    (waiting,) = build(facts).hand_offs
    assert (waiting.words, waiting.folder) == (row.words, "/hand-off/1")
    assert waiting.composer == f"https://write/{row.id}"


def test_the_newest_public_post_of_an_account_stands_on_the_desk_whoever_sent_it() -> None:
    (row,) = (replace(one, remote_id="r1") for one in rows(PREVIEW, DeliveryState.VERIFIED))
    ours, other = post("r1", row.words, 40), post("x", "Good evening", 10)
    facts = facts_for(now=AT, deliveries=(row,), own_posts={"bluesky": (other, ours), "x": ()})
    first, second = on_air(facts).last_public
    assert english(first.line) == "not from here, 10 s ago"
    assert first.post is not None
    assert first.post.words == "Good evening"
    assert (second.channel, second.post, english(second.line)) == ("x", None, "nothing posted yet")
    facts = replace(facts, own_posts={"bluesky": (ours, other)})
    assert english(on_air(facts).last_public[0].line) == "ours, 40 s ago"


def test_take_shows_each_account_and_how_far_it_is() -> None:
    facts = facts_for(now=AT, preview=PREVIEW)
    channels = on_channels(facts.event, PREVIEW.asset)
    facts = replace(
        facts, channels=(replace(channels[0], uploaded=False, share=0.42), *channels[1:])
    )
    bluesky, mastodon, x = take(facts).accounts
    assert (bluesky.share, english(bluesky.line)) == (0.42, "42 % uploaded")
    assert (mastodon.share, english(mastodon.line)) == (None, "ready")
    assert x.handle == "@saltwick"
    only = replace(facts, preview=replace(PREVIEW, channels=("x",)))
    assert [one.channel for one in take(only).accounts] == ["x"]


def test_hold_tells_what_had_left_before_it() -> None:
    facts = facts_for(RoomState.HOLD, now=AT, held_since=AT - 5 * S, left_before_hold=1)
    held = build(facts).hold
    assert held is not None
    assert held.left is not None
    assert english(held.left) == "1 had left before HOLD: retract?"
