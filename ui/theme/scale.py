"""One scale for every size: 100, 115, 130 or 150 %.

Set before the window is built; a change rebuilds the window. No size in ``ui`` is written
without ``px``.
"""

STEPS = (100, 115, 130, 150)
LEAST = 1440, 900
"""The smallest desk, design px: every panel is drawn to work there."""
_percent = 100


def px(size: float) -> int:
    """A design size (at 100 %) as pixels at the scale in use, never rounded away to 0."""
    scaled = round(size * _percent / 100)
    return scaled if scaled or not size else 1


def set_scale(percent: int) -> None:
    """Choose the scale. ValueError for one that is not in ``STEPS``."""
    global _percent
    if percent not in STEPS:
        raise ValueError(f"scale {percent} is not one of {STEPS}")
    _percent = percent


def scale() -> int:
    """The scale in use, in percent."""
    return _percent


def fitting(width: int, height: int, wanted: int | None = None) -> int:
    """The scale for a screen of ``width`` × ``height`` pixels: ``wanted`` or, where the smallest
    desk would not fit the screen at it, the largest step at which it does. Without a wish, the
    largest step at which a full-size desk (1920×1080) fits."""
    room = LEAST if wanted is not None else (1920, 1080)
    fits = [
        step for step in STEPS if room[0] * step <= width * 100 and room[1] * step <= height * 100
    ]
    largest = max(fits, default=STEPS[0])
    return largest if wanted is None else min(largest, wanted)
