"""Events that come with the program: found by their name, which is never a path."""

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from controlroom.errors import WrongInput
from controlroom.room import opening
from controlroom.room.opening import BUNDLED, bring_event, bundled_folder
from controlroom.store.open import open_store


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """Somebody's folder with an event that calls itself as the bundled one does."""
    folder = tmp_path / "foreign"
    shutil.copytree(str(files("resources").joinpath("events", BUNDLED)), folder)
    text = (folder / "event.toml").read_text("utf-8").replace("Super Bowl XLVII", "Another night")
    (folder / "event.toml").write_text(text, encoding="utf-8")
    return folder


def test_an_event_is_no_path(foreign: Path) -> None:
    ways = (
        str(foreign),
        f"../events/{BUNDLED}",
        f"{BUNDLED}/../{BUNDLED}",
        f"./{BUNDLED}",
        f"{BUNDLED}/",
        f"..\\events\\{BUNDLED}",
        f"{BUNDLED}\0",
        f"{BUNDLED}\n",
        "..",
        "",
    )
    for name in ways:
        with pytest.raises(WrongInput, match="There is no event called"):
            bundled_folder(name)
    assert bundled_folder(BUNDLED).joinpath("event.toml").is_file()


def test_an_event_that_calls_itself_otherwise_is_not_kept(
    foreign: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(tmp_path / "data") as store:
        kept = bring_event(store, BUNDLED)
        monkeypatch.setattr(opening, "bundled_folder", lambda slug: foreign)
        with pytest.raises(WrongInput, match=f"another-night calls itself {BUNDLED}"):
            bring_event(store, "another-night")
        assert store.events.load_event(BUNDLED) == kept
        assert [line.slug for line in store.events.list_events()] == [BUNDLED]
