"""2012: "Bored during the storm?", twenty per cent off with a code, in nine states in which a
hurricane had just killed."""

from pathlib import Path

import pytest

from controlroom.desk.view import TakeFace
from controlroom.event.asset import Asset
from controlroom.event.live_event import Sensitive
from tests.disasters.night import an_asset, an_event, at, live
from tests.room.told_feed import solemn

BORED = "In case you are bored during the storm: 20 % off with STORMSALE."
STORM = Sensitive(
    "hurricane", first=at("2012-10-28 00:00"), last=at("2012-11-05 00:00"), regions=("Eastport",)
)


def sale(*, regions: tuple[str, ...] = ("Eastport",)) -> Asset:
    return an_asset("sale", BORED, offer_until=at("2012-12-01 00:00"), regions=regions)


def test_nothing_is_sold_where_a_disaster_is_on(tmp_path: Path) -> None:
    event = an_event("2012-10-29 18:00", sale(), sensitive=(STORM,))
    with live(tmp_path, event) as night:
        night.stage("sale")
        assert night.told("promo") == ("no_go", "not now: hurricane")
        assert night.view.take.face is TakeFace.NO_GO
        assert "Promotion" in night.try_to_take()
        told = night.second_key_refused()
        assert told == "Nothing in Preview needs the second key.", "no key opens it"
        assert "Promotion" in night.try_to_take()
        night.pass_time(600)
        assert night.requests == 0


def test_words_that_sell_nothing_need_a_second_key_there(tmp_path: Path) -> None:
    warm = "Soup keeps warm in a flask. Stay in, Eastport."
    event = an_event("2012-10-29 18:00", an_asset("warm", warm), sensitive=(STORM,))
    with live(tmp_path, event) as night:
        night.stage("warm")
        assert night.told("sensitive") == ("caution", "hurricane")
        assert "second key" in night.try_to_take()
        assert night.requests == 0
        night.take_with_second_key()
        night.pass_time(12)
        assert night.reached == [warm]


def test_elsewhere_it_is_an_ordinary_sale(tmp_path: Path) -> None:
    event = an_event(
        "2012-10-29 18:00", sale(regions=("Westhaven",)), sensitive=(STORM,), regions=("Westhaven",)
    )
    with live(tmp_path, event) as night:
        night.stage("sale")
        assert night.asks_for_more == []
        night.take()
        night.pass_time(6)
        assert night.reached == [BORED]


@pytest.mark.parametrize("subject", ["hurricane deaths", "flood"])
def test_nor_while_the_feed_tells_of_one(tmp_path: Path, subject: str) -> None:
    event = an_event("2012-10-29 18:00", sale(regions=()))
    with live(tmp_path, event) as night:
        night.says(solemn=(solemn(subject, night.now, strong=True),))
        night.stage("sale")
        assert (night.told("promo") or ("", ""))[0] == "no_go"
        assert night.try_to_take()
        night.pass_time(600)
        assert night.requests == 0
