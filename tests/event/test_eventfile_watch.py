"""What an event watches, as its file has it."""

from pathlib import Path

import pytest

from controlroom.event.eventfile import read_event
from controlroom.event.watch import EventFeed, WatchTerm
from tests.event.test_eventfile import SMALL, refused
from tests.event.test_eventfile import folder as folder  # noqa: PLC0414

TERM = '[[term]]\nslug = "power"\nlabel = "P"\ngroup = "brand"\nphrases = ["p"]\n'
MANY_TERMS = "".join(TERM.replace("power", f"t{number}") for number in range(500))
FEED = '[[feed]]\nsource = "jetstream"\n'
BROKEN = [
    ('phrases = ["power"]', 'phrases = [" "]', "term “power”: one of its phrases is empty"),
    ('phrases = ["power"]', "phrases = []", "term “power”: it has no phrases"),
    ('phrases = ["power"]', 'phrases = ["a"]\nexclude = [""]', "one of its phrases is empty"),
    ('phrases = ["power"]', 'phrases = ["a\\u0000"]', "term “power”: it holds a character that"),
    ('group = "event"', 'group = "teams"', "term “power”: there is no group “teams”"),
    ('group = "event"', 'group = "context"', "there is no group “context”"),
    ("[[term]]", TERM + "[[term]]", "two of term are called “power”"),
    ("[[term]]", MANY_TERMS + "[[term]]", "an event has at most 500 watch terms"),
    ('title = "A night"', 'title = "A night"\nhashtags = ["SB47"]', "“SB47” in “hashtags” is no"),
    ('title = "A night"', 'title = "A night"\nhashtags = ["#a b"]', "“#a b” in “hashtags” is no"),
    ('title = "A night"', 'title = "A night"\nhashtags = ["#"]', "“#” in “hashtags” is no"),
    ("[[term]]", FEED + FEED + "[[term]]", "two of feed are called “jetstream”"),
    ("[[term]]", FEED + 'names = "b"\n[[term]]', "nobody knows the key “names”"),
    ("[[term]]", '[[feed]]\nsource = "A B"\n[[term]]', "“A B” cannot be the slug of feed"),
    (
        "[[term]]",
        FEED + 'options = { api_token = "x" }\n[[term]]',
        "feed “jetstream”: “api_token” looks like a secret",
    ),
    (
        "[[term]]",
        FEED + "options = { all = true }\n[[term]]",
        "“options” holds true or false, but should hold",
    ),
]


def test_what_is_watched(folder: Path) -> None:
    feeds = """\
[[feed]]
source = "jetstream"

[[feed]]
source = "lines"
name = "press"
options = { address = "127.0.0.1:9000", keywords = 3, share = 0.5 }

"""
    text = SMALL.replace("[[term]]", feeds + "[[term]]", 1)
    text = text.replace('title = "A night"', 'title = "A night"\nhashtags = ["#SB47", "#停電"]', 1)
    text = text.replace('phrases = ["power"]', 'phrases = ["power"]\nexclude = ["power play"]', 1)
    (folder / "event.toml").write_text(text, encoding="utf-8")
    event = read_event(folder)
    assert event.terms == (WatchTerm("power", "Power", "event", ("power",), ("power play",)),)
    assert event.hashtags == ("#SB47", "#停電")
    assert event.feeds == (
        EventFeed("jetstream"),
        EventFeed(
            "lines", "press", (("address", "127.0.0.1:9000"), ("keywords", "3"), ("share", "0.5"))
        ),
    )


@pytest.mark.parametrize(("right", "wrong", "told"), BROKEN)
def test_a_broken_file_is_told_by_place(folder: Path, right: str, wrong: str, told: str) -> None:
    assert right in SMALL
    text = SMALL.replace(right, wrong, 1)
    (folder / "event.toml").write_text(text, encoding="utf-8")
    sentence = refused(folder)
    assert told in sentence
    assert sentence.startswith("event.toml")
