"""Staged ahead: what is uploaded, when it is READY, and what a restart need not send again."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest

from controlroom.channels.base import MediaRefused, PaceExceeded, SignInExpired, Staged
from controlroom.clock import MICROS
from controlroom.event.asset import Asset, Link, Part, Picture, Role
from controlroom.messages import english, message
from controlroom.posting.readiness import PATIENCE_S, Readiness
from tests.hygiene.records import Expect
from tests.posting.night import BLACKOUT, START, WORDS_ONLY, event_on
from tests.posting.uploading import DOWN, StagingDesk

EVENT = event_on("bluesky", "x")


def picture(name: str, alt: str = "") -> Picture:
    return Picture(name, f"{name}.jpg", "image/jpeg", 9, 4, 3, alt)


def asset(*names: str, words: str = "Lights out.") -> Asset:
    first, *rest = [picture(name) for name in names]
    return Asset("a", "A", Role.POST, words, first, more=tuple(rest))


@pytest.fixture
def desk() -> Iterator[StagingDesk]:
    made = StagingDesk()
    yield made
    made.close()


async def begin(desk: StagingDesk, what: Asset, channels: tuple[str, ...] | None = None) -> None:
    desk.stager.begin(what, EVENT, channels)


def stage(desk: StagingDesk, what: Asset, *channels: str, seconds: float = 0) -> None:
    desk.run(begin(desk, what, channels or None))
    desk.pass_time(seconds)


def bluesky(desk: StagingDesk) -> Readiness:
    return desk.stager.readiness("bluesky")


def ready(desk: StagingDesk) -> tuple[Staged, ...]:
    staged = bluesky(desk).staged
    assert staged is not None
    return staged


def sent(desk: StagingDesk) -> list[str]:
    return desk.networks["bluesky"].sent()


async def take(desk: StagingDesk) -> dict[str, tuple[Staged, ...]]:
    tasks = desk.stager.tasks()
    return {channel: task.result() for channel, task in tasks.items()}


def test_everything_is_uploaded_ahead_on_each_network(desk: StagingDesk) -> None:
    stage(desk, asset("one", "two"))
    for channel in ("bluesky", "x"):
        (staged,) = desk.stager.readiness(channel).staged or ()
        assert staged.post.text == "Lights out."
        assert desk.networks[channel].sent() == ["one", "two"]
    assert not desk.stager.busy()


def test_a_thread_with_a_card_is_ready_when_its_last_part_is(desk: StagingDesk) -> None:
    card = Link("https://brand.test", "Brand", thumb=picture("thumb"))
    parts = (Part("second", (picture("two"),)), Part("third"))
    network = desk.networks["bluesky"]
    network.takes_s = 4
    stage(desk, replace(asset("one"), link=card, thread=parts), "bluesky", seconds=6)
    assert bluesky(desk).staged is None
    assert 0.5 < bluesky(desk).share < 1
    desk.pass_time(3)
    assert [one.post.text for one in ready(desk)] == ["Lights out.", "second", "third"]
    assert network.sent() == ["one", "thumb", "two"]
    assert bluesky(desk).share == 1


def test_two_parts_with_the_same_picture_have_an_upload_each(desk: StagingDesk) -> None:
    stage(desk, replace(asset("one"), thread=(Part("again", (picture("one"),)),)), "bluesky")
    first, second = ready(desk)
    assert first.uploads != second.uploads


def test_the_bar_grows_with_the_bytes_and_asks_to_be_drawn(desk: StagingDesk) -> None:
    desk.networks["bluesky"].takes_s = 8
    stage(desk, BLACKOUT, "bluesky")
    assert (bluesky(desk).share, bluesky(desk).staged, desk.stager.busy()) == (0, None, True)
    seen, drawn = [], desk.drawn
    for _ in range(4):
        desk.pass_time(2)
        seen.append(bluesky(desk).share)
    assert seen == [0.25, 0.5, 0.75, 1]
    assert desk.drawn - drawn >= 4


def test_only_the_networks_asked_for_are_made_ready(desk: StagingDesk) -> None:
    stage(desk, BLACKOUT, "x")
    assert desk.stager.readiness("bluesky") == Readiness()
    assert desk.stager.readiness("x").staged is not None
    assert set(desk.run(take(desk))) == {"x"}


def test_other_words_upload_nothing_again(desk: StagingDesk) -> None:
    stage(desk, asset("one"))
    stage(desk, asset("one", words="Lights on."))
    assert sent(desk) == ["one"]
    assert ready(desk)[0].post.text == "Lights on."


def test_words_edited_during_the_upload_wait_for_it(desk: StagingDesk) -> None:
    network = desk.networks["bluesky"]
    network.takes_s = 4
    stage(desk, asset("one"), "bluesky", seconds=2)
    for words in ("L", "Li", "Lights"):
        stage(desk, asset("one", words=words), "bluesky")
    assert bluesky(desk).share == 0.5
    desk.pass_time(2)
    assert (sent(desk), network.most_at_once) == (["one"], 1)
    assert ready(desk)[0].post.text == "Lights"
    assert [post.text for post in network.asked] == ["Lights out.", "Lights"]


def test_another_alt_text_is_another_upload(desk: StagingDesk) -> None:
    stage(desk, BLACKOUT, "bluesky")
    assert BLACKOUT.picture is not None
    stage(desk, replace(BLACKOUT, picture=replace(BLACKOUT.picture, alt="Dark")), "bluesky")
    assert len(sent(desk)) == 2


def test_another_asset_ends_the_upload_of_the_first(desk: StagingDesk) -> None:
    network = desk.networks["bluesky"]
    network.takes_s = 4
    stage(desk, asset("one"), "bluesky", seconds=2)
    stage(desk, asset("two"), "bluesky", seconds=4)
    assert sent(desk) == ["two"]
    assert network.most_at_once == 1
    stage(desk, asset("one"), "bluesky", seconds=4)
    stage(desk, asset("two"), "bluesky")
    assert sent(desk) == ["two", "one"]
    assert ready(desk)[0].uploads == ("bluesky 0",)


def test_a_restart_uploads_nothing_again(desk: StagingDesk) -> None:
    stage(desk, asset("one"))
    desk.restart()
    assert desk.stager.readiness("bluesky") == Readiness()
    stage(desk, asset("one", words="Lights on."))
    assert sent(desk) == ["one"]
    assert ready(desk)[0].post.text == "Lights on."


def test_what_was_dropped_while_the_program_was_away_is_uploaded_again(desk: StagingDesk) -> None:
    desk.networks["bluesky"].life_s = 3600
    stage(desk, asset("one"), "bluesky")
    desk.restart()
    desk.pass_time(3000, step=3000)
    stage(desk, asset("one"), "bluesky")
    assert sent(desk) == ["one", "one"]


def test_a_shelf_that_fails_keeps_nobody_from_being_ready(
    desk: StagingDesk, expected_logs: Expect
) -> None:
    expected_logs("uploads cannot be read")
    expected_logs("uploads cannot be written down")
    desk.shelf.broken = True
    stage(desk, asset("one"))
    assert ready(desk)
    desk.run(take(desk))


def test_uploads_are_made_anew_before_the_network_drops_them(desk: StagingDesk) -> None:
    network = desk.networks["bluesky"]
    network.life_s, network.takes_s = 3600, 4
    stage(desk, asset("one"), "bluesky", seconds=4)
    assert bluesky(desk).until == START + 3600 * MICROS
    for _ in range(400):
        desk.pass_time(30, step=30)
        # READY all the time, with something the network still has.
        assert network.kept(ready(desk)[0].uploads[0])
    assert 4 <= len(network.uploads) <= 5


def test_when_it_cannot_be_made_anew_it_is_ready_until_it_is_gone(desk: StagingDesk) -> None:
    network = desk.networks["bluesky"]
    network.life_s = 3600
    stage(desk, asset("one"), "bluesky")
    network.fails = MediaRefused(message("channel.refused", network="Bluesky", words="no"))
    desk.pass_time(3500, step=10)
    assert ready(desk)
    assert bluesky(desk).problem == message("channel.refused", network="Bluesky", words="no")
    desk.pass_time(200, step=10)
    assert bluesky(desk).staged is None
    assert bluesky(desk).problem is not None


def test_a_network_that_gives_the_same_upload_back_is_asked_again_when_it_is_gone(
    desk: StagingDesk,
) -> None:
    network = desk.networks["bluesky"]
    network.life_s = 3600
    stage(desk, asset("one"), "bluesky")
    ends = next(iter(network.uploads.values()))[1]
    network.life_s = 900
    desk.pass_time(3590, step=10)
    assert bluesky(desk).until == ends
    assert len(network.asked) == 2
    desk.pass_time(20, step=1)
    assert ready(desk)
    assert network.kept(ready(desk)[0].uploads[0])


def test_a_network_that_is_down_is_tried_again_until_it_heals(desk: StagingDesk) -> None:
    network = desk.networks["bluesky"]
    network.down = True
    stage(desk, asset("one"))
    assert bluesky(desk).problem == DOWN
    assert bluesky(desk).waits_until == START + MICROS
    assert desk.stager.readiness("x").staged is not None
    assert not desk.stager.busy()
    desk.pass_time(300)
    assert 10 <= len(network.asked) <= 20
    network.down = False
    desk.pass_time(30)
    assert ready(desk)
    assert (bluesky(desk).problem, bluesky(desk).waits_until) == (None, None)
    assert sent(desk) == ["one"]


def test_a_network_that_wants_to_be_left_alone_is(desk: StagingDesk) -> None:
    network = desk.networks["bluesky"]
    until = START + 90 * MICROS
    network.fails = PaceExceeded(message("channel.silent", network="Bluesky"), until)
    stage(desk, asset("one"), "bluesky", seconds=89)
    assert (bluesky(desk).waits_until, len(network.asked)) == (until, 1)
    network.fails = None
    desk.pass_time(2)
    assert ready(desk)


def test_who_is_signed_out_is_told_at_once(desk: StagingDesk) -> None:
    ended = message("channel.sign_in", handle="saltwick", network="Bluesky")
    desk.networks["bluesky"].fails = SignInExpired(ended)
    stage(desk, asset("one"), seconds=100)
    assert (bluesky(desk).problem, bluesky(desk).signed_out) == (ended, True)
    assert len(desk.networks["bluesky"].asked) == 1
    desk.networks["bluesky"].fails = None
    stage(desk, asset("one"))
    assert ready(desk)


def test_a_picture_that_cannot_be_read_is_told(
    desk: StagingDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(sha256: str) -> bytes:
        raise OSError("the disk is gone")

    monkeypatch.setattr(desk.stager, "_media", unreadable)
    stage(desk, asset("one"), "bluesky")
    problem = bluesky(desk).problem
    assert problem is not None
    assert english(problem) == "Could not be made ready: the disk is gone"


def test_after_take_the_same_asset_has_uploads_of_its_own(desk: StagingDesk) -> None:
    stage(desk, asset("one"))
    taken = desk.run(take(desk))["bluesky"]
    assert ready(desk) == taken
    stage(desk, asset("one"))
    assert sent(desk) == ["one", "one"]
    assert ready(desk)[0].uploads != taken[0].uploads
    desk.run(take(desk))
    desk.restart()
    stage(desk, asset("one"))
    assert len(sent(desk)) == 3


def test_a_cancelled_take_gives_its_uploads_back(desk: StagingDesk) -> None:
    stage(desk, asset("one"), "bluesky")
    taken = desk.run(take(desk))["bluesky"]

    async def take_back() -> None:
        desk.stager.take_back(taken)

    desk.run(take_back())
    stage(desk, asset("one"), "bluesky")
    assert sent(desk) == ["one"]
    desk.run(take(desk))
    desk.run(take_back())
    desk.restart()
    stage(desk, asset("one"), "bluesky")
    assert sent(desk) == ["one"]


def test_a_take_before_ready_goes_on_uploading_whatever_preview_does(desk: StagingDesk) -> None:
    desk.networks["bluesky"].takes_s = 4
    stage(desk, asset("one"), "bluesky", seconds=2)
    tasks = desk.run(hand_over(desk))
    stage(desk, asset("two"), "bluesky")

    async def forget() -> None:
        desk.stager.forget()

    desk.run(forget())
    desk.pass_time(2)
    assert tasks["bluesky"].result()[0].uploads == ("bluesky 0",)
    assert sent(desk) == ["one"]


async def hand_over(desk: StagingDesk) -> "dict[str, asyncio.Task[tuple[Staged, ...]]]":
    return desk.stager.tasks()


def test_a_take_of_what_cannot_be_reached_tries_at_once_and_gives_up_in_time(
    desk: StagingDesk,
) -> None:
    network = desk.networks["bluesky"]
    network.down = True
    stage(desk, asset("one"), "bluesky", seconds=100)
    asked = len(network.asked)
    (task,) = desk.run(hand_over(desk)).values()
    assert len(network.asked) == asked + 1
    desk.pass_time(PATIENCE_S)
    assert task.done()
    with pytest.raises(type(task.exception() or ValueError())):
        task.result()
    assert bluesky(desk).problem == DOWN


def test_a_take_of_what_can_be_reached_again_goes_out(desk: StagingDesk) -> None:
    network = desk.networks["bluesky"]
    network.down = True
    stage(desk, WORDS_ONLY, "bluesky", seconds=100)
    network.down = False
    (task,) = desk.run(hand_over(desk)).values()
    assert task.result()[0].post.text == WORDS_ONLY.caption
