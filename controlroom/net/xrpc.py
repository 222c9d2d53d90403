"""XRPC, the calling convention of atproto: method URLs, and what a refusal says."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

import msgspec

from controlroom.net.http import Answer


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a method failed: the protocol's name for it ("ExpiredToken") and the server's words.
    Both may be empty."""

    name: str
    words: str


class _Refusal(msgspec.Struct):
    error: str = ""
    message: str = ""


def method_url(server: str, method: str, **arguments: str) -> str:
    """The URL of ``method`` on ``server`` (scheme, host and port), with query arguments."""
    asked = f"?{urlencode(arguments, quote_via=quote)}" if arguments else ""
    return f"{server}/xrpc/{method}{asked}"


def fault(answer: Answer) -> Fault:
    """What an answer that is no success says; whatever else it holds, this raises nothing."""
    try:
        said = msgspec.json.decode(answer.body, type=_Refusal)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Fault("", f"HTTP {answer.status}")
    return Fault(said.error, said.message or said.error or f"HTTP {answer.status}")
