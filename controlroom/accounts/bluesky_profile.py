"""How an account shows itself: its name and picture, read from its own repository.

Any server of the protocol has these; a view of the whole network is not needed.
"""

import msgspec

from controlroom.net.http import Answer, Http, WireError
from controlroom.net.xrpc import method_url

_DEADLINE_S = 10.0
_LARGEST = 1_000_000
"""Bytes; the network's own limit for such a picture."""


class _Link(msgspec.Struct):
    link: str = msgspec.field(name="$link")


class _Picture(msgspec.Struct):
    ref: _Link


class _Profile(msgspec.Struct, rename="camel"):
    display_name: str = ""
    avatar: _Picture | None = None


class _Record(msgspec.Struct):
    value: _Profile


async def read_profile(http: Http, server: str, did: str) -> tuple[str, bytes | None]:
    """The name an account shows, empty where it has none, and its picture's bytes. A server that
    does not tell is no error."""
    record = method_url(
        server,
        "com.atproto.repo.getRecord",
        repo=did,
        collection="app.bsky.actor.profile",
        rkey="self",
    )
    answer = await _get(http, record)
    if answer is None:
        return "", None
    try:
        profile = msgspec.json.decode(answer.body, type=_Record).value
    except (msgspec.DecodeError, UnicodeDecodeError):
        return "", None
    if profile.avatar is None:
        return profile.display_name, None
    cid = profile.avatar.ref.link
    picture = await _get(http, method_url(server, "com.atproto.sync.getBlob", did=did, cid=cid))
    fits = picture is not None and 0 < len(picture.body) <= _LARGEST
    return profile.display_name, picture.body if picture is not None and fits else None


async def _get(http: Http, url: str) -> Answer | None:
    try:
        answer = await http.ask("GET", url, deadline=_DEADLINE_S, what="profile")
    except WireError:
        return None
    return answer if answer.status == 200 else None
