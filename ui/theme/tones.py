"""What a tone looks like: the ink it is written in and the shape that stands with it."""

from controlroom.desk.view import Tone

_INK = {
    Tone.PLAIN: "text1",
    Tone.QUIET: "text3",
    Tone.GO: "next",
    Tone.NEXT: "next",
    Tone.NOTE: "text2",
    Tone.CAUTION: "amber",
    Tone.NO_GO: "on_air",
    Tone.ON_AIR: "on_air",
    Tone.ACCENT: "accent",
    Tone.REHEARSAL: "grey",
}
_ICON = {
    Tone.PLAIN: "circle-outline",
    Tone.QUIET: "minus",
    Tone.GO: "check",
    Tone.NEXT: "triangle-right",
    Tone.NOTE: "info",
    Tone.CAUTION: "alert-triangle",
    Tone.NO_GO: "close",
    Tone.ON_AIR: "circle",
    Tone.ACCENT: "circle",
    Tone.REHEARSAL: "stripes",
}


def tone_ink(tone: Tone) -> str:
    """The token a tone is written in."""
    return _INK[tone]


def tone_icon(tone: Tone) -> str:
    """The icon that stands with a tone, so that colour never speaks alone."""
    return _ICON[tone]
