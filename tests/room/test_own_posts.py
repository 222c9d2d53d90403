"""Our accounts' own posts are read all night, quietly, and never more often than the network lets
us."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from controlroom.channels.base import ChannelDown, ChannelError, PaceExceeded, Receipt, Seen
from controlroom.clock import MICROS
from controlroom.event.delivery import Delivery, DeliveryState
from controlroom.messages import message
from controlroom.room.own_posts import EVERY_PAID_S, EVERY_S, OwnPosts
from tests.guards.knowledge import delivery
from tests.hygiene.records import Expect
from tests.posting.night import START
from tests.posting.uploading import DOWN, StagingDesk, UploadingNetwork


class Timeline(UploadingNetwork):
    """A network with posts to read."""

    def __init__(self, desk: StagingDesk, key: str) -> None:
        super().__init__(key, desk.clock)
        self.posts: list[Seen] = []
        self.reads: list[float] = []
        self.fails_with: Exception | None = None
        self.hangs = False

    def post(self, remote_id: str, text: str = "Hello") -> None:
        """Somebody posts."""
        receipt = Receipt(self.key, remote_id, f"https://{self.key}/{remote_id}", self._clock.now())
        self.posts.insert(0, Seen(receipt, text, (), ()))

    async def recent(self) -> tuple[Seen, ...]:
        self.reads.append(self._clock.monotonic())
        await asyncio.sleep(0)
        if self.hangs:
            await asyncio.get_running_loop().create_future()
        if self.fails_with is not None:
            raise self.fails_with
        return tuple(self.posts)


class Desk(StagingDesk):
    """Three accounts, read by a fourth party."""

    def __init__(self) -> None:
        super().__init__()
        self.ways = {name: Timeline(self, name) for name in ("bluesky", "mastodon", "x")}
        self.own = OwnPosts(self.ways, self.clock, self._changed, lambda: 0.5)

    def do(self, order: Callable[[], object]) -> None:
        """Do ``order`` in the loop."""

        async def done() -> None:
            order()

        self.run(done())


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    yield made
    made.run(made.own.stop())
    made.close()


def texts(desk: Desk, channel: str) -> list[str]:
    return [post.text for post in desk.own.latest[channel]]


def test_whoever_posts_is_seen_within_a_minute(desk: Desk) -> None:
    desk.ways["bluesky"].post("1", "from the phone")
    desk.do(desk.own.start)
    assert texts(desk, "bluesky") == ["from the phone"]
    assert desk.own.latest["mastodon"] == ()
    assert desk.own.read_at["bluesky"] == START
    drawn = desk.drawn
    desk.ways["bluesky"].post("2", "from somebody else")
    desk.pass_time(EVERY_S)
    assert texts(desk, "bluesky") == ["from somebody else", "from the phone"]
    assert desk.drawn == drawn + 1
    assert desk.own.read_at["bluesky"] == START + int(EVERY_S * MICROS)


def test_where_reading_costs_money_it_is_read_less_often(desk: Desk) -> None:
    desk.do(desk.own.start)
    desk.pass_time(3600, step=5)
    assert len(desk.ways["bluesky"].reads) == 1 + 3600 // EVERY_S
    assert len(desk.ways["x"].reads) == 1 + 3600 // EVERY_PAID_S


def test_the_times_are_spread(desk: Desk) -> None:
    draws = iter([0.0, 1.0] * 100)
    desk.own = OwnPosts(desk.ways, desk.clock, lambda: None, lambda: next(draws))
    desk.do(desk.own.start)
    desk.pass_time(EVERY_S * 0.95)
    assert sorted(len(desk.ways[name].reads) for name in ("bluesky", "mastodon")) == [1, 2]
    desk.pass_time(EVERY_S * 0.2)
    assert min(len(desk.ways[name].reads) for name in ("bluesky", "mastodon")) == 2


def test_nothing_is_read_before_start_and_after_stop(desk: Desk) -> None:
    desk.pass_time(600, step=10)
    assert not desk.ways["bluesky"].reads
    desk.do(desk.own.start)
    desk.do(desk.own.start)
    desk.ways["bluesky"].post("1")
    desk.run(desk.own.stop())
    desk.pass_time(600, step=10)
    assert len(desk.ways["bluesky"].reads) == 1
    desk.do(desk.own.start)
    assert texts(desk, "bluesky") == ["Hello"]
    assert len(desk.ways["bluesky"].reads) == 2


def test_it_is_read_at_once_when_asked_and_after_an_acceptance(desk: Desk) -> None:
    desk.do(desk.own.start)
    desk.pass_time(20)
    desk.do(lambda: desk.own.look_now("x"))
    assert [len(desk.ways[name].reads) for name in desk.ways] == [1, 1, 2]
    desk.do(desk.own.look_now)
    assert [len(desk.ways[name].reads) for name in desk.ways] == [2, 2, 3]
    desk.pass_time(5)
    rows = (row("bluesky", "1", desk.clock.now()), row("x", "9", START))
    for _ in range(5):
        desk.do(lambda: desk.own.follow(rows))
        desk.pass_time(0.1)
    assert [len(desk.ways[name].reads) for name in desk.ways] == [3, 2, 3]


def row(channel: str, remote_id: str, accepted: int) -> Delivery:
    made = delivery(DeliveryState.ACCEPTED)
    return replace(made, channel=channel, remote_id=remote_id, accepted=accepted)


def test_a_network_that_fails_is_asked_less_and_less_and_keeps_what_was_read(desk: Desk) -> None:
    desk.ways["bluesky"].post("1")
    desk.do(desk.own.start)
    desk.ways["bluesky"].fails_with = ChannelDown(DOWN)
    desk.pass_time(3600, step=5)
    assert len(desk.ways["bluesky"].reads) <= 10
    assert desk.own.failures["bluesky"] == len(desk.ways["bluesky"].reads) - 1
    assert desk.own.failures["mastodon"] == 0
    assert texts(desk, "bluesky") == ["Hello"]
    assert desk.own.read_at["bluesky"] == START
    desk.ways["bluesky"].fails_with = None
    desk.pass_time(1000, step=5)
    assert desk.own.failures["bluesky"] == 0


def test_one_that_is_told_to_wait_waits_even_when_asked_to_look(desk: Desk) -> None:
    until = START + 400 * MICROS
    desk.ways["bluesky"].fails_with = PaceExceeded(
        message("channel.silent", network="Bluesky"), until
    )
    desk.do(desk.own.start)
    desk.do(desk.own.look_now)
    desk.pass_time(395, step=5)
    assert len(desk.ways["bluesky"].reads) == 1
    desk.ways["bluesky"].fails_with = None
    desk.pass_time(10)
    assert texts(desk, "bluesky") == []


def test_one_that_hangs_holds_back_none(desk: Desk) -> None:
    desk.ways["bluesky"].hangs = True
    desk.do(desk.own.start)
    desk.pass_time(EVERY_S)
    assert len(desk.ways["mastodon"].reads) == 2
    assert desk.own.failures["bluesky"] >= 1
    assert "bluesky" not in desk.own.latest


def test_a_defect_is_logged_and_counted(desk: Desk, expected_logs: Expect) -> None:
    expected_logs("own posts cannot be read")
    desk.ways["bluesky"].fails_with = ValueError("the adapter tripped")
    desk.do(desk.own.start)
    assert desk.own.failures["bluesky"] == 1
    desk.ways["bluesky"].fails_with = ChannelError(DOWN)


def test_who_signs_in_later_is_read_and_who_is_gone_is_not_shown(desk: Desk) -> None:
    late = desk.ways.pop("x")
    desk.do(desk.own.start)
    desk.ways["x"] = late
    desk.pass_time(EVERY_S)
    assert desk.own.latest["x"] == ()
    del desk.ways["bluesky"]
    desk.pass_time(EVERY_S)
    assert "bluesky" not in desk.own.latest
    assert "bluesky" not in desk.own.read_at


def test_ours_are_told_from_other_peoples(desk: Desk) -> None:
    desk.ways["bluesky"].post("1", "theirs")
    desk.ways["bluesky"].post("2", "ours")
    desk.ways["mastodon"].post("2", "same number, another network")
    desk.do(desk.own.start)
    known = desk.own.known((row("bluesky", "2", START),))
    assert [(one.channel, one.text, one.ours) for one in known] == [
        ("bluesky", "ours", True),
        ("bluesky", "theirs", False),
        ("mastodon", "same number, another network", False),
    ]
