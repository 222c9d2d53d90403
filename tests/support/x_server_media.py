"""The media of the X stand-in: uploads in one request or in parts, processing, alternative text."""

from dataclasses import dataclass, field
from email import message_from_bytes
from typing import Any

from tests.net.fake_server import Reply, Request

ONE_SHOT_BYTES = 5 * 1024 * 1024
PART_BYTES = 5 * 1024 * 1024
KINDS = {"tweet_image": "3", "tweet_gif": "16", "tweet_video": "7", "amplify_video": "13"}
MIMES = {"image/jpeg", "image/png", "image/webp", "image/gif", "video/mp4", "video/quicktime"}


@dataclass
class Media:
    """One upload. ``ready`` once it may be posted; ``ends`` in seconds when X drops it."""

    id: str
    kind: str
    mime: str
    total: int
    ends: float
    parts: dict[int, bytes] = field(default_factory=dict)
    alt: str = ""
    polls_left: int = 0
    failed: bool = False
    ready: bool = False

    @property
    def key(self) -> str:
        return f"{KINDS[self.kind]}_{self.id}"

    @property
    def content(self) -> bytes:
        return b"".join(self.parts[index] for index in sorted(self.parts))


class FakeMedia:
    """What was uploaded. ``polls`` is how often X says "in progress" before a video is done;
    ``breaks`` makes processing fail."""

    def __init__(self) -> None:
        self.uploads: dict[str, Media] = {}
        self.expires_after_secs = 86_400
        self.polls = 2
        self.check_after_secs = 1
        self.breaks = False
        self.now = 0.0
        self._next = 1_880_028_106_020_515_840

    def usable(self, media: str) -> bool:
        """Whether a post may have it."""
        known = self.uploads.get(media)
        return known is not None and known.ready and self.now < known.ends

    def forget_all(self) -> None:
        """X drops every upload before its time."""
        for media in self.uploads.values():
            media.ends = self.now

    def one_shot(self, request: Request) -> Reply:
        """POST /2/media/upload."""
        form = read_form(request)
        content, kind = form.get("media", b""), form.get("media_category", b"").decode()
        if kind != "tweet_image" or not content:
            return invalid("media_category", "The media category is not one of [tweet_image].")
        if len(content) > ONE_SHOT_BYTES:
            return invalid("media", "File size exceeds 5242880 bytes.")
        mime = form.get("media_type", b"image/png").decode()
        if mime not in MIMES:
            return invalid("media_type", f"The media type {mime} is not supported.")
        media = self._new(kind, mime, len(content))
        media.parts[0], media.ready = content, True
        return self._answer(media, size=len(content))

    def initialize(self, request: Request) -> Reply:
        """POST /2/media/upload/initialize."""
        asked = request.json
        if asked.get("media_category") not in KINDS or asked.get("media_type") not in MIMES:
            return invalid("media_category", "The media category or type is not supported.")
        return self._answer(
            self._new(asked["media_category"], asked["media_type"], asked["total_bytes"])
        )

    def append(self, request: Request, media: str) -> Reply:
        """POST /2/media/upload/{id}/append."""
        known = self.uploads.get(media)
        form = read_form(request)
        part = form.get("media", b"")
        if known is None or not part or len(part) > PART_BYTES:
            return invalid("media", "The part was not taken.")
        known.parts[int(form["segment_index"])] = part
        return Reply.of({"data": {"expires_at": int(known.ends)}})

    def finalize(self, media: str) -> Reply:
        """POST /2/media/upload/{id}/finalize."""
        known = self.uploads.get(media)
        whole = known is not None and sorted(known.parts) == list(range(len(known.parts)))
        if known is None or not whole or len(known.content) != known.total:
            return invalid("media_id", "Segments do not add up to provided total file size.")
        known.polls_left = self.polls
        known.ready = self.polls == 0 and not self.breaks
        known.failed = self.breaks
        if known.ready:
            return self._answer(known, size=known.total)
        return self._answer(known, size=known.total, processing_info=self._waiting("pending"))

    def status(self, request: Request) -> Reply:
        """GET /2/media/upload?command=STATUS&media_id=…"""
        known = self.uploads.get(request.query.get("media_id", ""))
        if known is None or request.query.get("command") != "STATUS":
            return invalid("media_id", "The media id is not known.")
        known.polls_left -= 1
        if known.polls_left > 0:
            return self._answer(known, processing_info=self._waiting("in_progress"))
        if known.failed:
            error = {"code": 1, "name": "InvalidMedia", "message": "Unsupported video format"}
            return self._answer(known, processing_info={"state": "failed", "error": error})
        known.ready = True
        return self._answer(known, processing_info={"state": "succeeded", "progress_percent": 100})

    def metadata(self, request: Request) -> Reply:
        """POST /2/media/metadata."""
        asked = request.json
        known = self.uploads.get(asked.get("id", ""))
        alt = asked.get("metadata", {}).get("alt_text", {}).get("text", "")
        if known is None or not alt or len(alt) > 1_000:
            return invalid("metadata.alt_text", "The alt text was not taken.")
        known.alt = alt
        told = {"id": known.id, "associated_metadata": {"alt_text": {"text": alt}}}
        return Reply.of({"data": told})

    def _new(self, kind: str, mime: str, total: int) -> Media:
        self._next += 1
        media = Media(str(self._next), kind, mime, total, self.now + self.expires_after_secs)
        self.uploads[media.id] = media
        return media

    def _waiting(self, state: str) -> dict[str, Any]:
        return {"state": state, "check_after_secs": self.check_after_secs}

    def _answer(self, media: Media, **more: object) -> Reply:
        told = {"id": media.id, "media_key": media.key}
        return Reply.of(
            {"data": {**told, "expires_after_secs": int(media.ends - self.now), **more}}
        )


def read_form(request: Request) -> dict[str, bytes]:
    """The fields of a multipart/form-data body."""
    head = f"content-type: {request.headers.get('content-type', '')}\r\n\r\n".encode()
    form = message_from_bytes(head + request.body)
    assert form.is_multipart(), "not multipart/form-data"
    found = {}
    for part in form.get_payload():
        name = part.get_param("name", header="content-disposition")  # type: ignore[union-attr]
        found[str(name)] = part.get_payload(decode=True)  # type: ignore[union-attr]
    return found  # type: ignore[return-value]


def invalid(parameter: str, words: str) -> Reply:
    """400, as X answers it."""
    return Reply.of(
        {
            "errors": [{"parameters": {parameter: ["?"]}, "message": words}],
            "title": "Invalid Request",
            "detail": "One or more parameters to your request was invalid.",
            "type": "https://api.twitter.com/2/problems/invalid-request",
        },
        400,
    )
