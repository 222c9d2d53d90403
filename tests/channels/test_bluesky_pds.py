"""The channel against a real Bluesky server."""

import hashlib
import io
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from controlroom.accounts.bluesky_password import sign_in_to_bluesky
from controlroom.accounts.vault import MemoryVault
from controlroom.channels.base import MediaRefused, NotSent, Post, PostMedia, Refused, Tools
from controlroom.channels.bluesky import Bluesky
from controlroom.clock import MICROS, SystemClock
from controlroom.event.live_event import Account
from controlroom.net.http import Http
from controlroom.net.pacing import Pacing
from tests.support.bluesky.server import Login, Pds

pytestmark = pytest.mark.pds

CLOCK = SystemClock()


def picture(alt: str = "The stadium, dark.", colour: str = "navy") -> PostMedia:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "PNG")
    content = out.getvalue()
    return PostMedia(hashlib.sha256(content).hexdigest(), content, "image/png", 64, 48, alt)


@pytest.fixture
async def bluesky(bluesky_pds: Pds, bluesky_login: Login) -> AsyncIterator[Bluesky]:
    http, vault, pacing = Http(), MemoryVault(), Pacing(CLOCK)
    await sign_in_to_bluesky(
        http, vault, pacing, bluesky_login.handle, bluesky_login.password, bluesky_pds.url
    )
    account = Account("bluesky", bluesky_login.handle, "The desk")
    yield Bluesky(account, Tools(http, vault, pacing, CLOCK, {}, Path()))
    await http.close()


def post(login: Login, text: str, *media: PostMedia) -> Post:
    return Post("bluesky", login.handle, text, media)


async def test_a_post_with_a_picture_is_there_as_it_was_written(
    bluesky: Bluesky, bluesky_pds: Pds, bluesky_login: Login
) -> None:
    dark = picture()
    staged = await bluesky.stage(post(bluesky_login, "You can still dunk in the dark. 🍪", dark))
    key = bluesky.mint_key(CLOCK.now())

    receipt = await bluesky.send(staged, key)

    record = bluesky_pds.record(bluesky_login.did, key)
    assert record["uri"] == receipt.remote_id
    assert record["value"]["text"] == "You can still dunk in the dark. 🍪"
    shown = record["value"]["embed"]["images"][0]
    assert shown["alt"] == "The stadium, dark."
    assert shown["aspectRatio"] == {"width": 64, "height": 48}
    assert bluesky_pds.blob(bluesky_login.did, shown["image"]["ref"]["$link"]) == dark.content
    assert receipt.url == f"https://bsky.app/profile/{bluesky_login.handle}/post/{key}"

    seen = await bluesky.find(staged, key)
    assert seen is not None
    assert (seen.text, seen.media, seen.alts) == (
        staged.post.text,
        (dark.sha256,),
        ("The stadium, dark.",),
    )
    assert seen.receipt.remote_id == receipt.remote_id


async def test_sending_twice_with_one_key_makes_one_post(
    bluesky: Bluesky, bluesky_pds: Pds, bluesky_login: Login
) -> None:
    staged = await bluesky.stage(post(bluesky_login, "Once.", picture()))
    key = bluesky.mint_key(CLOCK.now())
    await bluesky.send(staged, key)
    before = bluesky_pds.record(bluesky_login.did, key)

    # A restart in between: staged anew.
    await bluesky.send(await bluesky.stage(staged.post), key)

    assert bluesky_pds.record(bluesky_login.did, key) == before
    assert len(bluesky_pds.posts(bluesky_login.did)) == 1


async def test_a_retracted_post_is_gone_and_can_be_retracted_again(
    bluesky: Bluesky, bluesky_pds: Pds, bluesky_login: Login
) -> None:
    staged = await bluesky.stage(post(bluesky_login, "Too early."))
    key = bluesky.mint_key(CLOCK.now())
    receipt = await bluesky.send(staged, key)

    await bluesky.retract(receipt)

    assert bluesky_pds.posts(bluesky_login.did) == []
    assert await bluesky.find(staged, key) is None
    await bluesky.retract(receipt)


async def test_what_was_never_sent_is_not_found(bluesky: Bluesky, bluesky_login: Login) -> None:
    staged = await bluesky.stage(post(bluesky_login, "Never sent."))
    assert await bluesky.find(staged, bluesky.mint_key(CLOCK.now())) is None


