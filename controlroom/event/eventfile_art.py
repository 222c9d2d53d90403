"""The pictures that belong to an event file, read once each."""

import hashlib
import io
from dataclasses import replace
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath

from controlroom.event.asset import Crop, Picture
from controlroom.event.eventfile_troubles import trouble
from controlroom.messages import Message

# What every network takes as it is; anything else is converted on import, not here.
FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif"}
# A copy this small is enough to see whether all of a picture can be decoded.
GLANCE = (200, 150)
# Of a part that is encoded anew: nobody sees a difference.
QUALITY = 95


class Art:
    """Pictures beside one event file. ``contents`` maps the SHA-256 of each that is shown to its
    bytes."""

    def __init__(self, folder: Path | Traversable) -> None:
        self.contents: dict[str, bytes] = {}
        self._folder = folder
        self._known: dict[str, tuple[Picture, bytes]] = {}
        self._cut: dict[tuple[str, Crop], tuple[Picture, bytes]] = {}

    def picture(self, path: str, alt: str, where: Message) -> Picture:
        """The picture at ``path`` beside the file. ``WrongInput`` where there is none to read."""
        return self._shown(self._read(path, where), alt)

    def cropped(self, path: str, crop: Crop, alt: str, where: Message) -> Picture:
        """A part of that picture, as one of its own: upright, in the same format. ``WrongInput``
        for one that moves, too."""
        if (path, crop) not in self._cut:
            master, content = self._read(path, where)
            made = _cut_out(content, crop)
            if made is None:
                raise trouble("crop_moves", where=where, picture=path)
            cut, width, height = made
            sha256 = hashlib.sha256(cut).hexdigest()
            picture = Picture(
                *(sha256, master.name, master.mime, len(cut), width, height, ""),
                master=master.sha256,
                crop=crop,
            )
            self._cut[path, crop] = picture, cut
        return self._shown(self._cut[path, crop], alt)

    def _shown(self, known: tuple[Picture, bytes], alt: str) -> Picture:
        picture, content = known
        self.contents[picture.sha256] = content
        return replace(picture, alt=alt)

    def _read(self, path: str, where: Message) -> tuple[Picture, bytes]:
        if path not in self._known:
            self._known[path] = self._read_anew(path, where)
        return self._known[path]

    def _read_anew(self, path: str, where: Message) -> tuple[Picture, bytes]:
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
        return Picture(sha256, parts.name, mime, len(content), width, height, ""), content


def _measure(content: bytes) -> tuple[str, int, int] | None:
    """MIME type, width and height in pixels, or None where the picture cannot be decoded."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content), formats=tuple(FORMATS)) as picture:
            mime, (width, height) = FORMATS[_kind(picture.format)], picture.size
            picture.draft("RGB", GLANCE)
            picture.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None
    return mime, width, height


def _kind(told: str | None) -> str:
    """Telephones keep several views in one JPEG: the first is the picture."""
    return "JPEG" if told == "MPO" else str(told)


def _cut_out(content: bytes, crop: Crop) -> tuple[bytes, int, int] | None:
    """The bytes, width and height of a part of a picture, None for one that moves."""
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(content), formats=tuple(FORMATS)) as picture:
        kind, profile = _kind(picture.format), picture.info.get("icc_profile")
        if kind != "JPEG" and getattr(picture, "is_animated", False):
            return None
        # As people see it: a camera may have lain on its side.
        upright = ImageOps.exif_transpose(picture)
    left, right = _edges(crop.left, crop.width, upright.width)
    top, bottom = _edges(crop.top, crop.height, upright.height)
    part, made = upright.crop((left, top, right, bottom)), io.BytesIO()
    how = {} if kind in ("PNG", "GIF") else {"quality": QUALITY}
    part.info.pop("exif", None)
    part.save(made, kind, icc_profile=profile, **how)
    return made.getvalue(), right - left, bottom - top


def _edges(start: float, length: float, pixels: int) -> tuple[int, int]:
    """From and to, in whole pixels, at least one of them."""
    first = min(round(start * pixels), pixels - 1)
    return first, max(first + 1, min(round((start + length) * pixels), pixels))
