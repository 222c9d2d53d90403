"""A server that speaks the Mastodon API, for tests: honest about its posts, false when told to be.

Give it to a FakeServer. ``statuses`` is the truth. ``next_replies[method, path]`` are answered
first, one each, and nothing is carried out; ``then_replies[method, path]`` replace the answer of a
request that *was* carried out (a lost answer: ``Fault.HANG_UP``). ``path`` is a prefix.

Sources: documentation of Mastodon (methods statuses, media, search; entities), its code
(post_status_service.rb, media_controller.rb, rack_attack.rb), GoToSocial's
internal/processing/status/create.go and Hollo's src/api/v1/statuses.ts; all read 2026-11.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import regex

from controlroom.clock import MICROS
from tests.net.fake_server import Fault, Reply, Request
from tests.support.mastodon_doors import Doors, error
from tests.support.mastodon_text_server import as_html, mentioned
from tests.support.mastodon_truth import ACCOUNT, HOST, KEY_LIFE_S, USER, Kind, Status, Upload

_WINDOW_S = 300
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LINK = regex.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?')\]]")
_REMOTE = regex.compile(r"(?<![\w/])(@\w+)@[\w.-]*\w")
_PROCESSING = "Cannot attach files that have not finished processing. Try again in a moment!"

Replies = dict[tuple[str, str], list[Reply | Fault]]


def _endless() -> Any:
    return defaultdict(list)


@dataclass
class FakeMastodon(Doors):
    """The server. ``now`` gives UTC µs. ``url`` is set by whoever starts it (addresses of posts).

    ``instance_v2`` off: an old server, limits only by /api/v1/instance. ``overlap_s``: two requests
    with one key closer than this are at the same time for SEQUENTIAL. ``repeat_breaks``: a repeated
    key is seen and answered 500, as some releases of Mastodon did (issue 40399 there).
    ``old_media``: uploads only by /api/v1/media. ``video_polls``: how often a video is asked for in
    vain. ``others``: posts of other people, address → id. ``accounts``: acct → profile of everybody
    who can be mentioned. Limits are requests in five minutes.
    """

    rate_limit: int = 100_000
    media_limit: int = 100_000
    delete_limit: int = 100_000
    overlap_s: float = 2.0
    video_polls: int = 2
    repeat_breaks: bool = False
    old_media: bool = False
    accounts: dict[str, str] = field(
        default_factory=lambda: {
            "alice": f"https://{HOST}/@alice",
            "bob@remote.example": "https://remote.example/@bob",
        }
    )
    others: dict[str, str] = field(default_factory=dict)
    next_replies: Replies = field(default_factory=_endless)
    then_replies: Replies = field(default_factory=_endless)
    statuses: list[Status] = field(default_factory=list)
    uploads: dict[str, Upload] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    _spent: dict[str, list[int]] = field(default_factory=_endless)
    _ids: int = 0

    @property
    def standing(self) -> list[Status]:
        """The posts that are there, oldest first."""
        return [status for status in self.statuses if not status.deleted]

    def with_key(self, key: str) -> list[Status]:
        """Every post that was made with ``key``."""
        return [status for status in self.statuses if status.key == key]

    def count_asked(self, method: str, path: str) -> int:
        """How many requests came for a path (a prefix)."""
        return sum(asked.startswith(f"{method} {path}") for asked in self.asked)

    def __call__(self, request: Request) -> Reply | Fault:
        """Answer one request."""
        self.asked.append(f"{request.method} {request.path}")
        told = _next(self.next_replies, request)
        if told is None:
            reply = self.open_door(request) or self._signed_in(request)
            told = _next(self.then_replies, request) or reply
        return told

    def post_elsewhere(self, text: str, media: list[str] | None = None) -> Status:
        """A post of the same account, made by somebody else."""
        status = Status(self._id(), text, media or [], None, None, self.now())
        self.statuses.append(status)
        return status

    def _signed_in(self, request: Request) -> Reply:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if token not in self.tokens:
            return error("The access token is invalid", 401)
        lane, limit = self._lane(request)
        over = self._over(lane, limit)
        reply = error("Too many requests", 429) if over else self._private(request, token)
        resets = min(self._spent[lane], default=self.now()) + _WINDOW_S * MICROS
        reply.headers["X-RateLimit-Limit"] = str(limit)
        reply.headers["X-RateLimit-Remaining"] = str(max(0, limit - len(self._spent[lane])))
        reply.headers["X-RateLimit-Reset"] = iso(resets)
        reply.headers["date"] = f"{_date(self.now()):%a, %d %b %Y %H:%M:%S} GMT"
        return reply

    def _lane(self, request: Request) -> tuple[str, int]:
        if request.method == "POST" and request.path.endswith("/media"):
            return "media", self.media_limit
        if request.method == "DELETE":
            return "delete", self.delete_limit
        return "all", self.rate_limit

    def _over(self, lane: str, limit: int) -> bool:
        since = self.now() - _WINDOW_S * MICROS
        self._spent[lane] = [at for at in self._spent[lane] if at > since]
        if len(self._spent[lane]) >= limit:
            return True
        self._spent[lane].append(self.now())
        return False

    def _private(self, request: Request, token: str) -> Reply:
        path = request.path.removeprefix("/api/v1")
        if path == "/accounts/verify_credentials":
            return Reply.of({**self._account(), "source": {"privacy": "public"}})
        if path == "/apps/verify_credentials":
            return Reply.of({"name": "Control Room", "scopes": self.tokens[token].split()})
        if path == f"/accounts/{ACCOUNT}/statuses":
            return self._timeline(request)
        if path == "/api/v2/search":
            return self._search(request)
        if path == ("/media" if self.old_media else "/api/v2/media") and request.method == "POST":
            return self._upload(request)
        if path.startswith("/media/"):
            return self._media(request, path.removeprefix("/media/"))
        if path == "/statuses" and request.method == "POST":
            return self._post(request)
        if path.startswith("/statuses/"):
            return self._status(request, path.removeprefix("/statuses/"))
        return error("Not Found", 404)

    # --- posts

    def _post(self, request: Request) -> Reply:
        key = request.headers.get("idempotency-key")
        known = self._known(key)
        if known is not None:
            return error("Internal Server Error", 500) if self.repeat_breaks else self._show(known)
        asked = request.json
        text, media = asked.get("status") or "", list(asked.get("media_ids") or [])
        refused = self._refuses(text, media, asked.get("in_reply_to_id"))
        if refused is not None:
            return refused
        status = Status(
            self._id(),
            text,
            media,
            asked.get("in_reply_to_id"),
            key,
            self.now(),
            asked.get("language"),
            asked.get("visibility", "public"),
        )
        self.statuses.append(status)
        for one in media:
            self.uploads[one].status = status.id
        return self._show(status)

    def _known(self, key: str | None) -> Status | None:
        if key is None or self.kind is Kind.IGNORES:
            return None
        settled = self.overlap_s * MICROS if self.kind is Kind.SEQUENTIAL else 0
        ages = ((self.now() - status.created, status) for status in self.with_key(key))
        fresh = [one for age, one in ages if settled <= age < KEY_LIFE_S * MICROS]
        return fresh[-1] if fresh else None

    def _refuses(self, text: str, media: list[str], parent: str | None) -> Reply | None:
        if self.length(text) > self.limit:
            over = f"Validation failed: Text character limit of {self.limit} exceeded"
            return error(over, 400 if self.kind is Kind.IGNORES else 422)
        if not text.strip() and not media:
            return error("Validation failed: Text can't be blank", 422)
        known = {None, *self.others.values(), *(one.id for one in self.standing)}
        if parent not in known:
            return error("The post you are trying to reply to does not appear to exist.", 404)
        return self._refuses_media(media)

    def _refuses_media(self, media: list[str]) -> Reply | None:
        for one in media:
            upload = self.uploads.get(one)
            if upload is None or upload.status is not None:
                return self._no_media(one, attached=upload is not None)
            if upload.polls > 0:
                return error(_PROCESSING, 422)
        videos = sum(self.uploads[one].mime.startswith("video/") for one in media)
        if len(media) > self.files or (videos and len(media) > 1):
            return error("Cannot attach a video to a post that already contains images", 422)
        return None

    def _no_media(self, one: str, *, attached: bool) -> Reply:
        match self.kind:
            case Kind.IGNORES:
                what = "already attached to status" if attached else "not found"
                return error(f"Bad Request: media {one} {what}", 400)
            case Kind.SEQUENTIAL:
                return error("Media not found", 422)
        return error(f"Media {one} not found or already attached to another post", 422)

    def length(self, text: str) -> int:
        """The length of ``text`` as this software counts it."""
        if self.kind is Kind.IGNORES:
            return len(text)
        shortened = _REMOTE.sub(r"\1", _LINK.sub("x" * 23, text))
        return len(regex.findall(r"\X", shortened))

    def _status(self, request: Request, path: str) -> Reply:
        id_, _, part = path.partition("/")
        status = next((one for one in self.standing if one.id == id_), None)
        if status is None:
            return error("Record not found", 404)
        if request.method == "DELETE":
            status.deleted = True
            return self._show(status)
        if part == "context":
            replies = [self.shown(one) for one in self.standing if one.in_reply_to == id_]
            return Reply.of({"ancestors": [], "descendants": replies})
        if part == "source":
            return Reply.of({"id": id_, "text": status.text, "spoiler_text": ""})
        return self._show(status)

    def _timeline(self, request: Request) -> Reply:
        newest = sorted(self.standing, key=lambda one: (len(one.id), one.id), reverse=True)
        until = request.query.get("max_id")
        ids = [one.id for one in newest]
        first = ids.index(until) + 1 if until in ids else 0
        limit = min(int(request.query.get("limit", "20")), 40)
        return Reply.of([self.shown(one) for one in newest[first : first + limit]])

    def _search(self, request: Request) -> Reply:
        asked = request.query["q"]
        found = [{"id": self.others[asked], "url": asked}] if asked in self.others else []
        found += [self.shown(one) for one in self.standing if self.address(one) == asked]
        return Reply.of({"accounts": [], "statuses": found, "hashtags": []})

    def _show(self, status: Status) -> Reply:
        return Reply.of(self.shown(status))

    def address(self, status: Status) -> str:
        """Where people read it."""
        return f"{self.url}/@{USER}/{status.id}"

    def shown(self, status: Status) -> dict[str, Any]:
        """A post as the server tells it."""
        likes, reposts, replies = status.counts
        return {
            "id": status.id,
            "created_at": iso(status.created),
            "in_reply_to_id": status.in_reply_to,
            "visibility": status.visibility,
            "language": status.language,
            "uri": f"{self.url}/users/{USER}/statuses/{status.id}",
            "url": self.address(status),
            "content": as_html(status.text, self.url, self.accounts),
            "account": self._account(),
            "media_attachments": [self._shown_media(self.uploads[one]) for one in status.media],
            "mentions": [
                {"id": acct, "username": acct.partition("@")[0], "acct": acct, "url": url}
                for acct, url in self.accounts.items()
                if acct in mentioned(status.text, self.accounts)
            ],
            "favourites_count": likes,
            "reblogs_count": reposts,
            "replies_count": replies,
            "reblog": None,
        }

    def _account(self) -> dict[str, Any]:
        return {
            "id": ACCOUNT,
            "username": USER,
            "acct": USER,
            "display_name": "The Brand",
            "url": f"{self.url}/@{USER}",
            "avatar_static": f"{self.url}/avatar.png",
        }

    # --- media

    def _upload(self, request: Request) -> Reply:
        parts = _parts(request)
        mime, content = parts["file"]
        video = mime.startswith("video/")
        if not video and not mime.startswith("image/"):
            return error("Validation failed: File content type is invalid", 422)
        description = parts.get("description", ("", b""))[1].decode()
        polls = self.video_polls if video and self.kind is not Kind.IGNORES else 0
        upload = Upload(self._id(), mime, content, description, polls)
        self.uploads[upload.id] = upload
        return Reply.of(self._shown_media(upload), 202 if polls else 200)

    def _media(self, request: Request, id_: str) -> Reply:
        upload = self.uploads.get(id_)
        hidden = upload is not None and upload.status is not None and self.kind is Kind.MASTODON
        if upload is None or hidden:
            return error("Record not found", 404)
        if upload.failed:
            return error("Error processing thumbnail for uploaded media", 422)
        if request.method == "PUT":
            upload.description = _parts(request)["description"][1].decode()
        elif upload.polls > 0:
            upload.polls -= 1
            return Reply.of(self._shown_media(upload), 206)
        return Reply.of(self._shown_media(upload))

    def _shown_media(self, upload: Upload) -> dict[str, Any]:
        kind = upload.mime.partition("/")[0]
        url = None if upload.polls else f"{self.url}/media/{upload.id}"
        return {"id": upload.id, "type": kind, "url": url, "description": upload.description}

    def _id(self) -> str:
        """Ids as the software makes them; all of them sort by time."""
        self._ids += 1
        millis = self.now() // 1_000
        match self.kind:
            case Kind.MASTODON:
                return str((millis << 16) + self._ids % 65_536)
            case Kind.SEQUENTIAL:
                return f"{millis >> 16:08x}-{millis & 65_535:04x}-7{0:03x}-8000-{self._ids:012x}"
        return f"01{millis:012X}{self._ids:012X}"


def iso(micros: int) -> str:
    """A UTC time in microseconds as Mastodon writes it."""
    at = _date(micros)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1_000:03}Z"


def _date(micros: int) -> datetime:
    return _EPOCH + timedelta(microseconds=micros)


def _next(replies: Replies, request: Request) -> Reply | Fault | None:
    for (method, path), waiting in replies.items():
        if waiting and request.method == method and request.path.startswith(path):
            return waiting.pop(0)
    return None


def _parts(request: Request) -> dict[str, tuple[str, bytes]]:
    """The parts of a multipart body: name → (type, content)."""
    boundary = request.headers["content-type"].partition("boundary=")[2].strip('"')
    parts = {}
    for piece in request.body.split(b"--" + boundary.encode())[1:-1]:
        head, _, content = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        disposition = next(line for line in lines if line.lower().startswith("content-disp"))
        mime = next((line for line in lines if line.lower().startswith("content-type")), "")
        name = disposition.partition('name="')[2].partition('"')[0]
        parts[name] = (mime.partition(":")[2].strip(), content.removesuffix(b"\r\n"))
    return parts
