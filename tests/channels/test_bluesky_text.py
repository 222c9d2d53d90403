"""What Bluesky takes for a link, a mention, a hashtag, and how long it says a text is."""

import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlroom.channels.bluesky_record import blob_sha256, iso, tid_micros
from controlroom.channels.bluesky_text import Facet, Kind, facets, graphemes, is_handle, utf8_bytes
from controlroom.ids import TidMint
from tests.support.bluesky import install

SYNTAX = Path(__file__).parents[3] / "shared" / "data" / "atproto-syntax"


def shown(text: str, facet: Facet) -> str:
    return text.encode()[facet.start : facet.end].decode()


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("nothing here", []),
        ("https://example.com", [(Kind.LINK, "https://example.com", "https://example.com")]),
        ("see example.com.", [(Kind.LINK, "example.com", "https://example.com")]),
        ("see EXAMPLE.COM/a!", [(Kind.LINK, "EXAMPLE.COM/a", "https://EXAMPLE.COM/a")]),
        ("(https://a.de/b)", [(Kind.LINK, "https://a.de/b", "https://a.de/b")]),
        ("https://a.de/b_(c)", [(Kind.LINK, "https://a.de/b_(c)", "https://a.de/b_(c)")]),
        ("half.time and 21.com", []),
        ("mail me@example.com", []),
        ("https:// and https://.", []),
        ("🏟️ @Brand.Example.COM!", [(Kind.MENTION, "@Brand.Example.COM", "brand.example.com")]),
        ("(@a.test) @b @c..com", [(Kind.MENTION, "@a.test", "a.test")]),
        ("x@a.test @a.test_b", []),
        ("https://(@a.test", [(Kind.LINK, "https://(@a.test", "https://(@a.test")]),
        ("#Más! #2013 #r2d2", [(Kind.TAG, "#Más", "Más"), (Kind.TAG, "#r2d2", "r2d2")]),
        ("#️⃣ #! a#b ＃wide", [(Kind.TAG, "＃wide", "wide")]),
        ("#a\u200bb", [(Kind.TAG, "#a", "a")]),
        ("#" + "x" * 64 + " #" + "y" * 65, [(Kind.TAG, "#" + "x" * 64, "x" * 64)]),
        ("#" + "👩‍👩‍👧‍👦"[0] * 200, []),
    ],
)
def test_what_is_marked(text: str, marked: list[tuple[Kind, str, str]]) -> None:
    found = [(facet.kind, shown(text, facet), facet.value) for facet in facets(text)]
    assert found == marked


PIECES = st.sampled_from(
    [
        *("https://example.com/a?b=c#d", "http://a.de)", "example.com", "(b.org", "www.c.co.uk/x."),
        *("@brand.test", "@a.b.com,", "(@c.org)", "@nobody", "#tag", "#Tag!", "##two", "#1", "$AB"),
        *("🍪", "👩‍👩‍👧‍👦", "é", "e\u0301", "🇺🇸", "\u200b", "\u200d", "\ufe0f", "\u2028", "ü.de"),
        *(
            " ",
            "  ",
            "\n",
            "\u00a0",
            ".",
            ",",
            "(",
            ")",
            "!",
            "#",
            "@",
            "a",
            "日本語",
            "\u0085",
            "’",
        ),
    ]
)
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.lists(PIECES, max_size=12).map("".join),
    st.lists(PIECES, max_size=12).map(" ".join),
)


@given(TEXTS)
def test_what_is_marked_lies_in_the_text_in_order_and_reads_as_it_says(text: str) -> None:
    before = 0
    for facet in facets(text):
        assert before <= facet.start < facet.end <= utf8_bytes(text)
        before = facet.end
        words = shown(text, facet)  # raises where an offset lies within a character
        match facet.kind:
            case Kind.LINK:
                assert facet.value in {words, f"https://{words}"}
                assert "://" in facet.value[: len("https://")]
            case Kind.MENTION:
                assert words == "@" + words[1:]
                assert facet.value == words[1:].lower()
                assert is_handle(facet.value)
            case Kind.TAG:
                assert words[1:] == facet.value
                assert words[0] in "#＃"


@given(st.lists(PIECES, max_size=5), st.sampled_from(["@brand.test", "#tag", "https://a.de/b"]))
def test_whatever_stands_before_moves_a_mark_by_its_bytes(before: list[str], marked: str) -> None:
    text = f"{''.join(before)} {marked}"
    last = facets(text)[-1]
    assert shown(text, last) == marked
    assert last.end == utf8_bytes(text)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("abc\r\n", 4),
        ("e\u0301", 1),
        ("👩‍👩‍👧‍👦🇺🇸👍🏽", 3),
        ("한국", 2),
        ("ก็", 1),
    ],
)
def test_length_is_what_people_see(text: str, count: int) -> None:
    assert graphemes(text) == count


