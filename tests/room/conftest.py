"""Rooms for tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from controlroom.event.room_state import RoomState
from tests.room.still_room import LIGHTS_OUT, StillRoom


@pytest.fixture
def prep(tmp_path: Path) -> Iterator[StillRoom]:
    """A room in PREP, signed in to three simulated networks as if they were real."""
    with StillRoom(tmp_path / "data") as room:
        yield room


@pytest.fixture
def live(prep: StillRoom) -> StillRoom:
    """The same, LIVE."""
    prep.order("go_live")
    return prep


@pytest.fixture
def rehearsal(tmp_path: Path) -> Iterator[StillRoom]:
    """A rehearsal, half a minute before the lights go out."""
    with StillRoom(tmp_path / "data", LIGHTS_OUT - 30, RoomState.REHEARSAL) as room:
        yield room
