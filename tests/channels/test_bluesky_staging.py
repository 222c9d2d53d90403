"""What staging learns, and what of it holds after the next staging, a restart or an hour."""

import asyncio
import base64
import hashlib
import json
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlroom.channels.base import (
    MediaRefused,
    Receipt,
    Refused,
    Staged,
)
from controlroom.channels.bluesky_embed import Blob, BlobLink
from controlroom.channels.bluesky_record import Ref, Reply
from controlroom.channels.bluesky_replies import Answerable, place
from controlroom.channels.bluesky_uploads import Prepared, Upload
from controlroom.clock import MICROS
from controlroom.net.pacing import Pace
from tests.channels.fake_pds import BLOB_LIMIT, DID, HANDLE
from tests.channels.test_bluesky_faults import (
    CARD,
    NOW,
    PICTURED,
    PUT,
    UPLOAD,
    WORDS,
    Desk,
    desk,
    picture,
)
from tests.net.fake_server import Fault
from tests.net.fake_server import Reply as Said

__all__ = ["desk"]

LIST = "com.atproto.repo.listRecords"
HOUR = 3_600
OTHER = "did:plc:other"


def foreign(desk: Desk, rkey: str, **more: Any) -> str:
    desk.pds.handles["other.example"] = OTHER
    value = {"$type": "app.bsky.feed.post", "text": "Hello", "createdAt": "2026-11-22", **more}
    desk.pds.foreign[OTHER, rkey] = value
    return f"https://bsky.app/profile/other.example/post/{rkey}"


async def test_uploads_are_told_of_in_order_and_to_the_end(desk: Desk) -> None:
    shares: list[float] = []
    media = tuple(picture(bytes([number]) * 400_000) for number in range(3))
    await desk.bluesky.stage(replace(WORDS, media=media), None, shares.append)
    assert shares == sorted(shares)
    assert len(shares) > 10
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    words_only: list[float] = []
    await desk.bluesky.stage(WORDS, None, words_only.append)
    assert words_only == [1.0]


async def test_uploads_last_an_hour_from_the_oldest_one(desk: Desk) -> None:
    first = await desk.bluesky.stage(PICTURED)
    assert first.until == NOW + HOUR * MICROS
    desk.clock.advance(1_800)
    both = replace(WORDS, media=(*PICTURED.media, picture(b"\x89PNG another")))
    second = await desk.bluesky.stage(both)
    assert (second.prepared, second.until) == (NOW + 1_800 * MICROS, first.until)
    assert (await desk.bluesky.stage(WORDS)).until is None


async def test_after_a_restart_only_what_is_missing_or_old_goes_up(desk: Desk) -> None:
    media = (picture(), picture(b"\x89PNG another"))
    staged = await desk.bluesky.stage(replace(WORDS, media=media))
    later = desk.restarted()
    await later.stage(replace(WORDS, media=(*media, picture(b"\x89PNG third"))), staged)
    assert desk.asked(UPLOAD) == 3
    desk.clock.advance(HOUR)
    await desk.restarted().stage(staged.post, staged)
    assert desk.asked(UPLOAD) == 5


async def test_what_was_written_down_by_somebody_else_is_not_taken(desk: Desk) -> None:
    for uploads in ((), ("",), ("{",), ('{"media": [1]}',)):
        strange = Staged(PICTURED, uploads, NOW)
        await desk.restarted().stage(PICTURED, strange)
        with pytest.raises(MediaRefused):
            await desk.bluesky.send(strange, desk.bluesky.mint_key(NOW))
    assert desk.asked(UPLOAD) == 4
    assert desk.asked(PUT) == 0


async def test_a_file_dropped_with_its_post_goes_up_again_at_the_next_staging(desk: Desk) -> None:
    staged, key = await desk.staged(PICTURED)
    receipt = await desk.bluesky.send(staged, key)
    desk.clock.advance(1)
    await desk.bluesky.retract(receipt)
    again = await desk.bluesky.stage(PICTURED, staged)
    assert desk.asked(UPLOAD) == 2
    await desk.bluesky.send(again, desk.bluesky.mint_key(NOW))
    assert len(desk.pds.public) == 1


async def test_the_same_picture_twice_in_a_post_goes_up_once(desk: Desk) -> None:
    staged, key = await desk.staged(replace(WORDS, media=(picture(), picture())))
    await desk.bluesky.send(staged, key)
    assert desk.asked(UPLOAD) == 1
    assert len(desk.pds.public[key]["embed"]["images"]) == 2


async def test_one_picture_refused_stops_the_others(desk: Desk) -> None:
    desk.pds.next_replies[UPLOAD] = [
        Said.of({"error": "InvalidMimeType", "message": "No such type"}, 400)
    ]
    with pytest.raises(MediaRefused, match="No such type"):
        await desk.bluesky.stage(replace(WORDS, media=(picture(), picture(b"\x89PNG b"))))


