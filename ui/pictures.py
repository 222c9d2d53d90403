"""Pictures: decoded off the Qt thread, newest wish first, kept by what was asked for.

A widget asks while it paints; what is not there yet arrives with ``ready`` and the widget paints
again. A file that cannot be read becomes a drawn placeholder, once, and is not tried again.
"""

import atexit
import logging
from collections import OrderedDict
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import (
    QDeadlineTimer,
    QObject,
    QRectF,
    QRunnable,
    QSize,
    Qt,
    QThreadPool,
    Signal,
    Slot,
)
from PySide6.QtGui import QBrush, QImage, QImageReader, QPainter, QPixmap

from controlroom.desk.view import ImageRef
from ui.theme.tokens import colour

log = logging.getLogger(__name__)
KEPT = 256


@dataclass(frozen=True, slots=True)
class Wish:
    """A picture at a size: device pixels, filling (``cover``) or fitting, corners rounded by
    ``radius`` device pixels. The path is no part of it: bytes are known by their hash."""

    sha256: str
    width: int
    height: int
    cover: bool
    radius: int
    ratio: float


class Pictures(QObject):
    """The pool of two that decodes, and the pixmaps it made."""

    ready = Signal(str)
    """A picture with this SHA-256 can be painted now."""
    _decoded = Signal(object, QImage)

    def __init__(self) -> None:
        super().__init__()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        self._kept: OrderedDict[Wish, QPixmap] = OrderedDict()
        self._asked: set[Wish] = set()
        self._order = 0
        self._decoded.connect(self._keep, Qt.ConnectionType.QueuedConnection)

    def get(
        self, ref: ImageRef, size: QSize, *, cover: bool, radius: int = 0, ratio: float = 1.0
    ) -> QPixmap | None:
        """The picture for ``size`` (logical px at ``ratio`` device pixels each), or None while it
        is being decoded; ``ready`` follows. Never waits."""
        wish = Wish(
            ref.sha256,
            max(1, round(size.width() * ratio)),
            max(1, round(size.height() * ratio)),
            cover,
            round(radius * ratio),
            ratio,
        )
        if (made := self._kept.get(wish)) is not None:
            self._kept.move_to_end(wish)
            return made
        if wish not in self._asked:
            self._asked.add(wish)
            self._order += 1
            # A higher number is taken first: what was asked for last is what is looked at.
            self._pool.start(_Decoding(self, wish, ref.path), self._order)
        return None

    def waiting(self) -> bool:
        """Whether anything asked for has not arrived yet."""
        return bool(self._asked)

    def finish(self, milliseconds: int = 10_000) -> None:
        """Wait until the pool is idle (still pictures only, never in a running window)."""
        self._pool.waitForDone(QDeadlineTimer(milliseconds))

    def close(self) -> None:
        """Decode nothing more; what is being decoded ends first, as it answers to this object."""
        self._pool.clear()
        self._pool.waitForDone()

    @Slot(object, QImage)
    def _keep(self, wish: Wish, image: QImage) -> None:
        made = QPixmap.fromImage(image)
        made.setDevicePixelRatio(wish.ratio)
        self._kept[wish] = made
        self._asked.discard(wish)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self.ready.emit(wish.sha256)


class _Decoding(QRunnable):
    def __init__(self, pictures: Pictures, wish: Wish, path: str) -> None:
        super().__init__()
        self._pictures = pictures
        self._wish = wish
        self._path = path

    def run(self) -> None:
        """In a thread of the pool."""
        self._pictures._decoded.emit(self._wish, decode(self._path, self._wish))


def decode(path: str, wish: Wish) -> QImage:
    """Read, turn by its EXIF, scale, crop and round; a placeholder when it cannot be read."""
    reader = QImageReader(path)
    reader.setAutoTransform(True)
    room = QSize(wish.width, wish.height)
    stored = reader.size()
    how = (
        Qt.AspectRatioMode.KeepAspectRatioByExpanding
        if wish.cover
        else Qt.AspectRatioMode.KeepAspectRatio
    )
    if stored.isValid():
        turned = bool(reader.transformation().value & 4)  # rotated by a quarter
        target = stored.transposed() if turned else stored
        target.scale(room, how)
        # Twice as large as needed: the decoder's own scaling is coarse, the last step smooth.
        wanted = target.transposed() if turned else target
        if wanted.width() * 2 < stored.width():
            reader.setScaledSize(wanted * 2)
    image = reader.read()
    if image.isNull():
        log.warning("picture %s cannot be read: %s", path, reader.errorString())
        return _rounded(placeholder(room), wish.radius)
    scaled = image.scaled(room, how, Qt.TransformationMode.SmoothTransformation)
    if wish.cover and scaled.size() != room:
        left = (scaled.width() - room.width()) // 2
        top = (scaled.height() - room.height()) // 2
        scaled = scaled.copy(left, top, room.width(), room.height())
    return _rounded(scaled, wish.radius)


def placeholder(size: QSize) -> QImage:
    """A crossed grey field that says "no picture" without a word."""
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(colour("raised"))
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(colour("border"))
        painter.drawLine(0, 0, size.width(), size.height())
        painter.drawLine(0, size.height(), size.width(), 0)
    return image


def _rounded(image: QImage, radius: int) -> QImage:
    if not radius:
        return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    made = QImage(image.size(), QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(Qt.GlobalColor.transparent)
    with QPainter(made) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        # A brush instead of a clip: clips are not antialiased by the raster engine.
        painter.setBrush(QBrush(image))
        painter.drawRoundedRect(QRectF(made.rect()), radius, radius)
    return made


@cache
def pictures() -> Pictures:
    """The one pool of this process. Call it in the Qt thread."""
    made = Pictures()
    atexit.register(made.close)
    return made
