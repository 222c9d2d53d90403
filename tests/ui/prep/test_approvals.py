"""PREP: what was said of the chosen asset, and saying something of it."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from pytestqt.qtbot import QtBot

from controlroom.commands import COMMANDS
from controlroom.desk.prep_view import PrepAsset, PrepView, PrepWords
from controlroom.desk.view import Tone
from tests.support import samples_prep as samples
from ui.prep import PrepPanel
from ui.prep.brief import Brief
from ui.prep.readiness import Readiness
from ui.prep.said_row import SaidRow
from ui.prep.say_bar import SayBar
from ui.prep.words_field import WordsField
from ui.widgets import LiveButton

Order = tuple[str, dict[str, str]]
Show = Callable[..., PrepPanel]


@pytest.fixture
def orders() -> list[Order]:
    return []


@pytest.fixture
def show(qtbot: QtBot, orders: list[Order]) -> Show:
    kept = []

    def shown(view: PrepView = samples.PREP, width: int = 1424, height: int = 740) -> PrepPanel:
        panel = PrepPanel()
        qtbot.addWidget(panel)
        kept.append(panel)
        panel.ordered.connect(lambda command, given: orders.append((command, given)))
        panel.resize(width, height)
        panel.show_view(view)
        with qtbot.waitExposed(panel):
            panel.show()
        panel.activateWindow()
        qtbot.waitUntil(panel.isActiveWindow)
        panel.grab()
        return panel

    return shown


def bar(panel: PrepPanel) -> SayBar:
    found = panel.findChild(SayBar)
    assert found is not None
    return found


def rows(panel: PrepPanel) -> list[SaidRow]:
    return [row for row in panel.findChildren(SaidRow) if row.isVisibleTo(panel)]


def press(qtbot: QtBot, button: LiveButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def with_asset(asset: PrepAsset | None) -> PrepView:
    return replace(samples.PREP, asset=asset)


def test_a_yes_on_one_network(show: Show, orders: list[Order], qtbot: QtBot) -> None:
    panel = show()
    approved, waits, _ = rows(panel)
    assert not approved.approve.isVisibleTo(panel)
    press(qtbot, waits.approve)
    given = {"asset": "butterfingers", "channel": "mastodon", "by": "Dana"}
    assert orders == [("approve", given)]
    assert set(COMMANDS["approve"].arguments) <= set(given)


def test_nobody_approves_their_own(show: Show, orders: list[Order], qtbot: QtBot) -> None:
    panel = show()
    own = rows(panel)[2]
    assert not own.approve.isEnabled()
    assert "nobody approves their own" in own.approve.toolTip()
    assert not bar(panel).approve.isEnabled()
    press(qtbot, own.approve)
    press(qtbot, bar(panel).approve)
    assert orders == []


def test_somebody_else_may(show: Show, orders: list[Order], qtbot: QtBot) -> None:
    panel = show()
    say = bar(panel)
    press(qtbot, say.who_button)
    names = [one for one in say.names.widgets() if isinstance(one, LiveButton)]
    assert [one.text() for one in names] == ["Dana", "Ruth Aldous"]
    press(qtbot, names[1])
    assert not say.names.isVisible()
    assert say.who_button.text() == "As Ruth Aldous"
    # Not by a name alone: her PIN is asked for, each time, and kept nowhere.
    assert say.key.isVisible()
    assert say.key.accessibleName() == "PIN or code of Ruth Aldous"
    press(qtbot, rows(panel)[2].approve)
    assert orders == []
    assert say.key.hasFocus()
    qtbot.keyClicks(say.key, "4728")
    press(qtbot, rows(panel)[2].approve)
    assert say.key.text() == ""
    qtbot.keyClicks(say.key, "4728")
    press(qtbot, say.approve)
    ruth = {"asset": "butterfingers", "by": "Ruth Aldous", "pin": "4728"}
    assert orders == [
        ("approve", {**ruth, "channel": "x"}),
        ("approve", {**ruth, "channel": "all"}),
    ]
    qtbot.keyClicks(say.key, "47")
    qtbot.keyClick(say.key, Qt.Key.Key_Escape)
    assert say.key.text() == ""
    # Whoever was chosen stays chosen, for the next asset too.
    panel.show_view(with_asset(replace(samples.ASSET, asset="other")))
    assert say.who() == "Ruth Aldous"
    panel.show_view(with_asset(replace(samples.ASSET, asset="third", approvers=("Dana",))))
    assert say.who() == "Dana"


def test_whoever_sits_here_says_it_at_first_else_nobody(
    show: Show, orders: list[Order], qtbot: QtBot
) -> None:
    nobody = replace(samples.ASSET, here="", here_proved=False)
    panel = show(with_asset(nobody))
    say = bar(panel)
    assert say.who() == ""
    assert say.who_button.text() == "Who says it…"
    assert not say.key.isVisible()
    assert not any(row.approve.isVisibleTo(panel) for row in rows(panel))
    panel.show_view(with_asset(replace(samples.ASSET, here="Ruth Aldous", here_proved=False)))
    assert say.who() == "Ruth Aldous"
    assert say.key.isVisible()  # the settings say that she sits here, she has not shown it
    panel.show_view(with_asset(replace(samples.ASSET, here="Ruth Aldous")))
    assert not say.key.isVisible()
    panel.show_view(with_asset(replace(samples.ASSET, here="Dana")))
    assert say.who() == "Dana"
    panel.show_view(with_asset(nobody))
    assert say.who() == ""


def test_where_nobody_sits_words_are_only_read(
    show: Show, orders: list[Order], qtbot: QtBot
) -> None:
    locked = replace(samples.ASSET, locked=samples.said("to write, say who sits here: P"))
    panel = show(with_asset(locked))
    field = panel.findChildren(WordsField)[0].field
    before = field.toPlainText()
    qtbot.keyClicks(field, "Mine")
    assert field.toPlainText() == before
    panel.show_view(with_asset(samples.ASSET))
    qtbot.keyClicks(field, "Mine")
    assert field.toPlainText() != before


@pytest.mark.parametrize(("place", "channel"), [(0, "bluesky"), (2, "x"), (-1, "all")])
def test_changes_are_asked_for_with_a_note(
    show: Show, orders: list[Order], qtbot: QtBot, place: int, channel: str
) -> None:
    panel = show()
    say = bar(panel)
    press(qtbot, say.ask if place < 0 else rows(panel)[place].ask)
    assert say.form.field.hasFocus()
    press(qtbot, say.form.send)
    assert orders == []  # a wish without a word is none
    qtbot.keyClicks(say.form.field, "  Leave the last sentence out. ")
    press(qtbot, say.form.send)
    given = {"asset": "butterfingers", "channel": channel, "by": "Dana"}
    assert orders == [("ask_changes", {**given, "note": "Leave the last sentence out."})]
    assert not say.form.isVisible()
    assert set(COMMANDS["ask_changes"].arguments) <= set(orders[0][1])


def test_a_note_that_is_left_orders_nothing(show: Show, orders: list[Order], qtbot: QtBot) -> None:
    panel = show()
    say = bar(panel)
    press(qtbot, say.ask)
    qtbot.keyClicks(say.form.field, "No.")
    qtbot.keyClick(say.form.field, Qt.Key.Key_Escape)
    assert not say.form.isVisible()
    assert say.ask.isVisible()
    press(qtbot, say.ask)
    assert say.form.field.toPlainText() == ""
    panel.show_view(with_asset(replace(samples.ASSET, asset="other")))
    assert not say.form.isVisible()
    assert orders == []


def test_a_note_stays_while_the_asset_does(show: Show, qtbot: QtBot) -> None:
    panel = show()
    say = bar(panel)
    press(qtbot, say.ask)
    qtbot.keyClicks(say.form.field, "Half a sen")
    panel.show_view(with_asset(replace(samples.ASSET, version=samples.said("v3"))))
    assert say.form.isVisible()
    assert say.form.field.toPlainText() == "Half a sen"


def test_with_nobody_to_say_it_there_is_a_sentence(show: Show) -> None:
    panel = show(with_asset(samples.UNASKED))
    say = bar(panel)
    assert not say.approve.isVisibleTo(panel)
    assert not any(row.ask.isVisibleTo(panel) for row in rows(panel))
    told = [text.accessibleName() for text in say.findChildren(type(say._nobody))]
    assert any("Name somebody under People" in words for words in told)


def test_the_note_of_a_wish_is_seen_whole(show: Show) -> None:
    panel = show()
    asked = rows(panel)[2]
    assert asked._note.isVisibleTo(panel)
    assert asked._note.toolTip() == samples.NOTE


def test_five_networks_have_a_row_each_and_fewer_take_them_away(show: Show) -> None:
    last = samples.ASSET.words[1]
    more = tuple(replace(last, channel=f"n{n}", title=f"Network {n}") for n in range(2))
    panel = show(with_asset(replace(samples.ASSET, words=(*samples.ASSET.words, *more))))
    assert len(rows(panel)) == 5
    panel.show_view(with_asset(replace(samples.ASSET, words=samples.ASSET.words[:1])))
    assert len(rows(panel)) == 1
    panel.show_view(with_asset(None))
    assert rows(panel) == []


def typed(words: str) -> tuple[PrepWords, ...]:
    first, second, third = samples.ASSET.words
    assert second.said is not None
    return (first, replace(second, words=words), third)


def test_what_was_typed_is_taken_before_it_is_approved(
    show: Show, orders: list[Order], qtbot: QtBot
) -> None:
    panel = show()
    field = [one for one in panel.findChildren(WordsField) if one.isVisibleTo(panel)][1]
    field.field.setPlainText("New words.")
    press(qtbot, rows(panel)[1].approve)
    assert [id_ for id_, _ in orders] == ["edit_words"]
    panel.show_view(with_asset(replace(samples.ASSET, words=typed("New words."))))
    assert [id_ for id_, _ in orders] == ["edit_words", "approve"]
    panel.show_view(with_asset(replace(samples.ASSET, version=samples.said("v9"))))
    assert len(orders) == 2


def test_a_number_is_a_filter_and_again_none(show: Show, orders: list[Order], qtbot: QtBot) -> None:
    panel = show()
    numbers = panel.findChild(Readiness)
    assert numbers is not None
    for name in ("not_ready", "ready"):
        place = numbers.numbers()[name].center()
        qtbot.mouseClick(numbers, Qt.MouseButton.LeftButton, pos=place)
        panel.show_view(replace(samples.PREP, filter=name))
        qtbot.mouseClick(numbers, Qt.MouseButton.LeftButton, pos=place)
        panel.show_view(samples.PREP)
    assert [given["name"] for _, given in orders] == ["not_ready", "all", "ready", "all"]
    qtbot.mouseClick(numbers, Qt.MouseButton.LeftButton, pos=numbers.rect().bottomRight())
    assert len(orders) == 4


def test_with_everything_ready_only_that_is_a_filter(show: Show) -> None:
    panel = show(replace(samples.PREP, waiting=0, not_ready=0, reasons=()))
    numbers = panel.findChild(Readiness)
    assert numbers is not None
    assert list(numbers.numbers()) == ["ready"]


def test_the_brief_opens_and_closes_beside_the_words(show: Show, qtbot: QtBot) -> None:
    panel = show()
    brief = panel.findChild(Brief)
    assert brief is not None
    assert not brief.facts.isVisibleTo(panel)
    qtbot.mouseClick(brief.row, Qt.MouseButton.LeftButton)
    assert brief.facts.isVisibleTo(panel)
    for _, words in samples.BRIEF:
        assert words in brief.facts.accessibleName()
    # It stays as it was left when another asset is chosen.
    panel.show_view(with_asset(replace(samples.ASSET, asset="other")))
    assert brief.facts.isVisibleTo(panel)
    qtbot.mouseClick(brief.row, Qt.MouseButton.LeftButton)
    assert not brief.facts.isVisibleTo(panel)


def test_no_brief_takes_no_room(show: Show) -> None:
    brief = show(replace(samples.PREP, brief=())).findChild(Brief)
    assert brief is not None
    assert not brief.isVisible()


def test_a_file_dropped_on_the_words_is_not_written_into_them(show: Show, qtbot: QtBot) -> None:
    panel = show()
    file, words = QMimeData(), QMimeData()
    file.setUrls([QUrl.fromLocalFile("/somewhere/answers.json")])
    file.setText("/somewhere/answers.json")
    words.setText("some words")
    press(qtbot, bar(panel).ask)
    fields = [panel.findChildren(WordsField)[0].field, bar(panel).form.field]
    assert [field.canInsertFromMimeData(file) for field in fields] == [False, False]
    assert [field.canInsertFromMimeData(words) for field in fields] == [True, True]


def test_long_names_and_notes_do_not_widen_the_column(show: Show) -> None:
    who = "Maximiliana Wolkenstein-Trostburg of the agency, for the client"
    first = samples.ASSET.words[0]
    said = samples.word(f"{who} asks for changes", Tone.NO_GO, samples.NOTE * 20)
    asset = replace(
        samples.ASSET,
        approvers=(who,),
        here=who,
        here_proved=False,
        words=(replace(first, said=said), *samples.ASSET.words[1:]),
    )
    panel = show(with_asset(asset))
    width = samples.ASSET and bar(panel).width()
    assert width <= 416
    for row in rows(panel):
        assert row.width() <= 416
    assert bar(panel).ask.geometry().right() <= bar(panel).width()
