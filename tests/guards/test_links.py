"""Links: whoever pastes one that is not on the event's list is asked for the second key."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlroom.event.asset import Link, Part, Variant
from controlroom.guards.known import Known, Level
from controlroom.guards.poll import poll
from tests.guards.knowledge import ASSET, EVENT, known, told

LISTED = replace(EVENT, links=("saltwick.com", "x.com/saltwick/", "https://MÜNCHEN.example"))


def says(caption: str) -> Known:
    return known(asset=replace(ASSET, caption=caption), event=LISTED)


@pytest.mark.parametrize(
    "link",
    [
        "https://saltwick.com",
        "https://saltwick.com/",
        "https://saltwick.com/any/where?q=1#x",
        "http://www.saltwick.com:80/x",
        "https://SALTWICK.com./x",
        "https://x.com/saltwick",
        "https://x.com/saltwick/status/1",
        "https://xn--mnchen-3ya.example/a",
    ],
)
def test_on_the_list(link: str) -> None:
    asset = replace(ASSET, link=Link(link, "A page"))
    assert told("links", known(asset=asset, event=LISTED)) == (Level.GO, "1 on the list")


@pytest.mark.parametrize(
    "link",
    [
        "https://shop.saltwick.com",
        "https://saltwick.com.evil.com",
        "https://saltwick.com@evil.com/",
        "https://evil.com\\@saltwick.com/",
        "https://saltwick.com:8080/",
        "https://x.com/saltwickevil",
        "https://x.com/saltwick/../evil",
        "https://x.com/saltwick/%2e%2e/evil",
        "https://x.com",
        "https://[broken",
        "https://saltwick.com:port/",
        "javascript:alert(1)//saltwick.com",
        "https:///saltwick.com",
    ],
)
def test_off_the_list(link: str) -> None:
    asset = replace(ASSET, link=Link(link, "A page"))
    answer = told("links", known(asset=asset, event=LISTED))
    assert answer is not None
    assert answer[0] is Level.CAUTION


@pytest.mark.parametrize(
    ("caption", "answer"),
    [
        ("Power out? No problem.", None),
        ("It is 3.5 and v1.2.", None),
        ("See https://saltwick.com/dark", (Level.GO, "1 on the list")),
        ("See saltwick.com", (Level.GO, "1 on the list")),
        ("See https://pic.example/1", (Level.CAUTION, "pic.example/1 not on the list")),
        ("See pic.com/1", (Level.CAUTION, "pic.com/1 not on the list")),
    ],
)
def test_links_are_read_as_the_networks_read_them(
    caption: str, answer: tuple[Level, str] | None
) -> None:
    assert told("links", says(caption)) == answer


def test_every_place_a_link_can_stand_in_is_read() -> None:
    evil = "https://evil.com/1"
    for asset in (
        replace(ASSET, variants=(Variant("x", f"See {evil}"),)),
        replace(ASSET, thread=(Part(f"and {evil}"),)),
        replace(ASSET, link=Link(evil, "A page")),
        replace(ASSET, variants=(Variant("bluesky", reply_to=evil),)),
    ):
        now = known(asset=asset, event=LISTED)
        assert told("links", now) == (Level.CAUTION, "evil.com/1 not on the list")
        assert f"links {evil}" in poll(now).asked
    elsewhere = replace(ASSET, variants=(Variant("mastodon", f"See {evil}"),))
    assert told("links", known(asset=elsewhere, event=LISTED)) is None


def test_without_a_list_every_link_asks_and_several_are_counted() -> None:
    now = replace(says("https://a.example https://b.example"), event=EVENT)
    assert told("links", now) == (Level.CAUTION, "a.example and 1 more not on the list")


def test_a_network_whose_rule_nobody_knows_is_read_plainly() -> None:
    channel = replace(known().channels[0], channel="of somebody else")
    now = replace(says("See evil.com/1, or write to me@home.example"), channels=(channel,))
    assert told("links", now) == (Level.CAUTION, "evil.com/1, not on the list")


@given(st.text(max_size=60))
def test_any_link_can_be_asked_about(link: str) -> None:
    asset = replace(ASSET, link=Link(link, "A page"))
    answer = told("links", known(asset=asset, event=LISTED))
    assert answer is None or answer[0] in (Level.GO, Level.CAUTION)
