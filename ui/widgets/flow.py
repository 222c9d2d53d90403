"""Buttons side by side, on as many lines as they need."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.scale import px

GAP = 8


class Flow(QWidget):
    """Lays widgets out like words: at their own size, broken into lines. A widget that wants the
    whole width (its policy expands) gets a line of its own."""

    def __init__(self) -> None:
        super().__init__()
        self._widgets: tuple[QWidget, ...] = ()
        # Fixed would hold it to the height of one line.
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def widgets(self) -> tuple[QWidget, ...]:
        """What is laid out, in order."""
        return self._widgets

    def hold(self, widgets: Sequence[QWidget]) -> None:
        """Other widgets; those before are gone."""
        for old in self._widgets:
            old.hide()
            old.deleteLater()
        self._widgets = tuple(widgets)
        for widget in self._widgets:
            widget.setParent(self)
            widget.show()
        self.setVisible(bool(self._widgets))
        self.updateGeometry()
        self._place()

    def places(self, wide: int) -> list[QRect]:
        """Where each widget goes at ``wide`` px."""
        left, top, tall, found = 0, 0, 0, []
        for widget in self._widgets:
            size = widget.sizeHint()
            whole = widget.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Expanding
            width = wide if whole else min(size.width(), wide)
            if left and left + width > wide:
                left, top, tall = 0, top + tall + px(GAP), 0
            found.append(QRect(left, top, width, size.height()))
            left += width + px(GAP)
            tall = max(tall, size.height())
        return found

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The lines they take at ``width``."""
        return max((place.bottom() + 1 for place in self.places(width)), default=0)

    def sizeHint(self) -> QSize:
        """All on one line."""
        wide = sum(widget.sizeHint().width() + px(GAP) for widget in self._widgets)
        return QSize(wide, self.heightForWidth(max(wide, 1)))

    def minimumSizeHint(self) -> QSize:
        """It may break."""
        return QSize(0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break anew."""
        super().resizeEvent(event)
        self._place()

    def arrange(self) -> None:
        """What is laid out has another size."""
        self.updateGeometry()
        self._place()

    def _place(self) -> None:
        for widget, place in zip(self._widgets, self.places(self.width()), strict=True):
            widget.setGeometry(place)
