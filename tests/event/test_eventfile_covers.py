"""What a yes in an event file covers, on real pictures beside it."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from controlroom.event import eventfile_art
from controlroom.event.approvals import is_approved
from controlroom.event.asset import Approval, Asset
from controlroom.event.eventfile import read_event
from tests.event.test_eventfile import folder as folder  # noqa: PLC0414
from tests.event.test_eventfile_people import RICH
from tests.event.test_eventfile_people import rich as rich  # noqa: PLC0414

Spoil = Callable[[Path], None]


def other_master(folder: Path) -> None:
    content = bytearray((folder / "art" / "one.jpg").read_bytes())
    (folder / "art" / "one.jpg").write_bytes(bytes(content) + os.urandom(1))


def other_name(folder: Path) -> None:
    (folder / "art" / "one.jpg").rename(folder / "art" / "renamed.jpg")
    text = (folder / "event.toml").read_text("utf-8").replace("art/one.jpg", "art/renamed.jpg")
    (folder / "event.toml").write_text(text, encoding="utf-8")


def written(right: str, wrong: str) -> Spoil:
    def spoil(folder: Path) -> None:
        text = (folder / "event.toml").read_text("utf-8")
        assert right in text
        (folder / "event.toml").write_text(text.replace(right, wrong), encoding="utf-8")

    return spoil


TWO = RICH.replace(
    "[[term]]",
    '[[account]]\nchannel = "x"\nhandle = "@saltwick"\nname = "Saltwick"\n[[term]]',
    1,
)
BOTH, CROPPED, PLAIN = {"bluesky", "x"}, {"bluesky"}, {"x"}
CHANGES: list[tuple[Spoil, set[str]]] = [
    (other_master, BOTH),
    (other_name, set()),
    (written("[0.25, 0.0, 0.5, 1.0]", "[0.25, 0.0, 0.5, 0.9]"), CROPPED),
    (written('alt = "A bag."', 'alt = "A bag"'), BOTH),
    (written('caption = "{side}, {score}."', 'caption = "{score}, {side}."'), PLAIN),
    (written("longest = 12", "longest = 11"), PLAIN),
    (written("longest = 7", "longest = 6"), BOTH),
    (written('provenance = "Our studio"', 'provenance = "A camera"'), set()),
    (written('handle = "@saltwick"', 'handle = "@saltwick2"'), set()),
]


@pytest.mark.parametrize(("spoil", "void"), CHANGES)
def test_a_yes_of_before_is_void_on_a_file_that_changed_where_it_shows(
    rich: Path, spoil: Spoil, void: set[str]
) -> None:
    (rich / "event.toml").write_text(TWO, encoding="utf-8")
    said = read_event(rich).asset("one").approvals
    spoil(rich)
    assert voided(read_event(rich).asset("one"), said) == void


def voided(asset: Asset, said: tuple[Approval, ...]) -> set[str]:
    now = replace(asset, approvals=said)
    return {one for one in ("bluesky", "x") if not is_approved(now, (one,), said[0].at)}


def test_bytes_that_are_only_encoded_anew_void_nothing(
    rich: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noise = Image.effect_noise((64, 48), 80)
    noise.save(rich / "art" / "one.jpg")
    (rich / "event.toml").write_text(TWO, encoding="utf-8")
    before = read_event(rich).asset("one")
    monkeypatch.setattr(eventfile_art, "QUALITY", 40)
    after = read_event(rich).asset("one")
    assert after.picture_for("bluesky") != before.picture_for("bluesky")
    assert voided(after, before.approvals) == set()
