"""The pictures of a recap: as they were sent, scaled down, inside the page."""

import warnings
from collections.abc import Callable

from PIL import Image

from controlroom.errors import UserFacingError
from controlroom.messages import english, message
from controlroom.report.contact_sheet_pictures import scaled
from controlroom.report.html import Html, element
from controlroom.report.night import Seen

ReadMedia = Callable[[str], bytes]

SIDE = 640
"""The longest side in pixels: sharp on paper at the size it is printed."""


class RecapPictures:
    """Reads each picture once. ``read`` gives the bytes with a SHA-256, or raises
    ``UserFacingError``."""

    def __init__(self, read: ReadMedia) -> None:
        self._read = read
        self._made: dict[str, tuple[str, int, int] | None] = {}

    def show(self, seen: Seen) -> Html:
        """The picture with its alt text; a card in words where it is gone or is no picture."""
        if seen.sha256 not in self._made:
            self._made[seen.sha256] = self._small(seen.sha256)
        made = self._made[seen.sha256]
        if made is None:
            gone = english(message("recap.no_picture", sha256=seen.sha256[:12]))
            return element("p", seen.alt or gone, class_="none")
        source, width, height = made
        return element("img", src=source, alt=seen.alt, width=width, height=height)

    def _small(self, sha256: str) -> tuple[str, int, int] | None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", Image.DecompressionBombWarning)
                return scaled(self._read(sha256), SIDE)
        except (UserFacingError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            return None
        except Image.DecompressionBombWarning:
            return None
