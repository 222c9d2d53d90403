"""The look, as far as numbers can hold it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from controlroom.desk.view import Tone
from controlroom.messages import message
from ui.layout import places
from ui.theme.icons import pixmap
from ui.theme.scale import STEPS, fitting, px, set_scale
from ui.theme.style_sheet import style_sheet
from ui.theme.tokens import TEXT_ON_SURFACE, contrast
from ui.theme.tones import tone_icon, tone_ink
from ui.theme.type import ROLES, Role, font
from ui.words import say


@pytest.mark.parametrize(("text", "surface", "least"), TEXT_ON_SURFACE)
def test_contrast(text: str, surface: str, least: float) -> None:
    assert contrast(text, surface) >= least


def test_every_tone_has_an_ink_and_a_shape(qtbot: QtBot) -> None:
    for tone in Tone:
        drawn = pixmap(tone_icon(tone), tone_ink(tone), 16).toImage()
        assert any(drawn.pixelColor(x, y).alpha() for x in range(16) for y in range(16)), tone


@pytest.mark.parametrize("role", Role)
def test_nothing_is_smaller_than_twelve(role: Role) -> None:
    assert ROLES[role][0] >= 12


def test_digits_are_tabular_and_hyphens_narrow_in_prose(qtbot: QtBot) -> None:
    clock = QFontMetrics(font(Role.CLOCK))
    assert clock.horizontalAdvance("1111") == clock.horizontalAdvance("0000")
    prose = QFontMetrics(font(Role.ROW, tabular=False))
    assert prose.horizontalAdvance("-") < prose.horizontalAdvance("0")


@pytest.mark.parametrize("percent", STEPS)
def test_everything_scales(percent: int) -> None:
    before = font(Role.ROW).pixelSize(), px(40)
    set_scale(percent)
    try:
        after = font(Role.ROW).pixelSize(), px(40)
        assert f"border-radius: {px(4)}px" in style_sheet()
    finally:
        set_scale(100)
    assert after == (round(before[0] * percent / 100), round(before[1] * percent / 100))


@given(st.integers(1440, 7680), st.integers(900, 4320))
def test_regions_fill_the_window_without_touching(width: int, height: int) -> None:
    at = places(QSize(width, height))
    night = (at.masthead, at.rundown, at.preview, at.on_air, at.chart, at.right, at.strip)
    window = QRect(0, 0, width, height)
    for region in night:
        assert window.contains(region)
        assert region.width() > 0
        assert region.height() > 0
    for one in night:
        for other in night:
            assert one is other or not one.adjusted(-7, -7, 7, 7).intersects(other)
    assert at.right.right() == at.masthead.right() == width - 9
    assert at.strip.bottom() == height - 9
    assert at.chart.left() == at.preview.left()
    assert at.chart.right() == at.on_air.right()
    assert at.rundown.bottom() == at.right.bottom() == at.chart.bottom()


@pytest.mark.parametrize(
    ("size", "columns", "rows"),
    [
        ((1920, 1080), (416, 652, 384, 428), (628, 296)),
        ((1440, 900), (304, 492, 264, 340), (540, 204)),
    ],
)
def test_the_sizes_of_the_design(
    size: tuple[int, int], columns: tuple[int, ...], rows: tuple[int, ...]
) -> None:
    at = places(QSize(*size))
    regions = (at.rundown, at.preview, at.on_air, at.right)
    assert tuple(region.width() for region in regions) == columns
    assert (at.preview.height(), at.chart.height()) == rows
    assert (at.masthead.height(), at.strip.height()) == (72, 44)


@pytest.mark.parametrize(
    ("screen", "wanted", "scale"),
    [
        ((1920, 1080), None, 100),
        ((3840, 2160), None, 150),
        ((1366, 768), None, 100),
        ((1920, 1080), 150, 115),
        ((3840, 2160), 130, 130),
    ],
)
def test_a_scale_at_which_the_desk_fits_the_screen(
    screen: tuple[int, int], wanted: int | None, scale: int
) -> None:
    assert fitting(*screen, wanted) == scale


def test_sentences_are_said_in_the_readers_language(qtbot: QtBot) -> None:
    assert say(None) == ""
    inner = message("words", words="Final whistle")
    assert say(message("words", words=inner)) == "Final whistle"
