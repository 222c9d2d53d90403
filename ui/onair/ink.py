"""Inks of tones on this panel: a rehearsal has no red."""

from controlroom.desk.view import Tone
from ui.theme import tone_ink

_RED = frozenset({Tone.NO_GO, Tone.ON_AIR})


def ink_of(tone: Tone, *, rehearsal: bool) -> str:
    """The token a tone is written in here."""
    return "amber" if rehearsal and tone in _RED else tone_ink(tone)
