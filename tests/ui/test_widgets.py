"""The pieces panels are made of."""

import sys

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from controlroom.desk.view import Tone
from ui.theme.tokens import colour
from ui.theme.type import Role
from ui.widgets import (
    Chip,
    KeyCaps,
    LiveButton,
    PanelHead,
    PressHoldButton,
    Run,
    Runs,
    SearchField,
    StateFrame,
    Stripes,
    Tab,
    Tabs,
    Text,
)
from ui.widgets.key_cap import cap_name
from ui.widgets.text import broken, draw_text, text_width

LONG = "one two three four five six seven eight nine ten eleven twelve"


def shown(qtbot: QtBot, widget: QWidget, width: int, height: int) -> QImage:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    return widget.grab().toImage()


def colours(image: QImage) -> set[int]:
    return {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}


def test_text_that_does_not_fit_ends_with_an_ellipsis(qtbot: QtBot) -> None:
    lines = broken(LONG, Role.BODY, 120, 2)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(text_width(line, Role.BODY) <= 120 for line in lines)
    assert " ".join(broken(LONG, Role.BODY, 120, 99)) == LONG


def test_an_emoji_is_not_cut_in_two(qtbot: QtBot) -> None:
    family = "👨‍👩‍👧 is here, and so is everybody else"
    assert "".join(broken(family, Role.BODY, 90, 99)).replace(" ", "") == family.replace(" ", "")


def test_text_never_leaves_its_place(qtbot: QtBot) -> None:
    image = QImage(300, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.black)
    with QPainter(image) as painter:
        width = draw_text(painter, QRect(50, 0, 100, 40), LONG, Role.BODY)
    assert width <= 100
    outside = [image.pixel(x, y) for x in (*range(48), *range(152, 300)) for y in range(40)]
    assert set(outside) == {image.pixel(299, 39)}


def test_a_label_keeps_its_height_for_its_lines(qtbot: QtBot) -> None:
    label = Text(Role.CAPTION, lines=3)
    label.show_text(LONG)
    qtbot.addWidget(label)
    assert label.heightForWidth(2000) < label.heightForWidth(120)
    assert label.heightForWidth(120) == label.heightForWidth(90)
    assert label.accessibleName() == LONG


def test_a_chip_without_a_word_is_hidden(qtbot: QtBot) -> None:
    chip = Chip()
    qtbot.addWidget(chip)
    assert not chip.isVisibleTo(None)
    chip.show_chip("VERIFIED", "next", "check")
    assert colour("next").rgb() in colours(shown(qtbot, chip, 100, 24))


def test_keys_are_named_as_on_the_keyboard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert [cap_name(key) for key in ("Ctrl", "Return", "M")] == ["Ctrl", "Enter", "M"]
    monkeypatch.setattr(sys, "platform", "darwin")
    assert cap_name("Ctrl") == "⌘"


def test_key_caps_are_as_wide_as_their_keys(qtbot: QtBot) -> None:
    one, two = KeyCaps("Ctrl"), KeyCaps("Ctrl", "Backspace", size=32)
    for caps in (one, two):
        qtbot.addWidget(caps)
    assert two.sizeHint().width() > one.sizeHint().width()
    assert (one.sizeHint().height(), two.sizeHint().height()) == (20, 32)


def test_press_and_hold_lets_go_without_doing_anything(qtbot: QtBot) -> None:
    at = [0.0]
    button = PressHoldButton(1.2, now=lambda: at[0])
    button.show_face("Retract", "Hold 1.2 s", ("Ctrl", "Backspace"), edge="on_air")
    image = shown(qtbot, button, 400, 84)
    done: list[bool] = []
    button.confirmed.connect(lambda: done.append(True))
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    at[0] = 1.0
    qtbot.waitUntil(lambda: button.grab().toImage() != image)
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton)
    at[0] = 9.0
    qtbot.wait(40)
    assert done == []
    assert button.grab().toImage() == image


def test_a_disabled_button_says_so_in_grey(qtbot: QtBot) -> None:
    button = PressHoldButton(0.0)
    button.show_face("Retract", "Nothing is on air", edge="on_air", enabled=False)
    image = shown(qtbot, button, 400, 84)
    assert not button.isEnabled()
    assert colour("on_air").rgb() not in colours(image)


def test_tabs_choose_by_mouse(qtbot: QtBot) -> None:
    tabs = Tabs()
    tabs.show_tabs((Tab("Bluesky", "47/300", Tone.GO), Tab("X", "282/280", Tone.NO_GO)), 0)
    shown(qtbot, tabs, 400, 40)
    with qtbot.waitSignal(tabs.chosen) as chosen:
        QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.rect().center())
    assert chosen.args == [1]


def test_a_search_says_what_is_sought_once_typing_pauses(qtbot: QtBot) -> None:
    field = SearchField("Find an asset")
    shown(qtbot, field, 300, 36)
    sought: list[str] = []
    field.sought.connect(sought.append)
    QTest.keyClicks(field, "black")
    assert sought == []
    qtbot.waitUntil(lambda: sought == ["black"])
    with qtbot.waitSignal(field.chosen):
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert sought == ["black", "black"]


def test_a_chord_with_enter_is_not_the_fields(qtbot: QtBot) -> None:
    field = SearchField("Find an asset")
    shown(qtbot, field, 300, 36)
    with qtbot.assertNotEmitted(field.chosen):
        QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_buttons_take_clicks_and_no_focus(qtbot: QtBot) -> None:
    button = LiveButton("Save draft")
    shown(qtbot, button, 120, 32)
    button.setFocus()
    with qtbot.waitSignal(button.clicked):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.focusPolicy() is Qt.FocusPolicy.NoFocus


def test_a_frame_shows_its_state_on_its_edge(qtbot: QtBot) -> None:
    frame = StateFrame()
    frame.show_edge("on_air", 2)
    image = shown(qtbot, frame, 80, 60)
    assert image.pixel(40, 0) == image.pixel(40, 1) == colour("on_air").rgb()
    assert image.pixel(40, 2) == colour("panel").rgb()


def test_stripes_alternate(qtbot: QtBot) -> None:
    image = shown(qtbot, Stripes("amber", "hold_tint"), 200, 20)
    row = [image.pixel(x, 10) for x in range(200)]
    amber = row.count(colour("amber").rgb())
    assert 70 < amber < 130


def test_an_empty_head_shows_only_its_title(qtbot: QtBot) -> None:
    head = PanelHead("Library")
    shown(qtbot, head, 300, 40)
    assert head.title.isVisible()
    assert not head.name.isVisible()
    assert not head.chip.isVisible()
    head.show_head("Library", name="Blackout 01", note="6 s ago")
    assert head.name.isVisible()
    assert head.note.isVisible()


def test_runs_share_a_line(qtbot: QtBot) -> None:
    runs = Runs()
    runs.show_runs(Run("212", Role.BODY_STRONG, "next"), Run(" ready", Role.BODY))
    image = shown(qtbot, runs, 200, 24)
    assert colour("next").rgb() in colours(image)
    assert runs.accessibleName() == "212 ready"
