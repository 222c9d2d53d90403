"""The bar shares its width out truly, and no part is too thin to be seen."""

from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from tests.support import samples_prep as samples
from ui.prep.readiness import Readiness, split

parts = st.tuples(*[st.integers(0, 100_000)] * 3)


@given(parts, st.integers(300, 1200))
def test_the_parts_fill_the_bar(numbers: tuple[int, int, int], width: int) -> None:
    sizes = split(numbers, width, 2, 24)
    there = [size for size in sizes if size]
    if any(numbers):
        assert sum(sizes) + 2 * (len(there) - 1) == width
        assert min(there) >= 24
    assert [bool(size) for size in sizes] == [bool(number) for number in numbers]


def test_what_is_not_ready_counts_what_waits(qtbot: QtBot) -> None:
    widget = Readiness()
    qtbot.addWidget(widget)
    widget.resize(952, 80)
    widget.show_readiness(samples.PREP)
    assert widget.accessibleName().startswith("212 ready   9 not, 2 words too long")


def test_a_narrow_window_puts_the_reasons_under_the_numbers(qtbot: QtBot) -> None:
    widget = Readiness()
    qtbot.addWidget(widget)
    widget.resize(952, 80)
    widget.show_readiness(samples.PREP)
    widget.show()
    wide = widget.height()
    widget.resize(680, 80)
    assert widget.height() > wide
