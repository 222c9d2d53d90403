"""The whole GO poll again right before the wire: what turned bad since TAKE stays here."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from controlroom.channels.base import Receipt, Seen, Standing
from controlroom.clock import MICROS
from controlroom.event.approvals import with_word
from controlroom.event.asset import Approval, Asset, Part, Verdict
from controlroom.event.content import variant_digest
from controlroom.event.cue import Cue
from controlroom.event.live_event import LiveEvent, Sensitive
from controlroom.event.room_state import RoomState
from controlroom.guards import poll as polling
from controlroom.guards.known import Answer, Known
from tests.hygiene.records import Expect
from tests.room.still_room import CHANNELS, QUIET, bundled, bundled_start
from tests.room.told_feed import ToldRoom, solemn
from tests.support.approving import approved

WORDS = "Crunch. #SB47 https://saltwick.com/dark"
AT_TAKE = bundled_start() + QUIET * MICROS
SOON = AT_TAKE + 5 * MICROS
"""Within the hold window of a TAKE a little after the beginning."""
SLUG = "record"


def evening(**other: Any) -> LiveEvent:
    """A night on which ``record`` goes out without a second key; ``other`` of it as given."""
    event = bundled()
    asset = replace(event.asset(SLUG), caption=WORDS, variants=(), **other)
    settings = replace(event.settings, hold_window_s=10, caution_hold_window_s=20)
    event = replace(event, links=("saltwick.com",), settings=settings)
    return event.with_asset(approved(asset, CHANNELS))


Open = Callable[..., ToldRoom]


def go_live(room: ToldRoom) -> None:
    """LIVE, whatever the readiness board says."""
    room._submit(room.room.go(RoomState.LIVE))
    room.says()


@pytest.fixture
def open_night(tmp_path: Path) -> Iterator[Open]:
    opened: list[ToldRoom] = []

    def open_night(event: LiveEvent | None = None) -> ToldRoom:
        room = ToldRoom(tmp_path / "data", feed=True, event=event or evening())
        room.__enter__()
        opened.append(room)
        go_live(room)
        return room

    yield open_night
    for room in opened:
        room.__exit__(None, None, None)


def put(room: ToldRoom, **fields: Any) -> None:
    """The event is changed from elsewhere."""
    book: Any = room.room.night.book
    book._event = replace(book.event, **fields)


def in_library(room: ToldRoom, change: Callable[[Asset], Asset]) -> None:
    book: Any = room.room.night.book
    book._event = book.event.with_asset(change(book.event.asset(SLUG)))


def says_no(asset: Asset) -> Asset:
    for channel in CHANNELS:
        digest = variant_digest(asset, channel)
        no = Approval(channel, "Dana", AT_TAKE, 1, digest, None, Verdict.CHANGES, "not tonight")
        asset = with_word(asset, no)
    return asset


def read_there(room: ToldRoom, words: str) -> None:
    """Somebody else posts ``words`` on each account, and it is read."""
    for channel in CHANNELS:
        receipt = Receipt(channel, f"theirs {words}", "", room.clock.now())
        room.room.night.own_posts.latest[channel] = (Seen(receipt, words, (), ()),)


def misbehaves(room: ToldRoom) -> None:
    for channel in CHANNELS:
        for _ in range(room.room.event.settings.breaker_posts):
            room.room.night.posting.wire.started(channel, room.clock.now())


def sign_ins_end(room: ToldRoom) -> None:
    until = room.clock.now() + 60 * MICROS
    room.room.standings = {one: Standing("saltwick", "Saltwick", until=until) for one in CHANNELS}


def other_names(room: ToldRoom) -> None:
    accounts = tuple(replace(one, handle=f"other-{one.handle}") for one in room.room.event.accounts)
    put(room, accounts=accounts)


def other_side(room: ToldRoom) -> None:
    sets = room.room.event.outcome_sets
    put(room, outcome_sets=(replace(sets[0], decided=sets[0].outcomes[1].slug), *sets[1:]))


def of_a_side() -> LiveEvent:
    """``record`` is for the side that has come true."""
    event = evening()
    outcome = event.outcome_sets[0]
    moment = next(one for one in event.moments if one.outcome_set == outcome.slug)
    decided = replace(outcome, decided=outcome.outcomes[0].slug)
    cue = Cue(moment.slug, SLUG, 1, outcome.outcomes[0].slug)
    return replace(event.with_outcome_set(decided), cues=(cue,))


STORM = Sensitive("Storm", first=0)
Turn = Callable[[ToldRoom], None]
TURNS: dict[str, tuple[LiveEvent, Turn, str]] = {
    "changed": (evening(), other_names, "Preview, changed since TAKE"),
    "rights": (evening(rights_until=SOON), lambda room: None, "Rights, ended"),
    "offer": (evening(offer_until=SOON), lambda room: None, "Offer, over"),
    "outcome": (of_a_side(), other_side, "came true"),
    "never": (evening(), lambda room: put(room, never=("crunch",)), "Never words, “crunch”"),
    "breaker": (evening(), misbehaves, "Breaker, "),
    "promo": (
        evening(tags=("promo",)),
        lambda room: room.says(solemn=(solemn("crash", room.now),)),
        "Promotion, not now: crash",
    ),
    "tone": (
        evening(),
        lambda room: room.says(solemn=(solemn("crash", room.now),)),
        "Tone of feed: crash",
    ),
    "expired": (evening(), lambda room: None, "Approved: yes ended"),
    "taken back": (
        evening(),
        lambda room: in_library(room, lambda asset: replace(asset, approvals=())),
        "Approved: by nobody",
    ),
    "says no": (
        evening(),
        lambda room: in_library(room, says_no),
        "Approved: Dana asks: not tonight",
    ),
    "hashtags": (evening(), lambda room: put(room, hashtags=()), "Hashtags: #SB47 not on the list"),
    "links": (evening(), lambda room: put(room, links=()), "Links: saltwick.com/dark not on"),
    "sensitive": (evening(), lambda room: put(room, sensitive=(STORM,)), "Date, region: Storm"),
    "posted before": (
        evening(),
        lambda room: read_there(room, WORDS),
        "same words",
    ),
    "token": (evening(), sign_ins_end, "Sign-in: "),
}
EXPIRES = evening()
TURNS["expired"] = (
    EXPIRES.with_asset(approved(EXPIRES.asset(SLUG), CHANNELS, until=SOON)),
    lambda room: None,
    "Approved: yes ended",
)


@pytest.mark.parametrize("turned", TURNS)
def test_what_turns_bad_after_take_does_not_leave(open_night: Open, turned: str) -> None:
    event, turn, told = TURNS[turned]
    room = open_night(event)
    room.stage(SLUG)
    room.take()
    assert room.states == ["pending"] * 3
    turn(room)
    room.pass_time(60)
    assert room.up == []
    assert room.states == ["cancelled"] * 3
    assert all(told in (row.problem or "") for row in room.deliveries), room.deliveries[0].problem


@pytest.mark.parametrize(
    "turn",
    [
        lambda room: None,
        lambda room: read_there(room, "Something else"),
        lambda room: put(room, brand=replace(room.room.event.brand, stay_out_of=("crunch",))),
        lambda room: put(room, settings=replace(room.room.event.settings, spacing_s=9_000)),
    ],
)
def test_unchanged_or_with_a_note_it_goes(open_night: Open, turn: Turn) -> None:
    room = open_night()
    room.stage(SLUG)
    room.take()
    turn(room)
    room.pass_time(60)
    assert room.states == ["verified"] * 3
    assert len(room.up) == 3


def test_what_the_second_key_was_asked_for_goes_and_nothing_else_does(open_night: Open) -> None:
    room = open_night(replace(evening(), hashtags=()))
    for second in ("", "Storm"):
        room.stage(SLUG)
        room.pass_time(40)
        room.turn_second_key()
        room.take()
        if second:
            put(room, sensitive=(STORM,))
        room.pass_time(90)
    # The second TAKE was also asked about the first one, which is up.
    assert room.states == ["verified"] * 3 + ["cancelled"] * 3
    assert all("Storm" in (row.problem or "") for row in room.deliveries[3:])


def test_a_cap_that_another_post_reaches_meanwhile_stops_it(open_night: Open) -> None:
    event = evening()
    room = open_night(replace(event, settings=replace(event.settings, cap_per_hour=1)))
    room.stage(SLUG)
    room.take()
    read_there(room, "Something else")
    room.pass_time(60)
    assert room.up == []
    assert all("Cap: Bluesky: 1 of 1" in (row.problem or "") for row in room.deliveries[:1])


def test_a_take_does_not_stand_in_its_own_way(open_night: Open) -> None:
    """Neither its parts nor its other networks count against the cap, or as posted before."""
    event = evening(thread=(Part("And again."), Part("And again.")))
    room = open_night(replace(event, settings=replace(event.settings, cap_per_hour=1)))
    room.stage(SLUG)
    room.take()
    room.pass_time(120)
    assert room.states == ["verified"] * 9


def test_the_first_of_two_takes_is_not_stopped_by_the_second(open_night: Open) -> None:
    room = open_night()
    room.stage(SLUG)
    room.take()
    room.stage(SLUG)
    room.turn_second_key()
    room.take()
    assert room.states == ["pending"] * 6
    room.pass_time(90)
    assert room.states == ["verified"] * 6


def test_the_breaker_counts_what_left_and_nothing_that_did_not(open_night: Open) -> None:
    event = evening()
    few = replace(event.settings, breaker_posts=1, hold_window_s=0)
    room = open_night(replace(event, settings=few))
    room.post(SLUG)
    assert [channel for channel, _ in room.room.night.posting.wire.requests] == list(CHANNELS)
    room.stage("butterfingers")
    assert room.poll("breaker") == "no_go"
    room.pass_time(2)
    assert "Breaker" in room.refused("take", fingerprint=room.fingerprint)
    room.pass_time(600)
    assert not [line for line in room.view.preview.poll if line.guard == "breaker"]


def test_after_a_restart_the_breaker_still_knows(tmp_path: Path) -> None:
    event = evening()
    few = replace(event, settings=replace(event.settings, breaker_posts=1, hold_window_s=0))
    with ToldRoom(tmp_path / "data", feed=True, event=few) as room:
        go_live(room)
        room.post(SLUG)
        assert room.states == ["verified"] * 3
    with ToldRoom(tmp_path / "data", QUIET + 60, feed=True, event=few) as again:
        again.stage("butterfingers")
        assert again.poll("breaker") == "no_go"


def test_a_guard_of_somebody_else_that_breaks_stops_what_was_taken_before(
    open_night: Open, monkeypatch: pytest.MonkeyPatch, expected_logs: Expect
) -> None:
    room = open_night()
    room.stage(SLUG)
    room.take()

    def breaks(known: Known) -> Answer:
        raise ValueError(known.shown)

    expected_logs("guard curfew failed")
    monkeypatch.setattr(polling, "foreign_guards", lambda: (("curfew", breaks),))
    room.pass_time(60)
    assert room.up == []
    assert {row.problem for row in room.deliveries} == {
        "curfew: could not check. Nobody was asked about that at TAKE."
    }


def test_an_approvers_yes_that_comes_while_it_stands_in_preview_counts(open_night: Open) -> None:
    event = evening()
    yes = event.asset(SLUG)
    room = open_night(event.with_asset(replace(yes, approvals=())))
    room.stage(SLUG)
    assert room.poll("approval") == "caution"
    in_library(room, lambda asset: yes)
    room.settle()
    assert room.poll("approval") == "go"
