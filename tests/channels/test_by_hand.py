"""By hand: what a person finds after TAKE, and that nothing is claimed of it."""

import asyncio
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlroom.accounts.vault import MemoryVault
from controlroom.channels.base import (
    API,
    ChannelError,
    HandedOver,
    LinkCard,
    NotSent,
    Post,
    PostMedia,
    Receipt,
    Refused,
    Staged,
    Tools,
)
from controlroom.channels.by_hand import ByHand
from controlroom.channels.by_hand_folder import file_names, folder_name, new_key, slug
from controlroom.channels.by_hand_networks import NETWORKS, network
from controlroom.clock import ManualClock
from controlroom.event.live_event import Account
from controlroom.messages import english
from controlroom.net.http import Http, public_gate
from controlroom.net.pacing import Pacing
from tests.hygiene.records import Expect

NOW = 1_359_941_850_000_000
WORDS = "Power out? No problem. 💡\r\nYou can still dunk in the dark."
DARK = PostMedia("ab" * 32, b"jpeg bytes", "image/jpeg", 4, 3, "A dark stadium")
FILM = PostMedia("cd" * 32, b"mp4 bytes", "video/mp4", 4, 3, "", 3.0)


def by_hand(folder: Path, channel: str = "threads") -> ByHand:
    clock = ManualClock(NOW)
    tools = Tools(Http(), MemoryVault(), Pacing(clock), clock, {}, folder / "hand-off")
    return ByHand(Account(channel, "saltwick", "Saltwick"), tools)


def post(text: str = WORDS, *media: PostMedia, channel: str = "threads", **other: str) -> Post:
    return Post(channel, "saltwick", text, media, **other)


async def staged(channel: ByHand, what: Post) -> Staged:
    return await channel.stage(what)


async def hand_over(channel: ByHand, what: Post, key: str) -> HandedOver:
    with pytest.raises(HandedOver) as handed:
        await channel.send(await staged(channel, what), key)
    return handed.value


