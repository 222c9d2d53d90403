"""Text that is drawn in a role and an ink, and ends with … where it does not fit."""

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.scale import px, scale
from ui.theme.tokens import colour
from ui.theme.type import Role, font

LEFT = Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignRight
CENTRE = Qt.AlignmentFlag.AlignHCenter
LINE = 1.36
"""Line height as a multiple of the font's size."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one role and ink, inside a line of several."""

    text: str
    role: Role
    ink: str = "text1"


def metrics(role: Role, *, tabular: bool = True) -> QFontMetrics:
    """The measures of a role at the scale in use."""
    return _metrics(role, scale(), tabular)


@lru_cache(maxsize=256)
def _metrics(role: Role, _percent: int, tabular: bool) -> QFontMetrics:
    return QFontMetrics(font(role, tabular=tabular))


def is_tabular(text: str) -> bool:
    """Whether one line is set with tabular digits: a hyphen would get as wide as a digit."""
    return "-" not in text


def text_width(text: str, role: Role) -> int:
    """Pixels the text takes on one line."""
    return _width(text, role, scale(), is_tabular(text))


@lru_cache(maxsize=8192)
def _width(text: str, role: Role, _percent: int, tabular: bool) -> int:
    return metrics(role, tabular=tabular).horizontalAdvance(text)


def line_height(role: Role) -> int:
    """Pixels from one line to the next; even, so that lines of two roles share a middle."""
    return 2 * round(font(role).pixelSize() * LINE / 2)


def draw_text(
    painter: QPainter,
    rect: QRect,
    text: str,
    role: Role,
    ink: str = "text1",
    align: Qt.AlignmentFlag = LEFT,
    *,
    tabular: bool | None = None,
) -> int:
    """One line, centred vertically in ``rect``, elided to fit. Returns the width it took.

    ``tabular`` digits where the text has no hyphen, unless told.
    """
    if not text or rect.width() <= 0:
        return 0
    tabular = is_tabular(text) if tabular is None else tabular
    measures = metrics(role, tabular=tabular)
    shown = text
    if (width := _width(text, role, scale(), tabular)) > rect.width():
        shown = _elided(text, role, scale(), rect.width(), tabular=tabular)
        width = _width(shown, role, scale(), tabular)
    painter.setFont(font(role, tabular=tabular))
    painter.setPen(colour(ink))
    left = rect.left()
    if align & RIGHT:
        left = rect.right() + 1 - width
    elif align & CENTRE:
        left = rect.left() + (rect.width() - width) // 2
    # Centred on the capitals: a line box would set the words a pixel or two too high.
    baseline = rect.top() + (rect.height() + measures.capHeight() + 1) // 2
    painter.drawText(QPointF(left, baseline), shown)
    return width


def draw_runs(
    painter: QPainter, rect: QRect, runs: tuple[Run, ...], align: Qt.AlignmentFlag = LEFT
) -> int:
    """Several runs on one line; the last ones give way where there is no room."""
    total = sum(text_width(run.text, run.role) for run in runs)
    left = rect.left()
    if align & RIGHT:
        left = max(rect.left(), rect.right() + 1 - total)
    for run in runs:
        place = QRect(left, rect.top(), rect.right() + 1 - left, rect.height())
        left += draw_text(painter, place, run.text, run.role, run.ink)
    return left - rect.left()


def broken(text: str, role: Role, width: int, most: int) -> list[str]:
    """The lines a text takes at ``width``, at most ``most``; the last one elided when cut."""
    return list(_broken(text, role, scale(), width, most)) if width > 0 else []


@lru_cache(maxsize=2048)
def _broken(text: str, role: Role, percent: int, width: int, most: int) -> tuple[str, ...]:
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _paragraph(paragraph, role, width)
    if len(lines) > most:
        rest = " ".join(line.strip() for line in lines[most - 1 :])
        lines = [*lines[: most - 1], _elided(rest, role, percent, width, tabular=False)]
    return tuple(lines)


