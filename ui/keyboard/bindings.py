"""Binds the registry's keys by gesture and orders commands; the room decides whether they may run.

Single letters, digits and Space answer only outside text fields; keys marked ``in_text`` answer
everywhere. Nothing here looks at the state of the room except to find arguments and what Esc
should leave.
"""

import logging
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from controlroom.clock import gesture_seconds
from controlroom.commands import COMMANDS, Command, Gesture
from controlroom.desk.view import DeskView, TakeFace
from ui.keyboard.digits import CODE_LENGTH, PIN_LENGTH, Deciding, SecondKey
from ui.keyboard.gestures import EscPress, EscTwice, Holding, OncePerPress
from ui.keyboard.local_keys import LOCAL_KEYS
from ui.keyboard.typing import is_text_field, somebody_types

log = logging.getLogger(__name__)

REPEATING = frozenset({"select_up", "select_down", "page_up", "page_down"})
"""Moving about may repeat while the key is down; nothing else does."""
JUST_TAKEN_S = 1.0
FRAME_MS = 16


class Keyboard(QObject):
    """The keys of one window.

    ``ordered(id, arguments)`` for commands, ``local(id)`` for keys that only move about,
    ``held(id, share)`` while a key is pressed and held, ``asking(slug)`` while a digit is awaited
    ("" when no longer), ``nothing_to_decide()`` when ``O`` finds no open outcome, ``code(digits)``
    as far as a second key's code was typed.

    ``form_open``, ``overlay_open``, ``fingerprint`` and ``reason`` are asked of the window: whether
    a form is filled in, so that letters mean nothing to the desk under it; whether something lies
    over the desk, of what stands in Preview on screen, and why a key is turned alone.
    """

    ordered = Signal(str, dict)
    local = Signal(str)
    held = Signal(str, float)
    asking = Signal(str)
    nothing_to_decide = Signal()
    code = Signal(str)

    def __init__(
        self,
        window: QWidget,
        *,
        deck: bool = False,
        now: Callable[[], float] = gesture_seconds,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._now = now
        self._view: DeskView | None = None
        self._esc = EscTwice(now)
        self._take = OncePerPress()
        self._took_at = float("-inf")
        self._deciding = Deciding(now)
        self._code = SecondKey()
        self._code_keys = self._enter_keys()
        self._holds: dict[str, Holding] = {}
        self._shortcuts: dict[str, QShortcut] = {}
        self._outside_text: set[str] = set()
        self.overlay_open: Callable[[], bool] = lambda: False
        self.form_open: Callable[[], bool] = lambda: False
        self.fingerprint: Callable[[], str] = lambda: ""
        self.reason: Callable[[], str] = lambda: ""
        self._frames = QTimer(self)
        self._frames.setInterval(FRAME_MS)
        self._frames.timeout.connect(self._hold_frame)
        # Held with the keys of TAKE, while TAKE asks for it.
        self._holds["solo_key"] = Holding(COMMANDS["solo_key"].held_s, now)
        for command in COMMANDS.values():
            for key in (*command.keys, *(("F12",) if deck and command.id == "take" else ())):
                self._bind_command(command, key)
                if key.endswith("Return"):  # the Enter of the keypad is a key of its own to Qt
                    self._bind_command(command, key.replace("Return", "Enter"))
        for local in LOCAL_KEYS:
            for key in local.keys:
                self._bind(
                    key,
                    partial(self._pressed_local, local.id, local.in_text),
                    local.id,
                    local.in_text,
                )
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.installEventFilter(self)
        app.applicationStateChanged.connect(self._state_changed)

    def show_view(self, view: DeskView) -> None:
        """The view the operator sees."""
        self._view = view
        if self._code.open() and view.take.face is not TakeFace.SECOND_KEY:
            self._end_code()

    def ordered_elsewhere(self, id_: str) -> None:
        """A button ordered ``id_``: Esc right after a TAKE by mouse cancels it too."""
        if id_ == "take":
            self._took_at = self._now()

    def keys(self) -> tuple[str, ...]:
        """Every key that is bound, as portable names."""
        return tuple(self._shortcuts)

    # binding

    def _bind_command(self, command: Command, key: str) -> None:
        if key == "Esc":  # cancel and hold share it, told apart by EscTwice
            if key not in self._shortcuts:
                self._bind(key, self._pressed_esc, command.id, in_text=True)
            return
        if command.gesture is Gesture.HELD:
            self._holds[command.id] = Holding(command.held_s, self._now)
            self._bind(key, partial(self._pressed_held, command.id), command.id, command.in_text)
            return
        self._bind(key, partial(self._pressed, command.id, key), command.id, command.in_text)

    def _bind(self, key: str, run: Callable[[], None], id_: str, in_text: bool) -> None:
        if key in self._shortcuts:
            raise ValueError(f"{key} is bound twice, the second time by {id_}")
        shortcut = QShortcut(QKeySequence(key), self._window)
        shortcut.setAutoRepeat(id_ in REPEATING)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(run)
        shortcut.activatedAmbiguously.connect(partial(self._ambiguous, key))
        self._shortcuts[key] = shortcut
        if not in_text:
            self._outside_text.add(shortcut.key().toString())

    def _ambiguous(self, key: str) -> None:
        log.critical("%s means two things; Qt dropped it", key)
        raise RuntimeError(f"{key} means two things")

    def _enter_keys(self) -> tuple[QShortcut, ...]:
        """Enter, which means something to the desk only while a PIN is typed."""
        made = []
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shortcut = QShortcut(QKeySequence(key), self._window)
            shortcut.setAutoRepeat(False)
            shortcut.setEnabled(False)
            shortcut.activated.connect(self._code_is_whole)
            made.append(shortcut)
        return tuple(made)

    # presses

    def _pressed(self, id_: str, key: str) -> None:
        if self._elsewhere() and not COMMANDS[id_].in_text:
            return
        if id_ == "take":
            self._pressed_take()
            return
        if id_ == "take_now" and not self._take.press():
            return  # the press that took it is still down
        if (outcome := self._deciding.digit(key)) is not None:
            self.asking.emit("")
            self._order("decide", set=outcome[0], outcome=outcome[1])
            return
        if (digits := self._code.press(key)) is not None:
            self.code.emit(digits)
            self._order("second_key", digits=digits)
            return
        self._order(id_)

    def _elsewhere(self) -> bool:
        return somebody_types() or self.form_open()

    def _pressed_take(self) -> None:
        if not self._take.press():
            return
        if self.overlay_open():
            self.local.emit("close")  # what was covered was not seen
            return
        face = self._view.take.face if self._view is not None else None
        if face is TakeFace.SECOND_KEY:
            self._begin_code()  # the digits come first
            return
        if face is TakeFace.SOLO:
            self._begin_solo()
            return
        self._took_at = self._now()
        self._order("take", fingerprint=self.fingerprint(), source="key")

    def _begin_code(self) -> None:
        masked = self._view is not None and self._view.take.masked
        self._code.begin(PIN_LENGTH if masked else CODE_LENGTH)
        for shortcut in self._code_keys:
            shortcut.setEnabled(True)
        self.code.emit("")

    @Slot()
    def _code_is_whole(self) -> None:
        if self._elsewhere() or not self._code.open():
            return
        digits = self._code.enter()
        if digits:
            self.code.emit("")
            self._order("second_key", digits=digits, enter="yes")

    def _begin_solo(self) -> None:
        """TAKE is kept down until its 3 s are over; first it asks why."""
        if not self.reason():
            self.local.emit("reason")
            return
        self._holds["solo_key"].press()
        self._frames.start()

    def _pressed_local(self, id_: str, in_text: bool) -> None:
        if self.form_open() and not in_text:
            return
        if id_ != "decide":
            self.local.emit(id_)
            return
        slug = self._open_outcome()
        if slug is None:
            self.nothing_to_decide.emit()
            return
        self._deciding.begin(slug)
        self.asking.emit(slug)

    def _open_outcome(self) -> str | None:
        if self._view is None:
            return None
        rows = [row for group in self._view.rundown.groups for row in group.rows if row.key == "O"]
        chosen = [row.slug for row in rows if row.selected]
        return next(iter([*chosen, *(row.slug for row in rows)]), None)

    def _pressed_held(self, id_: str) -> None:
        if self._elsewhere() and not COMMANDS[id_].in_text:
            return
        self._holds[id_].press()
        self._frames.start()

    @Slot()
    def _hold_frame(self) -> None:
        for id_, holding in self._holds.items():
            if not holding.down():
                continue
            self.held.emit(id_, holding.share())
            if holding.done():
                self.held.emit(id_, 0.0)
                self._order(id_, **({"reason": self.reason()} if id_ == "solo_key" else {}))
        if not any(holding.down() for holding in self._holds.values()):
            self._frames.stop()

    def _pressed_esc(self) -> None:
        match self._esc.press():
            case EscPress.SECOND:
                self._order("hold", by="key")
            case EscPress.FIRST:
                self._leave_one_layer()

    def _leave_one_layer(self) -> None:
        if self._something_pending():
            self._order("cancel")
        elif self._deciding.open():
            self._deciding.end()
            self.asking.emit("")
        elif self._code.open():
            self._end_code()
            self._order("second_key", digits="")
        elif self.overlay_open():
            self.local.emit("close")
        elif (field := QApplication.focusWidget()) is not None and is_text_field(field):
            field.clearFocus()

    def _end_code(self) -> None:
        self._code.end()
        for shortcut in self._code_keys:
            shortcut.setEnabled(False)
        self.code.emit("")

    def _something_pending(self) -> bool:
        if self._now() - self._took_at < JUST_TAKEN_S:
            return True  # taken since the last look at the room
        view = self._view
        return view is not None and (
            view.take.face is TakeFace.HOLDING
            or bool(view.preview.pending)
            or view.on_air.foot_command == "cancel"
        )

    def _order(self, id_: str, **arguments: str) -> None:
        self.ordered.emit(id_, arguments)

    # releases

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Key-ups, and keys that belong to a text field."""
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if somebody_types() and _name(event) in self._outside_text:
                event.accept()  # typed, not ordered
        elif (
            kind == QEvent.Type.KeyRelease
            and isinstance(event, QKeyEvent)
            and not event.isAutoRepeat()
        ):
            self._released(event.key())
        return False

    def _released(self, key: int) -> None:
        if key == Qt.Key.Key_Escape:
            self._esc.release()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F12):
            self._take.release()
        if any(holding.down() for holding in self._holds.values()):
            # Letting go of any key of the chord ends the hold.
            self._end_holds()

    def _end_holds(self) -> None:
        for id_, holding in self._holds.items():
            if holding.down():
                holding.release()
                self.held.emit(id_, 0.0)

    @Slot(Qt.ApplicationState)
    def _state_changed(self, _state: Qt.ApplicationState) -> None:
        self.keys_went_elsewhere()

    def keys_went_elsewhere(self) -> None:
        """Another window had the keys: key-ups were not seen, so nothing counts as down."""
        self._end_holds()
        self._take.release()
        self._esc.release()


def _name(event: QKeyEvent) -> str:
    return QKeySequence(event.keyCombination()).toString()
