"""The circuit breaker: a program that posts more than any night needs is stopped."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlroom.event.asset import Role
from controlroom.event.live_event import GuardSettings
from controlroom.guards.breaker import guard
from controlroom.guards.known import Known, Level
from controlroom.messages import At
from tests.guards.knowledge import ASSET, EVENT, NOW, S, known, told

FEW = replace(EVENT, settings=GuardSettings(breaker_posts=3, breaker_minutes=10))
SPAN = 600 * S


def after(*ago: int, channel: str = "x", **other: object) -> Known:
    requests = tuple((channel, NOW - at) for at in sorted(ago, reverse=True))
    return known(event=FEW, requests=requests, **other)


def test_the_boundary_is_the_post_that_would_be_one_too_many() -> None:
    assert told("breaker", after(S, 2 * S)) is None
    assert told("breaker", after(S, 2 * S, 3 * S)) == (
        Level.NO_GO,
        "X: 3 of ours sent, wait until 20:47",
    )


def test_it_opens_again_to_the_microsecond() -> None:
    assert told("breaker", after(S, S, SPAN - 1)) is not None
    assert told("breaker", after(S, S, SPAN)) is None


def test_each_account_is_counted_by_itself() -> None:
    assert told("breaker", after(S, S, S, channel="mastodon")) is None
    mixed = known(event=FEW, requests=(("x", NOW), ("bluesky", NOW), ("x", NOW)))
    assert told("breaker", mixed) is None


def test_an_event_may_do_without() -> None:
    event = replace(EVENT, settings=GuardSettings(breaker_posts=0))
    assert told("breaker", replace(after(S, S, S), event=event)) is None


def test_a_thread_counts_with_all_of_its_posts() -> None:
    assert told("breaker", after(S, posts_left=2)) is None
    assert told("breaker", after(S, 2 * S, posts_left=2)) is not None
    # One that is longer than all that is allowed never goes.
    assert told("breaker", after(posts_left=4)) is not None


@pytest.mark.parametrize("role", [Role.CORRECTION, Role.PAUSE])
def test_what_went_wrong_can_be_corrected_with_the_second_key(role: Role) -> None:
    asset = replace(ASSET, role=role)
    answer = told("breaker", replace(after(S, S, S), asset=asset))
    assert answer is not None
    assert answer[0] is Level.CAUTION


@given(st.lists(st.integers(0, 2 * SPAN), max_size=12), st.integers(1, 4), st.integers(1, 8))
def test_it_says_until_when_and_then_it_opens(ago: list[int], left: int, most: int) -> None:
    settings = GuardSettings(breaker_posts=most, breaker_minutes=10)
    event = replace(EVENT, settings=settings)
    now = replace(after(*ago, posts_left=left), event=event)
    answer = guard(now)
    recent = [at for at in ago if at < SPAN]
    assert (answer is None) == (len(recent) + left <= most)
    if answer is None or left > most:
        return
    until = answer.detail.value("until")
    assert isinstance(until, At)
    assert guard(replace(now, now=until.micros)) is None
    assert guard(replace(now, now=until.micros - 1)) is not None


@given(st.lists(st.integers(0, SPAN), max_size=8), st.integers(0, SPAN))
def test_one_more_request_never_makes_it_better(ago: list[int], more: int) -> None:
    before, then = guard(after(*ago)), guard(after(*ago, more))
    assert before is None or then is not None
