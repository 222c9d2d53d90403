"""A public place for media, for networks that fetch pictures by address instead of taking them."""

from typing import Protocol


class MediaStore(Protocol):
    """Keeps files where anybody can read them by address."""

    async def put(self, sha256: str, content: bytes, mime: str) -> str:
        """Keep ``content`` under a name made of its SHA-256; its public address. Again: no new
        upload. Raises MediaStoreTrouble."""

    async def drop(self, sha256: str, mime: str) -> None:
        """Remove it; what is not there is no error. Raises MediaStoreTrouble."""


class MediaStoreTrouble(Exception):
    """The store did not take it. The text is for the log."""
