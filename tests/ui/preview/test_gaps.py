"""Filling a template's gaps at the desk, by keyboard alone; and the brief, one key away."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from controlroom.desk.brief_view import BriefView
from controlroom.event.room_state import RoomState
from controlroom.messages import english
from tests.support import samples_preview as samples
from ui.app import make_app
from ui.preview.panel import PreviewPanel
from ui.theme import colour, px

pytestmark = pytest.mark.ui

SMALL, LARGE = (492, 540), (652, 628)


@pytest.fixture(autouse=True)
def _dressed(qapp):
    make_app([])


@pytest.fixture
def panel(qtbot):
    made = PreviewPanel()
    qtbot.addWidget(made)
    made.resize(*LARGE)
    show(made, samples.filling())
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    return made


def show(panel, view):
    panel.show_view(view, samples.ARMED_TAKE, RoomState.LIVE)


@pytest.fixture
def orders(panel):
    found = []
    panel.ordered.connect(lambda command, given: found.append((command, given)))
    return found


def fill(name, words):
    return ("fill_slot", {"name": name, "words": words})


def test_e_goes_to_the_first_gap_tab_to_the_next_and_enter_keeps(panel, qtbot, orders):
    panel.start_editing()
    line = panel.gaps.line
    qtbot.waitUntil(line.hasFocus)
    assert panel.gaps.name.text() == "player"
    qtbot.keyClicks(line, "Flacco")
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    assert orders == [fill("player", "Flacco")]
    assert panel.gaps.name.text() == "score"
    assert line.hasFocus()
    qtbot.keyClicks(line, "7-3")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert orders[1:] == [fill("score", "7-3")]
    assert not panel.gaps.isVisible()


def test_enter_goes_on_to_a_gap_that_is_still_empty(panel, qtbot, orders):
    panel.start_editing()
    qtbot.keyClicks(panel.gaps.line, "Gore")
    qtbot.keyClick(panel.gaps.line, Qt.Key.Key_Return)
    assert panel.gaps.name.text() == "score"
    # The room's answer comes meanwhile and takes nothing away.
    qtbot.keyClicks(panel.gaps.line, "7")
    show(panel, samples.filling(player="Gore"))
    assert panel.gaps.line.text() == "7"
    qtbot.keyClick(panel.gaps.line, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert panel.gaps.line.text() == "Gore"
    assert orders == [fill("player", "Gore"), fill("score", "7")]


def test_e_begins_where_something_is_missing(panel):
    show(panel, samples.filling(player="Gore"))
    panel.start_editing()
    assert panel.gaps.name.text() == "score"


def test_a_word_of_the_list_is_completed_and_the_rest_may_be_deleted(panel, qtbot, orders):
    panel.start_editing()
    line = panel.gaps.line
    qtbot.waitUntil(line.hasFocus)
    qtbot.keyClicks(line, "kae")
    assert line.text().casefold() == "kaepernick"
    assert line.selectedText() == "pernick"
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    assert "second key" in panel.gaps.verdict.text()
    qtbot.keyClicks(line, "p")
    assert panel.gaps.verdict.text() == "Keeps the approval"
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert orders == [fill("player", "Kaepernick")]


def test_the_rule_and_what_breaks_it_are_told_while_typing(panel, qtbot):
    show(panel, samples.filling(player="Gore"))
    panel.start_editing()
    assert panel.gaps.rule.text() == "≤ 7 characters"
    assert panel.gaps.verdict.text() == "Nothing stands here yet"
    qtbot.keyClicks(panel.gaps.line, "7 - 3!!")
    assert panel.gaps.verdict.text() == "Keeps the approval"
    qtbot.keyClicks(panel.gaps.line, "!")
    assert panel.gaps.verdict.text() == "1 too long: it needs a second key"


def test_a_click_on_a_word_takes_it(panel, qtbot, orders):
    panel.start_editing()
    QApplication.processEvents()
    places = panel.gaps.choices.places(panel.gaps.choices.width())
    qtbot.mouseClick(panel.gaps.choices, Qt.MouseButton.LeftButton, pos=places[1].center())
    assert orders == [fill("player", "Jones")]
    assert panel.gaps.name.text() == "score"


def test_esc_leaves_and_keeps_nothing(panel, qtbot, orders):
    panel.start_editing()
    qtbot.waitUntil(panel.gaps.line.hasFocus)
    qtbot.keyClicks(panel.gaps.line, "Gore")
    qtbot.keyClick(panel.gaps.line, Qt.Key.Key_Escape)
    assert not panel.gaps.isVisible()
    assert orders == []


def test_what_is_typed_and_not_kept_cannot_be_taken(panel, qtbot):
    known = panel.fingerprint()
    panel.start_editing()
    assert panel.fingerprint() == known
    qtbot.keyClicks(panel.gaps.line, "Gore")
    assert panel.fingerprint() != known


@pytest.mark.parametrize(
    ("key", "marks"),
    [
        (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier),
    ],
)
def test_its_keys_mean_nothing_to_the_desk_under_it(panel, qtbot, key, marks):
    panel.start_editing()
    qtbot.waitUntil(panel.gaps.line.hasFocus)
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, marks)
    event.ignore()
    QApplication.sendEvent(panel.gaps.line, event)
    assert event.isAccepted()


def test_another_post_or_a_frozen_one_closes_it(panel):
    panel.start_editing()
    show(panel, samples.STAGED)
    assert not panel.gaps.isVisible()
    show(panel, samples.filling())
    panel.start_editing()
    panel.show_view(samples.FROZEN, samples.HOLDING_TAKE, RoomState.LIVE)
    assert not panel.gaps.isVisible()


def other_template():
    """Another template in Preview, whose gaps are called the same, all empty."""
    made = samples.filling()
    tabs = tuple(replace(tab, written=f"Half time. {tab.written}") for tab in made.tabs)
    return replace(made, fingerprint="f-other", asset="half-time", title="Half time", tabs=tabs)


def test_what_was_typed_for_one_template_is_not_sent_to_another_of_the_same_gaps(
    panel, qtbot, orders
):
    panel.start_editing()
    qtbot.waitUntil(panel.gaps.line.hasFocus)
    qtbot.keyClicks(panel.gaps.line, "Flacco")
    qtbot.keyClick(panel.gaps.line, Qt.Key.Key_Return)
    qtbot.keyClicks(panel.gaps.line, "7-3")
    show(panel, other_template())
    assert not panel.gaps.isVisible()
    qtbot.keyClick(panel.gaps.line, Qt.Key.Key_Return)
    assert orders == [fill("player", "Flacco")]
    panel.start_editing()
    assert (panel.gaps.name.text(), panel.gaps.line.text()) == ("player", "")
    qtbot.keyClick(panel.gaps.line, Qt.Key.Key_Tab)
    assert panel.gaps.line.text() == ""


def test_other_words_of_the_same_template_close_it_too(panel, qtbot):
    panel.start_editing()
    show(panel, replace(other_template(), asset="scored"))
    assert not panel.gaps.isVisible()


def test_what_arrived_and_was_emptied_elsewhere_is_empty(panel, qtbot):
    panel.start_editing()
    qtbot.waitUntil(panel.gaps.line.hasFocus)
    qtbot.keyClicks(panel.gaps.line, "Flacco")
    qtbot.keyClick(panel.gaps.line, Qt.Key.Key_Return)
    show(panel, samples.filling(player="Flacco"))
    show(panel, samples.filling())
    qtbot.keyClick(panel.gaps.line, Qt.Key.Key_Tab)
    assert (panel.gaps.name.text(), panel.gaps.line.text()) == ("player", "")


def test_the_words_of_a_template_are_edited_with_their_gaps_open(panel, qtbot, orders):
    show(panel, samples.filling(player="Gore"))
    panel.edit_words()
    assert panel.editor.field.toPlainText() == samples.TEMPLATE.caption
    qtbot.keyClick(panel.editor.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert orders == []


def test_a_gap_is_seen_in_the_words(panel):
    def tinted(view):
        show(panel, view)
        image = panel.card.grab().toImage()
        wanted = colour("hold_tint").rgb()
        rect = panel.card.words_rect()
        return sum(
            image.pixel(x, y) == wanted
            for x in range(rect.left(), rect.right())
            for y in range(rect.top(), rect.bottom())
        )

    empty, half = tinted(samples.filling()), tinted(samples.filling(player="Gore"))
    assert empty > half > 0 == tinted(samples.filling(player="Gore", score="7-3"))


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_the_gap_stands_under_the_words_and_over_nothing_of_take(panel, size):
    panel.resize(*size)
    panel.start_editing()
    QApplication.processEvents()
    place = panel.gaps.geometry()
    assert place.top() >= panel.card.y() + panel.card.words_bottom()
    assert place.bottom() < panel.take.y()
    assert panel.rect().contains(place)


# The brief


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_when_not_to_use_it_stands_there_in_full(panel, size):
    panel.resize(*size)
    show(panel, samples.STAGED)
    QApplication.processEvents()
    told = panel.brief.accessibleDescription()
    assert "Don’t use when: anybody may be hurt" in told
    assert "Stays out of: anybody hurt" in told
    assert "Voice: Short, warm, a little dry" in told
    lines = panel.brief.lines()
    assert [len(line) for line in lines] in ([1, 1, 2], [1, 1, 1, 1], [2, 1, 1])
    assert panel.brief.isVisible()


def test_a_brief_of_nothing_takes_no_room(panel):
    show(panel, replace(samples.STAGED, fingerprint="other", brief=None))
    assert not panel.brief.isVisible()


def test_one_key_shows_the_whole_brief_and_take_does_not_go_through_it(panel, orders):
    show(panel, samples.STAGED)
    panel.toggle_brief()
    assert panel.sheet.isVisible()
    assert "Goals tonight: first with a joke" in panel.sheet.accessibleDescription()
    assert panel.sheet.geometry().bottom() < panel.take.y()
    panel.take.taken.emit()
    assert orders == [], "what was covered was not seen"
    assert not panel.sheet.isVisible()
    panel.take.taken.emit()
    assert [command for command, _ in orders] == ["take"]


def test_a_long_brief_scrolls(panel):
    long = tuple(f"subject number {n} that we stay out of" for n in range(60))
    brief = samples.BRIEF
    whole = tuple(replace(row, lines=long) for row in brief.whole)
    show(panel, replace(samples.STAGED, fingerprint="long", brief=replace(brief, whole=whole)))
    panel.toggle_brief()
    assert panel.sheet.overflow() > px(100)


def test_an_event_without_a_brief_says_where_to_write_one(panel):
    brief = samples.BRIEF
    bare = BriefView(brief.title, (), (), (), brief.hint)
    show(panel, replace(samples.STAGED, fingerprint="bare", brief=bare))
    panel.toggle_brief()
    assert english(brief.hint) == panel.sheet.accessibleDescription()


def test_the_account_stands_on_the_card_with_its_server_and_colour(panel):
    assert "@saltwick.example · snack.example" in panel.card.accessibleName()
    edge = panel.card.grab().toImage().pixelColor(1, panel.card.height() // 2)
    assert edge.name() == "#3d8bff"
