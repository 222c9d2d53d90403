"""Preview: a real post in its proportions, words edited in place, an empty state that helps."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from controlroom.desk.preview_view import PollLine
from controlroom.desk.view import Tone
from controlroom.event.room_state import RoomState
from tests.support import samples_preview as samples
from ui.app import make_app
from ui.keyboard.typing import is_text_field
from ui.preview.panel import PreviewPanel
from ui.preview.spans import linked_spans, utf16_spans
from ui.theme.tokens import colour

pytestmark = pytest.mark.ui


@pytest.fixture(autouse=True)
def _dressed(qapp):
    make_app([])


@pytest.fixture
def panel(qtbot):
    made = PreviewPanel()
    qtbot.addWidget(made)
    made.resize(652, 628)
    made.show_view(samples.STAGED, samples.ARMED_TAKE, RoomState.LIVE)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    return made


def orders_of(panel):
    orders = []
    panel.ordered.connect(lambda command, given: orders.append((command, given)))
    return orders


def show(panel, preview, take=samples.ARMED_TAKE, state=RoomState.LIVE):
    panel.show_view(preview, take, state)


def test_the_picture_stands_in_its_own_proportions_whole(panel):
    for size in ((1600, 1200), (1600, 900), (1080, 1920)):
        tabs = tuple(replace(tab, picture_size=size) for tab in samples.TABS)
        show(panel, replace(samples.STAGED, fingerprint=str(size), tabs=tabs))
        place = panel.card.picture_rect()
        assert place.width() / place.height() == pytest.approx(size[0] / size[1], rel=0.02)
        assert panel.card.rect().contains(place)


def test_a_tab_puts_that_networks_version_in_front(panel):
    panel.tabs.chosen.emit(1)
    assert panel.card.tab().handle == "@saltwick@snack.example"


def test_another_asset_starts_at_its_first_network_the_same_one_stays_where_one_looks(panel):
    panel.choose_tab(2)
    show(panel, replace(samples.STAGED, staged=samples.said("staged by key 1, 7 s ago")))
    assert panel.card.tab().channel == "x"
    show(panel, samples.CAUTION)
    assert panel.card.tab().channel == "bluesky"


def test_links_hashtags_and_mentions_are_coloured(panel):
    def blue(words):
        tabs = tuple(replace(tab, words=words, picture=None, avatar=None) for tab in samples.TABS)
        show(panel, replace(samples.STAGED, fingerprint=words, tabs=tabs))
        image = panel.card.grab().toImage()
        wanted = colour("accent").rgb()
        return sum(
            image.pixel(x, y) == wanted for x in range(image.width()) for y in range(image.height())
        )

    assert blue("Power is out. Crunch is not.") == 0
    assert blue("Power is out. #CrunchIsNot") > 5


@pytest.mark.parametrize(
    ("words", "linked"),
    [
        ("see https://a.example/b, now", ["https://a.example/b"]),
        ("#one #2 #two2 a#no", ["#one", "#two2"]),
        ("@a.example said @b@c.example.", ["@a.example", "@b@c.example"]),
        ("mail me@a.example", []),
        ("(https://a.example)", ["https://a.example"]),
    ],
)
def test_what_a_reader_takes_for_a_link(words, linked):
    assert [words[at : at + length] for at, length in linked_spans(words)] == linked


@given(st.text(alphabet=st.sampled_from("ab #@.🥨é:/hts-\n")))
def test_spans_lie_inside_the_words_in_both_countings(words):
    end = 0
    for at, length in linked_spans(words):
        assert at >= end
        assert length > 0
        end = at + length
    assert end <= len(words)
    encoded = words.encode("utf-16-le")
    for (at, length), (wide_at, wide) in zip(linked_spans(words), utf16_spans(words), strict=True):
        shown = encoded[wide_at * 2 : (wide_at + wide) * 2].decode("utf-16-le")
        assert shown == words[at : at + length]


def test_editing_keeps_the_words_with_ctrl_enter(panel, qtbot):
    orders = orders_of(panel)
    panel.choose_tab(1)
    panel.start_editing()
    assert panel.editing()
    field = panel.editor.field
    assert field.toPlainText() == samples.WORDS
    field.selectAll()
    qtbot.keyClicks(field, "Lights out.")
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert orders == [("edit_words", {"channel": "mastodon", "words": "Lights out."})]
    assert not panel.editing()


def test_ctrl_enter_in_the_editor_is_claimed_before_the_windows_take(panel):
    panel.start_editing()
    event = QKeyEvent(
        QEvent.Type.ShortcutOverride, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )
    event.ignore()
    QApplication.sendEvent(panel.editor.field, event)
    assert event.isAccepted()


def test_esc_leaves_the_words_as_they_were_and_stays_the_windows_key(panel, qtbot):
    orders = orders_of(panel)
    panel.start_editing()
    field = panel.editor.field
    qtbot.waitUntil(field.hasFocus)
    claimed = QKeyEvent(
        QEvent.Type.ShortcutOverride, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier
    )
    claimed.ignore()
    QApplication.sendEvent(field, claimed)
    qtbot.keyClicks(field, "something else")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not panel.editing()
    assert orders == []


def test_unchanged_words_order_nothing(panel, qtbot):
    orders = orders_of(panel)
    panel.start_editing()
    qtbot.keyClick(panel.editor.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert orders == []


def test_words_that_were_typed_but_not_kept_can_not_be_taken(panel, qtbot):
    orders = orders_of(panel)
    panel.start_editing()
    qtbot.keyClicks(panel.editor.field, "half a sent")
    panel.take.taken.emit()
    assert orders[0][1]["fingerprint"] != samples.STAGED.fingerprint


def test_a_post_that_was_taken_closes_the_editor_and_cannot_be_edited(panel):
    panel.start_editing()
    show(panel, samples.FROZEN, samples.HOLDING_TAKE)
    assert not panel.editing()
    panel.start_editing()
    assert not panel.editing()


def test_a_look_at_the_same_post_leaves_the_editor_alone(panel, qtbot):
    panel.start_editing()
    panel.editor.field.selectAll()
    qtbot.keyClicks(panel.editor.field, "new words")
    show(panel, replace(samples.STAGED, staged=samples.said("staged by key 1, 9 s ago")))
    assert panel.editing()
    assert panel.editor.field.toPlainText() == "new words"


def test_an_empty_preview_says_what_to_do(panel):
    show(panel, samples.EMPTY, samples.EMPTY_TAKE)
    assert panel.empty.isVisible()
    assert "Space" in panel.empty.accessibleName()
    assert not panel.card.isVisible()
    assert panel.fingerprint() == ""


def test_nothing_but_a_field_to_type_in_can_have_the_keyboard(panel):
    live = [w for w in panel.findChildren(QWidget) if w.focusPolicy() != Qt.FocusPolicy.NoFocus]
    assert {panel.editor.field, panel.gaps.line} <= set(live)
    assert all(is_text_field(widget) for widget in live)
    assert all(not b.autoDefault() for b in panel.findChildren(QPushButton))


def test_a_long_poll_folds_what_is_good_and_keeps_what_is_not(panel):
    poll = tuple(
        PollLine(f"g{n}", samples.said(f"Guard {n}"), samples.said("fine"), Tone.GO)
        for n in range(30)
    )
    bad = PollLine("bad", samples.said("Rights"), samples.said("ended"), Tone.NO_GO)
    shown, folded = panel.column._lines_that_fit((*poll, bad), panel.column.rect())
    assert bad in shown
    assert folded == 31 - len(shown)
    assert len(shown) < 31


def test_a_post_longer_than_the_card_scrolls_instead_of_being_cut(panel, qtbot):
    panel.resize(492, 540)
    show(panel, samples.LONG)
    assert panel.card._overflow() > 0
    show(panel, samples.STAGED)
    assert panel.card._overflow() == 0


@pytest.mark.parametrize("size", [(652, 628), (492, 540)])
def test_counts_of_all_three_networks_stay_visible(panel, size):
    panel.resize(*size)
    QApplication.processEvents()
    assert panel.tabs.sizeHint().width() <= panel.tabs.width() + 1
