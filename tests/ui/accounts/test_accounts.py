"""The sheet of accounts: a sign-in that anybody can finish, with the keyboard alone if need be."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from controlroom.desk.accounts_view import AccountsView
from controlroom.desk.view import DeskView
from tests.support import samples_accounts as samples
from tests.support.desk_samples import DESKS
from tests.support.samples_preview import said
from tests.ui.conftest import Seat
from ui.accounts.form import Blank, SignInForm
from ui.widgets.form_button import FormButton

pytestmark = pytest.mark.ui

Sit = Callable[[DeskView], Seat]
Key = Qt.Key
SECRET = "correct horse"


def show(desk: Seat, accounts: AccountsView | None) -> None:
    desk.window.show_view(replace(DESKS["prep"](), accounts=accounts))


@pytest.fixture
def desk(seat: Sit) -> Seat:
    sitting = seat(DESKS["prep"]())
    show(sitting, samples.ACCOUNTS)
    return sitting


def blanks(desk: Seat) -> dict[str, QLineEdit]:
    QApplication.processEvents()  # fields that are new come into sight
    form = desk.window.accounts.form
    return {one.name: one.field for one in form.findChildren(Blank) if one.isVisible()}


def button(desk: Seat, words: str) -> FormButton:
    return next(
        one
        for one in desk.window.accounts.findChildren(FormButton)
        if one.text() == words and one.isVisible()
    )


def tab_to(desk: Seat, wanted: QWidget) -> None:
    for _ in range(20):
        if desk.target() is wanted:
            return
        desk.strike(Key.Key_Tab)
    raise AssertionError(f"Tab never reaches {wanted}")


def test_the_corner_of_the_masthead_asks_for_it(seat: Sit, qtbot: object) -> None:
    sitting = seat(DESKS["prep"]())
    sitting.window.grab()
    masthead = sitting.window.desk.masthead
    corner = QPoint(masthead.width() - 30, masthead.height() // 2)
    QTest.mouseClick(masthead, Qt.MouseButton.LeftButton, pos=corner)
    assert sitting.ids() == ["accounts"]


def test_the_key_asks_for_it_and_esc_puts_it_away(desk: Seat) -> None:
    show(desk, None)
    desk.strike(Key.Key_A)
    assert desk.ids() == ["accounts"]
    show(desk, samples.ACCOUNTS)
    desk.strike(Key.Key_Escape)
    assert desk.ids() == ["accounts", "accounts_close"]
    show(desk, None)
    assert not desk.window.accounts.isVisible()


def test_letters_and_digits_mean_nothing_to_the_desk_under_it(desk: Seat) -> None:
    tab_to(desk, button(desk, "Done"))
    for key in (Key.Key_Space, Key.Key_5, Key.Key_C, Key.Key_M, Key.Key_E, Key.Key_Slash):
        desk.strike(key)
    assert desk.ids() == []
    assert not desk.window.desk.prep.isAncestorOf(desk.target()), "nor does / leave the form"


def test_esc_from_inside_a_blank_puts_it_away_too(desk: Seat) -> None:
    tab_to(desk, blanks(desk)["password"])
    desk.strike(Key.Key_Escape)
    assert desk.ids() == ["accounts_close"]


def test_arrows_choose_a_network_and_leave_the_library_alone(desk: Seat) -> None:
    panel = desk.window.accounts
    assert desk.target() is panel.list
    desk.strike(Key.Key_Down)
    assert panel.name.text().startswith("Mastodon")
    desk.strike(Key.Key_Down)
    desk.strike(Key.Key_Up)
    assert panel.name.text().startswith("Mastodon")
    assert desk.ids() == []


def test_a_click_chooses_a_network(desk: Seat) -> None:
    panel = desk.window.accounts
    QTest.mouseClick(panel.list, Qt.MouseButton.LeftButton, pos=QPoint(40, 68 * 3 + 20))
    assert panel.name.text().startswith("Threads")
    assert not panel.form.isVisible(), "a person posts there: nobody signs in"


def test_it_can_be_finished_with_the_keyboard_alone(desk: Seat) -> None:
    fields = blanks(desk)
    assert fields["handle"].text() == "saltwick.example"
    tab_to(desk, fields["password"])
    desk.type(SECRET)
    desk.strike(Key.Key_Return)
    assert desk.ordered == [
        (
            "sign_in",
            {
                "channel": "bluesky",
                "way": "app-password",
                "handle": "saltwick.example",
                "server": "https://bsky.example",
                "password": SECRET,
            },
        )
    ]


def test_a_secret_is_never_shown_and_is_gone_once_it_was_sent(desk: Seat) -> None:
    field = blanks(desk)["password"]
    assert field.echoMode() is QLineEdit.EchoMode.Password
    tab_to(desk, field)
    desk.type(SECRET)
    button(desk, "Sign in").click()
    assert field.text() == ""
    assert blanks(desk)["handle"].text() == "saltwick.example", "what is no secret stays"


def test_a_secret_is_gone_when_another_network_is_looked_at_or_the_sheet_closes(desk: Seat) -> None:
    for leave in (lambda: desk.window.accounts._choose("x"), lambda: show(desk, None)):
        show(desk, samples.ACCOUNTS)
        desk.window.accounts._choose("bluesky")
        field = blanks(desk)["password"]
        field.setText(SECRET)
        leave()
        QApplication.processEvents()
        assert all(one.text() != SECRET for one in desk.window.accounts.findChildren(QLineEdit))


def test_what_was_typed_stays_while_the_sheet_changes(desk: Seat) -> None:
    blanks(desk)["password"].setText(SECRET)
    tested = replace(samples.MASTODON, state=said("asking the network…"))
    show(
        desk, replace(samples.ACCOUNTS, rows=(samples.BLUESKY, tested, *samples.ACCOUNTS.rows[2:]))
    )
    assert blanks(desk)["password"].text() == SECRET


def test_another_way_in_has_its_own_words_and_blanks(desk: Seat) -> None:
    tab_to(desk, button(desk, "In the browser"))
    desk.strike(Key.Key_Return)
    assert set(blanks(desk)) == {"handle"}
    assert "browser" in desk.window.accounts.form.how.text()


def test_an_error_says_what_to_do_and_lets_try_again(desk: Seat) -> None:
    show(desk, samples.FAILED)
    line = desk.window.accounts.form.line
    assert line.isVisible()
    assert "try again" in line.text()
    assert button(desk, "Sign in").isEnabled()


def test_the_page_is_opened_once_for_each_sign_in(desk: Seat) -> None:
    for _ in range(3):
        show(desk, samples.SIGNING_IN)
        show(desk, replace(samples.SIGNING_IN, kept=said("elsewhere")))
    assert desk.outside.opened == [samples.PAGE]
    button(desk, "Open the page again").click()
    assert desk.outside.opened == [samples.PAGE] * 2
    show(desk, samples.ACCOUNTS)
    show(desk, samples.SIGNING_IN)
    assert desk.outside.opened == [samples.PAGE] * 3


def test_waiting_can_be_cancelled_and_nothing_else_pressed(desk: Seat) -> None:
    show(desk, samples.SIGNING_IN)
    assert not any(field.isEnabled() for field in blanks(desk).values())
    button(desk, "Cancel").click()
    assert desk.ids() == ["sign_in_cancel"]


def test_while_live_it_says_why_nothing_can_be_changed(desk: Seat) -> None:
    show(desk, samples.LOCKED)
    form = desk.window.accounts.form
    assert "LIVE" in form.line.text()
    assert not button(desk, "Sign in").isEnabled()
    assert not any(field.isEnabled() for field in blanks(desk).values())
    desk.window.accounts._choose("mastodon")
    assert not button(desk, "Sign out").isEnabled()
    assert button(desk, "Test").isEnabled(), "looking is harmless"


def test_who_is_signed_in_can_be_tested_signed_out_and_signed_in_again(desk: Seat) -> None:
    desk.window.accounts._choose("mastodon")
    assert "write:statuses" in desk.window.accounts.facts.text()
    assert not desk.window.accounts.form.isVisible()
    button(desk, "Test").click()
    button(desk, "Sign out").click()
    assert desk.ordered == [
        ("account_test", {"channel": "mastodon"}),
        ("account_sign_out", {"channel": "mastodon"}),
    ]
    button(desk, "Sign in again").click()
    assert desk.window.accounts.form.isVisible()


def test_a_way_that_needs_a_setting_says_which(desk: Seat) -> None:
    desk.window.accounts._choose("x")
    assert "x.client_id" in desk.window.accounts.form.line.text()
    assert not button(desk, "Sign in").isEnabled()


def test_where_secrets_are_kept_is_said(desk: Seat) -> None:
    assert "until this program ends" in desk.window.accounts.kept.text()


@pytest.mark.parametrize("size", [(1440, 900), (1920, 1080)])
def test_it_fits_and_nothing_in_it_is_without_a_name(desk: Seat, size: tuple[int, int]) -> None:
    desk.window.resize(*size)
    show(desk, samples.FAILED)
    panel = desk.window.accounts
    inside = QRect(QPoint(0, 0), panel.size())
    for widget in (*panel.findChildren(FormButton), *panel.findChildren(QLineEdit)):
        if widget.isVisible():
            at = QRect(widget.mapTo(panel, QPoint(0, 0)), widget.size())
            assert inside.contains(at)
            assert widget.accessibleName() or widget.text()


def test_the_form_alone_orders_nothing_before_there_is_a_network() -> None:
    form = SignInForm()
    orders: list[str] = []
    form.ordered.connect(lambda id_, _given: orders.append(id_))
    form._send()
    assert orders == []
