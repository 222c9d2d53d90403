"""TAKE: one place, one size, seven faces. It takes no focus and decides nothing."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, QTimer, QVariantAnimation, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from controlroom.clock import gesture_seconds
from controlroom.commands import COMMANDS
from controlroom.desk.view import TakeFace, TakeView
from ui.keyboard.gestures import Holding
from ui.pictures import pictures
from ui.preview.drain import Drain
from ui.preview.take_face import FaceLook, look_of
from ui.preview.take_faces import accounts_of, faces_of
from ui.preview.take_paint import HOLDING_ROOM, TakeWords, draw_beside, draw_stacked
from ui.theme import colour, px
from ui.widgets.frame import draw_frame
from ui.words import say

FRAME_MS = 33
FADE_MS = 120
REASON_MS = 5000


class TakeButton(QAbstractButton):
    """Draws a ``TakeView``.

    ``taken`` once per press; ``cancelled`` for a press on the Esc end of a hold window. While a
    post is held the bar drains here at 30 frames a second, between two looks at the room.
    Solo it is pressed and held: ``pressed_solo`` when that begins, ``held_solo`` when it was long
    enough.
    """

    taken = Signal()
    cancelled = Signal()
    pressed_solo = Signal()
    held_solo = Signal()

    def __init__(self, monotonic: Callable[[], float] = gesture_seconds) -> None:
        super().__init__()
        self._take: TakeView | None = None
        self._drain = Drain(monotonic)
        self._held = Holding(COMMANDS["solo_key"].held_s, monotonic)
        self._share_held = 0.0
        self._keep_right = 0
        self._glow = 0.0
        self._whole = True
        self._down_once = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._frames = QTimer(self)
        self._frames.setInterval(FRAME_MS)
        self._frames.timeout.connect(self._drained)
        self._reason = QTimer(self)
        self._reason.setSingleShot(True)
        self._reason.setInterval(REASON_MS)
        self._reason.timeout.connect(self.update)
        self._fade = QVariantAnimation(self)
        self._fade.setDuration(2 * FADE_MS)
        self._fade.setKeyValueAt(0.0, 0.0)
        self._fade.setKeyValueAt(0.5, 1.0)
        self._fade.setKeyValueAt(1.0, 0.0)
        self._fade.valueChanged.connect(self._glowed)
        # A screen reader presses without a mouse; it goes the same way.
        self.clicked.connect(self.taken)
        pictures().ready.connect(self._arrived)

    def show_take(self, take: TakeView, speed: float = 1.0) -> None:
        """Another face, or the same one a moment later. ``speed``: seconds of the night per real
        second."""
        before = self._take
        if take == before and take.face is not TakeFace.HOLDING:
            return
        self._take = take
        if take.face is TakeFace.HOLDING:
            self._drain.start(take.left, take.window, speed)
        if take.face is not TakeFace.SOLO:
            self.let_go()
        self._frames.stop() if take.face is not TakeFace.HOLDING else self._frames.start()
        if before is not None and take.flash > before.flash:
            self._fade.stop()
            self._fade.start()
            self._reason.start()
        told = [*(part for part in self.words() if part), *accounts_of(take)]
        self.setAccessibleName(". ".join(told))
        self.setToolTip("\n".join(told))
        self.update()

    def keep_right(self, pixels: int) -> None:
        """Leave room at the right end for something that stands over the button."""
        if pixels != self._keep_right:
            self._keep_right = pixels
            self.update()

    def words(self) -> tuple[str, str, str]:
        """Word, sentence and line as they stand on the button now."""
        if self._take is None:
            return "", "", ""
        line = self.refusal() or say(self._take.line)
        return say(self._take.word), say(self._take.sentence), line

    def refusal(self) -> str:
        """Why the last TAKE was refused, for some seconds after it was."""
        if self._take is None or not self._reason.isActive():
            return ""
        return say(self._take.refusal)

    def share_left(self) -> float:
        """The part of the hold window that is left on screen, 0-1; 0 when nothing is held."""
        held = self._take is not None and self._take.face is TakeFace.HOLDING
        return self._drain.share() if held else 0.0

    def hold_solo(self) -> None:
        """It is kept down, with a reason given."""
        self._held.press()
        self._frames.start()

    def let_go(self) -> None:
        """It is pressed no longer."""
        self._held.release()
        self.show_held(0.0)

    def show_held(self, share: float) -> None:
        """How far it was pressed and held, by mouse or key: 0-1."""
        if share != self._share_held:
            self._share_held = share
            self.update()

    def share_held(self) -> float:
        """The same as it stands on screen."""
        return self._share_held

    def glow(self) -> float:
        """How far a refusal's flash is up, 0-1."""
        return self._glow

    def event(self, event: QEvent) -> bool:
        """A tool tip only where a word was cut: it would lie over what is about to be pressed."""
        if event.type() is QEvent.Type.ToolTip and self._whole:
            return True
        return super().event(event)

    def sizeHint(self) -> QSize:
        """84 px high; the panel makes it 76 in a small window."""
        return QSize(px(464), px(84))

    def minimumSizeHint(self) -> QSize:
        """As narrow as it must."""
        return QSize(px(200), px(76))

    def hitButton(self, _pos: object) -> bool:  # noqa: N802 - Qt's name
        """The mouse is heard here and nowhere else."""
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Fires on the press, once; the release arms it again."""
        if event.button() is not Qt.MouseButton.LeftButton or self._down_once:
            return
        self._down_once = True
        if self._take is not None and self._take.face is TakeFace.HOLDING:
            if event.position().x() >= self.width() - px(HOLDING_ROOM):
                self.cancelled.emit()
        elif self._take is not None and self._take.face is TakeFace.SOLO:
            self.pressed_solo.emit()
        else:
            self.taken.emit()
        self.update()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """The second press of a double click is not a second TAKE."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Armed again."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._down_once = False
            self.let_go()
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """No key is heard here, were the focus ever put on it: Space must never post."""
        event.ignore()

    @Slot()
    def _drained(self) -> None:
        if self._held.down():
            self.show_held(self._held.share())
            if self._held.done():
                self.let_go()
                self.held_solo.emit()
        elif self._drain.left() <= 0:
            self._frames.stop()
        self.update()

    @Slot(object)
    def _glowed(self, value: float) -> None:
        self._glow = float(value)
        self.update()

    @Slot(str)
    def _arrived(self, sha256: str) -> None:
        take = self._take
        if take and sha256 in {ref.sha256 for ref in faces_of(take) if ref}:
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        if self._take is None:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            look = look_of(self._take)
            self._draw_ground(painter, look)
            word, sentence, line = self.words()
            words = TakeWords(word, sentence, line, bool(self.refusal()))
            room = self.rect().adjusted(0, 0, -self._keep_right, 0)
            draw = draw_stacked if look.stacked else draw_beside
            self._whole = draw(painter, room, self._take, look, words)
            if self._glow > 0:
                self._draw_glow(painter)

    def _draw_ground(self, painter: QPainter, look: FaceLook) -> None:
        whole = QRectF(self.rect())
        holding = bool(look.rest)
        draw_frame(
            painter, whole, fill=look.rest or look.fill, edge=look.edge, width=look.width, radius=4
        )
        if holding:
            left = QRect(self.rect())
            left.setWidth(round(left.width() * self.share_left()))
            painter.save()
            path = QPainterPath()
            half = px(look.width) / 2
            path.addRoundedRect(whole.adjusted(half, half, -half, -half), px(3), px(3))
            painter.setClipPath(path)
            painter.fillRect(left, colour(look.fill))
            painter.restore()
            draw_frame(painter, whole, fill=None, edge=look.edge, width=look.width, radius=4)
        elif self._share_held > 0:
            filled = QRectF(self.rect())
            filled.setWidth(filled.width() * self._share_held)
            draw_frame(painter, filled, fill=colour("amber", 0.28), edge="amber", width=0, radius=4)
        elif self._down_once:
            draw_frame(painter, whole, fill=colour("app", 0.25), edge=look.edge, width=0, radius=4)
        elif self.underMouse() and not look.stacked:
            shade = colour("white", 0.06)
            draw_frame(painter, whole, fill=shade, edge=look.edge, width=0, radius=4)

    def _draw_glow(self, painter: QPainter) -> None:
        # An outline, not a fill: a refusal is said once, without a flood of colour.
        painter.setPen(QPen(colour("text1", self._glow), px(3)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = px(3) / 2
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), px(3), px(3)
        )