async def test_what_the_server_would_not_take_does_not_leave(desk: Desk) -> None:
    big = picture(bytes(BLOB_LIMIT + 1))
    with pytest.raises(MediaRefused, match="5,242,880"):
        await desk.bluesky.stage(replace(WORDS, media=(big,)))
    assert desk.asked(UPLOAD) == 0
    assert desk.bluesky.limits.video_bytes == BLOB_LIMIT
    await desk.bluesky.stage(PICTURED)
    assert desk.asked("com.atproto.server.describeServer") == 1


@pytest.mark.parametrize("reply", [Fault.HANG_UP, Said(200, b"["), Said.of({})])
async def test_a_server_that_does_not_tell_its_limit_is_tried(
    desk: Desk, reply: Said | Fault
) -> None:
    desk.pds.next_replies["com.atproto.server.describeServer"] = [reply]
    await desk.bluesky.stage(PICTURED)
    assert desk.asked(UPLOAD) == 1
    assert desk.bluesky.limits.video_bytes == 300_000_000


async def test_calling_off_a_staging_calls_off_its_uploads(desk: Desk) -> None:
    desk.pds.next_replies[UPLOAD] = [Fault.SILENCE]
    staging = asyncio.create_task(desk.bluesky.stage(PICTURED))
    await desk.server.wait_for(4)
    assert desk.asked(UPLOAD) == 1
    staging.cancel()
    with pytest.raises(asyncio.CancelledError):
        await staging
    assert not any("upload" in task.get_name() for task in asyncio.all_tasks())


async def test_an_answer_is_made_ready_while_staging_and_costs_nothing_later(desk: Desk) -> None:
    url = foreign(desk, "3kparent")
    staged, key = await desk.staged(replace(WORDS, reply_to=url))
    before = len(desk.pds.asked)
    await desk.bluesky.send(staged, key)
    assert desk.pds.asked[before:] == [PUT]
    reply = desk.pds.public[key]["reply"]
    assert reply["root"] == reply["parent"]
    assert reply["parent"]["uri"] == f"at://{OTHER}/app.bsky.feed.post/3kparent"


async def test_our_own_parent_comes_before_the_post_that_is_answered(desk: Desk) -> None:
    receipt = await desk.bluesky.send(*await desk.staged())
    staged, key = await desk.staged(replace(WORDS, reply_to=foreign(desk, "3kparent")))
    before = len(desk.pds.asked)
    await desk.bluesky.send(staged, key, receipt)
    assert desk.pds.asked[before:] == [PUT]
    assert desk.pds.public[key]["reply"]["parent"]["uri"] == receipt.remote_id


async def test_an_answer_to_a_parent_that_is_gone_is_refused(desk: Desk) -> None:
    receipt = await desk.bluesky.send(*await desk.staged())
    await desk.bluesky.retract(receipt)
    staged, key = await desk.staged()
    with pytest.raises(Refused, match="not there"):
        await desk.bluesky.send(staged, key, replace(receipt, answer=""))
    nowhere = Receipt("bluesky", "rubbish", "", 0)
    with pytest.raises(Refused, match="rubbish"):
        await desk.bluesky.send(staged, key, nowhere)
    assert key not in desk.pds.public


async def test_the_same_key_is_the_same_record_to_the_byte(desk: Desk) -> None:
    post = replace(PICTURED, text=f"@{HANDLE} #tag https://example.com/ü", langs=("en", "de"))
    staged, key = await desk.staged(post)
    await desk.bluesky.send(staged, key)
    desk.clock.advance(HOUR + 5)
    later = desk.restarted()
    await later.send(await later.stage(post, staged), key)
    bodies = [one.body for one in desk.server.requests if one.path.endswith(PUT)]
    assert len(bodies) == 2
    assert bodies[0] == bodies[1]
    assert desk.pds.commits == 1


async def test_a_card_without_media_carries_its_thumb(desk: Desk) -> None:
    staged, key = await desk.staged(replace(WORDS, card=CARD))
    await desk.bluesky.send(staged, key)
    page = desk.pds.public[key]["embed"]["external"]
    assert page["uri"] == CARD.url
    assert page["thumb"]["mimeType"] == "image/png"
    seen = await desk.bluesky.find(staged, key)
    assert seen is not None
    assert (seen.text, seen.media) == (WORDS.text, ())


