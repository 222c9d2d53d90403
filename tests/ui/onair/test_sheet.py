"""What is known of one post on one network, and what can be ordered about it there."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from controlroom.desk.posts_view import LastPublic
from controlroom.desk.view import DeskView, OnAirView, Tone
from tests.support import samples_onair as samples
from tests.support.desk_samples import DESKS
from tests.support.samples_preview import said
from tests.ui.conftest import Seat
from ui.onair.sheet import SheetPanel
from ui.widgets.form_button import FormButton
from ui.widgets.form_hold import FormHoldButton

pytestmark = pytest.mark.ui

Sit = Callable[[DeskView], Seat]
Key = Qt.Key
LINK = "https://bsky.example/profile/saltwick.example/post/3k"


def view(on_air: OnAirView, **other: object) -> DeskView:
    return replace(DESKS["live"](), on_air=on_air, **other)  # type: ignore[arg-type]


def sheet(desk: Seat) -> SheetPanel:
    return desk.window.desk.on_air.sheet


def button(desk: Seat, words: str) -> FormButton:
    return next(
        one
        for one in sheet(desk).findChildren(FormButton)
        if one.text() == words and one.isVisible()
    )


def words(desk: Seat) -> list[str]:
    return [one.text() for one in sheet(desk).orders.widgets() if isinstance(one, FormButton)]


def click_row(desk: Seat, place: int) -> None:
    rows = desk.window.desk.on_air.deliveries
    count = len(desk.window.desk.on_air._shown[0].rows)
    at = QPoint(20, rows.height() * place // count + 5)
    QTest.mouseClick(rows, Qt.MouseButton.LeftButton, pos=at)


@pytest.fixture
def unknown(seat: Sit) -> Seat:
    desk = seat(view(samples.UNKNOWN))
    click_row(desk, 0)
    return desk


@pytest.fixture
def by_hand(seat: Sit) -> Seat:
    """The post was handed over before this window opened."""
    desk = seat(view(samples.BY_HAND, hand_offs=(samples.HAND_OFF,)))
    click_row(desk, 3)
    return desk


def test_a_row_opens_what_is_known_of_it(unknown: Seat) -> None:
    assert sheet(unknown).isVisible()
    told = sheet(unknown).lines.said()
    assert "It may be there" in told
    assert "Looked 3 times" in told
    assert "Who turned off the lights?" in told
    assert "not from here, 40 s ago" in told


def test_the_keyboard_opens_it_too(seat: Sit) -> None:
    desk = seat(view(samples.UNKNOWN))
    for _ in range(9):
        if desk.target() is desk.window.desk.on_air.deliveries:
            break
        desk.strike(Key.Key_F6)
    desk.strike(Key.Key_Down)
    desk.strike(Key.Key_Down)
    desk.strike(Key.Key_Return)
    assert sheet(desk).title.text() == "X"
    assert desk.ids() == [], "Up and Down do not move the rundown meanwhile"
    desk.strike(Key.Key_Escape)
    assert desk.target() is desk.window.desk.on_air.deliveries


def test_posts_that_are_not_ours_stand_out(unknown: Seat) -> None:
    inks = [text._ink for text in sheet(unknown).lines.texts if "ago" in text.text()]
    assert inks == ["amber", "text3"]


@pytest.mark.parametrize(
    ("words", "order", "verdict"),
    [
        ("Look again", "look_up", None),
        ("It is not there", "resolve", "not_sent"),
        ("Send again", "resolve", "again"),
    ],
)
def test_each_order_is_for_that_delivery(
    unknown: Seat, words: str, order: str, verdict: str | None
) -> None:
    button(unknown, words).click()
    wanted = {"delivery": "d-bluesky"} | ({"verdict": verdict} if verdict else {})
    assert unknown.ordered == [(order, wanted)]


def test_it_is_there_asks_for_the_link(unknown: Seat) -> None:
    button(unknown, "It is there…").click()
    assert unknown.ordered == []
    assert unknown.target() is sheet(unknown).field
    unknown.type(LINK)
    unknown.strike(Key.Key_Return)
    assert unknown.ordered == [
        ("resolve", {"delivery": "d-bluesky", "verdict": "sent", "url": LINK})
    ]
    assert not sheet(unknown).field.isVisible()


def test_no_link_is_no_answer(unknown: Seat) -> None:
    button(unknown, "It is there…").click()
    unknown.strike(Key.Key_Return)
    assert unknown.ordered == []


def test_a_link_that_is_being_typed_survives_what_is_seen_meanwhile(unknown: Seat) -> None:
    button(unknown, "It is there…").click()
    unknown.type(LINK)
    later = tuple(replace(post, line=said("not from here, 41 s ago")) for post in samples.SEEN)
    first = samples.UNKNOWN.rows[0]
    row = replace(first, sheet=replace(samples.UNKNOWN_SHEET, seen=later))
    unknown.window.show_view(view(replace(samples.UNKNOWN, rows=(row, *samples.UNKNOWN.rows[1:]))))
    assert "41 s ago" in sheet(unknown).lines.said()
    assert sheet(unknown).field.text() == LINK
    assert unknown.target() is sheet(unknown).field
    unknown.strike(Key.Key_Return)
    assert unknown.ordered[0][1]["url"] == LINK


def test_a_link_typed_for_one_network_is_not_given_to_another(unknown: Seat) -> None:
    button(unknown, "It is there…").click()
    unknown.type(LINK)
    unknown.window.desk.on_air.open_sheet("d-x")
    assert sheet(unknown).field.text() == ""
    assert not sheet(unknown).field.isVisible()


def test_one_network_is_taken_down_by_press_and_hold(seat: Sit) -> None:
    desk = seat(view(samples.UNKNOWN))
    click_row(desk, 2)
    (held,) = sheet(desk).findChildren(FormHoldButton)
    held._now = desk.hands
    QTest.mousePress(held, Qt.MouseButton.LeftButton)
    desk.hands.wait(1.0)
    held._grow()
    QTest.mouseRelease(held, Qt.MouseButton.LeftButton)
    assert desk.ordered == [], "let go too soon"
    held.setFocus()
    desk.press(Key.Key_Return)
    desk.hands.wait(1.3)
    held._grow()
    desk.release(Key.Key_Return)
    assert desk.ordered == [("retract", {"delivery": "d-x"})]


def test_a_hold_goes_on_while_other_things_change(seat: Sit) -> None:
    desk = seat(view(samples.UNKNOWN))
    click_row(desk, 2)
    (held,) = sheet(desk).findChildren(FormHoldButton)
    held._now = desk.hands
    QTest.mousePress(held, Qt.MouseButton.LeftButton)
    row = samples.UNKNOWN.rows[2]
    assert row.sheet is not None
    other = replace(row, sheet=replace(row.sheet, what=said("Accepted at 20:38:14.")))
    desk.window.show_view(view(replace(samples.UNKNOWN, rows=(*samples.UNKNOWN.rows[:2], other))))
    desk.hands.wait(1.3)
    held._grow()
    assert desk.ids() == ["retract"]


def test_a_post_that_is_up_can_be_looked_at_and_its_link_copied(seat: Sit) -> None:
    desk = seat(view(samples.UNKNOWN))
    click_row(desk, 2)
    button(desk, "Open the post").click()
    button(desk, "Copy link").click()
    assert desk.outside.opened == ["https://x.example/saltwick/1"]
    assert desk.outside.clipboard == ["https://x.example/saltwick/1"]
    assert desk.window.desk.notice.text() == "Copied to the clipboard."


def test_by_hand_everything_a_person_needs_is_at_hand(by_hand: Seat) -> None:
    for order in ("Copy words", "Open folder", "Open page"):
        button(by_hand, order).click()
    assert by_hand.outside.clipboard == [samples.HAND_OFF.words]
    assert by_hand.outside.folders == [samples.HAND_OFF.folder]
    assert by_hand.outside.opened == [samples.HAND_OFF.composer]


def test_by_hand_ends_with_a_link_or_with_not_posted(by_hand: Seat) -> None:
    button(by_hand, "Posted…").click()
    by_hand.type("https://threads.example/p/1")
    by_hand.strike(Key.Key_Return)
    button(by_hand, "Not posted").click()
    which = {"delivery": "d-threads"}
    assert by_hand.ordered == [
        ("resolve", {**which, "verdict": "sent", "url": "https://threads.example/p/1"}),
        ("resolve", {**which, "verdict": "not_sent"}),
    ]


def test_a_new_post_by_hand_is_copied_and_its_page_opened_once(seat: Sit) -> None:
    desk = seat(DESKS["live"]())
    for _ in range(3):
        desk.window.show_view(view(samples.BY_HAND, hand_offs=(samples.HAND_OFF,)))
        desk.window.show_view(view(samples.BY_HAND, hand_offs=(samples.HAND_OFF,), caution=True))
    assert desk.outside.clipboard == [samples.HAND_OFF.words]
    assert desk.outside.opened == [samples.HAND_OFF.composer]
    assert sheet(desk).isVisible()
    assert sheet(desk).title.text() == "Threads"
    assert not sheet(desk).isAncestorOf(desk.target()), "the keyboard stays where it was"


def test_what_waited_before_the_window_opened_is_only_shown(by_hand: Seat) -> None:
    assert (by_hand.outside.clipboard, by_hand.outside.opened) == ([], [])


def test_in_a_rehearsal_nothing_is_copied_or_opened(seat: Sit) -> None:
    desk = seat(DESKS["rehearsal"]())
    take = DESKS["rehearsal"]().take
    desk.window.show_view(view(samples.BY_HAND, take=take, hand_offs=(samples.HAND_OFF,)))
    click_row(desk, 3)
    assert (desk.outside.clipboard, desk.outside.opened) == ([], [])
    assert words(desk) == ["Posted…", "Not posted"]
    assert "rehearsal" in sheet(desk).lines.said()


def test_esc_closes_it_and_orders_nothing(unknown: Seat) -> None:
    unknown.strike(Key.Key_Escape)
    assert not sheet(unknown).isVisible()
    assert unknown.ordered == []


def test_esc_cancels_what_is_pending_first(seat: Sit) -> None:
    desk = seat(view(replace(samples.UNKNOWN, foot_command="cancel")))
    click_row(desk, 0)
    desk.strike(Key.Key_Escape)
    assert desk.ids() == ["cancel"]
    assert sheet(desk).isVisible()


def test_the_cross_closes_it(unknown: Seat) -> None:
    sheet(unknown).close_button.click()
    assert not sheet(unknown).isVisible()
    assert unknown.target() is unknown.window


def test_tab_goes_from_order_to_order_and_not_round_the_regions(unknown: Seat) -> None:
    assert unknown.target() is button(unknown, "Look again")
    seen = []
    for _ in range(5):
        unknown.strike(Key.Key_Tab)
        seen.append(unknown.target())
    assert all(sheet(unknown).isAncestorOf(one) for one in seen)
    assert button(unknown, "Send again") in seen


def test_it_goes_when_its_post_is_no_longer_on_air(unknown: Seat) -> None:
    unknown.window.show_view(view(samples.QUIET))
    assert not sheet(unknown).isVisible()


@pytest.mark.parametrize("size", [(1440, 900), (1920, 1080)])
@pytest.mark.parametrize("place", [0, 2, 3])
def test_every_order_is_in_sight(seat: Sit, size: tuple[int, int], place: int) -> None:
    rows = (samples.UNKNOWN.rows[0], *samples.BY_HAND.rows[1:])
    desk = seat(view(replace(samples.BY_HAND, rows=rows), hand_offs=(samples.HAND_OFF,)))
    desk.window.resize(*size)
    click_row(desk, place)
    panel = sheet(desk)
    for one in panel.orders.widgets():
        assert panel.rect().contains(one.mapTo(panel, one.rect().topLeft()))
        assert panel.rect().contains(one.mapTo(panel, one.rect().bottomRight()))
        assert one.accessibleName() or one.text()  # type: ignore[attr-defined]


def test_the_newest_public_post_stands_under_the_rows(seat: Sit) -> None:
    desk = seat(view(samples.UNKNOWN))
    line = desk.window.desk.on_air.last_public
    assert line.isVisible()
    assert line.toolTip() == (
        "Bluesky: not from here, 40 s ago “Who turned off the lights? Asking for a stadium.”"
    )
    assert samples.SEEN[0].tone is Tone.NOTE


@pytest.mark.parametrize("last", [samples.LAST_PUBLIC, ()])
def test_at_the_smallest_size_the_picture_stays_wide(
    seat: Sit, last: tuple[LastPublic, ...]
) -> None:
    desk = seat(view(replace(samples.QUIET, last_public=last)))
    desk.window.resize(1440, 900)
    panel = desk.window.desk.on_air
    assert panel.picture.width() > panel.width() * 0.8
    assert panel.last_public.isVisible() is bool(last)
