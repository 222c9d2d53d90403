"""The sheet of watch terms: found, added, changed and removed with the keyboard alone."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from controlroom.desk.terms_view import TermsView
from controlroom.desk.view import DeskView
from controlroom.event.watch import WatchTerm
from tests.support import samples_terms as samples
from tests.support.desk_samples import DESKS
from tests.ui.conftest import Seat
from ui.terms.panel import TermsPanel
from ui.widgets.form_button import FormButton

pytestmark = pytest.mark.ui

Sit = Callable[[DeskView], Seat]
Key = Qt.Key
SURGE = WatchTerm("surge", "surge", "event", ("surge",))


def show(desk: Seat, terms: TermsView | None) -> None:
    desk.window.show_view(replace(DESKS["live"](), terms=terms))
    QApplication.processEvents()


@pytest.fixture
def desk(seat: Sit) -> Seat:
    sitting = seat(DESKS["live"]())
    show(sitting, samples.sheet())
    return sitting


def panel(desk: Seat) -> TermsPanel:
    return desk.window.terms


def button(desk: Seat, words: str) -> FormButton:
    return next(
        one
        for one in panel(desk).findChildren(FormButton)
        if one.text() == words and one.isVisible()
    )


def tab_to(desk: Seat, wanted: QWidget) -> None:
    for _ in range(20):
        if desk.target() is wanted:
            return
        desk.strike(Key.Key_Tab)
    raise AssertionError(f"Tab never reaches {wanted}")


def seek(desk: Seat, text: str) -> None:
    panel(desk).seek.setFocus()
    panel(desk).seek.clear()
    desk.type(text)
    desk.strike(Key.Key_Return)


def add_line(desk: Seat, text: str) -> None:
    desk.strike(Key.Key_Return)
    desk.type(text)


def labels(desk: Seat) -> list[str]:
    return [row.label for row in panel(desk).list.rows()]


def test_the_key_asks_for_it_and_esc_puts_it_away(desk: Seat) -> None:
    show(desk, None)
    assert not panel(desk).isVisible()
    desk.strike(Key.Key_W)
    assert desk.ids() == ["terms"]
    show(desk, samples.sheet())
    assert panel(desk).isVisible()
    desk.type("pow")
    desk.strike(Key.Key_Escape)
    assert desk.ids() == ["terms", "terms_close"]


def test_letters_and_digits_mean_nothing_to_the_desk_under_it(desk: Seat) -> None:
    for wanted in (panel(desk).list, button(desk, "Done"), panel(desk).seek):
        tab_to(desk, wanted)
        for key in (Key.Key_Space, Key.Key_5, Key.Key_C, Key.Key_M, Key.Key_W, Key.Key_Left):
            desk.strike(key)
    assert desk.ids() == []
    assert panel(desk).isAncestorOf(desk.target())


def test_tab_goes_round_inside_it(desk: Seat) -> None:
    show(desk, samples.sheet(removed=samples.TERMS[1]))
    seek(desk, "flacco")
    desk.type("x")
    reached = []
    for _ in range(24):
        desk.strike(Key.Key_Tab)
        reached.append(desk.target())
        assert panel(desk).isAncestorOf(desk.target())
    form = panel(desk).form
    for wanted in (panel(desk).seek, panel(desk).new, panel(desk).list, form.label):
        assert wanted in reached
    assert reached.index(form.exclude) < reached.index(form.save)
    assert {form.phrases, panel(desk).back, panel(desk).done, form.remove} <= set(reached)


def test_a_chord_that_would_take_closes_it_and_keeps_what_was_typed(desk: Seat) -> None:
    seek(desk, "surge")
    desk.strike(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.ids() == ["terms_close"]
    show(desk, None)
    show(desk, samples.sheet())
    assert panel(desk).form.words().phrases == ("surge",)


def test_a_term_nobody_has_is_added_without_the_mouse(desk: Seat) -> None:
    seek(desk, "surge")
    assert panel(desk).form.title.text() == "New term"
    desk.strike(Key.Key_Return)
    desk.type("#powersurge")
    tab_to(desk, button(desk, "Event"))
    desk.strike(Key.Key_Right)
    desk.strike(Key.Key_Right)
    tab_to(desk, button(desk, "Add"))
    desk.strike(Key.Key_Return)
    assert desk.ordered == [
        ("term_put", {"label": "", "group": "solemn", "phrases": "surge\n#powersurge",
                      "exclude": ""})
    ]  # fmt: skip


def test_once_it_is_added_it_is_shown_and_the_next_can_be_typed(desk: Seat) -> None:
    seek(desk, "surge")
    tab_to(desk, button(desk, "Add"))
    desk.strike(Key.Key_Return)
    show(desk, samples.sheet((*samples.TERMS, SURGE), answer=samples.answered(1, "surge")))
    assert panel(desk).form.slug() == "surge"
    assert not panel(desk).form.differs()
    assert panel(desk).seek.text() == ""
    assert "surge" in labels(desk)
    assert desk.target() is panel(desk).seek


def test_what_is_known_already_is_found_instead_of_added_twice(desk: Seat) -> None:
    seek(desk, "BLÁCKOUT")
    assert labels(desk) == ["Power, lights, blackout"]
    assert panel(desk).form.slug() == "power"
    desk.strike(Key.Key_Return)
    desk.type("lights out")
    tab_to(desk, button(desk, "Save"))
    desk.strike(Key.Key_Return)
    ((id_, given),) = desk.ordered
    assert id_ == "term_put"
    assert given == {"slug": "power", "phrases": "power\nlights\nblackout\ndark\nlights out"}


def test_arrows_in_the_search_field_choose_in_the_list(desk: Seat) -> None:
    assert desk.target() is panel(desk).seek
    desk.strike(Key.Key_Down)
    desk.strike(Key.Key_Down)
    desk.strike(Key.Key_Up)
    assert panel(desk).form.slug() == "crunch"
    assert desk.ids() == []


def test_a_click_chooses_a_term(desk: Seat) -> None:
    at = QPoint(40, 34 + 50 + 34 + 20)
    QTest.mouseClick(panel(desk).list, Qt.MouseButton.LeftButton, pos=at)
    assert panel(desk).form.label.text() == "Crunchwell"
    assert panel(desk).form.exclude.lines() == ("crunchwell road",)


def test_only_what_was_changed_is_ordered(desk: Seat) -> None:
    seek(desk, "flacco")
    panel(desk).form.label.setFocus()
    desk.type("!")
    desk.strike(Key.Key_Return)
    assert desk.ordered == [("term_put", {"slug": "flacco", "label": "Joe Flacco!"})]


def test_nothing_is_ordered_where_nothing_was_changed(desk: Seat) -> None:
    assert not button(desk, "Save").isEnabled()
    panel(desk).form.label.setFocus()
    desk.strike(Key.Key_Return)
    assert desk.ordered == []


@pytest.mark.parametrize("field", ["label", "phrases"])
def test_a_refusal_stands_at_its_field_and_what_was_typed_stays(desk: Seat, field: str) -> None:
    seek(desk, "flacco")
    panel(desk).form.phrases.setPlainText("")
    button(desk, "Save").click()
    show(desk, samples.sheet(answer=samples.refused(1, "it has no phrases.", field)))
    shown = {name: one.wrong.text() for name, one in panel(desk).form.fields.items()}
    assert shown == dict.fromkeys(shown, "") | {field: "it has no phrases."}
    assert panel(desk).form.fields[field].wrong.isVisible()
    assert desk.target() is panel(desk).form.fields[field].inside
    assert panel(desk).form.words().phrases == ()
    desk.type("x")
    assert not panel(desk).form.fields[field].wrong.isVisible()


def test_a_refusal_of_no_field_stands_beside_the_button(desk: Seat) -> None:
    seek(desk, "one more")
    button(desk, "Add").click()
    show(desk, samples.sheet(answer=samples.refused(1, "at most 500 watch terms.", "")))
    assert "at most 500" in panel(desk).form.line.text()
    assert button(desk, "Add").isEnabled()


def test_an_answer_to_somebody_else_changes_nothing_here(desk: Seat) -> None:
    seek(desk, "surge")
    show(desk, samples.sheet(answer=samples.answered(7, "game")))
    assert panel(desk).form.slug() == ""
    assert panel(desk).form.words().phrases == ("surge",)


def test_what_was_typed_stays_while_figures_and_others_change(desk: Seat) -> None:
    seek(desk, "flacco")
    add_line(desk, "joe cool")
    renamed = tuple(
        replace(term, label="Flacco") if term.slug == "flacco" else term for term in samples.TERMS
    )
    show(desk, samples.sheet(renamed, counted=False))
    form = panel(desk).form
    assert form.words().phrases == ("flacco", "#flacco", "joe cool")
    assert form.label.text() == "Flacco", "what was not typed follows the room"
    button(desk, "Save").click()
    assert desk.ordered[0][1].keys() == {"slug", "phrases"}


def test_what_is_not_saved_waits_while_another_term_is_looked_at(desk: Seat) -> None:
    seek(desk, "flacco")
    add_line(desk, "joe cool")
    seek(desk, "halftime")
    assert panel(desk).form.slug() == "halftime"
    seek(desk, "flacco")
    assert "joe cool" in panel(desk).form.words().phrases
    button(desk, "Discard").click()
    assert panel(desk).form.words().phrases == ("flacco", "#flacco")
    assert desk.ordered == []


def test_a_term_is_removed_and_can_be_put_back(desk: Seat) -> None:
    seek(desk, "flacco")
    panel(desk).seek.clear()
    tab_to(desk, button(desk, "Remove"))
    desk.strike(Key.Key_Return)
    assert desk.ordered == [("term_remove", {"term": "flacco"})]
    flacco = next(term for term in samples.TERMS if term.slug == "flacco")
    left = tuple(term for term in samples.TERMS if term is not flacco)
    show(desk, samples.sheet(left, removed=flacco, answer=samples.answered(1, "")))
    assert panel(desk).form.slug() == "kaepernick", "the one that stood below it"
    assert panel(desk).gone.text() == "“Joe Flacco” is watched for no longer."
    tab_to(desk, button(desk, "Put it back"))
    desk.strike(Key.Key_Return)
    assert desk.ids() == ["term_remove", "term_back"]
    show(desk, samples.sheet(answer=samples.answered(2, "flacco")))
    assert not panel(desk).back.isVisible()
    assert panel(desk).isAncestorOf(desk.target())


def test_words_of_a_term_that_somebody_else_removed_are_not_lost(desk: Seat) -> None:
    seek(desk, "flacco")
    add_line(desk, "joe cool")
    show(desk, samples.sheet(tuple(t for t in samples.TERMS if t.slug != "flacco")))
    assert panel(desk).form.words().phrases == ("flacco", "#flacco", "joe cool")
    button(desk, "Add").click()
    assert desk.ordered[0][1]["label"] == "Joe Flacco"


def test_a_term_nobody_said_asks_whether_it_is_misspelt(desk: Seat) -> None:
    seek(desk, "kaepernik")
    assert panel(desk).form.silent.isVisible()
    assert "spelt" in panel(desk).form.silent.text()
    seek(desk, "flacco")
    assert not panel(desk).form.silent.isVisible()


def test_in_a_rehearsal_it_says_that_changes_end_with_it(desk: Seat) -> None:
    show(desk, samples.sheet(rehearsal=True))
    assert "ends with it" in panel(desk).notes.text()


def test_an_event_without_terms_says_how_to_begin(desk: Seat) -> None:
    show(desk, None)
    show(desk, samples.sheet(()))
    assert panel(desk).none.text() == "No watch terms yet"
    seek(desk, "saltwick")
    tab_to(desk, button(desk, "Add"))
    desk.strike(Key.Key_Return)
    assert desk.ordered[0][1]["phrases"] == "saltwick"


def test_the_chosen_one_of_hundreds_is_in_sight(desk: Seat) -> None:
    show(desk, samples.sheet(samples.many(300)))
    seek(desk, "Player number 280")
    panel(desk).seek.clear()
    desk.type("p")
    QApplication.processEvents()
    tab_to(desk, panel(desk).list)
    desk.strike(Key.Key_Up)
    QApplication.processEvents()
    rows = panel(desk).list
    at = next(top for top, one in rows._places if getattr(one, "slug", "") == rows._current)
    seen = QRect(rows.mapFrom(panel(desk).area.viewport(), QPoint(0, 0)),
                 panel(desk).area.viewport().size())  # fmt: skip
    assert seen.contains(QRect(0, at, 10, 50))


@pytest.mark.parametrize("size", [(1440, 900), (1920, 1080)])
def test_it_fits_and_nothing_in_it_is_without_a_name(desk: Seat, size: tuple[int, int]) -> None:
    desk.window.resize(*size)
    show(desk, samples.sheet(removed=samples.TERMS[0], rehearsal=True))
    inside = QRect(QPoint(0, 0), panel(desk).size())
    kinds = (FormButton, QLineEdit, QPlainTextEdit)
    for widget in (one for kind in kinds for one in panel(desk).findChildren(kind)):
        if widget.isVisible():
            at = QRect(widget.mapTo(panel(desk), QPoint(0, 0)), widget.size())
            assert inside.contains(at)
            assert widget.accessibleName() or widget.text()
