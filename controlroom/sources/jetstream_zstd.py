"""Jetstream's compression: one zstd frame a message, made with a dictionary both sides have.

The dictionary is asked for where the server publishes it and kept on disk under the number in its
own header; what is kept is checked again when it is read.
Source: bluesky-social/jetstream, ``getZstdDictionary``; RFC 8878, section 5, for the header.
"""

import asyncio
import logging
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit, urlunsplit

import zstandard

from controlroom.net.http import Http, WireError

log = logging.getLogger(__name__)

FRAME_MAGIC: Final = b"\x28\xb5\x2f\xfd"
DICTIONARY_MAGIC: Final = b"\x37\xa4\x30\xec"
V1_DICTIONARY: Final = 1_612_007_021
"""The dictionary frames of the version 1 wire are made with, by its number."""
_LARGEST_DICTIONARY = 4 << 20
_ASK_FOR = "/xrpc/network.bsky.jetstream.getZstdDictionary"
_DEADLINE_S = 4.0


class Garbled(ValueError):
    """A message cannot be decompressed, or is larger than allowed."""


class OtherDictionary(Garbled):
    """A frame was made with the dictionary ``number``, which is not ours."""

    def __init__(self, number: int) -> None:
        super().__init__(f"made with dictionary {number}")
        self.number = number


@dataclass(frozen=True, slots=True)
class Dictionary:
    """A zstd dictionary. ``number`` is the one in its header."""

    number: int
    content: bytes

    @classmethod
    def read(cls, content: bytes) -> "Dictionary | None":
        """``content`` as a dictionary; None when it is none or has no number."""
        number = int.from_bytes(content[4:8], "little")
        if content[:4] != DICTIONARY_MAGIC or not number or len(content) > _LARGEST_DICTIONARY:
            return None
        return cls(number, content)


class Inflate:
    """Decompresses single messages to at most ``largest`` bytes each.

    Raises Garbled when ``dictionary`` is broken behind its header.
    """

    def __init__(self, dictionary: Dictionary, largest: int) -> None:
        self.number = dictionary.number
        self._largest = largest
        try:
            made = zstandard.ZstdCompressionDict(
                dictionary.content, dict_type=zstandard.DICT_TYPE_FULLDICT
            )
            self._decompress = zstandard.ZstdDecompressor(dict_data=made).decompress
        except zstandard.ZstdError as odd:
            raise Garbled(str(odd)) from odd

    def __call__(self, message: bytes) -> bytes:
        """The plain bytes of one frame. Raises Garbled, OtherDictionary."""
        try:
            frame = zstandard.get_frame_parameters(message)
            if frame.dict_id not in (0, self.number):
                raise OtherDictionary(frame.dict_id)
            # What a frame says of its size is allocated before a byte is looked at.
            if frame.content_size > self._largest and _is_told(frame.content_size):
                raise Garbled("larger than allowed when decompressed")
            return self._decompress(message, max_output_size=self._largest, allow_extra_data=False)
        except zstandard.ZstdError as odd:
            raise Garbled(str(odd)) from odd


class Compression:
    """Whether an instance is asked for compressed messages, and how those are read.

    Where no dictionary can be had, or not the one frames are made with, messages come plain.
    """

    def __init__(self, wanted: bool, folder: Path, largest: int) -> None:
        self._wanted: int | None = V1_DICTIONARY if wanted else None
        self._tried: set[int] = set()
        self._folder = folder
        self._largest = largest
        self._inflate: Inflate | None = None

    @property
    def on(self) -> bool:
        """Whether compressed messages can be read, as far as is known."""
        return self._inflate is not None

    async def prepare(self, endpoint: str) -> None:
        """Get the dictionary that is wanted, before connecting."""
        if self._wanted is None or self._inflate is not None:
            return
        try:
            dictionary = await dictionary_of(endpoint, self._folder, self._wanted)
            self._wanted = None
            if dictionary is not None and dictionary.number not in self._tried:
                self._tried.add(dictionary.number)
                self._inflate = Inflate(dictionary, self._largest)
        except (WireError, Garbled) as trouble:
            log.info("no dictionary: %s", trouble)

    def plain(self, message: bytes) -> bytes:
        """The plain bytes of a compressed message. Raises Garbled.

        OtherDictionary ends compression as it is: connect again, after ``prepare``.
        """
        if self._inflate is None:
            raise Garbled("compressed, and nobody asked for that")
        try:
            return self._inflate(message)
        except OtherDictionary as other:
            self._inflate = None
            self._wanted = other.number if other.number not in self._tried else None
            raise


def _is_told(size: int) -> bool:
    return size not in (zstandard.CONTENTSIZE_UNKNOWN, zstandard.CONTENTSIZE_ERROR)


async def dictionary_of(
    endpoint: str, folder: Path, number: int = V1_DICTIONARY
) -> Dictionary | None:
    """The dictionary ``number``, from ``folder`` or else from the instance at ``endpoint`` (its
    ``ws://`` or ``wss://`` address), then kept.

    An instance without that one is asked for the one it has. None when it has none. Raises
    WireError when it cannot be asked.
    """
    kept = await asyncio.to_thread(_kept, folder, number)
    if kept is not None:
        return kept
    http = Http()
    try:
        for query in (f"id={number}", ""):
            fetched = await _fetched(http, endpoint, query)
            if fetched is not None:
                await asyncio.to_thread(_keep, folder, fetched)
                return fetched
    finally:
        await http.close()
    return None


async def _fetched(http: Http, endpoint: str, query: str) -> Dictionary | None:
    parts = urlsplit(endpoint)
    scheme = "https" if parts.scheme == "wss" else "http"
    url = urlunsplit((scheme, parts.netloc, _ASK_FOR, query, ""))
    answer = await http.ask("GET", url, deadline=_DEADLINE_S, what="zstd dictionary")
    if answer.status != 200:
        log.info("the server has no dictionary for %r: %d", query, answer.status)
        return None
    dictionary = Dictionary.read(answer.body)
    if dictionary is None:
        log.warning("the server's dictionary is none: %d bytes", len(answer.body))
    return dictionary


def _path(folder: Path, number: int) -> Path:
    return folder / f"jetstream-{number}.zstd-dictionary"


def _kept(folder: Path, number: int) -> Dictionary | None:
    try:
        dictionary = Dictionary.read(_path(folder, number).read_bytes())
    except OSError:
        return None
    return dictionary if dictionary is not None and dictionary.number == number else None


def _keep(folder: Path, dictionary: Dictionary) -> None:
    """Whole or not at all: another program may read it this moment."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix=".dictionary-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(dictionary.content)
            Path(name).replace(_path(folder, dictionary.number))
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as trouble:
        log.warning("the dictionary cannot be kept: %s", trouble)
