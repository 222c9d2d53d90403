"""How X counts: by weight, after composing, a link as 23, an emoji as two."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlroom.channels import x_text

TWITTER_TEXT = Path(__file__).parents[3] / "shared" / "data" / "twitter-text"
CONFORMANCE = TWITTER_TEXT / "conformance"
absent = pytest.mark.skipif(
    not TWITTER_TEXT.is_dir(), reason="the network's own test files are not there"
)


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("", 0),
        ("Power out? No problem.", 22),
        ("é", 1),
        ("e\u0301", 1),
        ("Ω", 1),
        ("ქართული", 7),
        ("\u10ff", 1),
        ("\u1100", 2),
        ("日本語", 6),
        ("한국어", 6),
        ("\u1112\u1161\u11ab", 2),
        ("“quoted” – and—so…", 19),
        ("a\u200bb", 3),
        ("a\u200eb\u200f", 6),
        ("5′ 6″", 5),
        ("€", 2),
        ("✌", 2),
        ("🍪", 2),
        ("🍪🍪", 4),
        ("👍🏽", 2),
        ("👩‍👩‍👧‍👦", 2),
        ("🇺🇸", 2),
        ("#️⃣", 2),
        ("🏴󠁧󠁢󠁳󠁣󠁴󠁿", 2),
        ("line\nbreak", 10),
        ("𝒳", 2),
    ],
)
def test_what_people_write(text: str, weight: int) -> None:
    assert x_text.count(text) == weight


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("https://example.com", 23),
        ("https://example.com/a/very/long/path?that=goes&on=and#on", 23),
        ("see https://example.com.", 28),
        ("(https://example.com)", 25),
        ("example.com", 23),
        ("see example.com/menu today", 33),
        ("one.com two.org", 47),
        ("https://例え.jp", 23),
        ("me@example.com", 14),
        ("half.time", 9),
        ("version 3.14", 12),
        ("no.such-domain-at-all", 21),
    ],
)
def test_a_link_is_23_however_long_it_is(text: str, weight: int) -> None:
    assert x_text.count(text) == weight


def test_composed_and_decomposed_weigh_alike() -> None:
    assert x_text.count("café") == x_text.count("cafe\u0301") == 4


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="."), max_size=30)


@given(WORDS, WORDS)
def test_two_lines_weigh_what_they_weigh_apart(one: str, other: str) -> None:
    assert x_text.count(f"{one}\n{other}") == x_text.count(one) + 1 + x_text.count(other)


@given(WORDS)
def test_no_character_weighs_more_than_two(text: str) -> None:
    assert x_text.count(text) <= 2 * len(text) or "://" in text


@absent
def test_the_weights_are_those_of_the_networks_own_configuration() -> None:
    rules = json.loads((TWITTER_TEXT / "config" / "v3.json").read_text("utf-8"))
    assert rules["maxWeightedTweetLength"] == x_text.LIMIT
    assert rules["transformedURLLength"] == x_text.LINK_LENGTH
    assert rules["emojiParsingEnabled"]
    light = {
        point
        for span in rules["ranges"]
        if span["weight"] == 100
        for point in (span["start"], span["end"])
    }
    for edge in sorted(light):
        assert x_text.count(chr(edge)) == 1
    for outside in (4352, 8191, 8206, 8207, 8224, 8241, 8248):
        assert outside not in light
        assert x_text.count(chr(outside)) == 2


def cases(path: Path, section: str) -> list[tuple[str, list[str]]]:
    """(text, links in it) of one section of a conformance file: as much of YAML as it uses."""
    found: list[tuple[str, list[str]]] = []
    inside = False
    for line in path.read_text("utf-8").splitlines():
        if re.match(r"  \w", line):
            inside = line == f"  {section}:"
        field = re.match(r"\s+(?:- )?(text|expected):(.*)|\s+- ((?!description).*)", line)
        if not inside or field is None:
            continue
        if field[1] == "text":
            found.append((_value(field[2]), []))
        elif field[1] == "expected" and field[2].strip():
            found[-1][1].extend(json.loads(field[2]))
        elif field[3]:
            found[-1][1].append(_value(field[3]))
    return found


def _value(written: str) -> str:
    written = written.strip()
    if written.startswith("'"):
        return written[1:-1].replace("''", "'")
    return str(json.loads(written)) if written.startswith('"') else written


def weight(text: str, links: list[str]) -> int:
    """What ``text`` weighs if ``links`` are the links in it, in order."""
    total, rest = 0, text
    for link in links:
        before, rest = rest.split(link, 1)
        total += x_text.count(re.sub(r"[.:/]", "-", before)) + 23
    return total + x_text.count(re.sub(r"[.:/]", "-", rest))


# A Japanese ending without http:// in front: the list of endings here is in Latin letters.
NOT_SEEN = {"example.comてすとですtwitter.みんなです"}


@absent
def test_links_are_found_where_the_networks_own_test_files_find_them() -> None:
    found = cases(CONFORMANCE / "extract.yml", "urls")
    assert len(found) > 80
    wrong = [text for text, links in found if x_text.count(text) != weight(text, links)]
    assert set(wrong) == NOT_SEEN


@absent
@pytest.mark.parametrize("section", ["country", "generic"])
def test_every_ending_the_network_knows_makes_a_link(section: str) -> None:
    """Some of its list have left the root zone since."""
    found = cases(CONFORMANCE / "tlds.yml", section)
    assert len(found) > 250
    wrong = [text for text, links in found if x_text.count(text) != weight(text, links)]
    assert len(wrong) < 0.15 * len(found), wrong[:20]


def test_counting_a_long_text_does_not_grow_out_of_hand() -> None:
    """Counted at each keystroke, so what only looks like a link must not be tried for ever."""
    for piece in ("a", "a-", "a.", "http://", "http://a.com/(", "あ", "a.com/" + "b(" * 9):
        assert x_text.count(piece * (4_000 // len(piece))) > 0
