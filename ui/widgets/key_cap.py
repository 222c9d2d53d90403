"""Keys as they look on the keyboard, drawn small beside what they do."""

import sys

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.icons import pixmap
from ui.theme.scale import px
from ui.theme.tokens import colour
from ui.theme.type import Role
from ui.widgets.text import CENTRE, draw_text, text_width

_ICONS = {"Backspace": "backspace", "Up": "arrow-up", "Down": "arrow-down", "⌫": "backspace"}
_WORDS = {"Return": "Enter", "Meta": "⊞"}
_MAC = {"Ctrl": "⌘", "Alt": "⌥", "Shift": "⇧", "Meta": "⌃"}
LARGE = 32


def cap_name(key: str) -> str:
    """What is printed on a key: Return is Enter; on macOS Ctrl is ⌘."""
    if sys.platform == "darwin" and key in _MAC:
        return _MAC[key]
    return _WORDS.get(key, key)


def key_cap_width(key: str, size: float = 20) -> int:
    """Pixels one key takes; ``size`` is its height in design px."""
    if key in _ICONS:
        return px(size if size < LARGE else LARGE + 4)
    role = Role.KEY_LARGE if size >= LARGE else Role.KEY
    room = px(12 if size < LARGE else 16)
    return max(px(size), text_width(cap_name(key), role) + room)


def draw_key_cap(
    painter: QPainter,
    at: QRect,
    key: str,
    *,
    ink: str = "text1",
    edge: str = "border",
    fill: str | None = None,
) -> None:
    """One key, filling ``at``: a hairline box with the name of the key in it."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour(edge), px(1)))
    painter.setBrush(colour(fill) if fill else Qt.BrushStyle.NoBrush)
    half = px(1) / 2
    box = QRectF(at).adjusted(half, half, -half, -half)
    painter.drawRoundedRect(box, px(3), px(3))
    large = at.height() >= px(LARGE)
    if key in _ICONS:
        side = 18 if large else 13
        ratio = painter.device().devicePixelRatio()
        glyph = pixmap(_ICONS[key], ink, side, ratio)
        corner = QPointF(
            at.left() + (at.width() - px(side)) / 2, at.top() + (at.height() - px(side)) / 2
        )
        painter.drawPixmap(corner.toPoint(), glyph)
    else:
        role = Role.KEY_LARGE if large else Role.KEY
        draw_text(painter, at, cap_name(key), role, ink, CENTRE)
    painter.restore()


class KeyCaps(QWidget):
    """Keys in a row: the chord or the two presses that order something."""

    def __init__(
        self,
        *keys: str,
        size: float = 20,
        ink: str = "text1",
        edge: str = "border",
        fill: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._keys = keys
        self._size = size
        self._ink = ink
        self._edge = edge
        self._fill = fill
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_keys(self, *keys: str, ink: str | None = None, edge: str | None = None) -> None:
        """Other keys, in another ink when given."""
        look = (keys, ink or self._ink, edge or self._edge)
        if look == (self._keys, self._ink, self._edge):
            return
        self._keys, self._ink, self._edge = look
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The keys with 4 px between them."""
        width = sum(key_cap_width(key, self._size) for key in self._keys)
        return QSize(width + px(4) * max(0, len(self._keys) - 1), px(self._size))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        with QPainter(self) as painter:
            left = 0
            for key in self._keys:
                width = key_cap_width(key, self._size)
                at = QRect(left, 0, width, px(self._size))
                draw_key_cap(painter, at, key, ink=self._ink, edge=self._edge, fill=self._fill)
                left += width + px(4)


class KeyCap(KeyCaps):
    """One key."""

    def __init__(self, key: str, *, size: float = 20, ink: str = "text1") -> None:
        super().__init__(key, size=size, ink=ink)
