"""A Bluesky server that fails as told. What it does when all is well is what the real one does."""

import base64
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import regex

from tests.net.fake_server import Fault, Reply, Request

DID = "did:plc:brand"
HANDLE = "brand.example"
POSTS = "app.bsky.feed.post"
LIFE_S = 7_200
BLOB_LIMIT = 5_242_880


def token(number: int, life: int = LIFE_S) -> str:
    claims = json.dumps(
        {"scope": "com.atproto.appPass", "iat": 1_000, "exp": 1_000 + life, "jti": number}
    ).encode()
    return f"head.{base64.urlsafe_b64encode(claims).decode().rstrip('=')}.sign{number}"


class FakePds:
    """Give it to a FakeServer. ``next_replies[method]`` are answered first, one each.

    ``public`` are the posts of the account by record key, oldest key first or not; ``foreign``
    those of others by (DID, record key); ``handles`` who is found under which name.
    """

    def __init__(self) -> None:
        self.next_replies: dict[str, list[Reply | Fault]] = defaultdict(list)
        self.public: dict[str, Any] = {}
        self.foreign: dict[tuple[str, str], Any] = {}
        self.handles = {HANDLE: DID}
        self.blobs: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.sessions = 0
        self.life = LIFE_S
        self.commits = 0

    def __call__(self, request: Request) -> Reply | Fault:
        method = request.path.removeprefix("/xrpc/")
        self.asked.append(method)
        if self.next_replies[method]:
            return self.next_replies[method].pop(0)
        answer = {
            "com.atproto.server.createSession": self._new_session,
            "com.atproto.server.refreshSession": self._new_session,
            "com.atproto.server.getSession": self._session,
            "com.atproto.server.deleteSession": self._end_session,
            "com.atproto.server.describeServer": self._describe,
            "com.atproto.identity.resolveHandle": self._resolve,
            "com.atproto.repo.uploadBlob": self._upload,
            "com.atproto.repo.putRecord": self._put,
            "com.atproto.repo.getRecord": self._get,
            "com.atproto.repo.listRecords": self._list,
            "com.atproto.repo.deleteRecord": self._delete,
            "app.bsky.feed.getPosts": self._posts,
        }.get(method)
        return Reply() if answer is None else answer(request)

    @property
    def access(self) -> str:
        """The access token that is good now."""
        return token(self.sessions, self.life)

    def _new_session(self, _request: Request) -> Reply:
        self.sessions += 1
        return Reply.of(
            {
                "accessJwt": self.access,
                "refreshJwt": f"refresh{self.sessions}",
                "did": DID,
                "handle": HANDLE,
            }
        )

    def _session(self, request: Request) -> Reply:
        return self._refuses(request) or Reply.of({"did": DID, "handle": HANDLE, "active": True})

    def _end_session(self, _request: Request) -> Reply:
        self.sessions += 1
        return Reply(200, b"")

    def _describe(self, _request: Request) -> Reply:
        return Reply.of({"did": "did:web:localhost", "blobUploadLimit": BLOB_LIMIT})

    def _resolve(self, request: Request) -> Reply:
        did = self.handles.get(request.query.get("handle", ""))
        return Reply.of({"did": did}) if did else _no("HandleNotFound", "Unable to resolve handle")

    def _refuses(self, request: Request) -> Reply | None:
        if request.headers.get("authorization") == f"Bearer {self.access}":
            return None
        return _no("ExpiredToken", "Token has expired")

    def _upload(self, request: Request) -> Reply:
        refused = self._refuses(request)
        if refused is not None:
            return refused
        if len(request.body) > BLOB_LIMIT:
            return _no("PayloadTooLarge", "request entity too large", 413)
        cid = _cid(request.body, raw=True)
        self.blobs[cid] = request.body
        blob = {
            "$type": "blob",
            "ref": {"$link": cid},
            "mimeType": request.headers["content-type"],
            "size": len(request.body),
        }
        return Reply.of({"blob": blob})

    def _put(self, request: Request) -> Reply:
        refused = self._refuses(request)
        if refused is not None:
            return refused
        asked = request.json
        record = asked["record"]
        got = len(regex.findall(r"\X", record.get("text", "")))
        if got > 300:
            return _no("InvalidRequest", f"grapheme too big (maximum 300, got {got})")
        if any(cid not in self.blobs for cid in _links(record)):
            return _no("BlobNotFound", "Could not find blob")
        if self.public.get(asked["rkey"]) != record:
            self.commits += 1
            self.public[asked["rkey"]] = record
        return Reply.of({"uri": _uri(asked["repo"], asked["rkey"]), "cid": _cid(_bytes(record))})

    def _get(self, request: Request) -> Reply:
        repo, rkey = request.query["repo"], request.query["rkey"]
        own = repo in {DID, HANDLE}
        record = self.public.get(rkey) if own else self.foreign.get((repo, rkey))
        if record is None:
            return _no("RecordNotFound", "Could not locate record")
        return Reply.of(_shown(repo, rkey, record))

    def _list(self, request: Request) -> Reply:
        most = int(request.query.get("limit", "50"))
        newest = sorted(self.public.items(), reverse=True)[:most]
        return Reply.of({"records": [_shown(DID, rkey, record) for rkey, record in newest]})

    def _delete(self, request: Request) -> Reply:
        refused = self._refuses(request)
        if refused is not None:
            return refused
        gone = self.public.pop(request.json["rkey"], None)
        left = {cid for record in self.public.values() for cid in _links(record)}
        for cid in set(_links(gone)) - left:
            self.blobs.pop(cid, None)
        return Reply()

    def _posts(self, _request: Request) -> Reply:
        return Reply.of({"posts": [{"likeCount": 5, "repostCount": 3, "replyCount": 2}]})


def _no(error: str, words: str, status: int = 400) -> Reply:
    return Reply.of({"error": error, "message": words}, status)


def _uri(repo: str, rkey: str) -> str:
    return f"at://{repo}/{POSTS}/{rkey}"


def _shown(repo: str, rkey: str, record: Any) -> dict[str, Any]:
    return {"uri": _uri(repo, rkey), "cid": _cid(_bytes(record)), "value": record}


def _bytes(record: Any) -> bytes:
    return json.dumps(record, sort_keys=True).encode()


def _cid(content: bytes, raw: bool = False) -> str:
    head = bytes.fromhex("01551220" if raw else "01711220")
    digest = head + hashlib.sha256(content).digest()
    return "b" + base64.b32encode(digest).decode().lower().rstrip("=")


def _links(value: Any) -> Iterator[str]:
    """The content addresses of all files that ``value`` points to."""
    if isinstance(value, dict):
        if value.get("$type") == "blob":
            yield value["ref"]["$link"]
        for inner in value.values():
            yield from _links(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _links(inner)
