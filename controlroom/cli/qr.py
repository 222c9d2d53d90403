"""A QR code in letters, for a terminal."""

from itertools import zip_longest

QUIET = 2
"""Light rows and columns around it, so that a camera finds its edge."""
BLACK_ON_WHITE, AS_BEFORE = "\x1b[30;107m", "\x1b[0m"
HALVES = {("0", "0"): " ", ("1", "0"): "▀", ("0", "1"): "▄", ("1", "1"): "█"}
"""Two rows in one line: a letter is about twice as high as it is wide."""


def qr_lines(rows: list[str]) -> list[str]:
    """The code whose ``rows`` are 1 for dark and 0 for light, dark on light whatever the terminal's
    colours."""
    side = "0" * QUIET
    light = "0" * (len(rows) + 2 * QUIET)
    framed = [light] * QUIET + [f"{side}{row}{side}" for row in rows] + [light] * QUIET
    pairs = zip_longest(framed[::2], framed[1::2], fillvalue=light)
    return [
        BLACK_ON_WHITE + "".join(HALVES[both] for both in zip(*pair, strict=True)) + AS_BEFORE
        for pair in pairs
    ]