def files(folder: str | Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


async def test_a_person_finds_pictures_words_and_alt_texts_in_order(tmp_path: Path) -> None:
    channel = by_hand(tmp_path)
    handed = await hand_over(channel, post(WORDS, DARK, FILM), channel.mint_key(NOW))
    assert files(handed.folder) == {
        "01-a-dark-stadium.jpg": b"jpeg bytes",
        "02-video.mp4": b"mp4 bytes",
        "caption.txt": WORDS.encode(),
        "alt.txt": b"01-a-dark-stadium.jpg: A dark stadium\n",
    }
    name = Path(handed.folder).name
    assert name.startswith("20130204-013730Z-power-out-no-problem-you-can-still-dunk-threads-")
    assert english(handed.what) == "Ready to be posted to Threads by hand."


async def test_the_link_and_what_it_answers_lie_beside_the_words(tmp_path: Path) -> None:
    channel = by_hand(tmp_path)
    card = LinkCard("https://brand.test/dark", "Brand", "")
    what = Post("threads", "saltwick", "Look", card=card, reply_to="https://x.test/1")
    handed = await hand_over(channel, what, channel.mint_key(NOW))
    found = files(handed.folder)
    assert found["link.txt"] == b"https://brand.test/dark\n"
    assert found["reply-to.txt"] == b"https://x.test/1\n"


async def test_the_same_delivery_again_makes_no_second_folder(tmp_path: Path) -> None:
    channel = by_hand(tmp_path)
    key = channel.mint_key(NOW)
    first = await hand_over(channel, post(WORDS, DARK), key)
    (Path(first.folder) / "caption.txt").write_text("edited by the person")
    again = await hand_over(by_hand(tmp_path), post(WORDS, DARK), key)
    assert again.folder == first.folder
    assert len(list((tmp_path / "hand-off").iterdir())) == 1
    assert files(first.folder)["caption.txt"] == b"edited by the person"
    other = await hand_over(channel, post(WORDS, DARK), channel.mint_key(NOW))
    assert other.folder != first.folder


async def test_staging_writes_nothing(tmp_path: Path) -> None:
    shares: list[float] = []
    channel = by_hand(tmp_path)
    ready = await channel.stage(post(WORDS, DARK), None, shares.append)
    assert ready.uploads == ()
    assert shares == [1.0]
    assert files(tmp_path) == {}


async def test_hold_before_the_folder_appears_leaves_none(tmp_path: Path) -> None:
    channel = by_hand(tmp_path)
    ready = await staged(channel, post(WORDS, DARK))
    key = channel.mint_key(NOW)

    async def held() -> None:
        public_gate.set(lambda: False)
        await channel.send(ready, key)

    with pytest.raises(NotSent, match="wire is closed"):
        await asyncio.create_task(held())
    assert not list((tmp_path / "hand-off").iterdir())
    await hand_over(channel, post(WORDS, DARK), key)


async def test_what_a_killed_program_had_begun_is_written_anew(tmp_path: Path) -> None:
    channel = by_hand(tmp_path)
    key = channel.mint_key(NOW)
    part = tmp_path / "hand-off" / f".{folder_name(key, WORDS, 'threads')}.part"
    part.mkdir(parents=True)
    (part / "01-half.jpg").write_bytes(b"half")
    handed = await hand_over(channel, post(WORDS, DARK), key)
    assert "01-half.jpg" not in files(handed.folder)
    assert [path.name for path in (tmp_path / "hand-off").iterdir()] == [Path(handed.folder).name]


async def test_a_folder_that_cannot_be_written_is_certainly_not_sent(
    tmp_path: Path, expected_logs: Expect
) -> None:
    expected_logs("cannot be written")
    (tmp_path / "hand-off").write_text("a file in the way")
    channel = by_hand(tmp_path)
    ready = await staged(channel, post())
    with pytest.raises(NotSent, match="cannot be written to"):
        await channel.send(ready, channel.mint_key(NOW))


async def test_it_never_claims_to_know(tmp_path: Path) -> None:
    channel = by_hand(tmp_path)
    assert (channel.api, channel.honours_key, channel.pace) == (API, False, None)
    ready = await staged(channel, post())
    with pytest.raises(ChannelError, match="Only you can tell"):
        await channel.find(ready, channel.mint_key(NOW))
    receipt = Receipt("threads", "1", "https://threads.test/1", NOW)
    with pytest.raises(Refused, match="Take it down on Threads by hand"):
        await channel.retract(receipt)
    assert await channel.recent() == ()
    assert await channel.metrics(receipt) is None
    assert english((await channel.test()).about[0]).startswith("You post to Threads yourself.")


def problems(channel: ByHand, what: Post) -> list[str]:
    return [english(trouble.what) for trouble in channel.check(what)]


def test_what_a_network_is_known_to_refuse_is_told(tmp_path: Path) -> None:
    threads, instagram = by_hand(tmp_path), by_hand(tmp_path, "instagram")
    assert problems(threads, post("a" * 500)) == []
    assert problems(threads, post("a" * 501)) == ["1 characters over the limit of 500."]
    # An emoji is four bytes.
    assert problems(threads, post("a" * 496 + "💡")) == []
    assert problems(threads, post("a" * 497 + "💡")) == ["1 characters over the limit of 500."]
    assert problems(threads, post("")) == ["There are no words and no picture."]
    assert problems(instagram, post("a")) == [
        "Instagram takes no post without a picture or a video."
    ]
    assert problems(instagram, post("a", *[DARK] * 11)) == ["11 pictures, and 10 is the limit."]
    telegram = by_hand(tmp_path, "telegram")
    assert problems(telegram, post("a" * 4096)) == []
    assert problems(telegram, post("a" * 1025, DARK)) == ["1 characters over the limit of 1024."]
    long = PostMedia("ab", b"", "image/png", 1, 1, "a" * 1_001)
    assert problems(threads, post("a", long)) == ["The alt text is 1 characters too long."]


def test_a_network_nobody_heard_of_has_a_name_and_no_limits(tmp_path: Path) -> None:
    channel = by_hand(tmp_path, "brand-new_network")
    assert (channel.key, channel.title) == ("brand-new_network", "Brand New Network")
    assert problems(channel, post("a" * 100_000, *[FILM] * 50)) == []
    assert channel.composer("hello") == ""


@pytest.mark.parametrize("channel", sorted(NETWORKS))
def test_each_composer_is_a_page_on_the_web(channel: str) -> None:
    address = urlsplit(network(channel).address("#dark & 100% ünïcode\n💡"))
    assert address.scheme == "https"
    assert "{" not in address.geturl()


def test_threads_gets_the_words_filled_in() -> None:
    words = "Power out? #dark & 100% 💡\nYes + no"
    asked = parse_qs(urlsplit(network("threads").address(words)).query)
    assert asked == {"text": [words]}
    assert "💡" not in network("threads").address("💡" * 5_000)


RESERVED = {"con", "prn", "aux", "nul", "com1", "lpt1"}


@given(words=st.text(max_size=200), alt=st.text(max_size=200), channel=st.text(max_size=30))
def test_names_are_fit_for_every_file_system(words: str, alt: str, channel: str) -> None:
    names = file_names((PostMedia("ab", b"", "image/heic", 1, 1, alt),))
    for name in (*names, folder_name(new_key(NOW), words, channel)):
        assert name.isascii()
        assert not set(name) & set('<>:"/\\|?*\0 ')
        assert name.isprintable()
        assert len(name) <= 120
        assert not name.endswith((".", "-"))
        assert name.partition(".")[0] not in RESERVED


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Power out? No problem.", "power-out-no-problem"),
        ("Don't stop", "dont-stop"),
        ("停電", ""),
        ("Touché à la fin", "touche-a-la-fin"),
        ("a" * 60, "a" * 40),
        (
            "one two three four five six seven eight nine ten",
            "one-two-three-four-five-six-seven-eight",
        ),
    ],
)
def test_the_first_words_name_the_folder(words: str, expected: str) -> None:
    assert slug(words) == expected
