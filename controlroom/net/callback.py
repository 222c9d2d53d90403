"""The page a browser comes back to after signing in: a server on loopback for one answer."""

import asyncio
import hashlib
import secrets
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

PATH = "/callback"
_HEAD_LIMIT = 16_384


@dataclass(frozen=True, slots=True)
class Pkce:
    """RFC 7636, S256: ``challenge`` goes with the browser, ``verifier`` later proves it was us."""

    verifier: str
    challenge: str

    @staticmethod
    def new() -> "Pkce":
        """A fresh pair."""
        verifier = secrets.token_urlsafe(48)
        digest = hashlib.sha256(verifier.encode()).digest()
        return Pkce(verifier, urlsafe_b64encode(digest).decode().rstrip("="))


class Callback:
    """Where the browser comes back to. ``address`` is the redirect address."""

    def __init__(self, page: str) -> None:
        self.address = ""
        self._page = page
        self._told: asyncio.Future[Mapping[str, str]] = asyncio.get_running_loop().create_future()

    async def answer(self, timeout: float) -> Mapping[str, str]:
        """What came back in the address, by name. TimeoutError after ``timeout`` seconds."""
        async with asyncio.timeout(timeout):
            return await asyncio.shield(self._told)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            _, target, _ = head.split(b"\r\n", 1)[0].decode("ascii").split(" ")
            asked = urlsplit(target)
            ours = asked.path == PATH and asked.query != ""
            body = self._page.encode() if ours else b""
            status = "200 OK" if ours else "404 Not Found"
            writer.write(
                f"HTTP/1.1 {status}\r\ncontent-type: text/html; charset=utf-8\r\n"
                f"content-length: {len(body)}\r\nconnection: close\r\n\r\n".encode()
                + body
            )
            await writer.drain()
            if ours and not self._told.done():
                self._told.set_result(dict(parse_qsl(asked.query)))
        except (ValueError, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # no browser that comes back from signing in
        finally:
            writer.close()


@asynccontextmanager
async def callback(page: str, port: int = 0) -> AsyncIterator[Callback]:
    """Listen on loopback while the block runs; ``page`` is the HTML the person sees at the end."""
    waiting = Callback(page)
    serving = await asyncio.start_server(waiting._serve, "127.0.0.1", port, limit=_HEAD_LIMIT)
    waiting.address = f"http://127.0.0.1:{serving.sockets[0].getsockname()[1]}{PATH}"
    async with serving:
        yield waiting
