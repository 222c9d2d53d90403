"""The words for one network, changed where they stand; what is too much is underlined."""

from PySide6.QtCore import QMimeData, QRect, Qt, QTextBoundaryFinder, QTimer, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QTextEdit, QVBoxLayout, QWidget

from controlroom.desk.prep_view import PrepWords
from ui.theme import Role, colour, font, pixmap, px, tone_icon, tone_ink
from ui.theme.tokens import TOKENS
from ui.widgets import draw_text
from ui.widgets.text import RIGHT, broken
from ui.words import say

PAUSE_MS = 250
ANSWER_MS = 3_000
"""Words the room has not taken by then are shown again as the room knows them."""
MOST_LINES = 7
HEAD, GAUGE = 26, 3


class Field(QPlainTextEdit):
    """As high as its words, up to seven lines. ``onward`` +1 or -1 on Tab."""

    left = Signal()
    onward = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setFont(font(Role.BODY))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._over = False
        self.show_over(over=False)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # never the window's first focus
        self.textChanged.connect(self._fit)
        self._fit()

    def show_over(self, *, over: bool) -> None:
        """Red and twice as thick while the network would refuse the words."""
        self._over = over
        edge = TOKENS["on_air" if over else "border"]
        width = px(2 if over else 1)
        focus = TOKENS["on_air" if over else "accent"]
        pad = px(7) - width
        self.setStyleSheet(
            f"QPlainTextEdit{{background:{TOKENS['app']};border:{width}px solid {edge};"
            f"border-radius:{px(4)}px;padding:{pad}px;}}"
            f"QPlainTextEdit:focus{{border:{px(2)}px solid {focus};padding:{px(5)}px;}}"
        )

    @Slot()
    def _fit(self) -> None:
        # The document lays itself out lazily, so its own height is late by one change.
        margin = round(self.document().documentMargin())
        width = self.width() - 2 * px(7) - 2 * margin
        lines = len(broken(self.toPlainText(), Role.BODY, width, MOST_LINES))
        tall = max(1, lines) * self.fontMetrics().lineSpacing()
        self.setFixedHeight(tall + 2 * px(7) + 2 * margin + px(2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrower may be higher."""
        super().resizeEvent(event)
        self._fit()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """A file that is dropped is for the window: its path is no caption."""
        return not source.hasUrls() and super().canInsertFromMimeData(source)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives the keyboard back, Tab passes it on."""
        keys: dict[int, int] = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}
        if event.key() == Qt.Key.Key_Escape:
            self.clearFocus()
        elif event.key() in keys:
            self.onward.emit(keys[event.key()])
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was typed is not kept waiting."""
        super().focusOutEvent(event)
        self.left.emit()


class WordsField(QWidget):
    """Head with the count, field, and how much of the limit is used. ``changed(asset,
    channel, words)`` a moment after the typing stops, and before another asset is shown."""

    changed = Signal(str, str, str)

    def __init__(self) -> None:
        super().__init__()
        self._words: PrepWords | None = None
        self._asset = ""
        self._sent: str | None = None
        self._loading = False
        self._typing = False
        self.field = Field()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(HEAD), 0, px(GAUGE) + px(4))
        column.addWidget(self.field)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        self._answer = QTimer(self)
        self._answer.setSingleShot(True)
        self._answer.setInterval(ANSWER_MS)
        self._answer.timeout.connect(self._give_up)
        self.field.textChanged.connect(self._typed)
        self.field.left.connect(self.flush)

    def show_words(self, asset: str, words: PrepWords, *, locked: bool = False) -> None:
        """Show the room's words, unless newer ones are being typed here; ``locked``: to read."""
        self.field.setReadOnly(locked)
        other = asset != self._asset or self._words is None or words.channel != self._words.channel
        if not other and words == self._words:
            return
        if other:
            self.flush()
            self._settle()
        self._asset, self._words = asset, words
        text = self.field.toPlainText()
        if words.words == text:
            self._settle()
        elif not self._typing and self._sent is None:
            self._load(words.words)
        self.field.setAccessibleName(f"{words.title}, {say(words.count)}")
        self._mark()
        self.update()

    @Slot()
    def flush(self) -> None:
        """Order what was typed and not ordered yet."""
        text = self.field.toPlainText()
        typed, self._typing = self._typing, False
        self._pause.stop()
        if typed and self._words is not None and text != self._words.words:
            self._sent = text
            self._answer.start()
            self.changed.emit(self._asset, self._words.channel, text)

    def unsettled(self) -> bool:
        """Whether what stands here is not (yet) what the room knows."""
        return self._typing or self._sent is not None

    def _settle(self) -> None:
        self._sent = None
        self._answer.stop()

    @Slot()
    def _give_up(self) -> None:
        self._sent = None
        if self._words is not None and not self._typing:
            self._load(self._words.words)
            self._mark()

    def _load(self, text: str) -> None:
        at = self.field.textCursor().position()
        self._loading = True
        self.field.setPlainText(text)
        self._loading = False
        cursor = self.field.textCursor()
        cursor.setPosition(min(at, len(text.encode("utf-16-le")) // 2))
        self.field.setTextCursor(cursor)

    @Slot()
    def _typed(self) -> None:
        if not self._loading:
            self._typing = True
            self._pause.start()
            self.field.setExtraSelections([])

    def _mark(self) -> None:
        """Underline what the network would refuse; only while the count is of these words."""
        words = self._words
        if words is None:
            return
        over = words.over
        self.field.show_over(over=over > 0)
        selections = []
        if over and words.words == self.field.toPlainText():
            selection = QTextEdit.ExtraSelection()
            cursor = self.field.textCursor()
            cursor.setPosition(first_over(words.words, over))
            cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
            selection.cursor = cursor
            look = QTextCharFormat()
            look.setForeground(colour("on_air"))
            look.setBackground(colour("late_tint"))
            look.setFontUnderline(True)
            look.setUnderlineColor(colour("on_air"))
            selection.format = look
            selections = [selection]
        self.field.setExtraSelections(selections)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Head and gauge."""
        words = self._words
        if words is None:
            return
        with QPainter(self) as painter:
            ink = tone_ink(words.tone)
            head = QRect(0, 0, self.width(), px(HEAD))
            glyph = pixmap(tone_icon(words.tone), ink, 16, self.devicePixelRatioF())
            painter.drawPixmap(0, (head.height() - px(16)) // 2, glyph)
            draw_text(painter, head.adjusted(px(24), 0, 0, 0), words.title, Role.BODY_STRONG)
            count = say(words.count)
            role, count_ink = (Role.BODY_STRONG, "on_air") if words.over else (Role.BODY, "text2")
            draw_text(painter, head, count, role, count_ink, RIGHT)
            track = QRect(0, self.height() - px(GAUGE), self.width(), px(GAUGE))
            painter.fillRect(track, colour("hairline"))
            used = round(track.width() * max(0.0, min(1.0, words.share)))
            painter.fillRect(QRect(0, track.top(), used, px(GAUGE)), colour(ink))


def first_over(words: str, over: int) -> int:
    """Where the last ``over`` characters (as a reader counts them) begin, in UTF-16 units."""
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, words)
    finder.toEnd()
    for _ in range(over):
        if finder.toPreviousBoundary() <= 0:
            return 0
    return finder.position()
