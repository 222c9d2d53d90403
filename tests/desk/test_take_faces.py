"""TAKE says what it would do before anybody presses it."""

from dataclasses import replace
from typing import Any

import pytest

from controlroom.desk.facts import Facts, KeyFacts
from controlroom.desk.masthead import masthead
from controlroom.desk.take import take
from controlroom.desk.view import TakeFace, TakeView, Tone
from controlroom.event.asset import Role
from controlroom.event.live_event import Person, PersonRole, Policy
from controlroom.event.room_state import RoomState
from controlroom.messages import english, message
from tests.desk.facts_for import bundled, facts_for, on_channels, pending, staged

PREP, REHEARSAL, LIVE, HOLD, WRAP = RoomState
BLACKOUT_01 = staged("blackout-01", "lights-out")
UNAPPROVED = staged("champions", "trophy")


def words(view: TakeView) -> tuple[str, str, str]:
    return english(view.word), english(view.sentence), english(view.line)


@pytest.mark.parametrize("state", [REHEARSAL, LIVE, HOLD])
def test_empty_says_what_fills_it(state: RoomState) -> None:
    view = take(facts_for(state))
    assert view.face is TakeFace.EMPTY
    assert view.keys == ("Space",)
    assert words(view) == (
        "NOTHING IN PREVIEW",
        "Space stages what is next",
        "or 1–4, 5–9, / to find",
    )


@pytest.mark.parametrize(("state", "word"), [(PREP, "PREP"), (WRAP, "WRAP")])
def test_where_nothing_can_be_staged_empty_names_no_key(state: RoomState, word: str) -> None:
    view = take(facts_for(state))
    assert view.face is TakeFace.EMPTY
    assert view.keys == ()
    assert words(view) == ("NOTHING IN PREVIEW", f"Nothing can be staged in {word}", "")


def test_armed_says_what_as_whom_where_and_how_long_esc_helps() -> None:
    view = take(facts_for(preview=BLACKOUT_01))
    assert view.face is TakeFace.ARMED
    assert view.keys == ("Ctrl", "Enter")
    assert view.avatar is not None
    assert words(view) == (
        "TAKE",
        "Posts Blackout 01 as Saltwick · @saltwick",
        "to Bluesky, Mastodon and X · 5 s to cancel",
    )


@pytest.mark.parametrize(
    ("networks", "line"),
    [(1, "to Bluesky · 5 s to cancel"), (2, "to Bluesky and Mastodon · 5 s to cancel")],
)
def test_it_names_the_networks_there_are(networks: int, line: str) -> None:
    event = replace(bundled(), accounts=bundled().accounts[:networks])
    unapproved = replace(BLACKOUT_01.asset, approvals=())
    facts = facts_for(event=event, preview=replace(BLACKOUT_01, asset=unapproved), key_turned=True)
    assert english(take(facts).line) == line.replace("5 s", "10 s")


def test_rehearsal_never_reads_like_live() -> None:
    view = take(facts_for(REHEARSAL, preview=BLACKOUT_01))
    assert view.face is TakeFace.REHEARSAL
    assert view.rehearsal
    assert words(view) == (
        "TAKE, rehearsal",
        "Posts Blackout 01 nowhere",
        "simulated network · 5 s to cancel",
    )
    holding = take(facts_for(REHEARSAL, pending=pending(BLACKOUT_01)))
    assert english(holding.line) == "goes nowhere: simulated network"


def test_second_key_asks_for_whose_code() -> None:
    key = KeyFacts((Person("Dana", PersonRole.APPROVER, phone="555 0101"),))
    view = take(facts_for(preview=UNAPPROVED, digits="123", key=key))
    assert view.face is TakeFace.SECOND_KEY
    assert (view.digits, view.masked) == (3, False)
    assert words(view) == (
        "TAKE needs a second key",
        f"Posts {UNAPPROVED.asset.title} as Saltwick · @saltwick",
        "Ask Dana · 555 0101",
    )
    turned = take(facts_for(preview=UNAPPROVED, key_turned=True))
    assert turned.face is TakeFace.ARMED
    assert english(turned.line).endswith("10 s to cancel")


def test_in_a_rehearsal_the_practice_code_stands_on_the_button() -> None:
    view = take(facts_for(REHEARSAL, preview=UNAPPROVED, practice_code="287082"))
    assert english(view.line) == "Practice code 287082"
    pins = facts_for(REHEARSAL, preview=UNAPPROVED, practice_code="287082", key=KeyFacts(pins=True))
    assert english(take(pins).line) == "Practice code 287082, or a PIN"


@pytest.mark.parametrize(
    ("names", "line"),
    [
        ((), "Nobody may say yes to this"),
        (("Dana", "Raj"), "Ask Dana or Raj"),
        (("Dana", "Raj", "Priya"), "Ask Dana, Raj or Priya"),
        (("Dana", "Raj", "Priya", "Bo"), "Ask one of 4 approvers"),
    ],
)
def test_the_second_key_names_those_who_may_say_yes(names: tuple[str, ...], line: str) -> None:
    people = tuple(Person(name, PersonRole.APPROVER) for name in names)
    view = take(facts_for(preview=UNAPPROVED, key=KeyFacts(people, pins=True)))
    assert (english(view.line), view.masked) == (line, True)


def test_a_wait_and_a_wrong_try_stand_where_the_eye_is() -> None:
    wrong = KeyFacts(said=message("second_key.wrong"))
    assert english(take(facts_for(preview=UNAPPROVED, key=wrong)).line).startswith("Not right")
    view = take(facts_for(preview=UNAPPROVED, key=replace(wrong, wait_s=40)))
    assert view.wait == 40
    assert english(view.line) == "Too many wrong tries: wait 40 s."