async def test_own_posts_of_any_program_are_read_newest_first(desk: Desk) -> None:
    staged, key = await desk.staged(PICTURED)
    await desk.bluesky.send(staged, key)
    legacy = {"images": [{"image": {"cid": "bafk", "mimeType": "image/png"}, "alt": "old"}]}
    desk.pds.public |= {
        "3kold": {"text": "Old.", "createdAt": "2023-05-01T10:00:00+02:00", "embed": legacy},
        "3kodd": {"text": "No time.", "createdAt": "yesterday"},
        "3knot": {"words": "no post at all"},
    }
    found = await desk.bluesky.recent()
    assert [one.text for one in found] == [WORDS.text, "Old.", "No time."]
    assert found[0].media == (PICTURED.media[0].sha256,)
    assert found[1].receipt.accepted == 1_682_928_000 * MICROS
    assert found[1].receipt.url == f"https://bsky.app/profile/{HANDLE}/post/3kold"
    for reply in (Said(502, b""), Said(200, b"{"), Said.of({"records": [{}]}), Fault.HANG_UP):
        desk.pds.next_replies[LIST] = [reply]
        with pytest.raises(Exception, match="Bluesky"):
            await desk.bluesky.recent()


@pytest.mark.parametrize(
    ("limit", "left", "posts"),
    [
        ("3000", "2990", (2_990, 3_000)),
        ("5000", "4998", (2_499, 2_500)),
        ("35000", "7", (3, 17_500)),
    ],
)
async def test_the_pace_is_in_posts(
    desk: Desk, limit: str, left: str, posts: tuple[int, int]
) -> None:
    staged, key = await desk.staged()
    assert desk.bluesky.pace is None
    headers = {
        "ratelimit_limit": limit,
        "ratelimit_remaining": left,
        "ratelimit_reset": str(NOW // MICROS + 40),
    }
    said = {"uri": f"at://{DID}/app.bsky.feed.post/{key}", "cid": "c"}
    desk.pds.next_replies[PUT] = [Said.of(said, 200, **headers)]
    await desk.bluesky.send(staged, key)
    assert desk.bluesky.pace == Pace(*posts, NOW + 40 * MICROS)


async def test_a_test_of_the_sign_in_tells_scopes_and_name(desk: Desk) -> None:
    standing = await desk.bluesky.test()
    assert (standing.handle, standing.name) == (HANDLE, HANDLE)
    assert standing.scopes == ("com.atproto.appPass",)
    assert standing.until is None
    desk.pds.next_replies["com.atproto.server.getSession"] = [Said(200, b"[")]
    with pytest.raises(Exception, match="cannot be read"):
        await desk.bluesky.test()


def blob(content: bytes, mime: str = "image/png") -> Blob:
    address = bytes.fromhex("01551220") + hashlib.sha256(content).digest()
    coded = "b" + base64.b32encode(address).decode().lower().rstrip("=")
    return Blob(BlobLink(coded), mime, len(content))


refs = st.builds(Ref, st.text(max_size=20), st.text(max_size=20))
uploads = st.builds(Upload, st.builds(blob, st.binary(max_size=9)), st.integers(0, 2**53))
prepared = st.builds(
    Prepared,
    st.lists(uploads, max_size=4).map(tuple),
    st.dictionaries(st.text(max_size=9), st.text(max_size=9), max_size=2),
    st.none() | uploads,
    st.none() | st.builds(Reply, refs, refs),
)


@given(prepared)
def test_what_staging_learned_survives_being_written_down(known: Prepared) -> None:
    text = msgspec.json.encode(known).decode()
    assert Prepared.read((text,)) == known
    assert json.loads(text) is not None


@given(refs, st.none() | st.builds(Reply, refs, refs))
def test_the_third_part_of_a_thread_begins_where_the_first_did(
    itself: Ref, reply: Reply | None
) -> None:
    first = Answerable.of(itself, reply)
    second = Answerable.of(Ref("at://second", "c"), first.reply())
    assert second.root == first.root
    assert second.reply().parent == Ref("at://second", "c")
    assert msgspec.json.decode(first.text, type=Answerable) == first


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://bsky.app/profile/brand.example/post/3k2a", ("brand.example", "3k2a")),
        (" https://bsky.app/profile/did:plc:x/post/3k2a/ ", ("did:plc:x", "3k2a")),
        ("https://other.app/profile/a.b/post/3k2a", ("a.b", "3k2a")),
        ("at://did:plc:x/app.bsky.feed.post/3k2a", ("did:plc:x", "3k2a")),
        ("https://bsky.app/profile/brand.example", None),
        ("https://bsky.app/profile/brand.example/post/", None),
        ("at://did:plc:x/app.bsky.feed.like/3k2a", None),
        ("http://bsky.app/profile/a.b/post/3k2a", None),
        ("https://x.com/brand/status/123", None),
        ("", None),
    ],
)
def test_addresses_of_posts_are_known(url: str, found: tuple[str, str] | None) -> None:
    assert place(url) == found
