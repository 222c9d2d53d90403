"""The pictures of a contact sheet: scaled down, and in the page only once."""

import base64
import io
import warnings
from collections.abc import Callable

from PIL import Image, ImageOps

from controlroom.errors import UserFacingError
from controlroom.event.asset import Picture
from controlroom.event.eventfile_art import FORMATS
from controlroom.messages import english, message
from controlroom.report.html import Html, element

ReadMedia = Callable[[str], bytes]

SIZES = ((200, 640), (600, 480))
SMALLEST = 360
"""The longest side in pixels, by how many different pictures there are: 1,000 of them must still
make a file that can be sent."""
QUALITY = 74


def longest_side(pictures: int) -> int:
    """How large pictures are shown, when there are so many."""
    return next((side for most, side in SIZES if pictures <= most), SMALLEST)


class Pictures:
    """Each picture is decoded once and stands in the page once; later places borrow it."""

    def __init__(self, read: ReadMedia, side: int) -> None:
        self._read = read
        self._side = side
        self._small: dict[str, tuple[str, int, int] | None] = {}
        self._moving: set[str] = set()
        self._placed: set[str] = set()

    def show(self, picture: Picture) -> Html:
        """``picture`` with its alt text as the page shows it; a card in words where there is none
        to show."""
        if picture.mime.startswith("video/"):
            return _card(
                english(message("contact.video", name=picture.name, seconds=round(picture.seconds)))
            )
        found = self._found(picture)
        if found is None:
            return _card(english(message("contact.no_picture", name=picture.name)))
        source, width, height = found
        known = picture.sha256 in self._placed
        self._placed.add(picture.sha256)
        called = f"p{picture.sha256[:16]}"
        return element(
            "img",
            id=None if known else called,
            src=None if known else source,
            data_same=called if known else None,
            alt=picture.alt,
            width=width,
            height=height,
            loading="lazy",
            decoding="async",
        )

    def shows(self, picture: Picture) -> bool:
        """Whether all of ``picture`` can be seen on the page: of a video there is only its name, of
        one that moves only how it begins."""
        if picture.mime.startswith("video/") or self._found(picture) is None:
            return False
        return picture.sha256 not in self._moving

    def _found(self, picture: Picture) -> tuple[str, int, int] | None:
        if picture.sha256 not in self._small:
            self._small[picture.sha256] = self._scaled(picture)
        return self._small[picture.sha256]

    def _scaled(self, picture: Picture) -> tuple[str, int, int] | None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", Image.DecompressionBombWarning)
                content = self._read(picture.sha256)
                if _moves(content):
                    self._moving.add(picture.sha256)
                return scaled(content, self._side)
        except (UserFacingError, KeyError, OSError, ValueError, SyntaxError):
            return None
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            return None


def scaled(content: bytes, side: int) -> tuple[str, int, int]:
    """A picture as a data: URI, neither side over ``side`` pixels, with its width and height.
    Raises what Pillow raises for what is no picture."""
    with Image.open(io.BytesIO(content), formats=tuple(FORMATS)) as opened:
        opened.draft("RGB", (side, side))
        turned = ImageOps.exif_transpose(opened)
        clear = "A" in turned.getbands() or "transparency" in turned.info
        image = turned.convert("RGBA" if clear else "RGB")
    image.thumbnail((side, side))
    out = io.BytesIO()
    image.save(out, "WEBP", quality=QUALITY, method=4)
    coded = base64.b64encode(out.getvalue()).decode()
    return f"data:image/webp;base64,{coded}", image.width, image.height


def _moves(content: bytes) -> bool:
    with Image.open(io.BytesIO(content), formats=tuple(FORMATS)) as opened:
        # Telephones keep several views in one JPEG: only the first is the picture.
        return opened.format != "MPO" and getattr(opened, "is_animated", False)


def _card(words: str) -> Html:
    return element("p", words, class_="none")
