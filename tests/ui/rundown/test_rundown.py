"""The rundown follows now until the operator scrolls, and chooses what is clicked."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from controlroom.desk.view import RundownView
from controlroom.messages import message
from tests.support import samples_frame as frame
from ui.rundown.lines import Lines
from ui.rundown.panel import RundownPanel


def long_night(now: int) -> RundownView:
    """300 moments of which ``now`` is the current one."""
    rows = tuple(
        replace(frame.GROUPS[1].rows[2], slug=f"moment-{number}", title=f"Moment {number}")
        for number in range(300)
    )
    group = replace(frame.GROUPS[1], rows=rows)
    return replace(frame.RUNDOWN, groups=(group,), now=f"moment-{now}")


@pytest.fixture
def panel(qtbot: QtBot) -> RundownPanel:
    panel = RundownPanel()
    qtbot.addWidget(panel)
    panel.resize(416, 932)
    panel.show()
    return panel


def seen(panel: RundownPanel) -> list[str]:
    """The slugs of the rows that are wholly in sight."""
    view = panel.list
    height = view.viewport().height()
    top = view.verticalScrollBar().value()
    shown = []
    for y in range(0, height, 8):
        slug = view._slug_at(QPoint(50, y))
        if slug is not None and slug not in shown:
            shown.append(slug)
    assert top >= 0
    return shown


def scroll(panel: RundownPanel, notches: int) -> None:
    port = panel.list.viewport()
    centre = QPointF(port.rect().center())
    event = QWheelEvent(
        centre,
        QPointF(port.mapToGlobal(centre)),
        QPoint(0, 0),
        QPoint(0, notches * 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003
    )
    QApplication.sendEvent(port, event)


def test_it_follows_now(panel: RundownPanel) -> None:
    panel.show_view(long_night(150))
    assert "moment-150" in seen(panel)
    assert "moment-147" in seen(panel)
    panel.show_view(long_night(200))
    assert "moment-200" in seen(panel)
    assert "moment-150" not in seen(panel)


def test_it_stops_following_when_the_operator_scrolls_and_home_resumes(
    panel: RundownPanel,
) -> None:
    panel.show_view(long_night(150))
    scroll(panel, -20)
    where = seen(panel)
    assert "moment-150" not in where
    assert "Home" in panel.head.note.text()
    panel.show_view(long_night(151))
    assert seen(panel) == where
    panel.follow()
    assert "moment-151" in seen(panel)
    assert "Home" not in panel.head.note.text()


def test_pages_go_up_and_down(panel: RundownPanel) -> None:
    panel.show_view(long_night(0))
    panel.page(1)
    assert "moment-0" not in seen(panel)
    panel.page(-1)
    assert "moment-0" in seen(panel)


def test_a_click_chooses_the_moment_under_it(panel: RundownPanel, qtbot: QtBot) -> None:
    panel.show_view(frame.RUNDOWN)
    ordered: list[tuple[str, dict[str, str]]] = []
    panel.ordered.connect(lambda id_, arguments: ordered.append((id_, arguments)))
    port = panel.list.viewport()
    heading = QPoint(60, 10)
    QTest.mouseClick(port, Qt.MouseButton.LeftButton, pos=heading)
    assert ordered == []
    QTest.mouseClick(port, Qt.MouseButton.LeftButton, pos=QPoint(60, 32 + 20))
    assert ordered == [("select_moment", {"moment": "half-time-show-opens"})]


def test_three_hundred_moments_cost_what_is_visible(panel: RundownPanel) -> None:
    lines = Lines(long_night(0), compact=False)
    assert len(lines.lines) == 301
    visible = list(lines.between(5000, 5900))
    assert len(visible) <= 25
    assert lines.at(5000) == visible[0]
    assert lines.at(lines.height) is None
    assert lines.at(-1) is None


def test_a_narrow_column_holds_the_whole_sample_night(panel: RundownPanel) -> None:
    panel.resize(304, 752)
    panel.show_view(frame.RUNDOWN)
    assert panel.list.verticalScrollBar().maximum() == 0


def test_a_second_that_passes_draws_only_the_rows_that_read_otherwise(
    panel: RundownPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel.show_view(frame.RUNDOWN)
    QApplication.processEvents()
    drawn: list[str] = []
    monkeypatch.setattr(
        "ui.rundown.panel.draw_row", lambda _painter, _at, row, **_: drawn.append(row.slug)
    )
    first = frame.RUNDOWN.groups[0]
    later = replace(first.rows[1], note=message("number", count=43))
    rows = (first.rows[0], later, *first.rows[2:])
    groups = (replace(first, rows=rows), *frame.RUNDOWN.groups[1:])
    panel.show_view(replace(frame.RUNDOWN, groups=groups))
    QApplication.processEvents()
    assert drawn == [later.slug]
    panel.show_view(replace(frame.RUNDOWN, groups=tuple(replace(one) for one in groups)))
    QApplication.processEvents()
    assert drawn == [later.slug]
