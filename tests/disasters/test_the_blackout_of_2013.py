"""What the program is for: the lights go out at 20:37:30, and eleven minutes later the prepared
picture goes out, with one look and one key."""

from dataclasses import replace
from pathlib import Path

import pytest

from controlroom.clock import MICROS
from controlroom.desk.view import TakeFace
from controlroom.event.live_event import LiveEvent
from controlroom.event.times import expected_times
from tests.disasters.night import live
from tests.room.still_room import LIGHTS_OUT, bundled

ELEVEN_MINUTES = 660


def the_night() -> LiveEvent:
    """The bundled event, whose accounts somebody has looked at."""
    event = bundled()
    seen = (replace(one, confirmed="Dana", confirmed_at=event.starts) for one in event.accounts)
    return replace(event, accounts=tuple(seen))


@pytest.mark.parametrize("marked", [True, False])
def test_eleven_minutes_after_it_goes_with_one_key(tmp_path: Path, marked: bool) -> None:
    with live(tmp_path, the_night(), LIGHTS_OUT - 60) as room:
        room.until(LIGHTS_OUT)
        if marked:
            room.order("mark", moment="lights-out")
        room.until(LIGHTS_OUT + ELEVEN_MINUTES - 2)
        room.stage("blackout-01", "lights-out" if marked else "")
        room.pass_time(2)
        asked = {line.guard: line.tone for line in room.view.preview.poll}
        assert set(asked.values()) <= {"go", "note"}, asked
        assert room.view.take.face is TakeFace.ARMED
        pressed = room.clock.now()
        assert pressed == bundled().starts + (LIGHTS_OUT + ELEVEN_MINUTES) * MICROS
        room.order("take", fingerprint=room.fingerprint, source="key")
        assert room.view.take.window == 5
        room.pass_time(6)
        assert len(room.up) == 3
        asset = bundled().asset("blackout-01")
        assert set(room.up) == {
            f"{channel}: {asset.words_for(channel)}" for channel in bundled().channels
        }
        room.pass_time(25)
        assert room.states == ["verified"] * 3


def test_its_moment_has_half_an_hour_and_then_says_so(tmp_path: Path) -> None:
    with live(tmp_path, the_night(), LIGHTS_OUT) as room:
        room.order("mark", moment="lights-out")
        room.pass_time(ELEVEN_MINUTES)
        room.stage("blackout-01", "lights-out")
        assert room.poll("window") == "go"
        room.pass_time(1_800)
        assert room.poll("window") == "note", "told, and not in the way"
        assert expected_times(room.room.event).at["lights-out"] is not None
