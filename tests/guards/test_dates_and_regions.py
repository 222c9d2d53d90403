"""Days on which jokes hurt, regions where they do, and nothing sold meanwhile."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlroom.event.asset import Asset, Role
from controlroom.event.live_event import Sensitive
from controlroom.guards.calendar import well_known_days
from controlroom.guards.known import Known, Level
from controlroom.guards.poll import poll
from tests.guards.knowledge import ASSET, EVENT, NOW, S, known, told

CAUTION, NO_GO = Level.CAUTION, Level.NO_GO
STORM = Sensitive("Hurricane", first=NOW - S, last=NOW + S, regions=("New Jersey", "New York"))


def at(year: int, month: int, day: int, hour: int = 12, zone: str = "America/New_York") -> Known:
    moment = datetime(year, month, day, hour, 30, tzinfo=ZoneInfo(zone))
    return known(now=int(moment.timestamp()) * S, event=replace(EVENT, zone=zone))


def during(*those: Sensitive, asset: Asset = ASSET, **event: Any) -> Known:
    return known(asset=asset, event=replace(EVENT, sensitive=those, **event))


def test_a_day_everybody_remembers_asks_for_the_second_key() -> None:
    assert told("sensitive", known()) is None
    assert told("sensitive", at(2013, 9, 11)) == (CAUTION, "11 September 2001")
    assert told("sensitive", at(2013, 12, 7)) == (CAUTION, "Pearl Harbor, 1941")
    both = at(2013, 4, 15)
    both = replace(both, event=replace(both.event, sensitive=(Sensitive("Ours", "04-15"),)))
    assert told("sensitive", both) == (CAUTION, "Ours and 1 more")


def test_the_day_is_that_of_the_event_wherever_the_computer_is() -> None:
    """At 23:30 in New York it is the 12th in London, and still the 11th in Honolulu."""
    late = at(2013, 9, 11, 23)
    assert told("sensitive", late) == (CAUTION, "11 September 2001")
    in_london = replace(late, event=replace(EVENT, zone="Europe/London"))
    assert told("sensitive", in_london) is None
    early = at(2013, 9, 11, 0)
    in_honolulu = replace(early, event=replace(EVENT, zone="Pacific/Honolulu"))
    assert told("sensitive", early) is not None
    assert told("sensitive", in_honolulu) is None


@given(
    st.integers(946_684_800, 2_208_988_800),
    st.sampled_from(["Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu", "Europe/Berlin"]),
)
def test_any_day_is_sensitive_all_day_long_and_no_longer(seconds: int, zone: str) -> None:
    local = datetime.fromtimestamp(seconds, ZoneInfo(zone))
    own = Sensitive("Ours", f"{local:%m-%d}")
    now = known(now=seconds * S, event=replace(EVENT, zone=zone, sensitive=(own,)))
    answer = told("sensitive", now)
    assert answer is not None
    assert answer[1].startswith("Ours")
    later = told("sensitive", replace(now, now=now.now + 86_400 * S * 2))
    assert later is None or not later[1].startswith("Ours")


def test_the_calendar_holds_days_that_exist_and_short_neutral_titles() -> None:
    for one in well_known_days():
        assert datetime.strptime(f"2024-{one.day}", "%Y-%m-%d").replace(tzinfo=UTC)
        assert 0 < len(one.title) <= 30
        assert one.regions == ()
    assert len({(one.day, one.title) for one in well_known_days()}) == len(well_known_days())


@pytest.mark.parametrize(
    ("now", "sensitive"),
    [
        (during(STORM), True),
        (during(STORM, regions=("Texas",)), False),
        (during(STORM, regions=("Texas", "new york")), True),
        (during(STORM, regions=("Texas",), asset=replace(ASSET, regions=("New Jersey",))), True),
        (during(STORM, regions=("New York",), asset=replace(ASSET, regions=("Texas",))), False),
        (during(STORM, regions=("Texas",), asset=replace(ASSET, caption="Hi #NewYork")), False),
        (during(STORM, regions=("Texas",), asset=replace(ASSET, caption="NEW-YORK, hi")), True),
        (during(STORM, regions=("Texas",), asset=replace(ASSET, caption="Renew Yorkers")), False),
        (during(replace(STORM, first=NOW + 1)), False),
        (during(replace(STORM, last=NOW - 1)), False),
        (during(replace(STORM, first=NOW, last=NOW)), True),
        (during(replace(STORM, first=None)), True),
        (during(replace(STORM, regions=()), regions=("Texas",)), True),
    ],
)
def test_a_disaster_counts_where_it_is_while_it_is(now: Known, sensitive: bool) -> None:
    assert told("sensitive", now) == ((CAUTION, "Hurricane") if sensitive else None)


def test_the_correction_may_go_out_on_any_day() -> None:
    assert told("sensitive", during(STORM, asset=replace(ASSET, role=Role.CORRECTION))) is None


def test_a_second_disaster_is_asked_about_anew() -> None:
    one, both = poll(during(STORM)), poll(during(STORM, Sensitive("Flood", first=0)))
    assert one.asked < both.asked
    assert both.unasked(one.asked) is not None
    assert both.unasked(both.asked) is None


def promoted(**other: Any) -> Known:
    return known(asset=replace(ASSET, offer_until=NOW + 3600 * S), **other)


def test_nothing_is_sold_while_somebody_is_hurt() -> None:
    """2012: "Bored during the storm? 20 % off everything" in nine states that lay in the dark."""
    assert told("promo", known()) is None
    assert told("promo", promoted()) == (Level.GO, "no harm")
    assert told("promo", promoted(solemn_since=NOW)) == (NO_GO, "not while it is solemn")
    crash = promoted(solemn_since=NOW, solemn=("crash",))
    assert told("promo", crash) == (NO_GO, "not now: crash")
    stormy = promoted(event=replace(EVENT, sensitive=(STORM,)))
    assert told("promo", stormy) == (NO_GO, "not now: Hurricane")
    texan = promoted(event=replace(EVENT, sensitive=(STORM,), regions=("Texas",)))
    assert told("promo", texan) == (Level.GO, "no harm")
    tagged = known(asset=replace(ASSET, tags=("#Sale",)), solemn_since=NOW)
    assert told("promo", tagged) == (NO_GO, "not while it is solemn")


def test_a_day_to_remember_is_caution_for_an_offer_too() -> None:
    day = at(2013, 12, 7)
    day = replace(day, asset=replace(ASSET, offer_until=day.now + S))
    assert told("promo", day) == (Level.GO, "no harm")
    assert told("sensitive", day) == (CAUTION, "Pearl Harbor, 1941")
