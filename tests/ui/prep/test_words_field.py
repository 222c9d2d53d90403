"""Words are changed where they stand, and never lost to what the room says meanwhile."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.support import samples_prep as samples
from ui.prep import words_field
from ui.prep.words_field import WordsField, first_over

BLUESKY, _, X = samples.ASSET.words


@pytest.fixture
def field(qtbot: QtBot) -> WordsField:
    made = WordsField()
    qtbot.addWidget(made)
    made.resize(552, 120)
    made.show_words("butterfingers", BLUESKY)
    with qtbot.waitExposed(made):
        made.show()
    return made


def type_at_end(qtbot: QtBot, field: WordsField, text: str) -> None:
    field.field.moveCursor(field.field.textCursor().MoveOperation.End)
    qtbot.keyClicks(field.field, text)


def test_typed_words_are_ordered_once_after_a_pause(field: WordsField, qtbot: QtBot) -> None:
    orders: list[tuple[str, ...]] = []
    field.changed.connect(lambda *given: orders.append(given))
    with qtbot.waitSignal(field.changed):
        type_at_end(qtbot, field, " Ever")
    assert orders == [("butterfingers", "bluesky", f"{samples.SHORT} Ever")]


def test_leaving_the_field_does_not_wait(field: WordsField, qtbot: QtBot) -> None:
    type_at_end(qtbot, field, "!")
    with qtbot.waitSignal(field.changed, timeout=50):
        field.flush()


def test_an_older_answer_does_not_overwrite_what_is_typed(field: WordsField, qtbot: QtBot) -> None:
    type_at_end(qtbot, field, "!")
    field.flush()
    field.show_words("butterfingers", replace(BLUESKY, count=samples.said("33/300")))
    assert field.field.toPlainText() == f"{samples.SHORT}!"
    field.show_words("butterfingers", replace(BLUESKY, words=f"{samples.SHORT}!"))
    field.show_words("butterfingers", replace(BLUESKY, words="Somebody else’s words"))
    assert field.field.toPlainText() == "Somebody else’s words"


def test_words_the_room_refused_are_shown_as_the_room_has_them(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words_field, "ANSWER_MS", 1)
    field = WordsField()
    qtbot.addWidget(field)
    field.show_words("butterfingers", BLUESKY)
    type_at_end(qtbot, field, "!")
    field.flush()
    qtbot.waitUntil(lambda: field.field.toPlainText() == samples.SHORT)


def test_another_asset_brings_its_own_words(field: WordsField, qtbot: QtBot) -> None:
    type_at_end(qtbot, field, "!")
    with qtbot.waitSignal(field.changed) as kept:
        field.show_words("blackout-01", replace(BLUESKY, words="Power’s out."))
    assert field.field.toPlainText() == "Power’s out."
    assert kept.args == ["butterfingers", "bluesky", f"{samples.SHORT}!"]


def test_exactly_what_is_too_much_is_underlined(qtbot: QtBot) -> None:
    field = WordsField()
    qtbot.addWidget(field)
    field.show_words("butterfingers", X)
    (marked,) = field.field.extraSelections()
    assert marked.cursor.selectedText() == "w."
    assert marked.format.fontUnderline()
    type_at_end(qtbot, field, "Z")
    assert field.field.extraSelections() == []
    assert BLUESKY.over == 0
    field.show_words("other", BLUESKY)
    assert field.field.extraSelections() == []


@given(st.text(alphabet="aé👩‍🚀🇺🇸 ", max_size=30), st.integers(1, 5))
def test_the_mark_never_splits_a_character_of_two_units(words: str, over: int) -> None:
    at = first_over(words, over)
    encoded = words.encode("utf-16-le")
    head, tail = encoded[: at * 2].decode("utf-16-le"), encoded[at * 2 :].decode("utf-16-le")
    assert head + tail == words


def test_a_family_counts_as_one() -> None:
    assert first_over("ab👩‍👩‍👧", 1) == 2
    assert first_over("ab", 5) == 0


def test_esc_leaves_the_field(field: WordsField, qtbot: QtBot) -> None:
    field.field.setFocus()
    qtbot.keyClick(field.field, Qt.Key.Key_Escape)
    assert not field.field.hasFocus()


def test_long_words_make_the_field_higher(qtbot: QtBot) -> None:
    field = WordsField()
    qtbot.addWidget(field)
    field.resize(552, 120)
    field.show()
    field.show_words("butterfingers", BLUESKY)
    one = field.field.height()
    field.show_words("butterfingers", replace(BLUESKY, words=samples.LONGEST))
    assert field.field.height() > 2 * one
