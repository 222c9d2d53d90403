"""Media by content, counts that add up, rooms and settings that survive."""

import hashlib
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from controlroom.errors import Unusable, WrongInput
from controlroom.event.room_state import RoomState
from controlroom.store.counts import SecondCount
from controlroom.store.media import MediaFile
from controlroom.store.open import Store
from controlroom.store.room_rows import RoomRow
from tests.store.places import Place


def test_media_is_known_by_its_bytes_however_it_comes(store: Store, tmp_path: Path) -> None:
    content = bytes(range(256)) * 10_000
    source = tmp_path / "blackout.jpg"
    source.write_bytes(content)
    sha256 = store.media.put(content, name="blackout.jpg", mime="image/jpeg", width=8, height=9)
    assert sha256 == hashlib.sha256(content).hexdigest()
    assert store.media.put(source, name="other.jpg", mime="image/jpeg", width=8, height=9) == sha256
    assert store.media.about(sha256) == MediaFile(
        sha256, "other.jpg", "image/jpeg", len(content), 8, 9
    )
    assert store.media.read(sha256) == content
    kept = [path for path in (store.folder / "media").rglob("*") if path.is_file()]
    assert kept == [store.media.path(sha256)]


def test_media_that_was_changed_or_lost_is_never_handed_out(store: Store) -> None:
    sha256 = store.media.put(b"the picture", name="dark.jpg", mime="image/jpeg")
    store.media.path(sha256).write_bytes(b"another one")
    with pytest.raises(Unusable, match=r"“dark\.jpg” is no longer what was put into the library"):
        store.media.read(sha256)
    store.media.path(sha256).unlink()
    with pytest.raises(Unusable, match=r"“dark\.jpg” is missing from the library"):
        store.media.read(sha256)
    store.media.path(sha256).write_bytes(b"another one")
    store.media.put(b"the picture", name="dark.jpg", mime="image/jpeg")
    assert store.media.read(sha256) == b"the picture"


@pytest.mark.parametrize("name", ["../controlroom.db", "", "AB" * 32, "ab" * 31, "ab" * 32 + "\n"])
def test_what_is_no_hash_leads_nowhere(store: Store, name: str) -> None:
    with pytest.raises(WrongInput):
        store.media.path(name)


def test_media_nobody_put_is_not_there(store: Store) -> None:
    with pytest.raises(WrongInput, match="is not in this library"):
        store.media.about("ab" * 32)
    with pytest.raises(WrongInput, match="is not in this library"):
        store.media.read("ab" * 32)


def test_a_file_that_cannot_be_kept_is_said_so(store: Store) -> None:
    (store.folder / "media").write_text("in the way")
    with pytest.raises(Unusable, match="Control Room cannot write to"):
        store.media.put(b"x", name="x", mime="image/png")


COUNTS = st.lists(
    st.builds(
        SecondCount,
        st.sampled_from(["any", "power", "lights"]),
        st.sampled_from([*range(1_359_000_000, 1_359_000_003), 1_359_000_061]),
        st.integers(1, 10**10),
        st.sampled_from(["", "jetstream"]),
    ),
    max_size=12,
)


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(batches=st.lists(COUNTS, max_size=4))
def test_counts_of_any_number_of_collectors_add_up(
    store: Store, batches: list[list[SecondCount]]
) -> None:
    store.settings.put("night", store.settings.get("night", 0) + 1)
    event = f"night {store.settings.get('night')}"
    expected: Counter[tuple[int, str, str]] = Counter()
    for batch in batches:
        store.counts.add(event, batch)
        for one in batch:
            expected[one.second, one.term, one.source] += one.mentions
    read = store.counts.read(event, 0, 2**40)
    assert {(one.second, one.term, one.source): one.mentions for one in read} == expected
    assert [(one.second, one.term, one.source) for one in read] == sorted(expected)
    assert sum(store.counts.totals(event).values()) == sum(expected.values())


def test_counts_are_read_from_a_second_to_before_another(store: Store) -> None:
    store.counts.add("night", [SecondCount("any", second, 1) for second in range(10)])
    assert [one.second for one in store.counts.read("night", 3, 6)] == [3, 4, 5]
    assert store.counts.read("gala", 0, 10) == ()


def test_a_hold_survives_a_restart(place: Place) -> None:
    held = RoomRow("night", RoomState.HOLD, 20, RoomState.LIVE, 19, "stadium evacuated")
    with place.open() as store:
        assert store.rooms.load("night") is None
        store.rooms.save(RoomRow("night", RoomState.LIVE, 10))
        store.rooms.save(held)
        store.rooms.save(RoomRow("gala", RoomState.PREP, 5))
    with place.open() as store:
        assert store.rooms.load("night") == held
        assert [room.event for room in store.rooms.all_rooms()] == ["night", "gala"]


def test_settings_keep_what_json_can_hold(store: Store) -> None:
    store.settings.put("layout", {"run": [1, 2.5, None, "é"]})
    store.settings.put("layout", {"run": [1, 2.5, None, "è"]})
    assert store.settings.get("layout") == {"run": [1, 2.5, None, "è"]}
    store.settings.forget("layout")
    assert store.settings.get("layout", "none") == "none"
