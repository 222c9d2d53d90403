"""What stands on our accounts counts for spacing, cap and duplicates, whoever posted it; and what a
post costs is told."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from controlroom.event.asset import Part
from controlroom.event.delivery import DeliveryState
from controlroom.event.live_event import GuardSettings
from controlroom.guards.known import Known, Level, OwnPost
from controlroom.guards.poll import poll
from controlroom.messages import english
from tests.guards.knowledge import ASSET, EVENT, NOW, S, delivery, known, on

GO, NOTE, CAUTION, NO_GO = Level


def told(name: str, now: Known) -> tuple[Level, str] | None:
    answer = dict(poll(now).answers).get(name)
    return None if answer is None else (answer.level, english(answer.detail))


def post(ago_s: int, text: str = "Hello", channel: str = "bluesky", ours: bool = False) -> OwnPost:
    return OwnPost(channel, text, NOW - ago_s * S, f"{channel} {ago_s}", ours)


def with_settings(now: Known, **other: int) -> Known:
    return replace(now, event=replace(now.event, settings=GuardSettings(**other)))


def test_somebody_elses_post_a_moment_ago_is_noted() -> None:
    assert told("spacing", known()) == (GO, "clear")
    assert told("spacing", known(own_posts=(post(40),))) == (NOTE, "Bluesky: 40 s ago")
    assert told("spacing", known(own_posts=(post(120),))) == (GO, "clear")
    older = (post(500), post(90, channel="x"), post(100))
    assert told("spacing", known(own_posts=older)) == (NOTE, "X: 1 min 30 s ago")


def test_spacing_is_the_events_own_and_may_be_off() -> None:
    now = known(own_posts=(post(40),))
    assert told("spacing", with_settings(now, spacing_s=30)) == (GO, "clear")
    assert told("spacing", with_settings(now, spacing_s=0)) is None


def test_our_own_post_counts_before_it_is_read_back() -> None:
    row = replace(delivery(DeliveryState.ACCEPTED, "another"), accepted=NOW - 30 * S)
    assert told("spacing", known(deliveries=(row,))) == (NOTE, "Bluesky: 30 s ago")
    unknown = replace(delivery(DeliveryState.UNKNOWN, "another"), sends_at=NOW - 20 * S)
    assert told("spacing", known(deliveries=(unknown,))) == (NOTE, "Bluesky: 20 s ago")
    for state in (DeliveryState.REFUSED, DeliveryState.CANCELLED, DeliveryState.RETRACTED):
        gone = replace(row, state=state)
        assert told("spacing", known(deliveries=(gone,))) == (GO, "clear")


def test_an_account_that_is_not_posted_to_does_not_count() -> None:
    assert told("spacing", known(own_posts=(post(5, channel="mastodon"),))) == (GO, "clear")


def test_the_cap_counts_everybodys_posts_of_the_last_hour_once() -> None:
    posts = (post(10), post(1800, ours=True), post(3599), post(3600), post(20, channel="x"))
    row = replace(
        delivery(DeliveryState.VERIFIED, "another"), remote_id="bluesky 1800", accepted=NOW
    )
    now = known(own_posts=posts, deliveries=(row,))
    assert told("cap", now) is None
    assert told("cap", with_settings(now, cap_per_hour=4)) == (GO, "3 of 4 this hour")
    assert told("cap", with_settings(now, cap_per_hour=3)) == (
        CAUTION,
        "Bluesky: 3 of 3 this hour",
    )
    unread = replace(row, remote_id="another")
    more = with_settings(replace(now, deliveries=(unread,)), cap_per_hour=4)
    assert told("cap", more) == (CAUTION, "Bluesky: 4 of 4 this hour")
    assert told("cap", with_settings(known(channels=()), cap_per_hour=1)) is None


SAME: list[Callable[[str], str]] = [str, str.upper, lambda words: f" {words} \n"]


@pytest.mark.parametrize("written", SAME)
def test_the_same_words_by_whoever_need_a_second_look(written: Callable[[str], str]) -> None:
    up = post(300, written(ASSET.caption))
    assert told("posted_before", known(own_posts=(up,))) == (
        CAUTION,
        "Bluesky: same words, 20:32",
    )


def test_other_words_or_another_account_do_not() -> None:
    other = (post(10, "Hello"), post(10, ASSET.caption, channel="mastodon"), post(5, ""))
    assert told("posted_before", known(own_posts=other)) == (GO, "never")
    picture_only = replace(ASSET, caption="")
    assert told("posted_before", known(asset=picture_only, own_posts=other)) == (GO, "never")


def test_a_part_of_a_thread_that_is_up_already_counts() -> None:
    thread = replace(ASSET, thread=(Part("And another thing."),))
    up = post(10, "And another thing.", channel="x")
    assert told("posted_before", known(asset=thread, own_posts=(up,))) == (
        CAUTION,
        "X: same words, 20:37",
    )


@pytest.mark.parametrize("state", DeliveryState)
def test_the_same_words_under_another_name_count_too(state: DeliveryState) -> None:
    gone = {DeliveryState.REFUSED, DeliveryState.CANCELLED, DeliveryState.RETRACTED}
    row = replace(delivery(state, "another"), words=ASSET.caption)
    expected = (GO, "never") if state in gone else (CAUTION, "Bluesky: same words, 20:32")
    assert told("posted_before", known(deliveries=(row,))) == expected


def test_what_a_post_costs_is_told_and_noted_where_a_link_makes_it_dear() -> None:
    bluesky = on("bluesky", "Bluesky")
    assert told("price", known()) is None
    plain = (bluesky, on("x", "X", price=0.015, price_plain=0.015))
    assert told("price", known(channels=plain)) == (GO, "X: $0.015")
    link = (bluesky, on("x", "X", price=0.2, price_plain=0.015))
    assert told("price", known(channels=link)) == (
        NOTE,
        "X: $0.200 with a link, $0.015 without",
    )


def test_the_event_notes_posts_two_minutes_apart() -> None:
    assert EVENT.settings.spacing_s == 120
