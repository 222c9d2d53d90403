"""X's own test files (twitter-text): every case of extract and tlds, autolink by what it links."""

import json
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml

from controlroom.channels import x_text
from controlroom.channels.reading import Kind, Mark
from controlroom.channels.x_text_links import links
from controlroom.channels.x_text_names import (
    cashtags,
    entities,
    hashtags,
    mentions,
    mentions_or_lists,
    reply_to,
)

SUITES = Path(__file__).parents[3] / "shared" / "data" / "twitter-text" / "conformance"
pytestmark = pytest.mark.skipif(
    not SUITES.is_dir(), reason="the network's own test files are not there"
)

Case = dict[str, Any]


def suite(name: str) -> dict[str, list[Case]]:
    if not SUITES.is_dir():
        return {}
    found: dict[str, list[Case]] = yaml.safe_load((SUITES / name).read_text("utf-8"))["tests"]
    return found


def each(name: str) -> list[Any]:
    return [
        pytest.param(section, case, id=f"{section}-{number}")
        for section, cases in suite(name).items()
        for number, case in enumerate(cases)
    ]


def named(name: str, find: Callable[[str], list[Mark]]) -> Callable[[str], list[Case]]:
    """The marks as the files write them: what it is called there, and its indices."""

    def found(text: str) -> list[Case]:
        return [
            {name: mark.text.lstrip("@"), "indices": [mark.start, mark.end]} for mark in find(text)
        ]

    return found


def with_lists(text: str) -> list[Case]:
    parts = [(mark, *mark.text[1:].partition("/")) for mark in mentions_or_lists(text)]
    return [
        {"screen_name": name, "list_slug": slash + slug, "indices": [mark.start, mark.end]}
        for mark, name, slash, slug in parts
    ]


def texts(find: Callable[[str], list[Mark]]) -> Callable[[str], list[str]]:
    return lambda text: [mark.text.lstrip("@") for mark in find(text)]


EXTRACT: dict[str, Callable[[str], Any]] = {
    "mentions": texts(mentions),
    "mentions_with_indices": named("screen_name", mentions),
    "mentions_or_lists_with_indices": with_lists,
    "replies": reply_to,
    "urls": texts(links),
    "urls_with_indices": named("url", links),
    "urls_with_directional_markers": named("url", links),
    "tco_urls_with_params": texts(links),
    "hashtags": texts(hashtags),
    "hashtags_from_astral": texts(hashtags),
    "hashtags_with_indices": named("hashtag", hashtags),
    "cashtags": texts(cashtags),
    "cashtags_with_indices": named("cashtag", cashtags),
}


def test_no_section_of_extract_is_left_out() -> None:
    assert set(suite("extract.yml")) == set(EXTRACT)


@pytest.mark.parametrize(("section", "case"), each("extract.yml"))
def test_extract(section: str, case: Case) -> None:
    assert EXTRACT[section](case["text"]) == case["expected"]


READ = {
    "mentions": Kind.MENTION,
    "urls": Kind.LINK,
    "tco_urls_with_params": Kind.LINK,
    "hashtags": Kind.TAG,
    "hashtags_from_astral": Kind.TAG,
}


@pytest.mark.parametrize(
    ("section", "case"), [one for one in each("extract.yml") if one.values[0] in READ]
)
def test_what_extract_finds_is_what_a_reading_marks(section: str, case: Case) -> None:
    marks = x_text.read(case["text"]).marks
    found = [mark.text.lstrip("@") for mark in marks if mark.kind is READ[section]]
    assert found == case["expected"]


@pytest.mark.parametrize("section", ["country", "generic"])
def test_every_ending_the_network_knows_makes_a_link(section: str) -> None:
    cases = suite("tlds.yml")[section]
    assert len(cases) > 250
    for case in cases:
        assert texts(links)(case["text"]) == case["expected"]


class Linked(HTMLParser):
    """What a piece of HTML shows, and which parts of it are links: start, end, text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.parts: list[tuple[int, int, str]] = []
        self._start = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            about = dict(attrs).get("class") or ""
            # The sign before a name stands outside of the link.
            self._start = len(self.text) - int("username" in about or "list-slug" in about)
        else:
            self.text += self.get_starttag_text() or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.parts.append((self._start, len(self.text), self.text[self._start :]))
        else:
            self.text += f"</{tag}>"

    def handle_data(self, data: str) -> None:
        self.text += data


def with_scheme(text: str) -> list[Mark]:
    return links(text, bare=False)


AUTOLINK: dict[str, Callable[[str], list[Mark]]] = {
    "usernames": mentions_or_lists,
    "lists": mentions_or_lists,
    "hashtags": hashtags,
    "urls": with_scheme,
    "cashtags": cashtags,
    "all": lambda text: [*entities(text, bare=False), *cashtags(text)],
}


def test_no_section_of_autolink_is_left_out() -> None:
    assert set(suite("autolink.yml")) == {*AUTOLINK, "json"}


@pytest.mark.parametrize(
    ("section", "case"), [one for one in each("autolink.yml") if one.values[0] != "json"]
)
def test_autolink(section: str, case: Case) -> None:
    """It links only what has a scheme."""
    text: str = case["text"]
    expected = Linked(case["expected"])
    assert expected.text == text
    marks = AUTOLINK[section](text)
    assert [(one.start, one.end, text[one.start : one.end]) for one in marks] == expected.parts


SPANS = {"urls": Kind.LINK, "user_mentions": Kind.MENTION, "hashtags": Kind.TAG}


@pytest.mark.parametrize(
    ("section", "case"), [one for one in each("autolink.yml") if one.values[0] == "json"]
)
def test_the_entities_that_come_with_a_post_are_those_found_in_it(section: str, case: Case) -> None:
    told = json.loads(case["json"])
    expected = [(kind, *entity["indices"]) for name, kind in SPANS.items() for entity in told[name]]
    found = [(mark.kind, mark.start, mark.end) for mark in entities(case["text"])]
    assert sorted(found) == sorted(expected)
