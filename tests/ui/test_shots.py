"""Golden pictures: the desk in each state looks as it did when somebody last looked at it.

``pytest tests/ui/test_shots.py --update-shots`` takes them anew; look at each before keeping it.
What differs is written to build/shots: the picture and the difference, bright where it differs.
"""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.support.desk_samples import DESKS
from ui.app import rescale
from ui.shot import render
from ui.theme.scale import scale

GOLDEN = Path(__file__).parent / "golden"
FAILED = Path(__file__).parents[2] / "build" / "shots"
SHOTS = [
    *((name, 1920, 1080, 100) for name in DESKS if name != "overfull"),
    *(
        (name, 1440, 900, 100)
        for name in ("live", "prep", "overfull", "unknown-sheet", "staging", "solemn")
    ),
    *((name, 2160, 1350, 150) for name in ("live", "rehearsal", "hold", "prep", "by-hand")),
]
OPENED = {"unknown-sheet": "d-bluesky", "by-hand": "d-threads"}
"""The delivery whose sheet is open over ON AIR."""
SOURCES = frozenset({"fire-and-sources"})
"""Where the sheet of sources is open."""
CHANNEL = 24
"""How far a channel may be off (0-255) before a pixel counts: fonts are drawn a shade apart."""
SHARE = 0.001
"""The share of pixels that may differ: the system's own emoji, for one."""

Pixels = npt.NDArray[np.uint8]


def pixels(image: QImage) -> Pixels:
    """Height × width × 3, RGB."""
    plain = image.convertToFormat(QImage.Format.Format_RGBX8888)
    flat = np.frombuffer(plain.constBits(), np.uint8)
    return flat.reshape(plain.height(), plain.width(), 4)[:, :, :3].copy()


def save(values: Pixels, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    height, width, _ = values.shape
    image = QImage(values.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888)
    assert image.save(str(path), "PNG", 0)


def keep(values: Pixels, path: Path) -> None:
    """Lossless WebP: every pixel as it was, in six tenths of the bytes a PNG takes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(values).save(path, "WEBP", lossless=True, quality=100, method=6)


@pytest.mark.parametrize(("name", "width", "height", "percent"), SHOTS)
def test_the_desk_looks_as_it_did(
    name: str, width: int, height: int, percent: int, request: pytest.FixtureRequest, qtbot: QtBot
) -> None:
    size = QSize(width, height)
    view, opened = DESKS[name](), OPENED.get(name, "")
    taken = pixels(render(view, size, percent, opened=opened, sources=name in SOURCES))
    golden = GOLDEN / f"{name}-{width}-{percent}.webp"
    if request.config.getoption("--update-shots", default=False):
        keep(taken, golden)
        pytest.skip("taken anew")
    with Image.open(golden) as opened:
        kept = np.asarray(opened.convert("RGB"))
    assert kept.shape == taken.shape
    off = np.abs(kept.astype(np.int16) - taken.astype(np.int16)).max(axis=2)
    share = float((off > CHANNEL).mean())
    if share > SHARE:
        save(taken, FAILED / f"{golden.stem}.png")
        bright = np.repeat(np.minimum(off * 4, 255).astype(np.uint8)[:, :, None], 3, axis=2)
        save(bright, FAILED / f"{golden.stem}-difference.png")
    assert share <= SHARE, f"{share:.2%} of the pixels differ, see {golden.stem} in {FAILED}"


def test_the_same_view_twice_is_the_same_picture(qtbot: QtBot) -> None:
    size = QSize(1440, 900)
    first, second = (pixels(render(DESKS["holding"](), size)) for _ in range(2))
    assert np.array_equal(first, second)


def test_rendering_leaves_the_scale_of_the_window_alone(qtbot: QtBot, qapp: QApplication) -> None:
    rescale(qapp, 115)
    try:
        render(DESKS["empty"](), QSize(1440, 900), 100)
        assert scale() == 115
    finally:
        rescale(qapp, 100)


@pytest.mark.parametrize("name", [name for name in DESKS if DESKS[name]().take.rehearsal])
def test_a_rehearsal_has_no_large_red(name: str, qtbot: QtBot) -> None:
    """Red fills belong to LIVE, TAKE and ON AIR; a rehearsal never looks like them."""
    image = pixels(render(DESKS[name](), QSize(1920, 1080))).astype(np.int16)
    fill = np.array([0xC8, 0x26, 0x1B])
    assert (np.abs(image - fill).max(axis=2) <= 4).mean() < 0.0005


@pytest.mark.parametrize("one", ["live", "hold", "rehearsal", "prep", "wrap"])
def test_states_differ_without_colour(one: str, qtbot: QtBot) -> None:
    """Grey as a colour-blind eye or a dim television may see it, the masthead still differs."""
    grey = {
        name: pixels(render(DESKS[name](), QSize(1440, 900)))[:80, :420].mean(axis=2)
        for name in ("live", "hold", "rehearsal", "prep", "wrap")
    }
    for other, picture in grey.items():
        if other != one:
            assert (np.abs(grey[one] - picture) > 32).mean() > 0.02
