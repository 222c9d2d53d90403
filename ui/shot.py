"""Still pictures of the desk, off screen and the same every time."""

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QSize
from PySide6.QtGui import QImage

from controlroom.desk.view import DeskView
from ui.accounts import AccountsPanel
from ui.answers import AnswersPanel
from ui.board import BoardPanel
from ui.desk import Desk
from ui.feeds import FeedsPanel
from ui.people import PeoplePanel
from ui.pictures import pictures
from ui.terms import TermsPanel
from ui.theme.scale import scale, set_scale

ROUNDS = 50


def render(
    view: DeskView,
    size: QSize,
    percent: int = 100,
    *,
    opened: str = "",
    sources: bool = False,
) -> QImage:
    """The desk as ``view`` has it, ``size`` pixels, at a scale of ``percent``; with the sheet of
    the delivery ``opened`` over it, that of the ``sources``, and those of accounts, of watch
    terms, of people, of readiness and of answers where the view has them open.

    Waits for its pictures. Needs the application (``make_app``); ValueError for a scale that is
    not one of the steps.
    """
    before = scale()
    set_scale(percent)
    try:
        return picture_of(Desk(still=True), view, size, opened=opened, sources=sources)
    finally:
        set_scale(before)


def picture_of(
    desk: Desk, view: DeskView, size: QSize, *, opened: str = "", sources: bool = False
) -> QImage:
    """Show ``view`` on ``desk``, wait for everything it draws, and take its picture."""
    desk.resize(size)
    desk.show_view(view)
    if opened:
        desk.on_air.open_sheet(opened)
    desk.setFocus()  # as a window that was opened before its sheets
    accounts = AccountsPanel(desk)
    accounts.place(desk.where().inside)
    accounts.show_view(view.accounts)
    terms = TermsPanel(desk)
    terms.place(desk.where().inside)
    terms.show_view(view.terms)
    people = PeoplePanel(desk)
    people.place(desk.where().inside)
    people.show_view(view.people)
    board = BoardPanel(desk)
    board.place(desk.where().inside)
    board.show_view(view.board)
    answers = AnswersPanel(desk)
    answers.place(desk.where().inside)
    answers.show_view(view.answers)
    if sources:
        sheet = FeedsPanel(desk)
        sheet.show_view(view.feeds)
        sheet.place(desk.where().inside)
        sheet.open()
    desk.show()
    image = QImage(size, QImage.Format.Format_RGB32)
    for _ in range(ROUNDS):
        settle()
        desk.render(image)
        if not pictures().waiting():
            break
        pictures().finish()
    settle()
    desk.render(image)
    desk.hide()
    desk.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return image


def settle() -> None:
    """Let everything posted happen: layouts, queued signals, repaints."""
    for _ in range(3):
        QCoreApplication.sendPostedEvents()
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
