"""A thread: each part waits for the receipt of the one before it."""

from dataclasses import replace

import pytest

from controlroom.errors import Refused
from controlroom.event.asset import Link, Part
from controlroom.event.delivery import Delivery, DeliveryState
from controlroom.posting.preview import Preview
from controlroom.posting.take import Take
from tests.posting.night import PICTURE, WORDS_ONLY, Night
from tests.posting.scripted_channel import Does, Finds

S = DeliveryState
THREAD = replace(WORDS_ONLY, thread=(Part("Two", (PICTURE,)), Part("Three")))


def taken(night: Night, window_s: float = 0.0, slow: float = 0.0) -> Take:
    night.stage(THREAD)
    for channel in night.channels.values():
        channel.latency_s = slow
    return night.take(window_s)


def test_the_parts_go_out_in_order_each_answering_the_one_before(night: Night) -> None:
    take = taken(night, 5.0)
    assert night.thread(take, "bluesky") == [S.PENDING] * 3
    night.pass_time(20)
    assert night.thread(take, "bluesky") == [S.VERIFIED] * 3
    for name, channel in night.channels.items():
        assert [seen.text for _, seen in channel.up] == ["108 yards!", "Two", "Three"]
        first, second, third = (row for row in night.outbox.of_take(take.id) if row.channel == name)
        assert channel.answers == {
            first.key: "",
            second.key: f"answer {first.key}",
            third.key: f"answer {second.key}",
        }
        assert (first.place, second.place, third.place) == (0, 1, 2)
        assert (first.parent, second.parent, third.parent) == (None, first.id, second.id)
        assert second.pictures == (PICTURE.sha256,)


def test_a_part_waits_while_the_one_before_is_on_its_way(night: Night) -> None:
    take = taken(night, slow=3.0)
    night.pass_time(1)
    assert night.thread(take, "bluesky") == [S.SENDING, S.WAITING, S.WAITING]
    row = night.outbox.of_take(take.id)[1]
    assert row.problem == "waiting for part 1 of the thread"
    assert row.until is not None
    night.pass_time(30)
    assert night.thread(take, "bluesky") == [S.VERIFIED] * 3


def test_a_refused_part_ends_its_thread_and_the_whole_comes_back_for_that_network(
    night: Night,
) -> None:
    night.channels["bluesky"].next = [Does.REFUSE]
    take = taken(night)
    night.pass_time(20)
    assert night.thread(take, "bluesky") == [S.REFUSED, S.CANCELLED, S.CANCELLED]
    assert night.thread(take, "mastodon") == [S.VERIFIED] * 3
    (kept,) = night.posting.kept
    assert (kept.asset, kept.channels) == (THREAD, ("bluesky",))
    with pytest.raises(Refused, match="No network has failed"):
        night.run(night.posting.retry(""))


def test_an_unknown_part_holds_the_rest_back_until_it_is_known(forgetful: Night) -> None:
    forgetful.channels["bluesky"].next = [Does.UNKNOWN_THERE]
    forgetful.channels["bluesky"].finds = Finds.DOWN
    take = taken(forgetful)
    forgetful.pass_time(40)
    assert forgetful.thread(take, "bluesky") == [S.UNKNOWN, S.WAITING, S.WAITING]
    forgetful.channels["bluesky"].finds = Finds.TELLS
    forgetful.pass_time(40)
    assert forgetful.thread(take, "bluesky") == [S.VERIFIED] * 3
    assert not forgetful.doubled()


def test_a_thread_does_not_go_on_late(forgetful: Night) -> None:
    forgetful.channels["bluesky"].next = [Does.UNKNOWN_NOT_THERE]
    take = taken(forgetful)
    forgetful.pass_time(620, step=5.0)
    assert forgetful.thread(take, "bluesky") == [S.UNKNOWN, S.CANCELLED, S.CANCELLED]
    forgetful.channels["bluesky"].finds = Finds.DOWN
    forgetful.pass_time(100, step=5.0)
    assert len(forgetful.channels["bluesky"].requests) == 1