def test_solo_asks_for_a_reason_and_the_masthead_says_solo_in_every_state() -> None:
    settings = replace(bundled().settings, policy=Policy.SOLO)
    event = replace(bundled(), settings=settings)
    view = take(facts_for(event=event, preview=UNAPPROVED))
    assert view.face is TakeFace.SOLO
    assert english(view.line) == "Say why, then hold it for 3 s"
    assert take(facts_for(event=event, preview=UNAPPROVED, key_turned=True)).face is TakeFace.ARMED
    for state in RoomState:
        solo = masthead(facts_for(state, event=event)).solo
        assert solo is not None
        assert english(solo) == "SOLO"
        assert masthead(facts_for(state)).solo is None


def too_long() -> Facts:
    asset = replace(BLACKOUT_01.asset, caption="x" * 301, variants=())
    return facts_for(preview=replace(BLACKOUT_01, asset=asset))


def ended() -> Facts:
    asset = replace(BLACKOUT_01.asset, rights_until=1)
    return facts_for(preview=replace(BLACKOUT_01, asset=asset))


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (too_long(), "Words: Bluesky: 1 over"),
        (ended(), "Rights: ended 31 Dec"),
        (facts_for(HOLD, preview=BLACKOUT_01), "In HOLD: no"),
        (facts_for(PREP, preview=BLACKOUT_01), "Nothing can be posted in PREP"),
        (facts_for(WRAP, preview=BLACKOUT_01), "Nothing can be posted in WRAP"),
    ],
)
def test_no_go_says_which_check_and_why(facts: Facts, why: str) -> None:
    view = take(facts)
    assert view.face is TakeFace.NO_GO
    assert view.keys == ()
    assert words(view) == ("NO-GO", why, "Blackout 01 cannot go out like this")


def test_a_turned_key_does_not_open_a_no_go() -> None:
    assert take(replace(too_long(), key_turned=True)).face is TakeFace.NO_GO


@pytest.mark.parametrize("slug", ["pause-01", "correction-01"])
def test_in_hold_pause_and_correction_need_the_second_key(slug: str) -> None:
    preview = staged(slug)
    assert preview.asset.role is not Role.POST
    assert take(facts_for(HOLD, preview=preview)).face is TakeFace.SECOND_KEY
    assert take(facts_for(HOLD, preview=preview, key_turned=True)).face is TakeFace.ARMED
    assert take(facts_for(LIVE, preview=preview)).face is TakeFace.ARMED


@pytest.mark.parametrize(
    ("left", "shown"), [(5.0, 5), (4.2, 5), (4.0, 4), (0.4, 1), (0.0, 0), (-2.0, 0)]
)
def test_holding_counts_down_whole_seconds(left: float, shown: int) -> None:
    view = take(facts_for(pending=pending(BLACKOUT_01, left)))
    assert view.face is TakeFace.HOLDING
    assert view.keys == ("Esc",)
    assert view.window == 5.0
    assert view.left == pytest.approx(max(0.0, left))
    assert words(view) == (f"POSTING IN {shown}", "Nothing has left yet", "goes as @saltwick")


def test_what_was_staged_since_is_what_take_would_send() -> None:
    view = take(facts_for(preview=BLACKOUT_01, pending=pending(UNAPPROVED)))
    assert view.face is TakeFace.ARMED
    assert "Blackout 01" in english(view.sentence)


def test_a_refusal_flashes_on_whatever_face_it_wears() -> None:
    refusal = take(facts_for()).sentence
    for facts in (facts_for(), facts_for(preview=BLACKOUT_01), too_long()):
        view = take(replace(facts, flash=7, refusal=refusal))
        assert (view.flash, view.refusal) == (7, refusal)


def test_no_face_asks_for_a_single_printing_key_to_go_public() -> None:
    signed_out: Any = on_channels(bundled(), BLACKOUT_01.asset, signed_in=False)
    for facts in (
        facts_for(preview=BLACKOUT_01),
        facts_for(preview=UNAPPROVED),
        facts_for(preview=BLACKOUT_01, channels=signed_out),
    ):
        assert take(facts).keys in (("Ctrl", "Enter"), ())


def test_one_account_is_named_with_its_own_handle() -> None:
    event = replace(bundled(), accounts=bundled().accounts[:1])
    view = take(facts_for(event=event, preview=BLACKOUT_01))
    assert english(view.sentence) == f"Posts Blackout 01 as Saltwick · {event.accounts[0].handle}"


def test_two_names_are_both_said_and_more_are_counted() -> None:
    first, second, third = bundled().accounts
    event = replace(bundled(), accounts=(first, replace(second, name="Saltwick UK")))
    view = take(facts_for(event=event, preview=BLACKOUT_01))
    assert english(view.sentence) == "Posts Blackout 01 as Saltwick and Saltwick UK"
    event = replace(event, accounts=(*event.accounts, replace(third, name="Salt")))
    view = take(facts_for(event=event, preview=BLACKOUT_01))
    assert english(view.sentence) == "Posts Blackout 01 as 3 accounts"


def test_a_post_for_one_network_says_only_that_one() -> None:
    view = take(facts_for(preview=replace(BLACKOUT_01, channels=("x",))))
    assert english(view.sentence).endswith("as Saltwick · @saltwick")
    assert english(view.line) == "to X · 5 s to cancel"


def test_what_nobody_signed_in_to_is_said_of_that_account() -> None:
    known = on_channels(bundled(), BLACKOUT_01.asset, signed_in=False)
    view = take(facts_for(preview=BLACKOUT_01, channels=known))
    assert [(english(one.line), one.tone) for one in view.accounts] == [
        ("signed out", Tone.NO_GO)
    ] * 3
