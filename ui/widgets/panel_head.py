"""The head of a panel: what it is, what is in it, how it stands. 40 px, the same everywhere."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.theme.icons import pixmap
from ui.theme.scale import px
from ui.theme.type import Role
from ui.widgets.chip import Chip
from ui.widgets.text import RIGHT, Text

HEIGHT = 40
SHARES = {"circle": 0.72, "triangle-right": 1.3}
"""Shapes that would look larger or smaller than the others at the same size."""


class Icon(QWidget):
    """One icon in an ink."""

    def __init__(self, name: str = "", ink: str = "text2", size: float = 16) -> None:
        super().__init__()
        self._name = name
        self._ink = ink
        self._size = size
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_icon(self, name: str, ink: str) -> None:
        """Another icon; an empty name draws nothing and takes no room."""
        if (name, ink) == (self._name, self._ink):
            return
        self._name, self._ink = name, ink
        self.setVisible(bool(name))
        self.update()

    def sizeHint(self) -> QSize:
        """Square."""
        return QSize(px(self._size), px(self._size))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        if not self._name:
            return
        with QPainter(self) as painter:
            ratio = self.devicePixelRatioF()
            side = self._size * SHARES.get(self._name, 1.0)
            corner = (px(self._size) - px(side)) // 2
            painter.drawPixmap(corner, corner, pixmap(self._name, self._ink, side, ratio))


class PanelHead(QWidget):
    """icon · TITLE · name ……… chip · note. Empty parts take no room.

    ``row`` is its layout: a panel may add something at the end.
    """

    def __init__(self, title: str = "", *, state: bool = False) -> None:
        super().__init__()
        self.setFixedHeight(px(HEIGHT))
        self.icon = Icon(size=14)
        self.title = Text(Role.LABEL_STATE if state else Role.LABEL, "text3")
        self.name = Text(Role.BODY_STRONG)
        self.chip = Chip()
        self.note = Text(Role.SECOND, "text2", align=RIGHT)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(px(12), 0, px(12), 0)
        self.row.setSpacing(px(12))
        for part in (self.icon, self.title, self.name):
            self.row.addWidget(part)
        self.row.addStretch(1)
        self.row.addWidget(self.chip)
        self.row.addWidget(self.note)
        # The title is short and names the panel: the others give way first.
        self.title.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.icon.setVisible(False)
        self.title.show_text(title)
        self._hide_empty()

    def show_head(
        self,
        title: str,
        *,
        ink: str = "text3",
        icon: str = "",
        name: str = "",
        note: str = "",
        note_ink: str = "text2",
    ) -> None:
        """Title in ``ink`` with its icon, the name beside it, the note at the right end."""
        self.icon.show_icon(icon, ink)
        self.title.show_text(title, ink)
        self.name.show_text(name)
        self.note.show_text(note, note_ink)
        self._hide_empty()

    def _hide_empty(self) -> None:
        for part in (self.name, self.note):
            part.setVisible(bool(part.text()))
