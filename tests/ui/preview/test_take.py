"""TAKE: its faces, its one order per press, its draining bar, its refusal."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor

from controlroom.desk.view import TakeFace
from controlroom.event.room_state import RoomState
from tests.support import samples_preview as samples
from ui.app import make_app
from ui.preview.panel import PreviewPanel
from ui.preview.take_button import TakeButton
from ui.preview.take_words import Asked, arrange
from ui.theme import px
from ui.theme.scale import STEPS, scale, set_scale
from ui.theme.tokens import colour

pytestmark = pytest.mark.ui

FACES = {
    "empty": (samples.EMPTY, samples.EMPTY_TAKE, "NOTHING IN PREVIEW"),
    "no-go": (samples.NO_GO, samples.NO_GO_TAKE, "NO-GO"),
    "armed": (samples.STAGED, samples.ARMED_TAKE, "TAKE"),
    "holding": (samples.FROZEN, samples.HOLDING_TAKE, "POSTING IN 4"),
    "rehearsal": (samples.STAGED, samples.REHEARSAL_TAKE, "TAKE, rehearsal"),
    "second key": (samples.CAUTION, samples.SECOND_KEY_TAKE, "TAKE needs a second key"),
    "solo": (samples.CAUTION, samples.SOLO_TAKE, "SOLO: your own yes"),
}


class Seconds:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def _dressed(qapp):
    make_app([])


@pytest.fixture
def seconds():
    return Seconds()


@pytest.fixture
def panel(qtbot, seconds):
    made = PreviewPanel(seconds)
    qtbot.addWidget(made)
    made.resize(652, 628)
    made.show_view(samples.STAGED, samples.ARMED_TAKE, RoomState.LIVE)
    made.show()
    return made


def orders_of(panel):
    orders = []
    panel.ordered.connect(lambda command, given: orders.append((command, given)))
    return orders


def press(qtbot, button, at=None):
    qtbot.mousePress(button, Qt.MouseButton.LeftButton, pos=at or QPoint(20, 20))


def release(qtbot, button):
    qtbot.mouseRelease(button, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))


def reds(widget):
    """Pixels of the red fill and the red edge in what a widget draws."""
    image = widget.grab().toImage()
    red = {colour("red_fill").rgb(), colour("on_air").rgb(), colour("red_deep").rgb()}
    return sum(
        QColor(image.pixel(x, y)).rgb() in red
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
    )


@pytest.mark.parametrize("face", FACES)
def test_each_face_says_its_word_in_the_same_place_and_size(panel, face):
    before = panel.take.geometry()
    preview, take, word = FACES[face]
    panel.show_view(preview, take, RoomState.LIVE)
    assert panel.take.words()[0] == word
    assert panel.take.geometry() == before
    assert panel.take.height() == px(84)


def test_the_button_orders_the_fingerprint_that_stands_on_screen(panel, qtbot):
    orders = orders_of(panel)
    panel.show_view(samples.CAUTION, samples.ARMED_TAKE, RoomState.LIVE)
    press(qtbot, panel.take)
    assert orders == [("take", {"fingerprint": "f-pause", "source": "button"})]


def test_a_press_fires_once_and_the_release_arms_it_again(panel, qtbot):
    orders = orders_of(panel)
    press(qtbot, panel.take)
    press(qtbot, panel.take)
    assert len(orders) == 1
    release(qtbot, panel.take)
    press(qtbot, panel.take)
    assert len(orders) == 2


def test_a_double_click_is_one_take(panel, qtbot):
    orders = orders_of(panel)
    press(qtbot, panel.take)
    release(qtbot, panel.take)
    qtbot.mouseDClick(panel.take, Qt.MouseButton.LeftButton)
    release(qtbot, panel.take)
    # A test's double click sends only the second press, as Qt calls it.
    assert len(orders) == 1


def test_an_empty_or_refused_face_goes_the_same_way_so_the_room_says_why(panel, qtbot):
    orders = orders_of(panel)
    panel.show_view(samples.EMPTY, samples.EMPTY_TAKE, RoomState.LIVE)
    press(qtbot, panel.take)
    assert orders == [("take", {"fingerprint": "", "source": "button"})]


def test_while_a_post_is_held_only_the_esc_end_orders_and_it_cancels(panel, qtbot):
    panel.show_view(samples.FROZEN, samples.HOLDING_TAKE, RoomState.LIVE)
    orders = orders_of(panel)
    press(qtbot, panel.take)
    release(qtbot, panel.take)
    assert orders == []
    press(qtbot, panel.take, QPoint(panel.take.width() - 20, 20))
    assert orders == [("cancel", {})]


def test_the_bar_drains_between_two_looks_and_reaches_empty(panel, seconds):
    panel.show_view(samples.FROZEN, samples.HOLDING_TAKE, RoomState.LIVE)
    assert panel.take.share_left() == pytest.approx(3.9 / 5)
    seconds.now += 1.9
    assert panel.take.share_left() == pytest.approx(2 / 5)
    seconds.now += 10
    assert panel.take.share_left() == 0


def test_in_a_night_that_runs_faster_the_bar_drains_faster(panel, seconds):
    panel.show_view(samples.FROZEN, samples.HOLDING_TAKE, RoomState.REHEARSAL, speed=10)
    seconds.now += 0.2
    assert panel.take.share_left() == pytest.approx(1.9 / 5)


def test_the_red_of_the_bar_shrinks_on_screen(panel, seconds):
    panel.show_view(samples.FROZEN, samples.HOLDING_TAKE, RoomState.LIVE)
    middle = QPoint(panel.take.width() // 2, 6)
    assert panel.take.grab().toImage().pixelColor(middle) == colour("red_fill")
    seconds.now += 3
    assert panel.take.grab().toImage().pixelColor(middle) == colour("red_deep")


def test_a_refusal_flashes_once_with_its_reason_and_no_flood_of_red(panel, qtbot):
    refused = replace(
        samples.ARMED_TAKE, flash=1, refusal=samples.said("Preview has just changed. Look.")
    )
    panel.show_view(samples.STAGED, refused, RoomState.LIVE)
    assert panel.take.words()[2] == "Preview has just changed. Look."
    qtbot.waitUntil(lambda: panel.take.glow() > 0)
    qtbot.waitUntil(lambda: panel.take.glow() == 0)
    panel.show_view(samples.STAGED, replace(refused, keys=()), RoomState.LIVE)
    assert panel.take.glow() == 0


def test_a_refusal_that_was_there_before_the_window_does_not_flash(qtbot):
    button = TakeButton()
    qtbot.addWidget(button)
    button.show_take(replace(samples.ARMED_TAKE, flash=3, refusal=samples.said("old")))
    assert button.refusal() == ""
    assert button.words()[2] == "to Bluesky, Mastodon and X · 5 s to cancel"


@pytest.mark.parametrize(
    ("preview", "take"),
    [
        (samples.STAGED, samples.REHEARSAL_TAKE),
        (samples.FROZEN, samples.REHEARSAL_HOLDING_TAKE),
        (samples.NO_GO, replace(samples.NO_GO_TAKE, rehearsal=True)),
        (samples.STAGED, replace(samples.ARMED_TAKE, rehearsal=True)),
    ],
)
def test_a_rehearsal_has_no_red(qtbot, preview, take):
    without_art = replace(
        preview, tabs=tuple(replace(tab, picture=None, avatar=None) for tab in preview.tabs)
    )
    made = PreviewPanel()
    qtbot.addWidget(made)
    made.resize(652, 628)
    made.show_view(without_art, replace(take, avatar=None), RoomState.REHEARSAL)
    assert reds(made) == 0


def test_live_has_red_where_take_is(panel):
    assert reds(panel.take) > 1000


@pytest.mark.parametrize("percent", STEPS)
def test_at_the_minimum_size_nothing_that_decides_is_cut(qtbot, percent):
    before = scale()
    set_scale(percent)
    try:
        made = PreviewPanel()
        qtbot.addWidget(made)
        made.resize(px(492), px(540))
        made.show_view(samples.STAGED, samples.ARMED_TAKE, RoomState.LIVE)
        word, sentence, line = made.take.words()
        wide = px(492 - 28)
        placed = arrange(
            Asked(wide, px(76), word, sentence, line, faces=px(44), keys=samples.ARMED_TAKE.keys)
        )
    finally:
        set_scale(before)
    assert not placed.cut
    assert placed.avatar  # whom it posts as outranks what decorates
    assert "5 s to cancel" in " ".join(placed.line)
    assert "@saltwick" in " ".join(placed.sentence)


def test_a_sentence_that_cannot_fit_is_told_in_the_tool_tip(panel):
    long = samples.said("Posts " + "a very long title " * 20 + "as @saltwick")
    panel.show_view(samples.STAGED, replace(samples.ARMED_TAKE, sentence=long), RoomState.LIVE)
    assert "as @saltwick" in panel.take.toolTip()


def test_take_never_takes_the_keyboard_and_space_never_posts(panel, qtbot):
    orders = orders_of(panel)
    assert panel.take.focusPolicy() is Qt.FocusPolicy.NoFocus
    panel.take.setFocus()
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
        qtbot.keyClick(panel.take, key)
    assert orders == []


def test_the_second_keys_boxes_show_what_was_typed_and_dots_for_what_was_not(panel):
    take = replace(samples.SECOND_KEY_TAKE, digits=3)
    panel.show_view(samples.CAUTION, take, RoomState.HOLD)
    assert panel.code.isVisible()
    assert panel.code.marks() == ("•", "•", "•", "", "", "")
    panel.show_code("417")
    assert panel.code.marks() == ("4", "1", "7", "", "", "")
    panel.show_view(samples.CAUTION, samples.SECOND_KEY_TAKE, RoomState.HOLD)
    assert panel.code.marks() == ("",) * 6
    panel.show_view(samples.STAGED, samples.ARMED_TAKE, RoomState.LIVE)
    assert not panel.code.isVisible()


def test_a_pin_is_a_field_of_dots_and_nobody_reads_it(panel):
    panel.show_view(samples.CAUTION, samples.PIN_TAKE, RoomState.LIVE)
    panel.show_code("47281")
    assert panel.code.marks() == ("•",) * 5
    assert "4728" not in panel.code.accessibleName()
    panel.show_view(samples.CAUTION, samples.WAITING_TAKE, RoomState.LIVE)
    assert "wait 40 s" in panel.take.accessibleName()


def test_solo_is_pressed_and_held_by_mouse_for_a_reason(panel, seconds, qtbot):
    orders = orders_of(panel)
    panel.show_view(samples.CAUTION, samples.SOLO_TAKE, RoomState.LIVE)
    at, left = QPoint(20, 20), Qt.MouseButton.LeftButton
    qtbot.mousePress(panel.take, left, pos=at)
    seconds.now += 4
    qtbot.mouseRelease(panel.take, left, pos=at)
    assert orders == [], "no reason was given"
    panel.asked.why.setText("they sleep")
    qtbot.mousePress(panel.take, left, pos=at)
    seconds.now += 1.5
    qtbot.waitUntil(lambda: 0.4 < panel.take.share_held() < 0.6)
    qtbot.mouseRelease(panel.take, left, pos=at)
    assert panel.take.share_held() == 0
    qtbot.mousePress(panel.take, left, pos=at)
    seconds.now += 3
    qtbot.waitUntil(lambda: bool(orders))
    qtbot.mouseRelease(panel.take, left, pos=at)
    assert orders == [("solo_key", {"reason": "they sleep"})]
    other = replace(samples.CAUTION, asset="another")
    panel.show_view(other, samples.SOLO_TAKE, RoomState.LIVE)
    assert panel.asked.why.text() == "", "a reason is for one post"


def test_every_face_of_take_is_known():
    assert {take.face for _, take, _ in FACES.values()} == set(TakeFace)
