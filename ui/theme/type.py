"""Type: Inter in the roles of the design, digits always tabular."""

import logging
from enum import StrEnum
from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase

from ui.theme.resources import RESOURCES
from ui.theme.scale import scale

log = logging.getLogger(__name__)

FAMILY = "Inter"
_FALLBACK = ["Inter", "Segoe UI", "SF Pro Text", "Helvetica Neue", "Noto Sans", "DejaVu Sans"]
R, M, S, B = (
    QFont.Weight.Normal,
    QFont.Weight.Medium,
    QFont.Weight.DemiBold,
    QFont.Weight.Bold,
)


class Role(StrEnum):
    """What a piece of text is. Sizes are in ``ROLES``."""

    TAKE = "take"
    STATE = "state"
    CLOCK = "clock"
    CLOCK_COMPACT = "clock_compact"
    CLOCK_SECOND = "clock_second"
    STOPWATCH = "stopwatch"
    NUMBER = "number"
    CAPTION = "caption"
    SENTENCE = "sentence"
    ROW = "row"
    ROW_STRONG = "row_strong"
    ROW_SMALL = "row_small"
    ROW_SMALL_STRONG = "row_small_strong"
    BODY = "body"
    BODY_STRONG = "body_strong"
    SECOND = "second"
    SECOND_STRONG = "second_strong"
    LABEL = "label"
    LABEL_STATE = "label_state"
    CHIP = "chip"
    KEY = "key"
    KEY_LARGE = "key_large"
    TICK = "tick"


ROLES: dict[Role, tuple[float, QFont.Weight, float]] = {
    Role.TAKE: (28, B, 1.0),
    Role.STATE: (22, B, 1.0),
    Role.CLOCK: (30, S, 0.0),
    Role.CLOCK_COMPACT: (26, S, 0.0),
    Role.CLOCK_SECOND: (22, S, 0.0),
    Role.STOPWATCH: (44, S, 0.0),
    Role.NUMBER: (20, S, 0.0),
    Role.CAPTION: (16, R, 0.0),
    Role.SENTENCE: (16, S, 0.0),
    Role.ROW: (15, R, 0.0),
    Role.ROW_STRONG: (15, S, 0.0),
    Role.ROW_SMALL: (14, R, 0.0),
    Role.ROW_SMALL_STRONG: (14, S, 0.0),
    Role.BODY: (14, M, 0.0),
    Role.BODY_STRONG: (14, S, 0.0),
    Role.SECOND: (13, R, 0.0),
    Role.SECOND_STRONG: (13, S, 0.0),
    Role.LABEL: (12, M, 0.6),
    Role.LABEL_STATE: (13, B, 1.0),
    Role.CHIP: (12, S, 0.6),
    Role.KEY: (12, S, 0.0),
    Role.KEY_LARGE: (14, S, 0.0),
    Role.TICK: (12, M, 0.0),
}
"""Role → size in px at 100 %, weight, tracking in px."""

LABELS = frozenset({Role.LABEL, Role.LABEL_STATE})
"""Roles written in capitals."""


def font(role: Role, *, tabular: bool = True) -> QFont:
    """The font of a role at the scale in use. ``tabular`` digits do not jitter; turn them off for
    prose, where they would set a hyphen as wide as a digit."""
    return QFont(_font(role, scale(), tabular and role is not Role.CAPTION))


@lru_cache(maxsize=256)
def _font(role: Role, percent: int, tabular: bool) -> QFont:
    size, weight, tracking = ROLES[role]
    made = QFont(_FALLBACK)
    made.setPixelSize(max(1, round(size * percent / 100)))
    made.setWeight(weight)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    # Said both ways: a font that is silent about it takes it over from the application's.
    made.setFeature(QFont.Tag("tnum"), int(tabular))
    if tracking:
        made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, tracking * percent / 100)
    if role in LABELS:
        made.setCapitalization(QFont.Capitalization.AllUppercase)
    return made


def load_fonts() -> bool:
    """Register the bundled Inter. False, with a log line, when it cannot be used: the window
    then falls back to a system font."""
    folder = RESOURCES / "third_party" / "inter"
    loaded = [
        QFontDatabase.addApplicationFont(str(path)) >= 0 for path in sorted(folder.glob("*.ttf"))
    ]
    if loaded and all(loaded):
        return True
    log.warning("Inter is missing in %s; a system font is used", folder)
    return False