ORACLE = """
import { createInterface } from 'node:readline'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
const entry = path.resolve('node_modules/@atproto/api/dist/index.js')
const { RichText } = await import(pathToFileURL(entry).href)
for await (const line of createInterface({ input: process.stdin })) {
  const text = new RichText({ text: JSON.parse(line) })
  text.detectFacetsWithoutResolution()
  const found = (text.facets ?? []).map((f) => {
    const it = f.features[0]
    return [f.index.byteStart, f.index.byteEnd, it.uri ?? it.did ?? it.tag]
  })
  console.log(JSON.stringify([text.graphemeLength, found]))
}
"""


Mark = tuple[int, int, str]


class Oracle:
    """The network's own client library, asked a text at a time."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [str(install.node()), "--input-type=module", "--eval", ORACLE],
            cwd=install.installed(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def read(self, text: str) -> tuple[int, list[Mark]]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(text).encode() + b"\n")
        self._process.stdin.flush()
        length, found = json.loads(self._process.stdout.readline())
        return length, sorted(tuple(one) for one in found)

    def end(self) -> None:
        self._process.communicate(timeout=30)


def without_what_differs_on_purpose(text: str, found: list[Mark]) -> list[Mark]:
    """Cashtags, what is no handle, addresses without a host, tags too long for the server and
    what lies inside of something else are not marked here."""
    kept: list[Mark] = []
    for start, end, value in found:
        words = text.encode()[start:end].decode()
        is_mention = words.startswith("@") and value == words[1:]
        differs = (
            value.startswith("$")
            or (is_mention and not is_handle(value))
            or value.endswith("://")
            or (words[0] in "#＃" and len(value.encode()) > 640)
        )
        if not differs and (not kept or start >= kept[-1][1]):
            kept.append((start, end, value))
    return kept


@pytest.mark.pds
def test_the_networks_own_client_reads_texts_alike() -> None:
    try:
        oracle = Oracle()
    except install.Unavailable as reason:
        pytest.skip(f"Bluesky test servers: {reason}")

    @given(TEXTS.filter(lambda text: text == text.lower()))
    def alike(text: str) -> None:
        _, theirs = oracle.read(text)
        ours = [(facet.start, facet.end, facet.value) for facet in facets(text)]
        assert ours == without_what_differs_on_purpose(text, theirs)

    @given(st.lists(PIECES, max_size=12).map("".join))
    def as_long(text: str) -> None:
        assert graphemes(text) == oracle.read(text)[0]

    try:
        alike()
        as_long()
    finally:
        oracle.end()


@pytest.mark.skipif(not SYNTAX.is_dir(), reason="the interoperability files are not there")
@pytest.mark.parametrize("valid", [True, False])
def test_handles_and_record_names_are_judged_as_the_networks_test_files_say(valid: bool) -> None:
    end = "valid" if valid else "invalid"
    for handle in lines(SYNTAX / f"handle_syntax_{end}.txt"):
        assert is_handle(handle) is valid, handle
    for tid in lines(SYNTAX / f"tid_syntax_{end}.txt"):
        assert is_tid(tid) is valid, tid


def lines(path: Path) -> list[str]:
    texts = path.read_text("utf-8").split("\n")
    return [text for text in texts if text and not text.startswith("#")]


def is_tid(text: str) -> bool:
    try:
        tid_micros(text)
    except ValueError:
        return False
    return True


@given(st.lists(st.integers(0, (1 << 53) - 1_000), min_size=1, max_size=20))
def test_a_key_tells_its_time_and_never_comes_twice(times: list[int]) -> None:
    mint = TidMint()
    keys = [mint.next(time) for time in times]
    assert sorted(set(keys)) == keys
    assert tid_micros(keys[0]) == max(1, times[0])


def test_a_time_is_written_to_the_millisecond() -> None:
    assert iso(1_359_942_528_218_999) == "2013-02-04T01:48:48.218Z"
    assert iso(0) == "1970-01-01T00:00:00.000Z"


@pytest.mark.parametrize("cid", ["", "b", "bafy!", "zQmSomethingElse", "bafyreib", "é"])
def test_other_content_addresses_have_no_digest_of_bytes(cid: str) -> None:
    assert blob_sha256(cid) == ""
