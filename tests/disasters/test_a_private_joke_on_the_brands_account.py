"""2011: at 23:24 somebody wrote of beer and getting drunk, meaning their own account, from a
charity's with 270,000 followers. It stood there for an hour."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from controlroom.messages import english
from tests.disasters.night import Evening, an_asset, an_event, live

PLAIN = "The town hall is open until midnight."
PARTY = "Found two more four-packs. When we drink we do it right #gettingmerry"


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Evening]:
    event = an_event("2011-02-15 18:00", an_asset("hall", PLAIN), hashtags=("#TinwoodEvening",))
    with live(tmp_path, event, 5 * 3_600) as evening:
        yield evening


def test_whose_account_it_is_stands_on_the_button(night: Evening) -> None:
    night.stage("hall")
    assert {one.handle for one in night.view.take.accounts} == {"@tinwood"}
    assert "@tinwood" in english(night.view.take.sentence)
    assert {tab.handle for tab in night.view.preview.tabs} == {"@tinwood"}


def test_no_other_account_comes_in_while_live(night: Evening) -> None:
    given = {"channel": "bluesky", "way": "password", "handle": "@me", "password": "x"}
    assert night.refused("sign_in", **given)
    night.stage("hall")
    assert {one.handle for one in night.view.take.accounts} == {"@tinwood"}


def test_words_typed_late_at_night_need_somebody_else(night: Evening) -> None:
    night.stage("hall")
    night.type_words(PARTY)
    assert {"approval", "hashtags"} <= set(night.asks_for_more)
    assert "second key" in night.try_to_take()
    night.pass_time(3_600)
    assert night.requests == 0


def test_what_slipped_through_is_gone_in_seconds(night: Evening) -> None:
    night.stage("hall")
    night.type_words(PARTY)
    night.take_with_second_key()
    night.pass_time(11)
    assert night.public == [PARTY]
    seen = night.now
    night.begin("retract")
    night.pass_time(1)
    assert night.public == []
    assert night.now - seen <= 2_000_000
    assert night.in_preview == "correction", "the word of regret is at hand"
