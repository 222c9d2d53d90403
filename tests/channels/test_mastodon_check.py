"""How each software counts, and what a server would refuse, known without asking it again."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlroom.channels.base import LinkCard, Post, PostMedia
from controlroom.channels.mastodon_check import troubles
from controlroom.channels.mastodon_facts import ServerFacts, node_address, read_facts
from controlroom.messages import english
from tests.channels.mastodon_desk import WORDS, mastodon_desk, picture, video
from tests.support.mastodon_truth import HANDLE, Kind

FAMILY = "👨‍👩‍👧‍👦"
LINK = "https://example.com/" + "x" * 80
MASTODON = ServerFacts("mastodon", "4.6.2", mimes=frozenset({"image/png", "video/mp4"}))


@pytest.mark.parametrize(
    ("software", "text", "length"),
    [
        ("mastodon", FAMILY * 90, 90),
        ("mastodon", LINK, 23),
        ("mastodon", "@bob@remote.example hi", 7),
        ("hometown", FAMILY, 1),
        ("", FAMILY + LINK, 24),
        ("gotosocial", FAMILY * 90, 630),
        ("gotosocial", LINK, 100),
        ("gotosocial", "@bob@remote.example hi", 22),
        ("pleroma", FAMILY * 90, 90),
        ("akkoma", LINK, 100),
        ("akkoma", "@bob@remote.example hi", 22),
    ],
)
def test_each_software_counts_in_its_own_way(software: str, text: str, length: int) -> None:
    assert ServerFacts(software).count(text) == length


def test_a_link_is_as_long_as_the_server_says() -> None:
    facts = read_facts(
        ("mastodon", "4.6.2"),
        b'{"uri": "m", "configuration": {"statuses": {"characters_reserved_per_url": 40}}}',
    )
    assert facts is not None
    assert facts.count(f"{LINK} {LINK}") == 81


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("text", [FAMILY * 71, "x" * 500, LINK * 4, f"{LINK} @bob@remote.example"])
async def test_what_check_lets_pass_the_server_takes(kind: Kind, text: str) -> None:
    async with mastodon_desk(kind) as desk:
        post = replace(WORDS, text=text)
        staged, key = await desk.staged(post)
        assert desk.mastodon.count(text) == desk.fake.length(text)
        fits = desk.mastodon.check(post) == ()
        assert fits == (desk.fake.length(text) <= 500)
        if fits:
            await desk.mastodon.send(staged, key)
            assert len(desk.fake.standing) == 1


async def test_the_limits_are_the_servers_once_it_was_asked() -> None:
    async with mastodon_desk(limit=11, files=7) as desk:
        assert desk.mastodon.limits.characters == 500
        await desk.staged()
        limits = desk.mastodon.limits
        assert (limits.characters, limits.pictures) == (11, 7)
        assert limits.picture_bytes == 16 * 1024 * 1024
        assert limits.video_bytes == 99 * 1024 * 1024
        assert limits.alt_characters == 1_500
        (trouble,) = desk.mastodon.check(replace(WORDS, text="Twelve chars"))
        assert "1 characters over the limit of 11" in english(trouble.what)


async def test_an_old_server_is_asked_in_the_old_way() -> None:
    async with mastodon_desk(instance_v2=False, limit=777) as desk:
        await desk.staged()
        assert desk.mastodon.limits.characters == 777
        assert desk.mastodon.limits.pictures == 4


async def test_the_server_is_asked_once_an_hour() -> None:
    async with mastodon_desk() as desk:
        for seconds in (0, 3_599, 1):
            desk.clock.advance(seconds)
            await desk.staged()
        assert desk.fake.count_asked("GET", "/api/v2/instance") == 2


@pytest.mark.parametrize(
    ("post", "words"),
    [
        (replace(WORDS, text=" \n"), "no words and no picture"),
        (replace(WORDS, text="x" * 502), "2 characters over the limit of 500"),
        (replace(WORDS, media=(picture(),) * 5), "5 pictures, and 4 is the limit"),
        (replace(WORDS, media=(picture(), video())), "A video goes alone"),
        (replace(WORDS, media=(video(), video())), "A video goes alone"),
        (replace(WORDS, media=(picture(alt="x" * 1_502),)), "2 characters too long"),
        (replace(WORDS, media=(picture(bytes(16 * 1024 * 1024 + 1)),)), "16,777,216 is the limit"),
        (replace(WORDS, media=(PostMedia("", b"x", "image/tiff", 1, 1, ""),)), "image/tiff"),
        (replace(WORDS, media=(PostMedia("", b"x", "audio/mpeg", 0, 0, ""),)), "audio/mpeg"),
        (replace(WORDS, card=LinkCard("https://a.example", "A", "B")), "https://a.example"),
        (replace(WORDS, reply_to="@bob@remote.example"), "not the address of a post"),
    ],
)
def test_what_would_be_refused_is_told(post: Post, words: str) -> None:
    (trouble,) = troubles(post, MASTODON)
    assert words in english(trouble.what)


def test_pixels_and_the_bytes_of_a_video_have_limits() -> None:
    facts = replace(MASTODON, picture_pixels=64 * 48 - 1, video_pixels=1, video_bytes=1)
    told = [
        english(one.what) for one in troubles(replace(WORDS, media=(picture(), video())), facts)
    ]
    assert len(told) == 4
    assert any("3,072 pixels, and the server takes 3,071" in one for one in told)
    assert any("The video has 14 bytes" in one for one in told)


def test_what_fits_has_no_trouble() -> None:
    post = Post(
        "mastodon",
        HANDLE,
        f"Read https://a.example @alice {FAMILY}",
        (picture(), picture(b"other")),
        card=LinkCard("https://a.example", "A", "B"),
        reply_to="https://remote.example/@bob/1",
    )
    assert troubles(post, MASTODON) == ()


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
def test_nothing_a_server_says_of_itself_breaks_us(told: object) -> None:
    import msgspec

    odd = {"configuration": {"statuses": told, "media_attachments": {"supported_mime_types": told}}}
    body = msgspec.json.encode({"domain": told, "max_toot_chars": told, **odd})
    facts = read_facts(("mastodon", "4.6.0"), body)
    assert facts is not None
    assert facts.characters > 0
    assert facts.count("word") == 4
    assert node_address(msgspec.json.encode({"links": told})) == ""


def test_pleromas_own_names_of_limits_are_known() -> None:
    told = b'{"uri": "https://p.example", "max_toot_chars": 5000, "upload_limit": 16000000,'
    told += b'"description_limit": 5000, "max_media_attachments": 1000}'
    facts = read_facts(("Pleroma", "2.7.0"), told)
    assert facts is not None
    assert facts.software == "pleroma"
    assert (facts.characters, facts.files) == (5_000, 1_000)
    assert (facts.alt_characters, facts.picture_bytes) == (5_000, 16_000_000)
