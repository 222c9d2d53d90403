"""The sheet of people: what it shows, what it orders, what it forgets."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from controlroom.desk.people_view import PeopleAnswer, PeopleView
from controlroom.desk.view import DeskView
from controlroom.event.room_state import RoomState
from controlroom.messages import message
from tests.support import samples_people as samples
from tests.support.desk_samples import DESKS
from tests.ui.conftest import Seat
from ui.people import PeoplePanel
from ui.people.qr import QUIET

pytestmark = pytest.mark.ui

Sit = Callable[[DeskView], Seat]
Key = Qt.Key
SIZES = ((1440, 900), (1920, 1080), (3840, 2160))


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[PeoplePanel]:
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(1440, 900)
    made = PeoplePanel(over)
    made.place(over.rect())
    over.show()
    yield made
    over.hide()


def orders(panel: PeoplePanel) -> list[tuple[str, dict[str, str]]]:
    heard: list[tuple[str, dict[str, str]]] = []
    panel.ordered.connect(lambda id_, arguments: heard.append((id_, arguments)))
    return heard


def show(panel: PeoplePanel, view: PeopleView, name: str = "") -> None:
    panel.show_view(view)
    if name:
        panel.list.chosen.emit(name)


def test_everybody_is_told_with_role_phone_and_what_is_set_up(panel: PeoplePanel) -> None:
    show(panel, samples.sheet())
    told = panel.list.accessibleName()
    assert "Sam, OPERATOR, AT THIS DESK, 555 0100" in told
    assert "Dana, APPROVER, 555 0101, PIN and authenticator" in told
    assert "Raj, APPROVER, no PIN, no authenticator" in told
    assert panel.operator.text() == "Sam sits at this desk"


def test_an_event_without_people_says_what_to_do(panel: PeoplePanel) -> None:
    show(panel, samples.sheet((), operator=""))
    assert panel.none.isVisible()
    assert panel.title.text() == "New person"
    assert not panel.keys.isVisible()
    assert not panel.form.save.isEnabled()
    heard = orders(panel)
    panel.form.name.field.setText("Bo")
    panel.form.name.typed.emit()
    panel.form.phone.field.setText("555 0109")
    panel.form.client.click()
    panel.form.save.click()
    given = {"name": "Bo", "phone": "555 0109", "role": "approver", "client": "yes"}
    assert heard == [("person_put", given)]
    bo = samples.Person("Bo", samples.APPROVER)
    done = PeopleAnswer(1, message("people.put", name="Bo"), "Bo")
    panel.show_view(samples.sheet((bo,), operator="", answer=done))
    assert (panel.title.text(), panel.line.text()) == ("Bo", "Bo is in.")
    assert panel.keys.isVisible()


def test_a_change_is_ordered_of_the_one_it_was(panel: PeoplePanel) -> None:
    show(panel, samples.sheet(), "Raj")
    heard = orders(panel)
    panel.form.role.buttons["operator"].click()
    panel.form.save.click()
    panel.form.sit.click()
    panel.form.remove.click()
    assert heard == [
        (
            "person_put",
            {"name": "Raj", "phone": "", "role": "operator", "client": "", "was": "Raj"},
        ),
        ("sit_here", {"name": "Raj"}),
        ("person_remove", {"name": "Raj"}),
    ]


def test_whoever_has_a_key_sits_down_with_it(panel: PeoplePanel) -> None:
    form = panel.form
    show(panel, samples.sheet(), "Raj")
    assert not form.key.isVisible()
    show(panel, samples.sheet(), "Dana")
    heard = orders(panel)
    assert form.key.isVisible()
    form.sit.click()
    assert heard == []
    assert form.key.field.hasFocus()
    form.key.field.setText("4728")
    form.sit.click()
    assert heard == [("sit_here", {"name": "Dana", "pin": "4728"})]
    assert form.key.text() == ""
    form.key.field.setText("47")
    show(panel, samples.sheet(), "Raj")
    show(panel, samples.sheet(), "Dana")
    assert form.key.text() == ""


def test_what_is_typed_stays_while_the_room_changes(panel: PeoplePanel) -> None:
    show(panel, samples.sheet(), "Raj")
    panel.form.phone.field.setText("555 0")
    panel.form.phone.typed.emit()
    panel.show_view(samples.sheet(set_up={**samples.SET_UP, "Raj": {"pin"}}))
    assert panel.form.phone.text() == "555 0"
    assert panel.keys.has.text() == "PIN"


def test_a_pin_is_hidden_sent_once_and_forgotten(panel: PeoplePanel) -> None:
    show(panel, samples.sheet(), "Raj")
    heard = orders(panel)
    for blank in (panel.keys.pin, panel.keys.again):
        assert blank.field.echoMode() is QLineEdit.EchoMode.Password
        blank.field.setText("4728")
    panel.keys.set_pin.click()
    assert heard == [("person_pin", {"name": "Raj", "pin": "4728", "again": "4728"})]
    assert (panel.keys.pin.text(), panel.keys.again.text()) == ("", "")
    panel.keys.pin.field.setText("47")
    panel.list.chosen.emit("Dana")
    assert panel.keys.pin.text() == "", "a PIN that was begun is nobody else's"
    panel.keys.pin.field.setText("47")
    panel.show_view(None)
    assert panel.keys.pin.text() == ""


def test_an_operator_has_nothing_to_say_yes_with(panel: PeoplePanel) -> None:
    show(panel, samples.sheet(), "Sam")
    assert not panel.keys.isVisible()


def test_the_qr_code_is_drawn_as_it_is(panel: PeoplePanel) -> None:
    shown = samples.enrolling("Raj")
    show(panel, samples.sheet(enrolling=shown), "Raj")
    assert panel.keys.secret.text() == shown.secret
    qr = panel.keys.qr
    assert "Raj" in qr.accessibleName()
    image = qr.grab().toImage()
    count = len(shown.code)
    square = qr.width() // (count + 2 * QUIET)
    left = (qr.width() - square * count) // 2
    read = tuple(
        tuple(
            image.pixelColor(left + x * square + square // 2, left + y * square + square // 2)
            == Qt.GlobalColor.black
            for x in range(count)
        )
        for y in range(count)
    )
    assert read == shown.code
    assert square >= 3, "a telephone can read it"


def test_an_authenticator_is_confirmed_tested_and_left(panel: PeoplePanel) -> None:
    heard = orders(panel)
    show(panel, samples.sheet(), "Priya of the agency")
    panel.keys.enrol.click()
    panel.keys.code.field.setText("287082")
    panel.keys.check.click()
    panel.keys.forget.click()
    panel.show_view(samples.sheet(enrolling=samples.enrolling("Priya of the agency")))
    panel.keys.code.field.setText("081804")
    panel.keys.check.click()
    panel.keys.stop.click()
    name = {"name": "Priya of the agency"}
    assert heard == [
        ("person_code", name),
        ("person_code_test", {**name, "digits": "287082"}),
        ("person_forget", name),
        ("person_code_confirm", {"digits": "081804"}),
        ("person_code_cancel", {}),
    ]


def test_a_refusal_is_said_in_the_sheet(panel: PeoplePanel) -> None:
    wrong = PeopleAnswer(1, message("pin.easy"), "Raj", refused=True, field="pin")
    show(panel, samples.sheet(answer=wrong), "Raj")
    assert panel.line.text().startswith("That PIN is guessed first")


def test_at_night_nothing_can_be_pressed(panel: PeoplePanel) -> None:
    show(panel, samples.sheet(state=RoomState.LIVE), "Dana")
    form, keys = panel.form, panel.keys
    parts = (form.save, form.sit, form.remove, form.name.field, form.client, panel.new)
    more = (keys.set_pin, keys.enrol, keys.forget, keys.check, keys.code.field, panel.policy)
    assert not any(part.isEnabled() for part in (*parts, *more))
    assert "only shown" in panel.line.text()


def test_the_policy_is_chosen_once(panel: PeoplePanel) -> None:
    show(panel, samples.sheet())
    heard = orders(panel)
    panel.policy.buttons["two_people"].click()
    panel.policy.buttons["solo"].click()
    assert heard == [("policy", {"policy": "solo"})]


@pytest.mark.parametrize("size", SIZES)
def test_no_word_of_the_form_is_cut(panel: PeoplePanel, size: tuple[int, int]) -> None:
    panel.window().resize(QSize(*size))
    panel.place(panel.window().rect())
    show(panel, samples.sheet(enrolling=samples.enrolling("Dana")), "Dana")
    QApplication.processEvents()
    keys = panel.keys
    for button in (panel.form.sit, panel.form.remove, keys.check, keys.stop, panel.done):
        assert button.width() >= button.sizeHint().width()
        assert panel.rect().contains(button.mapTo(panel, button.rect().bottomRight()))


def test_the_sheet_opens_by_its_key_and_letters_are_typed_into_it(seat: Sit) -> None:
    desk = seat(DESKS["prep"]())
    desk.strike(Key.Key_P)
    assert desk.ids() == ["people"]
    desk.window.show_view(replace(DESKS["prep"](), people=samples.sheet()))
    people = desk.window.people
    assert people.isVisible()
    assert desk.target() is people.list
    desk.strike(Key.Key_Down)
    assert people.title.text() == "Dana"
    desk.strike(Key.Key_Return)
    desk.type("a5 M")
    assert people.form.name.text().endswith("a5 M")
    assert desk.ids() == ["people"], "letters meant nothing to the desk"
    desk.strike(Key.Key_Escape)
    assert desk.ids()[-1] == "people_close"
