"""2013: a supermarket said that it was off "to hit the hay", two days into the news about horse
meat. It had been scheduled before anybody knew."""

from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest

from controlroom.desk.view import TakeFace
from controlroom.event.asset import Asset
from controlroom.event.watch import WatchTerm
from tests.disasters.night import CHANNELS, Evening, an_asset, an_event, at, live
from tests.room.told_feed import solemn
from tests.support.approving import approved

HAY = "It is bedtime, so we are off to hit the hay. See you at eight!"
CRISIS = WatchTerm("horse", "Horse meat", "solemn", ("horse", "horsemeat"))


def said_yes_until(local: str) -> Asset:
    plain = an_asset("hay", HAY, yes=False)
    return approved(plain, CHANNELS, "Dana", at("2013-01-14 12:00"), at(local))


def evening(tmp_path: Path, asset: Asset) -> AbstractContextManager[Evening]:
    event = an_event("2013-01-17 20:00", asset)
    return live(tmp_path, replace(event, terms=(*event.terms, CRISIS)))


def test_a_yes_from_before_the_news_has_ended(tmp_path: Path) -> None:
    with evening(tmp_path, said_yes_until("2013-01-15 08:00")) as night:
        night.stage("hay")
        tone, detail = night.told("approval") or ("", "")
        assert (tone, detail) == ("caution", "yes ended 15 Jan 2013")
        assert "second key" in night.try_to_take()
        assert night.requests == 0


@pytest.mark.parametrize("end", ["rights_until", "offer_until"])
def test_what_has_ended_goes_with_no_key_at_all(tmp_path: Path, end: str) -> None:
    over = an_asset("hay", HAY, **{end: at("2013-01-15 08:00")})
    with evening(tmp_path, over) as night:
        night.stage("hay")
        assert night.view.take.face is TakeFace.NO_GO
        assert night.try_to_take()
        assert night.second_key_refused() == "Nothing in Preview needs the second key."
        night.pass_time(600)
        assert night.requests == 0


def test_a_subject_of_the_event_s_own_is_solemn_tonight(tmp_path: Path) -> None:
    with evening(tmp_path, said_yes_until("2013-02-15 08:00")) as night:
        night.says(solemn=(solemn("horse meat", night.now),))
        night.stage("hay")
        assert (night.told("tone") or ("", ""))[0] == "caution"
        assert "second key" in night.try_to_take()
        assert night.requests == 0
        # Slowed, not stopped: two people who know of it may say so.
        night.take_with_second_key()
        night.pass_time(12)
        assert night.reached == [HAY]


def test_a_moment_that_is_past_is_not_caught_up_with(tmp_path: Path) -> None:
    event = an_event(
        "2013-01-17 20:00", said_yes_until("2013-02-15 08:00"), an_asset("soup", "Soup.")
    )
    with live(tmp_path, event, 3_600 - 200) as night:
        night.stage("soup")
        night.until(3_600 + 60)
        night.order("clear_preview")
        night.pass_time(600)
        assert night.in_preview is None, "nobody declined it; it is past"
        night.stage("hay", "opening")
        night.pass_time(1_200)
        assert (night.told("window") or ("", ""))[0] == "note"


def test_the_kill_switch_stops_what_was_taken(tmp_path: Path) -> None:
    with evening(tmp_path, said_yes_until("2013-02-15 08:00")) as night:
        night.stage("hay")
        night.take()
        night.order("hold", by="key")
        night.pass_time(600)
        assert night.requests == 0
