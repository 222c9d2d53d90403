"""Icons: one consistent set of outlines, tinted by token, sharp at every pixel ratio."""

import logging
from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ui.theme.resources import RESOURCES
from ui.theme.scale import px
from ui.theme.tokens import TOKENS

log = logging.getLogger(__name__)


def pixmap(name: str, ink: str, size: float, ratio: float = 1.0) -> QPixmap:
    """Icon ``name`` in the colour of token ``ink``; ``size`` in design px, ``ratio`` device
    pixels per px. An icon that is missing is drawn as nothing and logged once."""
    return _pixmap(name, TOKENS[ink], px(size), ratio)


def icon(name: str, ink: str = "text2", size: float = 16) -> QIcon:
    """Icon ``name`` for a button or an action."""
    made = QIcon()
    for ratio in (1.0, 2.0):
        made.addPixmap(pixmap(name, ink, size, ratio))
    return made


@lru_cache(maxsize=1024)
def _pixmap(name: str, shade: str, side: int, ratio: float) -> QPixmap:
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    source = _source(name)
    if source is None:
        return picture
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        renderer = QSvgRenderer(QByteArray(source.replace("currentColor", shade).encode()))
        renderer.render(painter, QRectF(0, 0, side, side))
    return picture


@lru_cache(maxsize=256)
def _source(name: str) -> str | None:
    path = RESOURCES / "icons" / f"{name}.svg"
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        log.warning("icon %s is missing", path)
        return None
