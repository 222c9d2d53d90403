"""In the whole room: somebody else posts too, and what was uploaded survives the program."""

from collections.abc import Mapping
from pathlib import Path

from controlroom.channels.base import Channel, Post, Receipt, Seen, Staged, Tell, tell_nobody
from controlroom.clock import Clock
from controlroom.event.room_state import RoomState
from controlroom.messages import english
from controlroom.rehearsal.network import SimulatedNetwork
from controlroom.room.own_posts import EVERY_PAID_S, EVERY_S
from tests.room.still_room import CHANNELS, StillRoom


def somebody_posts(room: StillRoom, network: str, words: str) -> None:
    """From a telephone, without us."""
    receipt = Receipt(network, f"theirs {words}", f"https://{network}.test/1", room.clock.now())
    room.networks[network]._posts[f"theirs {words}"] = Seen(receipt, words, (), ())


def detail(room: StillRoom, guard: str) -> str:
    line = next(line for line in room.view.preview.poll if line.guard == guard)
    return english(line.detail)


def test_a_post_from_a_telephone_stands_on_the_desk_and_asks_for_a_pause(live: StillRoom) -> None:
    live.stage("record")
    assert (live.poll("spacing"), live.poll("posted_before")) == ("go", "go")
    somebody_posts(live, "mastodon", "Greetings from the stands")
    live.pass_time(EVERY_S * 1.1)
    assert live.poll("spacing") == "note"
    assert detail(live, "spacing").startswith("Mastodon: ")
    live.pass_time(120)
    assert live.poll("spacing") == "go"


def test_the_same_words_from_a_telephone_need_a_second_look(live: StillRoom) -> None:
    live.stage("record")
    somebody_posts(live, "x", live.room.event.asset("record").words_for("x"))
    live.pass_time(EVERY_PAID_S * 1.1)
    assert live.poll("posted_before") == "caution"
    assert detail(live, "posted_before").startswith("X: same words")


def test_our_own_post_is_read_right_after_it_was_accepted(live: StillRoom) -> None:
    live.post("record")
    own = live.room.night.own_posts
    known = own.known(live.deliveries)
    assert {(post.channel, post.ours) for post in known} == {(name, True) for name in CHANNELS}
    (x,) = (post for post in known if post.channel == "x")
    assert live.clock.now() - x.at < EVERY_PAID_S * 1_000_000 / 2


def test_going_live_reads_at_once(prep: StillRoom) -> None:
    prep.pass_time(1)
    somebody_posts(prep, "x", "Early")
    prep.pass_time(1)
    assert prep.room.night.own_posts.latest["x"] == ()
    prep.order("go_live")
    prep.settle()
    assert [post.text for post in prep.room.night.own_posts.latest["x"]] == ["Early"]


def test_a_rehearsal_reads_the_simulated_network_and_leaves_the_real_one_alone(
    prep: StillRoom,
) -> None:
    real = prep.room.night.own_posts
    assert real.running
    prep.order("rehearse")
    assert prep.room.state is RoomState.REHEARSAL
    assert prep.room.night.own_posts.running
    assert not real.running


class CountedUploads(SimulatedNetwork):
    """Counts what is uploaded."""

    uploaded: dict[str, int]

    async def stage(
        self, post: Post, before: Staged | None = None, tell: Tell = tell_nobody
    ) -> Staged:
        if before is not None:
            return Staged(post, before.uploads, before.prepared, before.until)
        self.uploaded[self.key] = self.uploaded.get(self.key, 0) + len(post.media)
        return await super().stage(post, None, tell)


def test_what_was_uploaded_is_there_after_a_restart(tmp_path: Path) -> None:
    uploaded: dict[str, int] = {}

    def ways(clock: Clock) -> Mapping[str, Channel]:
        made = {key: CountedUploads(key, clock) for key in CHANNELS}
        for one in made.values():
            one.uploaded = uploaded
        return made

    for words in ("", "After the restart"):
        with StillRoom(tmp_path / "data", channels=ways) as room:
            room.order("go_live" if not words else "release_hold")
            room.stage("record")
            room.pass_time(5)
            if words:
                room.order("edit_words", channel="x", words=words)
                room.pass_time(1)
            assert all(on.uploaded for on in room.room.on_channels(room.room.event.asset("record")))
    assert uploaded == dict.fromkeys(CHANNELS, 1)
