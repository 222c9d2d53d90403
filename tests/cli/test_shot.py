"""``controlroom shot``: the desk as a picture."""

from pathlib import Path

import pytest
from PIL import Image

from tests.cli.program import told, typed

pytestmark = pytest.mark.ui


@pytest.mark.parametrize(
    ("state", "size", "scale"),
    [
        ("prep", "1280x720", "1"),
        ("rehearsal", "1920x1080", "1.15"),
        ("live", "2560x1440", "1.5"),
        ("hold", "1920x1080", "1.3"),
    ],
)
def test_each_state_in_its_size_and_scale(
    tmp_path: Path, controlroom_home: Path, state: str, size: str, scale: str
) -> None:
    file = tmp_path / "pictures" / "desk.png"
    done = typed("shot", file, "--state", state, "--size", size, "--scale", scale)
    assert done.returncode == 0, done.stderr
    with Image.open(file) as picture:
        assert "x".join(map(str, picture.size)) == size
        colours = picture.convert("RGB").getcolors(1 << 24)
    assert colours is not None
    assert len(colours) > 1_000, "no desk in it"
    assert not (controlroom_home / "data").exists(), "a picture is no reason to open a room"


def test_a_scale_the_desk_does_not_have(tmp_path: Path) -> None:
    assert "scale" in told(typed("shot", tmp_path / "desk.png", "--scale", "2"), 2)
    assert list(tmp_path.iterdir()) == []
