"""What TAKE asks for before it can be taken: somebody's digits, or the operator's own reason."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from controlroom.desk.view import TakeFace, TakeView
from ui.preview.code_boxes import CodeBoxes
from ui.preview.reason_field import ReasonField
from ui.preview.take_button import TakeButton
from ui.preview.take_words import PAD
from ui.theme import px

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class TakeAsked(QObject):
    """The boxes and the field at the right end of TAKE. ``reasoned(why)`` when the operator has
    pressed and held it for a reason."""

    reasoned = Signal(str)

    def __init__(self, take: TakeButton) -> None:
        super().__init__(take)
        self._take = take
        self._asset: str | None = None
        self.code = CodeBoxes(take)
        self.why = ReasonField(take)
        take.held_solo.connect(self._held)

    def show_take(self, take: TakeView, asset: str | None) -> None:
        """Another face, or one of another asset: a reason is for one of them only."""
        asks, solo = take.face is TakeFace.SECOND_KEY, take.face is TakeFace.SOLO
        if not solo or asset != self._asset:
            self.why.leave()
        self._asset = asset
        self.code.setVisible(asks)
        self.code.show_take(take)
        self.why.setVisible(solo)
        stands: QWidget = self.code if asks else self.why
        self._take.keep_right(stands.sizeHint().width() + px(PAD) if asks or solo else 0)

    def press_solo(self) -> None:
        """TAKE went down: it fills while it is kept down, once there is a reason."""
        if self.why.reason():
            self._take.hold_solo()
        else:
            self.ask_reason()

    def ask_reason(self) -> None:
        """Let it be typed."""
        if self.why.isVisible():
            self.why.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self, width: int) -> None:
        """At the right end of the button, which is ``width`` px wide."""
        for part in (self.code, self.why):
            size = part.sizeHint()
            left = width - px(PAD) - size.width()
            part.setGeometry(left, (self._take.height() - size.height()) // 2, *size.toTuple())

    @Slot()
    def _held(self) -> None:
        self.reasoned.emit(self.why.reason())
