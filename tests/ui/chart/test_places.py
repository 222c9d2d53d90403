"""Labels at the line ends and over the moments never cover each other."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ui.chart.places import MarkWish, place_marks, spread

ends = st.lists(st.floats(0, 200), min_size=1, max_size=8)


@given(ends, st.floats(10, 60))
def test_end_labels_never_overlap_and_stay_inside(wanted: list[float], size: float) -> None:
    centres = spread(wanted, size, 0, 200)
    fits = min(size, 200 / len(wanted))
    ordered = sorted(centres)
    assert all(below - above >= fits - 1e-6 for above, below in pairwise(ordered))
    assert ordered[0] >= fits / 2 - 1e-6
    assert ordered[-1] <= 200 - fits / 2 + 1e-6


@given(ends)
def test_end_labels_keep_the_order_of_the_lines(wanted: list[float]) -> None:
    centres = spread(wanted, 20, 0, 200)
    by_line = sorted(range(len(wanted)), key=lambda index: wanted[index])
    assert [centres[index] for index in by_line] == sorted(centres)


def test_a_label_alone_stands_at_its_line() -> None:
    assert spread([80.0, 150.0], 30, 0, 200) == [80.0, 150.0]


def test_two_labels_at_one_height_part_evenly() -> None:
    assert spread([100.0, 100.0], 30, 0, 200) == [85.0, 115.0]


wishes = st.lists(
    st.builds(MarkWish, x=st.floats(0, 570), width=st.floats(20, 160), rank=st.integers(0, 4)),
    max_size=8,
)


@given(wishes)
def test_moment_labels_cover_neither_each_other_nor_a_shape(marks: list[MarkWish]) -> None:
    placed = place_marks(marks, 0, 570, shape=9, gap=8, least=36)
    spans = [
        (label.left, label.left + label.width, index)
        for index, label in enumerate(placed)
        if label.width
    ]
    for left, right, index in spans:
        assert left >= -1e-6
        assert right <= 570 + 1e-6
        for other, mark in enumerate(marks):
            if other != index:
                assert right <= mark.x - 9 + 1e-6 or left >= mark.x + 9 - 1e-6
    spans.sort()
    assert all(second[0] >= first[1] for first, second in pairwise(spans))


def test_a_moment_stands_left_of_its_line_and_right_of_it_at_the_edge() -> None:
    left, right = place_marks(
        [MarkWish(300, 100, 1), MarkWish(40, 100, 1)], 0, 570, shape=9, gap=8, least=36
    )
    assert left.left == 300 - 9 - 100
    assert right.left == 40 + 9


def test_where_only_one_has_room_the_more_important_keeps_its_words() -> None:
    hold, plain = place_marks(
        [MarkWish(290, 200, 0), MarkWish(310, 400, 3)], 0, 570, shape=9, gap=8, least=300
    )
    assert hold.width == 200
    assert plain.width == 0
