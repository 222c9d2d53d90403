"""The pictures that belong to an event file, read once each."""

import hashlib
import io
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath

from controlroom.event.asset import Picture
from controlroom.event.eventfile_troubles import trouble
from controlroom.messages import Message

# What every network takes as it is; anything else is converted on import, not here.
FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif"}
# A copy this small is enough to see whether all of a picture can be decoded.
GLANCE = (200, 150)


class Art:
    """Pictures beside one event file. ``contents`` maps the SHA-256 of each to its bytes."""

    def __init__(self, folder: Path | Traversable) -> None:
        self.contents: dict[str, bytes] = {}
        self._folder = folder
        self._known: dict[str, Picture] = {}

    def picture(self, path: str, alt: str, where: Message) -> Picture:
        """The picture at ``path`` beside the file. ``WrongInput`` where there is none to read."""
        if path not in self._known:
            self._known[path] = self._read(path, where)
        known = self._known[path]
        return Picture(
            known.sha256, known.name, known.mime, known.size, known.width, known.height, alt
        )

    def _read(self, path: str, where: Message) -> Picture:
        # Both notations, since the file may have been written on another system.
        parts = PurePosixPath(path.replace("\\", "/"))
        if parts.is_absolute() or ".." in parts.parts or ":" in path:
            raise trouble("outside", where=where, picture=path)
        found = self._folder
        for part in parts.parts:
            found = found.joinpath(part)
        try:
            content = found.read_bytes()
        except OSError as error:
            raise trouble("no_picture", where=where, picture=path) from error
        measured = _measure(content)
        if measured is None:
            raise trouble("bad_picture", where=where, picture=path)
        mime, width, height = measured
        sha256 = hashlib.sha256(content).hexdigest()
        self.contents[sha256] = content
        return Picture(sha256, parts.name, mime, len(content), width, height, "")


def _measure(content: bytes) -> tuple[str, int, int] | None:
    """MIME type, width and height in pixels, or None where the picture cannot be decoded."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content), formats=tuple(FORMATS)) as picture:
            mime, (width, height) = FORMATS[str(picture.format)], picture.size
            picture.draft("RGB", GLANCE)
            picture.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None
    return mime, width, height