@lru_cache(maxsize=2048)
def _elided(text: str, role: Role, percent: int, width: int, *, tabular: bool) -> str:
    measures = _metrics(role, percent, tabular)
    return measures.elidedText(text, Qt.TextElideMode.ElideRight, width)


def _paragraph(text: str, role: Role, width: int) -> list[str]:
    if not text:
        return [""]
    layout = QTextLayout(text, font(role, tabular=False))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    lines = []
    encoded = text.encode("utf-16-le")  # Qt counts in UTF-16 units
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        start = line.textStart() * 2
        lines.append(encoded[start : start + line.textLength() * 2].decode("utf-16-le").rstrip())
    layout.endLayout()
    return lines


def draw_lines(
    painter: QPainter,
    rect: QRect,
    text: str,
    role: Role,
    ink: str = "text1",
    most: int = 2,
    align: Qt.AlignmentFlag = LEFT,
) -> int:
    """Words broken into at most ``most`` lines from the top of ``rect``. Returns the height."""
    tall = line_height(role)
    top = rect.top()
    for line in broken(text, role, rect.width(), most):
        place = QRect(rect.left(), top, rect.width(), tall)
        draw_text(painter, place, line, role, ink, align, tabular=False)
        top += tall
    return top - rect.top()


class Text(QWidget):
    """A label: one line elided, or up to ``lines`` lines. Takes no clicks and no focus."""

    def __init__(
        self,
        role: Role,
        ink: str = "text1",
        *,
        lines: int = 1,
        align: Qt.AlignmentFlag = LEFT,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._role = role
        self._ink = ink
        self._lines = lines
        self._align = align
        self._text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        # Fixed would hold a text that may break to the height of one line.
        tall = QSizePolicy.Policy.Preferred if lines > 1 else QSizePolicy.Policy.Fixed
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, tall)
        policy.setHeightForWidth(lines > 1)
        self.setSizePolicy(policy)

    def text(self) -> str:
        """What it says."""
        return self._text

    def show_text(self, text: str, ink: str | None = None) -> None:
        """Say something else, in another ink when given."""
        if text == self._text and ink in (None, self._ink):
            return
        resized = text != self._text
        self._text = text
        self._ink = ink or self._ink
        self.setAccessibleName(text)
        if resized:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The whole text on one line; ``heightForWidth`` knows what it takes when it breaks."""
        return QSize(text_width(self._text, self._role) + 1, line_height(self._role))

    def minimumSizeHint(self) -> QSize:
        """It may be squeezed: the text is elided."""
        return QSize(0, line_height(self._role))

    def hasHeightForWidth(self) -> bool:
        """Only when it may break."""
        return self._lines > 1

    def heightForWidth(self, width: int) -> int:
        """The height of its lines at ``width``."""
        count = len(broken(self._text, self._role, width, self._lines))
        return max(1, count) * line_height(self._role)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        with QPainter(self) as painter:
            if self._lines == 1:
                draw_text(painter, self.rect(), self._text, self._role, self._ink, self._align)
            else:
                draw_lines(
                    painter,
                    self.rect(),
                    self._text,
                    self._role,
                    self._ink,
                    self._lines,
                    self._align,
                )


class Runs(QWidget):
    """One line of several runs: "212 ready · 9 not" with its numbers in their inks."""

    def __init__(self, *, align: Qt.AlignmentFlag = LEFT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs: tuple[Run, ...] = ()
        self._align = align
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_runs(self, *runs: Run) -> None:
        """Say something else."""
        if runs == self._runs:
            return
        self._runs = runs
        self.setAccessibleName("".join(run.text for run in runs))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """All runs side by side."""
        width = sum(text_width(run.text, run.role) for run in self._runs)
        tall = max((line_height(run.role) for run in self._runs), default=px(18))
        return QSize(width + 1, tall)

    def minimumSizeHint(self) -> QSize:
        """It may be squeezed."""
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        with QPainter(self) as painter:
            draw_runs(painter, self.rect(), self._runs, self._align)