def test_hold_in_the_middle_cancels_what_has_not_left_and_says_so(night: Night) -> None:
    take = taken(night, slow=2.0)
    night.pass_time(3)
    assert night.thread(take, "bluesky")[1:] == [S.SENDING, S.WAITING]
    night.run(night.posting.close_wire())
    assert night.thread(take, "bluesky")[2] is S.CANCELLED
    assert night.posting.had_left() == 2
    night.pass_time(20)
    assert night.thread(take, "bluesky") == [S.VERIFIED, S.VERIFIED, S.CANCELLED]
    assert not night.slipped
    last = night.outbox.of_take(take.id)[2]
    assert last.problem == "Cancelled: 2 of 3 parts of the thread were sent before."


def test_the_rest_of_a_cut_thread_comes_back_as_an_answer_to_what_is_up(night: Night) -> None:
    take = taken(night, slow=2.0)
    night.pass_time(3)
    night.run(night.posting.close_wire())
    night.pass_time(10)
    rests = {kept.channels: kept for kept in night.posting.kept}
    assert set(rests) == {("bluesky",), ("mastodon",)}
    rest = rests["bluesky",]
    up = night.outbox.of_take(take.id)[1]
    assert rest.asset.words_for("bluesky") == "Three"
    assert rest.asset.reply_to_for("bluesky") == up.url
    assert rest.asset.thread == ()
    night.wire.open()
    night.run(_put(night, rest))
    again = night.take(0.0)
    night.pass_time(10)
    assert night.thread(again, "bluesky") == [S.VERIFIED]
    assert night.thread(again, "mastodon") == []
    texts = [seen.text for _, seen in night.channels["bluesky"].up]
    assert texts == ["108 yards!", "Two", "Three"]


async def _put(night: Night, preview: Preview) -> None:
    night.posting.stage(preview)


def test_esc_in_the_hold_window_brings_the_whole_thread_back(night: Night) -> None:
    take = taken(night, 5.0)
    night.pass_time(2)
    night.run(night.posting.cancel(take, keep=False))
    assert night.contents() == [THREAD]
    night.pass_time(20)
    assert not any(channel.requests for channel in night.channels.values())


def test_retract_takes_a_thread_down_from_its_end_and_stops_the_rest(night: Night) -> None:
    take = taken(night, slow=2.0)
    night.pass_time(3)
    order = night.start(night.posting.retract())
    night.pass_time(20)
    assert order.result() == ()
    assert night.thread(take, "bluesky") == [S.RETRACTED, S.RETRACTED, S.CANCELLED]
    assert not any(channel.up for channel in night.channels.values())
    assert night.channels["bluesky"].taken_down == ["bluesky-2/1", "bluesky-1/0"]
    rows = night.outbox.of_take(take.id)
    assert all(row.retracted is not None for row in rows if row.state is S.RETRACTED)
    assert night.posting.kept == []


def test_taking_down_one_part_ends_what_would_have_answered_it(night: Night) -> None:
    take = taken(night, slow=2.0)
    night.pass_time(3)
    second = night.outbox.of_take(take.id)[1]
    order = night.start(night.posting.retract(second.id))
    night.pass_time(20)
    assert order.result() == ()
    assert night.thread(take, "bluesky") == [S.VERIFIED, S.RETRACTED, S.CANCELLED]
    assert night.thread(take, "mastodon") == [S.VERIFIED] * 3


def test_the_card_goes_with_the_first_part_only(night: Night) -> None:
    night.stage(replace(THREAD, link=Link("https://saltwick.test", "Saltwick")))
    take = night.take(0.0)
    night.pass_time(10)
    posts = [night.channels["bluesky"].sent_under[row.key] for row in _of(night, take)]
    assert [[post.card is not None for post in sent] for sent in posts] == [
        [True],
        [False],
        [False],
    ]


def _of(night: Night, take: Take) -> list[Delivery]:
    return [row for row in night.outbox.of_take(take.id) if row.channel == "bluesky"]
