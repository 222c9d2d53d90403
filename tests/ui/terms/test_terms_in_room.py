"""The sheet on a real room that is LIVE: what is typed is counted, what is wrong is said."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from controlroom.desk.view import DeskView
from controlroom.errors import UserFacingError
from tests.room.still_room import StillRoom
from tests.ui.conftest import Seat

pytestmark = pytest.mark.ui

Sit = Callable[[DeskView], Seat]
Key = Qt.Key


class Night:
    """A window on a still room: orders go to it, its newest view comes back."""

    def __init__(self, room: StillRoom, seat: Seat) -> None:
        self.room, self.seat = room, seat
        seat.window.ordered.connect(self._order)

    def _order(self, id_: str, arguments: dict[str, str]) -> None:
        try:
            self.room.order(id_, **arguments)
        except UserFacingError as error:
            self.seat.window.tell(error.what_happened)

    def look(self) -> None:
        self.seat.window.show_view(self.room.view)
        QApplication.processEvents()

    def strike(self, key: Key) -> None:
        self.seat.strike(key)
        self.look()

    def tab_to(self, wanted: QWidget) -> None:
        for _ in range(20):
            if self.seat.target() is wanted:
                return
            self.seat.strike(Key.Key_Tab)
        raise AssertionError(f"Tab never reaches {wanted}")


def test_a_word_is_added_mended_removed_and_put_back_while_live(tmp_path: Path, seat: Sit) -> None:
    with StillRoom(tmp_path / "data", feed=True) as room:
        room.order("go_live")
        night = Night(room, seat(room.view))
        terms = night.seat.window.terms
        night.strike(Key.Key_W)
        assert terms.isVisible()

        night.seat.type("zebra crossing")
        night.strike(Key.Key_Return)
        night.tab_to(terms.form.save)
        night.strike(Key.Key_Return)
        assert terms.form.slug() == "zebra-crossing"
        assert night.seat.target() is terms.seek, "ready for the next word"

        night.seat.type("zebra")
        night.strike(Key.Key_Return)
        terms.form.phrases.clear()
        night.tab_to(terms.form.save)
        night.strike(Key.Key_Return)
        assert terms.form.fields["phrases"].wrong.text().startswith("Give at least one word")
        assert night.seat.target() is terms.form.phrases
        night.seat.type("the")
        night.tab_to(terms.form.save)
        night.strike(Key.Key_Return)
        assert not terms.form.differs()

        feed = room.room.night.reader.feed
        assert feed is not None
        room.pass_time(90)
        counted = feed.snapshot().totals["zebra-crossing"]
        assert counted > 0
        night.look()
        night.tab_to(terms.form.remove)
        night.strike(Key.Key_Return)
        assert terms.gone.isVisible()
        night.tab_to(terms.back)
        night.strike(Key.Key_Return)
        room.pass_time(30)
        assert feed.snapshot().totals["zebra-crossing"] > counted
        night.strike(Key.Key_Escape)
        assert not terms.isVisible()
        assert not night.seat.window.terms.isAncestorOf(night.seat.target())
