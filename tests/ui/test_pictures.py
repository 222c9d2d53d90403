"""Pictures are decoded elsewhere, fitted, rounded, kept; a broken file is no crash."""

import hashlib
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from controlroom.desk.view import ImageRef
from ui import pictures as module
from ui.pictures import Pictures, Wish, decode
from ui.widgets.picture_view import PictureView

RED, BLUE = QColor("#FF0000"), QColor("#0000FF")


@pytest.fixture
def halves(tmp_path: Path) -> ImageRef:
    """400 × 200, the left half red, the right half blue."""
    image = QImage(400, 200, QImage.Format.Format_RGB32)
    image.fill(RED)
    for x in range(200, 400):
        for y in range(200):
            image.setPixelColor(x, y, BLUE)
    path = tmp_path / "halves.png"
    assert image.save(str(path))
    return ImageRef(hashlib.sha256(path.read_bytes()).hexdigest(), str(path))


def wish(width: int, height: int, *, cover: bool, radius: int = 0) -> Wish:
    return Wish("x", width, height, cover, radius, 1.0)


def test_cover_fills_and_crops_the_sides(halves: ImageRef) -> None:
    made = decode(halves.path, wish(100, 100, cover=True))
    assert made.size() == QSize(100, 100)
    assert made.pixelColor(2, 50) == RED
    assert made.pixelColor(97, 50) == BLUE


def test_contain_shows_everything(halves: ImageRef) -> None:
    made = decode(halves.path, wish(100, 100, cover=False))
    assert made.size() == QSize(100, 50)


def test_corners_are_rounded(halves: ImageRef) -> None:
    made = decode(halves.path, wish(100, 100, cover=True, radius=20))
    assert made.pixelColor(0, 0).alpha() == 0
    assert made.pixelColor(50, 50).alpha() == 255


def test_a_turned_picture_stands_upright(tmp_path: Path) -> None:
    from PIL import Image

    path = tmp_path / "turned.jpg"
    picture = Image.new("RGB", (400, 200), "red")
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    picture.save(path, exif=exif)
    assert decode(str(path), wish(300, 300, cover=False)).size() == QSize(150, 300)


def test_a_large_picture_is_read_small(tmp_path: Path) -> None:
    path = tmp_path / "large.jpg"
    image = QImage(4000, 3000, QImage.Format.Format_RGB32)
    image.fill(RED)
    assert image.save(str(path))
    made = decode(str(path), wish(80, 60, cover=True))
    assert made.size() == QSize(80, 60)
    assert made.pixelColor(40, 30).red() > 240


@pytest.mark.parametrize("content", [b"", b"no picture at all", b"\x89PNG\r\n\x1a\n"])
def test_an_unreadable_file_becomes_a_placeholder(
    content: bytes, tmp_path: Path, expected_logs: Callable[[str], None]
) -> None:
    expected_logs("cannot be read")
    path = tmp_path / "broken.png"
    path.write_bytes(content)
    made = decode(str(path), wish(60, 40, cover=True))
    assert made.size() == QSize(60, 40)
    colours = {made.pixel(x, y) for x in range(60) for y in range(40)}
    assert len(colours) > 1


def test_asking_never_waits_and_the_answer_is_kept(
    halves: ImageRef, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []
    real = module.decode

    def noting(path: str, wanted: Wish) -> QImage:
        threads.append(threading.get_ident())
        return real(path, wanted)

    monkeypatch.setattr(module, "decode", noting)
    pool = Pictures()
    size = QSize(50, 50)
    with qtbot.waitSignal(pool.ready):
        assert pool.get(halves, size, cover=True) is None
        assert pool.get(halves, size, cover=True) is None
        assert pool.waiting()
    made = pool.get(halves, size, cover=True)
    assert made is not None
    assert made.size() == size
    assert not pool.waiting()
    assert len(threads) == 1
    assert threads[0] != threading.get_ident()


def test_the_newest_wish_comes_first(
    halves: ImageRef, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    order: list[int] = []

    def slow(_path: str, wanted: Wish) -> QImage:
        gate.wait(5)
        order.append(wanted.width)
        return QImage(1, 1, QImage.Format.Format_RGB32)

    monkeypatch.setattr(module, "decode", slow)
    pool = Pictures()
    pool._pool.setMaxThreadCount(1)
    for width in range(1, 6):
        pool.get(halves, QSize(width, 10), cover=True)
    gate.set()
    qtbot.waitUntil(lambda: not pool.waiting())
    assert order == [1, 5, 4, 3, 2]


def test_old_pictures_make_room(
    halves: ImageRef, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "KEPT", 2)
    pool = Pictures()
    for width in (10, 11, 12):
        with qtbot.waitSignal(pool.ready):
            pool.get(halves, QSize(width, 10), cover=True)
    assert pool.get(halves, QSize(12, 10), cover=True) is not None
    assert pool.get(halves, QSize(10, 10), cover=True) is None
    qtbot.waitUntil(lambda: not pool.waiting())


def test_a_view_paints_its_picture_when_it_arrives(halves: ImageRef, qtbot: QtBot) -> None:
    view = PictureView(radius=0)
    qtbot.addWidget(view)
    view.resize(100, 50)
    view.show_picture(halves, "two halves")
    view.show()
    qtbot.waitUntil(lambda: view.grab().toImage().pixelColor(10, 25) == RED)
    assert view.accessibleName() == "two halves"
    assert view.focusPolicy() is Qt.FocusPolicy.NoFocus
