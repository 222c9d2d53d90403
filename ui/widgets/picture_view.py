"""A picture with rounded corners; it arrives when it is decoded, the place is kept meanwhile."""

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from controlroom.desk.view import ImageRef
from ui.pictures import pictures
from ui.theme.scale import px
from ui.widgets.frame import draw_frame


def draw_picture(
    painter: QPainter,
    rect: QRectF,
    ref: ImageRef | None,
    *,
    cover: bool = True,
    radius: float = 4,
    ground: str = "raised",
) -> None:
    """Draw a picture into ``rect``; its ground alone while it is being decoded or when there is
    none. The widget that paints must repaint on ``pictures().ready``."""
    made = None
    if ref is not None:
        size = QSize(round(rect.width()), round(rect.height()))
        ratio = painter.device().devicePixelRatio()
        made = pictures().get(ref, size, cover=cover, radius=px(radius), ratio=ratio)
    if made is None:
        draw_frame(painter, rect, fill=ground, edge=ground, width=0, radius=radius)
        return
    shown = made.deviceIndependentSize()
    painter.drawPixmap(
        round(rect.left() + (rect.width() - shown.width()) / 2),
        round(rect.top() + (rect.height() - shown.height()) / 2),
        made,
    )


class PictureView(QWidget):
    """One picture, covering or fitting its place."""

    def __init__(
        self, *, cover: bool = True, radius: float = 4, round_: bool = False, ground: str = "raised"
    ) -> None:
        super().__init__()
        self._ref: ImageRef | None = None
        self._cover = cover
        self._radius = radius
        self._round = round_
        self._ground = ground
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        pictures().ready.connect(self._arrived)

    def show_picture(self, ref: ImageRef | None, alt: str = "") -> None:
        """Another picture; ``alt`` is read by screen readers."""
        self.setAccessibleName(alt)
        if ref != self._ref:
            self._ref = ref
            self.update()

    def sizeHint(self) -> QSize:
        """No wish of its own."""
        return QSize(px(40), px(40))

    @Slot(str)
    def _arrived(self, sha256: str) -> None:
        if self._ref is not None and sha256 == self._ref.sha256:
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        with QPainter(self) as painter:
            radius = self.height() / 2 / px(1) if self._round else self._radius
            draw_picture(
                painter,
                QRectF(self.rect()),
                self._ref,
                cover=self._cover,
                radius=radius,
                ground=self._ground,
            )
