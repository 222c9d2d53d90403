"""2011 and 2012: an agency's man cursed at the traffic, somebody joked about a grandmother during a
debate; both meant their own accounts and were still signed in to a client's."""

from dataclasses import replace
from pathlib import Path

from controlroom.channels.base import Standing
from controlroom.event.live_event import LiveEvent
from controlroom.event.room_state import RoomState
from tests.disasters.night import Evening, Remembering, an_asset, an_event, live

PLAIN = "Thank you, and good night."
CURSE = "Nobody in this town can drive."


def event(**other: object) -> LiveEvent:
    return an_event("2012-10-03 18:00", an_asset("thanks", PLAIN), **other)


def test_once_the_night_is_wrapped_nothing_leaves(tmp_path: Path) -> None:
    with live(tmp_path, event()) as night:
        night.stage("thanks")
        night.pass_time(2)
        seen = night.fingerprint
        night.order("wrap")
        assert night.view.state is RoomState.WRAP
        assert "not possible in WRAP" in night.refused("stage_asset", asset="thanks")
        told = night.refused("take", fingerprint=seen, source="key")
        assert "not possible in WRAP" in told
        night.pass_time(3_600)
        assert night.requests == 0
        night.order("prep")
        told = night.refused("take", fingerprint=seen, source="key")
        assert "not possible in PREP" in told
        night.pass_time(3_600)
        assert night.requests == 0


def test_before_live_nothing_leaves_either(tmp_path: Path) -> None:
    with Evening(tmp_path / "data", 0, event=event()) as night:
        assert "not possible in PREP" in night.refused("stage_asset", asset="thanks")
        told = night.refused("take", fingerprint="of another night", source="key")
        assert "not possible in PREP" in told
        night.pass_time(3_600)
        assert night.requests == 0


def test_in_the_night_the_same_words_need_somebody_else(tmp_path: Path) -> None:
    with live(tmp_path, event()) as night:
        night.stage("thanks")
        night.type_words(CURSE)
        assert "approval" in night.asks_for_more
        assert "second key" in night.try_to_take()
        night.pass_time(600)
        assert night.requests == 0


def test_a_face_nobody_looked_at_stands_in_the_way_of_live(tmp_path: Path) -> None:
    plain = an_event("2012-10-03 18:00", an_asset("thanks", PLAIN))
    unseen = tuple(replace(one, confirmed="", confirmed_at=None) for one in plain.accounts)
    with Evening(tmp_path / "data", 0, event=replace(plain, accounts=unseen)) as night:
        night.order("reach", name="Dana")
        assert "readiness board" in night.refused("go_live")
        for channel in ("bluesky", "mastodon", "x"):
            night.order("confirm_face", channel=channel)
        night.order("go_live")
        assert night.view.state is RoomState.LIVE


def test_a_sign_in_as_somebody_else_does_too(tmp_path: Path) -> None:
    class Mine(Remembering):
        async def test(self) -> Standing:
            return Standing("@me", "Me")

    with Evening(tmp_path / "data", 0, event=event(), make=Mine) as night:
        night.order("reach", name="Dana")
        assert "Signed in as @me" in night.refused("go_live")
        night.pass_time(600)
        assert night.requests == 0
