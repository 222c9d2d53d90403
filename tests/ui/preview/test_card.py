"""The card has all of a post: several pictures, what follows, how far it is made ready."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from controlroom.desk.view import TakeView
from controlroom.event.room_state import RoomState
from tests.support import samples_preview as samples
from tests.support.samples_preview import said
from ui.pictures import pictures
from ui.preview.panel import PreviewPanel
from ui.preview.picture_grid import cells
from ui.preview.take_faces import faces_width
from ui.theme import colour, px

pytestmark = pytest.mark.ui

SMALL, LARGE = (492, 540), (652, 628)


@pytest.fixture
def panel(qtbot):
    made = PreviewPanel()
    qtbot.addWidget(made)
    made.resize(*LARGE)
    made.show_view(samples.STAGING, samples.STAGING_TAKE, RoomState.LIVE)
    made.show()
    return made


def drawn(widget) -> QImage:
    for _ in range(5):
        widget.grab()
        pictures().finish()
        QApplication.processEvents()
    return widget.grab().toImage()


def count(image: QImage, wanted: QColor, rows: range) -> int:
    return sum(image.pixelColor(x, y) == wanted for y in rows for x in range(image.width()))


@pytest.mark.parametrize("number", [1, 2, 3, 4, 6])
def test_the_cells_of_pictures_share_the_place_and_never_overlap(number):
    place = QRect(10, 20, 301, 203)
    found = cells(place, number)
    assert len(found) == min(number, 4)
    assert all(place.contains(cell) for cell in found)
    for one, cell in enumerate(found):
        assert not any(cell.intersects(other) for other in found[one + 1 :])
    assert sum(cell.width() * cell.height() for cell in found) > 0.95 * 301 * 203


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_every_picture_of_the_post_is_drawn(panel, size):
    panel.resize(*size)
    with_three = drawn(panel.card)
    one_less = replace(samples.STAGING.tabs[0], pictures=samples.STAGING.tabs[0].pictures[:1])
    view = replace(samples.STAGING, tabs=(one_less, *samples.STAGING.tabs[1:]))
    panel.show_view(view, samples.STAGING_TAKE, RoomState.LIVE)
    assert drawn(panel.card) != with_three


def test_the_bar_under_a_tab_grows_until_the_network_has_everything(panel):
    def filled(share: float | None) -> int:
        accounts = (replace(samples.ACCOUNTS[0], share=share), *samples.ACCOUNTS[1:])
        take = replace(samples.ARMED_TAKE, accounts=accounts)
        panel.show_view(samples.STAGED, take, RoomState.LIVE)
        foot = range(panel.tabs.height() - px(2), panel.tabs.height())
        return count(drawn(panel.tabs), colour("next"), foot)

    none, half, more = filled(0.0), filled(0.5), filled(0.9)
    assert none == 0 < half < more
    assert filled(None) == 0, "then the tick stands for it"


def test_how_far_it_is_is_said_in_words(panel):
    assert "ready" in panel.card.accessibleDescription()
    panel.choose_tab(1)
    assert "42 % uploaded" in panel.card.accessibleDescription()
    assert "42 %" in panel.tabs.accessibleName()


def test_a_thread_a_price_and_a_pace_are_said(panel):
    assert "+2 posts" in panel.card.toolTip()
    assert "1,480 of 1,500 posts left" in panel.card.toolTip()
    panel.choose_tab(2)
    assert "this post costs $0.20" in panel.card.toolTip()


def test_the_last_line_does_not_lie_over_the_words_or_the_picture(panel):
    for size in (SMALL, LARGE):
        panel.resize(*size)
        QApplication.processEvents()
        assert panel.card.foot()
        assert panel.card.picture_rect().bottom() <= panel.card.words_rect().bottom() + 1


def ring_colours(panel, take: TakeView) -> set[str]:
    panel.show_view(samples.STAGED, take, RoomState.LIVE)
    image = drawn(panel.take)
    return {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_take_wears_the_colours_of_its_accounts(panel, size):
    panel.resize(*size)
    found = ring_colours(panel, samples.ARMED_TAKE)
    assert {"#3d8bff", "#9b7bff", "#f4b942"} <= found
    assert colour("red_fill").name() in found, "the face keeps telling the state"


def test_nobody_posts_in_a_rehearsal(panel):
    found = ring_colours(panel, replace(samples.REHEARSAL_TAKE, accounts=samples.ACCOUNTS))
    assert not {"#3d8bff", "#9b7bff", "#f4b942"} & found


def test_accounts_that_look_different_stand_side_by_side(panel):
    other = replace(samples.ACCOUNTS[1], avatar=samples.picture("blackout-01.jpg"))
    two = replace(samples.ARMED_TAKE, accounts=(samples.ACCOUNTS[0], other))
    one = replace(samples.ARMED_TAKE, accounts=samples.ACCOUNTS[:1])
    assert faces_width(two) > faces_width(one) > 0
    assert {"#3d8bff", "#9b7bff"} <= ring_colours(panel, two)


def test_take_tells_every_account_in_full(panel):
    told = panel.take.accessibleName()
    for account in samples.ACCOUNTS:
        assert f"{account.title}: Saltwick {account.handle}" in told


def test_an_account_without_a_picture_or_a_colour_has_its_initial(panel):
    plain = replace(samples.ACCOUNTS[0], avatar=None, colour=None)
    take = replace(samples.ARMED_TAKE, accounts=(plain,), avatar=None, line=said("to Bluesky"))
    assert faces_width(take) > 0
    assert "#ffffff" in ring_colours(panel, take)


def test_accounts_of_one_colour_share_one_ring(panel):
    apart = tuple(replace(one, colour="#3d8bff") for one in samples.ACCOUNTS)
    same = replace(samples.ARMED_TAKE, accounts=apart)
    one = replace(samples.ARMED_TAKE, accounts=apart[:1])
    assert ring_colours(panel, same) == ring_colours(panel, one)
