"""The sheet of sources: one key, every source with its trouble, and away again."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from tests.support import samples_watch as samples
from tests.support.desk_samples import live

pytestmark = pytest.mark.ui


def test_one_key_shows_every_source_and_esc_puts_it_away(seat):
    desk = seat(replace(live(), feeds=samples.FEEDS))
    desk.strike(Qt.Key.Key_S)
    sheet = desk.window.feeds
    assert sheet.isVisible()
    told = [row.accessibleName() for row in sheet.rows()]
    assert [name.split(".")[0] for name in told] == ["Lines", "X", "Bluesky"]
    assert "Nobody listens" in told[0]
    assert "$12.40 an hour" in told[1]
    desk.strike(Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_the_open_sheet_follows_the_sources(seat):
    desk = seat(replace(live(), feeds=samples.FEEDS))
    desk.strike(Qt.Key.Key_S)
    fewer = replace(samples.FEEDS, rows=samples.FEEDS.rows[2:])
    desk.window.show_view(replace(live(), feeds=fewer))
    assert [row.accessibleName()[:7] for row in desk.window.feeds.rows()] == ["Bluesky"]


def test_without_a_source_it_says_what_to_do(seat):
    desk = seat(replace(live(), feeds=None))
    desk.strike(Qt.Key.Key_S)
    assert "--source" in desk.window.feeds.empty.text()
    assert desk.window.feeds.rows() == ()
