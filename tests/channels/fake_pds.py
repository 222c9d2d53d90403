"""A Bluesky server that fails as told. What it does when all is well is what the real one does."""

import base64
import hashlib
import json
from collections import defaultdict

from tests.net.fake_server import Fault, Reply, Request

DID = "did:plc:brand"
HANDLE = "brand.example"
LIFE_S = 7_200


def token(number: int, life: int = LIFE_S) -> str:
    claims = json.dumps({"iat": 1_000, "exp": 1_000 + life, "jti": number}).encode()
    return f"head.{base64.urlsafe_b64encode(claims).decode().rstrip('=')}.sign{number}"


class FakePds:
    """Give it to a FakeServer. ``next_replies[method]`` are answered first, one each."""

    def __init__(self) -> None:
        self.next_replies: dict[str, list[Reply | Fault]] = defaultdict(list)
        self.records: dict[str, object] = {}
        self.asked: list[str] = []
        self.sessions = 0
        self.life = LIFE_S

    def __call__(self, request: Request) -> Reply | Fault:
        method = request.path.removeprefix("/xrpc/")
        self.asked.append(method)
        if self.next_replies[method]:
            return self.next_replies[method].pop(0)
        answer = {
            "com.atproto.server.createSession": self._session,
            "com.atproto.server.refreshSession": self._session,
            "com.atproto.repo.uploadBlob": self._upload,
            "com.atproto.repo.putRecord": self._put,
            "com.atproto.repo.getRecord": self._get,
            "com.atproto.repo.deleteRecord": self._delete,
            "app.bsky.feed.getPosts": self._posts,
        }.get(method)
        return Reply() if answer is None else answer(request)

    @property
    def access(self) -> str:
        return token(self.sessions, self.life)

    def _session(self, _request: Request) -> Reply:
        self.sessions += 1
        return Reply.of(
            {
                "accessJwt": self.access,
                "refreshJwt": f"refresh{self.sessions}",
                "did": DID,
                "handle": HANDLE,
            }
        )

    def _refuses(self, request: Request) -> Reply | None:
        if request.headers.get("authorization") == f"Bearer {self.access}":
            return None
        return Reply.of({"error": "ExpiredToken", "message": "Token has expired"}, 400)

    def _upload(self, request: Request) -> Reply:
        digest = bytes.fromhex("01551220") + hashlib.sha256(request.body).digest()
        cid = "b" + base64.b32encode(digest).decode().lower().rstrip("=")
        blob = {
            "$type": "blob",
            "ref": {"$link": cid},
            "mimeType": request.headers["content-type"],
            "size": len(request.body),
        }
        return self._refuses(request) or Reply.of({"blob": blob})

    def _put(self, request: Request) -> Reply:
        refused = self._refuses(request)
        if refused is not None:
            return refused
        asked = request.json
        self.records[asked["rkey"]] = asked["record"]
        uri = f"at://{asked['repo']}/{asked['collection']}/{asked['rkey']}"
        return Reply.of({"uri": uri, "cid": "cid"})

    def _get(self, request: Request) -> Reply:
        record = self.records.get(request.query["rkey"])
        if record is None:
            return Reply.of({"error": "RecordNotFound", "message": "Could not locate record"}, 400)
        return Reply.of({"uri": "at://", "value": record})

    def _delete(self, request: Request) -> Reply:
        self.records.pop(request.json["rkey"], None)
        return self._refuses(request) or Reply()

    def _posts(self, _request: Request) -> Reply:
        return Reply.of({"posts": [{"likeCount": 5, "repostCount": 3, "replyCount": 2}]})
