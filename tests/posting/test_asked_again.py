"""What is sent again, by R or on the operator's word, is asked about again; and what left is
remembered."""

from dataclasses import replace

import pytest

from controlroom.errors import Refused
from controlroom.event.asset import Part
from controlroom.event.delivery import DeliveryState
from controlroom.messages import message
from controlroom.posting.at_wire import AtWire, posts_left
from controlroom.posting.surroundings import Surroundings
from tests.posting.night import WORDS_ONLY, Night
from tests.posting.scripted_channel import Does

S = DeliveryState
WHY = message("guard.rights.own")
THREAD = replace(WORDS_ONLY, slug="thread", thread=(Part("and"), Part("and again")))


@pytest.fixture
def asked(night: Night, monkeypatch: pytest.MonkeyPatch) -> list[AtWire]:
    """Everything the guards are asked about, in order."""
    heard: list[AtWire] = []
    around: Surroundings = night.posting._around
    ask = around.may_still_go

    def hears(post: AtWire) -> object:
        heard.append(post)
        return ask(post)

    object.__setattr__(around, "may_still_go", hears)
    return heard


def test_each_network_is_asked_about_by_itself_with_what_was_seen_there(
    night: Night, asked: list[AtWire]
) -> None:
    preview = night.stage(WORDS_ONLY)
    take = night.take(0.0)
    night.pass_time(5)
    assert {post.preview.channels for post in asked} == {("bluesky",), ("mastodon",)}
    for post in asked:
        assert post.take == take.id
        assert post.preview.channels is not None
        (channel,) = post.preview.channels
        assert post.seen == preview.only(channel).fingerprint(night.event)
        assert post.posts_left == 1


def test_of_a_thread_what_has_yet_to_leave_is_counted(night: Night, asked: list[AtWire]) -> None:
    night.stage(THREAD)
    take = night.take(0.0)
    night.pass_time(30)
    assert set(night.states(take).values()) == {S.VERIFIED}
    parts = 1 + len(THREAD.thread)
    left = [post.posts_left for post in asked if post.preview.channels == ("bluesky",)]
    assert left == list(range(parts, 0, -1))
    assert posts_left((), "bluesky") == 1


def test_r_asks_again_and_a_no_keeps_it_here(night: Night, asked: list[AtWire]) -> None:
    night.channels["bluesky"].next = [Does.REFUSE]
    night.stage(WORDS_ONLY)
    take = night.take(0.0)
    night.pass_time(5)
    before = len(asked)
    night.no_go = WHY
    night.run(night.posting.retry(""))
    night.pass_time(5)
    assert len(asked) == before + 1
    assert night.states(take)["bluesky"] is S.CANCELLED
    assert len(night.channels["bluesky"].requests) == 1


@pytest.mark.parametrize("restarted", [False, True])
def test_again_on_the_operators_word_is_asked_about_too(
    forgetful: Night, *, restarted: bool
) -> None:
    night = forgetful
    night.channels["bluesky"].next = [Does.UNKNOWN_NOT_THERE]
    night.stage(WORDS_ONLY)
    take = night.take(0.0)
    night.pass_time(6)
    if restarted:
        night.restart()
    row = night.outbox.of_take(take.id)[0]
    night.run(night.posting.look_up(row.id))
    night.no_go = WHY
    with pytest.raises(Refused, match="ours"):
        night.run(night.posting.resolve(row.id, "again"))
    assert len(night.channels["bluesky"].requests) == 1
    night.no_go = None
    night.run(night.posting.resolve(row.id, "again"))
    night.pass_time(5)
    assert len(night.channels["bluesky"].requests) == 2


def test_only_what_may_have_left_is_remembered_and_a_restart_forgets_none(night: Night) -> None:
    night.channels["bluesky"].next = [Does.NOT_SENT, Does.PACE, Does.ACCEPT]
    night.channels["mastodon"].next = [Does.UNKNOWN_NOT_THERE]
    night.stage(WORDS_ONLY)
    night.take(0.0)
    night.pass_time(4)
    before = sorted(channel for channel, _ in night.wire.requests)
    assert before.count("bluesky") == 1
    assert "mastodon" in before
    night.restart()
    assert {channel for channel, _ in night.wire.requests} == {"bluesky", "mastodon"}
    times = [at for _, at in night.wire.requests]
    assert times == sorted(times)
