"""Sign-ins, faces, clocks, read-backs, origins and the brief: one line each."""

from dataclasses import replace

import pytest

from controlroom.event.asset import Asset
from controlroom.event.delivery import Delivery, DeliveryState
from controlroom.event.moment import Anchor, Moment
from controlroom.guards.known import Known, Level
from controlroom.guards.poll import poll
from tests.guards.knowledge import ASSET, EVENT, NOW, S, delivery, known, on, on_both, told

GO, NOTE, CAUTION, NO_GO = Level
HOUR = 3600 * S


def until(bluesky: int | None, x: int | None = None) -> Known:
    return known(
        channels=(
            on("bluesky", "Bluesky", signed_in_until=bluesky),
            on("x", "X", signed_in_until=x),
        )
    )


def test_a_sign_in_that_ends_before_the_night_does() -> None:
    assert told("token", known()) is None
    assert told("token", until(EVENT.ends)) == (GO, "holds all night")
    assert told("token", until(EVENT.ends, EVENT.ends - 1)) == (CAUTION, "X ends 21:37")
    assert told("token", until(NOW + 60 * S, NOW + HOUR)) == (CAUTION, "Bluesky ends 20:38")
    assert poll(until(NOW, EVENT.ends)).asked == {"token", "token bluesky"}


def test_the_night_ends_when_it_does_and_not_when_it_was_planned_to() -> None:
    late = Moment("late", "Late", "Late", "if", Anchor.SOFT, planned=EVENT.ends + HOUR)
    event = replace(EVENT, moments=(*EVENT.moments, late))
    now = replace(until(EVENT.ends + S), event=event)
    assert told("token", now) == (CAUTION, "Bluesky ends 21:37")


def test_an_account_nobody_looked_at_is_noted() -> None:
    assert told("faces", known()) == (GO, "confirmed")
    unseen = (on("bluesky", "Bluesky"), on("x", "X", confirmed=False))
    assert told("faces", known(channels=unseen)) == (NOTE, "X not confirmed")
    assert told("faces", known(channels=())) is None


@pytest.mark.parametrize(
    ("off", "answer"),
    [
        (None, None),
        (0.0, (GO, "right")),
        (1.5, (GO, "right")),
        (-1.5, (GO, "right")),
        (1.6, (NOTE, "1.6 s fast")),
        (-90.0, (NOTE, "90.0 s slow")),
    ],
)
def test_the_clock(off: float | None, answer: tuple[Level, str] | None) -> None:
    assert told("clock", known(clock_off_s=off)) == answer


def sent(state: DeliveryState, ago_s: int, n: int = 0) -> Delivery:
    row = replace(delivery(state, f"another-{n}"), id=f"d{n}")
    return replace(row, accepted=NOW - ago_s * S, remote_id=f"r{n}")


def test_a_post_that_is_not_seen_again_is_noted() -> None:
    accepted, verified = DeliveryState.ACCEPTED, DeliveryState.VERIFIED
    late = (NOTE, "Bluesky: not seen since 20:36")
    assert told("read_back", known()) is None
    assert told("read_back", known(deliveries=(sent(accepted, 60),))) == (GO, "in time")
    assert told("read_back", known(deliveries=(sent(accepted, 61),))) == late
    assert told("read_back", known(deliveries=(sent(verified, 61),))) == (GO, "in time")
    older = (sent(accepted, 900), sent(verified, 61, 1))
    assert told("read_back", known(deliveries=older)) == (GO, "in time")
    assert told("read_back", known(deliveries=older[::-1])) == (GO, "in time")
    by_hand = on_both(reads_back=False)
    assert told("read_back", known(deliveries=(sent(accepted, 900),), channels=by_hand)) == (
        GO,
        "in time",
    )
    elsewhere = (on("x", "X"),)
    assert told("read_back", known(deliveries=(sent(accepted, 900),), channels=elsewhere)) is None


def test_a_picture_of_unknown_origin_is_noted_where_origins_are_told() -> None:
    assert told("provenance", known()) is None
    assert told("provenance", known(asset=replace(ASSET, provenance="our own"))) == (
        GO,
        "our own",
    )
    other = Asset("other", "Other", ASSET.role, "", None, provenance="agency")
    event = replace(EVENT, assets=(*EVENT.assets, other))
    assert told("provenance", known(event=event)) == (NOTE, "not known")
    words_only = on_both(has_picture=False)
    assert told("provenance", known(event=event, channels=words_only)) is None
    assert told("provenance", known()) is None, "of another event"


BRIEF = replace(
    EVENT,
    brand=replace(
        EVENT.brand,
        stay_out_of=(
            "anybody hurt: players, crowd, staff",
            "referees, penalties and who was robbed",
            "betting and drinking",
            "neighbours' gardens, looks or faith",
        ),
    ),
)


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("Power out? No problem.", None),
        ("What a penalty!", "referees, penalties and who was robbed"),
        ("The referee has left", "referees, penalties and who was robbed"),
        ("Bets? #Betting", "betting and drinking"),
        ("The players are back", None),
        ("Players and crowd are back", "anybody hurt: players, crowd, staff"),
        ("Nobody was hurt", "anybody hurt: players, crowd, staff"),
        ("Hello, neighbours", None),
        ("What gardens", None),
        ("Gardens of our neighbours", "neighbours' gardens, looks or faith"),
        ("Have faith", "neighbours' gardens, looks or faith"),
    ],
)
def test_what_the_brand_stays_out_of_is_noted_by_its_line(words: str, line: str | None) -> None:
    now = known(asset=replace(ASSET, caption=words), event=BRIEF)
    assert told("stay_out", now) == ((GO, "clear") if line is None else (NOTE, line))
    assert told("stay_out", replace(now, event=EVENT)) is None


def test_titles_and_tags_speak_too() -> None:
    for asset in (replace(ASSET, title="Robbed"), replace(ASSET, tags=("drinking",))):
        answer = told("stay_out", known(asset=asset, event=BRIEF))
        assert answer is not None
        assert answer[0] is NOTE


def test_what_was_changed_since_it_was_looked_at_does_not_go() -> None:
    assert told("changed", known(shown="a")) is None
    assert told("changed", known(shown="a", seen="a")) == (GO, "as it was seen")
    assert told("changed", known(shown="b", seen="a")) == (NO_GO, "changed since TAKE")


def test_what_is_pending_counts_for_the_cap() -> None:
    """It will be up before this one."""
    event = replace(EVENT, settings=replace(EVENT.settings, cap_per_hour=1))
    pending = delivery(DeliveryState.PENDING, "another")
    assert told("cap", known(event=event, deliveries=(pending,))) == (
        CAUTION,
        "Bluesky: 1 of 1 this hour",
    )
