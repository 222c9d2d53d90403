"""Where a solemn subject stands on the desk."""

from dataclasses import replace

import pytest

from tests.support import samples_watch as samples
from tests.support.desk_samples import live
from ui.desk import Desk

pytestmark = pytest.mark.ui


@pytest.mark.parametrize("size", [(1440, 900), (1920, 1080)])
def test_slots_stay_where_they_are_and_nothing_is_suggested(qtbot, size):
    desk = Desk(still=True)
    qtbot.addWidget(desk)
    desk.resize(*size)
    view = live()
    desk.show_view(view)
    with qtbot.waitExposed(desk):
        desk.show()
    tile = desk.suggestions.tiles[0]
    before = tile.mapTo(desk, tile.rect().topLeft())
    desk.show_view(replace(view, solemn=samples.SOLEMN))
    qtbot.waitUntil(desk.watch.isVisible)
    qtbot.waitUntil(lambda: tile.mapTo(desk, tile.rect().topLeft()) == before)
    assert not any(row.isVisible() for row in desk.suggestions.rows)
    desk.show_view(view)
    qtbot.waitUntil(lambda: not desk.watch.isVisible())
    qtbot.waitUntil(lambda: tile.mapTo(desk, tile.rect().topLeft()) == before)


def test_a_subject_that_was_answered_gives_the_place_back_to_offers(qtbot):
    desk = Desk(still=True)
    qtbot.addWidget(desk)
    desk.resize(1920, 1080)
    answered = replace(samples.SOLEMN, answered=True, strong=False)
    view = replace(live(), solemn=answered)
    desk.show_view(view)
    with qtbot.waitExposed(desk):
        desk.show()
    assert not desk.watch.isVisible()
    assert desk.suggestions.rows[0].isVisible()
    nothing = replace(view.suggestions, rows=())
    desk.show_view(replace(view, suggestions=nothing))
    qtbot.waitUntil(desk.watch.isVisible)
