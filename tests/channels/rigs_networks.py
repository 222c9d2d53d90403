"""How the truth of each simulated network reads, and how it is made to misbehave."""

from typing import Any

from tests.channels.contract import Up
from tests.channels.fake_pds import DID, FakePds
from tests.channels.rigs import Network
from tests.net.fake_server import Reply
from tests.support.mastodon_server import FakeMastodon
from tests.support.x_server import FakeX

ANSWERS = {"what_is_handed_over_stands_there_once": "the network answers itself"}
MAKES_CARDS = "the network makes link cards itself"
SEES_MARKS = "the network finds links, mentions and tags in the words itself"


def _bluesky_up(pds: FakePds) -> list[Up]:
    return [_bluesky_post(rkey, record) for rkey, record in sorted(pds.public.items())]


def _bluesky_post(rkey: str, record: dict[str, Any]) -> Up:
    embed = record.get("embed") or {}
    images = embed.get("images") or embed.get("items") or ([embed] if "video" in embed else [])
    spans = tuple(
        (facet["index"]["byteStart"], facet["index"]["byteEnd"], _target(facet["features"][0]))
        for facet in record.get("facets") or ()
    )
    return Up(
        f"at://{DID}/app.bsky.feed.post/{rkey}",
        record["text"],
        tuple(image.get("alt", "") for image in images),
        ((record.get("reply") or {}).get("parent") or {}).get("uri", ""),
        spans,
        (embed.get("external") or {}).get("uri", ""),
        tuple((image.get("image") or image.get("video"))["mimeType"] for image in images),
    )


def _target(feature: dict[str, str]) -> str:
    return feature.get("uri") or feature.get("did") or feature.get("tag") or ""


def _bluesky_elsewhere(pds: FakePds, words: str) -> None:
    record = {
        "$type": "app.bsky.feed.post",
        "text": words,
        "createdAt": "2026-09-21T14:13:30.000Z",
    }
    pds.public["3zzzzzzzzzzzz"] = record


def _bluesky_foreign(pds: FakePds, _url: str) -> tuple[str, str]:
    pds.handles["fan.bsky.social"] = "did:plc:fan"
    pds.foreign["did:plc:fan", "3kfan"] = {
        "$type": "app.bsky.feed.post",
        "text": "Lights?",
        "createdAt": "2026-09-21T14:13:20.000Z",
    }
    return (
        "https://bsky.app/profile/fan.bsky.social/post/3kfan",
        "at://did:plc:fan/app.bsky.feed.post/3kfan",
    )


BLUESKY = Network(
    "bluesky",
    public=lambda asked: asked.path.endswith("com.atproto.repo.putRecord"),
    upload=lambda asked: asked.path.endswith("uploadBlob"),
    up=_bluesky_up,
    elsewhere=_bluesky_elsewhere,
    refuse_media=lambda pds: pds.next_replies["com.atproto.repo.uploadBlob"].append(
        Reply.of({"error": "PayloadTooLarge", "message": "request entity too large"}, 413)
    ),
    slow_media=lambda pds: None,
    foreign=_bluesky_foreign,
    mention="fan.bsky.social",
    does_not_apply={
        **ANSWERS,
        "a_duplicate_is_told_as_one": "Bluesky takes the same words twice",
        "media_still_processing_are_waited_for": "a blob is ready once it is up; the video is "
        "worked on by those who show it",
    },
)


# --- Mastodon


def _mastodon_up(server: FakeMastodon) -> list[Up]:
    return [
        Up(
            status.id,
            status.text,
            tuple(server.uploads[one].description for one in status.media),
            status.in_reply_to or "",
            kinds=tuple(server.uploads[one].mime for one in status.media),
        )
        for status in server.standing
    ]


def _mastodon_foreign(server: FakeMastodon, _url: str) -> tuple[str, str]:
    address = "https://remote.example/@fan/77"
    server.others[address] = "770077"
    return address, "770077"


def _mastodon(kind: str, honours: bool) -> Network:
    no_keys = (
        {} if honours else {"one_key_makes_one_post_where_that_is_promised": "it ignores keys"}
    )
    return Network(
        kind,
        public=lambda asked: asked.method == "POST" and asked.path == "/api/v1/statuses",
        upload=lambda asked: asked.method == "POST" and asked.path.endswith("/media"),
        up=_mastodon_up,
        elsewhere=lambda server, words: server.post_elsewhere(words),
        refuse_media=lambda server: server.next_replies["POST", "/api/v2/media"].append(
            Reply.of({"error": "Validation failed: File content type is invalid"}, 422)
        ),
        slow_media=lambda server: setattr(server, "video_polls", 3),
        foreign=_mastodon_foreign,
        mention="bob@remote.example",
        does_not_apply={
            **ANSWERS,
            **no_keys,
            "a_duplicate_is_told_as_one": "Mastodon takes the same words twice",
            "a_link_card_is_shown": MAKES_CARDS,
            "marks_stand_at_their_bytes": SEES_MARKS,
        },
    )


# --- X


def _x_up(server: FakeX) -> list[Up]:
    return [
        Up(
            tweet.id,
            tweet.text,
            tuple(server.media.uploads[one].alt for one in tweet.media),
            tweet.reply_to,
            kinds=tuple(server.media.uploads[one].mime for one in tweet.media),
        )
        for tweet in server.public
    ]


def _x_foreign(server: FakeX, _url: str) -> tuple[str, str]:
    server.foreign["1880000000000000001"] = True
    return "https://x.com/fan/status/1880000000000000001", "1880000000000000001"


X = Network(
    "x",
    public=lambda asked: asked.method == "POST" and asked.path == "/2/tweets",
    upload=lambda asked: asked.path in {"/2/media/upload", "/2/media/upload/initialize"},
    up=_x_up,
    elsewhere=lambda server, words: server.post(words),
    refuse_media=lambda server: server.next_replies["POST", "/2/media/upload"].append(
        Reply.of({"errors": [{"message": "Unsupported media type"}], "title": "No"}, 400)
    ),
    slow_media=lambda server: setattr(server.media, "polls", 3),
    foreign=_x_foreign,
    mention="fan",
    does_not_apply={
        **ANSWERS,
        "one_key_makes_one_post_where_that_is_promised": "X knows no keys",
        "a_link_card_is_shown": MAKES_CARDS,
        "marks_stand_at_their_bytes": SEES_MARKS,
    },
)

NETWORKS = (
    BLUESKY,
    _mastodon("mastodon", honours=True),
    _mastodon("mastodon-ignores", honours=False),
    X,
)