@pytest.mark.parametrize("text", ["x" * 301, "👩‍👩‍👧‍👦" * 300])
async def test_too_long_is_known_before_and_refused_by_the_server(
    bluesky: Bluesky, bluesky_pds: Pds, bluesky_login: Login, text: str
) -> None:
    long = post(bluesky_login, text)
    assert bluesky.check(long) != ()
    staged = await bluesky.stage(long)

    with pytest.raises(Refused, match="too big"):
        await bluesky.send(staged, bluesky.mint_key(CLOCK.now()))

    assert bluesky_pds.posts(bluesky_login.did) == []


@pytest.mark.parametrize("text", ["x" * 300, "🇳🇿" * 300, "é" * 300, "a\r\n" * 150])
async def test_what_just_fits_is_taken(bluesky: Bluesky, bluesky_login: Login, text: str) -> None:
    fits = post(bluesky_login, text)
    assert bluesky.check(fits) == ()
    assert bluesky.count(text) == 300
    staged = await bluesky.stage(fits)
    key = bluesky.mint_key(CLOCK.now())
    await bluesky.send(staged, key)
    seen = await bluesky.find(staged, key)
    assert seen is not None
    assert seen.text == text


async def test_links_names_and_hashtags_are_marked_where_they_are(
    bluesky: Bluesky, bluesky_pds: Pds, bluesky_login: Login
) -> None:
    text = f"🏈🇺🇸 @{bluesky_login.handle} and @nobody-here.test: (https://example.com/a?b=ü) #Más!"
    staged = await bluesky.stage(post(bluesky_login, text))
    key = bluesky.mint_key(CLOCK.now())
    await bluesky.send(staged, key)

    raw = text.encode()
    marked = {
        raw[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode(): facet["features"][0]
        for facet in bluesky_pds.record(bluesky_login.did, key)["value"]["facets"]
    }
    assert set(marked) == {f"@{bluesky_login.handle}", "https://example.com/a?b=ü", "#Más"}
    assert marked[f"@{bluesky_login.handle}"]["did"] == bluesky_login.did
    assert marked["https://example.com/a?b=ü"]["uri"] == "https://example.com/a?b=ü"
    assert marked["#Más"]["tag"] == "Más"


async def test_a_picture_the_server_dropped_is_uploaded_again(
    bluesky: Bluesky, bluesky_pds: Pds, bluesky_login: Login
) -> None:
    first = await bluesky.stage(post(bluesky_login, "First.", picture(colour="red")))
    second = replace(first, post=replace(first.post, text="Second."))
    receipt = await bluesky.send(first, bluesky.mint_key(CLOCK.now()))
    await bluesky.retract(receipt)  # the file goes with the only post that shows it
    key = bluesky.mint_key(CLOCK.now())

    with pytest.raises(NotSent):
        await bluesky.send(second, key)
    await bluesky.send(second, key)

    shown = bluesky_pds.record(bluesky_login.did, key)["value"]["embed"]["images"][0]
    cid = shown["image"]["ref"]["$link"]
    assert bluesky_pds.blob(bluesky_login.did, cid) == picture(colour="red").content


async def test_a_file_that_is_too_big_is_refused_while_staging_or_sending(
    bluesky: Bluesky, bluesky_pds: Pds, bluesky_login: Login
) -> None:
    content = b"\x89PNG" + bytes(6_000_000)
    big = replace(picture(), content=content, sha256=hashlib.sha256(content).hexdigest())
    assert bluesky.check(post(bluesky_login, "Big.", big)) != ()
    with pytest.raises(MediaRefused):
        await bluesky.stage(post(bluesky_login, "Big.", big))
    assert bluesky_pds.posts(bluesky_login.did) == []


async def test_without_a_view_of_the_network_there_are_no_numbers(
    bluesky: Bluesky, bluesky_login: Login
) -> None:
    staged = await bluesky.stage(post(bluesky_login, "Numbers?"))
    receipt = await bluesky.send(staged, bluesky.mint_key(CLOCK.now()))
    assert await bluesky.metrics(receipt) is None


async def test_the_record_carries_the_time_of_its_key(
    bluesky: Bluesky, bluesky_pds: Pds, bluesky_login: Login
) -> None:
    staged = await bluesky.stage(post(bluesky_login, "When?"))
    key = bluesky.mint_key(1_359_942_528_218 * 1_000)
    await bluesky.send(staged, key)
    value = bluesky_pds.record(bluesky_login.did, key)["value"]
    assert value["createdAt"] == "2013-02-04T01:48:48.218Z"
    assert value["langs"] == ["en"]
    assert MICROS == 1_000_000
