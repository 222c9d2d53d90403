"""Nothing is approved in a person's name by a name alone; and what was said against stays so."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from controlroom.errors import UserFacingError
from controlroom.event.approvals import said_of
from controlroom.event.asset import Verdict
from controlroom.event.content import variant_digest
from controlroom.event.live_event import GuardSettings
from controlroom.messages import english
from tests.room.still_room import CHANNELS, StillRoom, bundled

SLUG = "champions"
RUTH = "Ruth Aldous"


def standing(room: StillRoom, slug: str = SLUG) -> list[str]:
    asset, now = room.room.event.asset(slug), room.clock.now()
    return [str(said_of(asset, channel, now).standing) for channel in CHANNELS]


def wrong(room: StillRoom, command: str, **arguments: str) -> str:
    with pytest.raises(UserFacingError) as refused:
        room.order(command, **arguments)
    return str(refused.value)


def told(room: StillRoom, kind: str) -> list[dict[str, object]]:
    return [line for line in room.lines if line["kind"] == kind]


def approve(room: StillRoom, who: str, channel: str = "x") -> None:
    room.order("approve", asset=SLUG, channel=channel, by=who, pin=room.pin_of(who))


def test_nobody_signs_for_somebody_else_without_their_key(prep: StillRoom) -> None:
    prep.order("sit_here", name="Theo")
    pin = prep.pin_of("Dana")
    given = {"asset": SLUG, "channel": "all", "by": "Dana"}
    assert "Type Dana’s PIN" in wrong(prep, "approve", **given)
    assert "neither Dana’s PIN" in wrong(prep, "approve", **given, pin="1111")
    assert "neither Dana’s PIN" in wrong(prep, "approve", **given, pin=prep.pin_of(RUTH))
    assert standing(prep) == ["waiting"] * 3
    prep.order("approve", **given, pin=pin)
    assert standing(prep) == ["approved"] * 3


def test_whoever_has_no_key_is_told_where_to_set_one(prep: StillRoom) -> None:
    given = {"asset": SLUG, "channel": "all"}
    said = wrong(prep, "approve", **given, by=RUTH, pin="4728")
    assert "has no PIN and no authenticator" in said
    # Nor by sitting down in her name.
    prep.order("sit_here", name=RUTH)
    assert "has no PIN and no authenticator" in wrong(prep, "approve", **given)
    assert standing(prep) == ["waiting"] * 3


def test_wrong_tries_of_a_yes_are_those_of_the_second_key(prep: StillRoom) -> None:
    pin = prep.pin_of("Dana")
    for _ in range(3):
        wrong(prep, "approve", asset=SLUG, channel="all", by="Dana", pin="1111")
    assert "wait 5 s" in wrong(prep, "approve", asset=SLUG, channel="all", by="Dana", pin=pin)
    assert "wait 5 s" in wrong(prep, "sit_here", name="Dana", pin=pin)
    assert [line["who"] for line in told(prep, "people") if line["state"] == "key_wrong"] == [
        "Dana"
    ] * 3


def test_a_person_with_a_key_sits_down_with_it_and_then_says_yes_without(prep: StillRoom) -> None:
    pin = prep.pin_of("Dana")
    assert "Type Dana’s PIN" in wrong(prep, "sit_here", name=" dana ")
    assert prep.room.operator == "operator"
    prep.order("sit_here", name="Dana", pin=pin)
    prep.order("approve", asset=SLUG, channel="all")
    assert standing(prep) == ["approved"] * 3


def test_who_the_settings_say_sits_here_has_shown_nothing(tmp_path: Path) -> None:
    with StillRoom(tmp_path / "data") as room:
        room.sits("Dana")
        room.room.sit("Dana")  # as the command line does
        assert "Type Dana’s PIN" in wrong(room, "approve", asset=SLUG, channel="all")
        room.order("approve", asset=SLUG, channel="x", pin=room.pin_of("Dana"))
        room.order("approve", asset=SLUG, channel="all")
        assert standing(room) == ["approved"] * 3
    with StillRoom(tmp_path / "data") as room:
        assert room.room.operator == "Dana"
        said = wrong(room, "approve", asset=SLUG, channel="all")
        assert "Dana’s PIN" in said


def test_a_pin_stands_in_no_line_of_the_log(prep: StillRoom) -> None:
    prep.sits("Dana")
    approve(prep, RUTH)
    wrong(prep, "approve", asset=SLUG, channel="all", by=RUTH, pin="7391")
    lines = json.dumps(prep.lines)
    assert not any(pin in lines for pin in ('"4728"', '"3951"', '"7391"'))


def test_asking_for_changes_needs_no_key_and_names_who_sat_there(prep: StillRoom) -> None:
    prep.order("sit_here", name="Theo")
    prep.order("ask_changes", asset=SLUG, channel="x", by="Dana", note="No")
    assert standing(prep) == ["waiting", "waiting", "changes"]
    (line,) = told(prep, "changes_asked")
    assert (line["by"], line["operator"]) == ("Dana", "Theo")


def test_taking_back_anothers_word_needs_their_key_and_says_who_did_it(prep: StillRoom) -> None:
    approve(prep, "Dana")
    prep.order("sit_here", name="Theo")
    given = {"asset": SLUG, "channel": "x"}
    assert "Type Dana’s PIN" in wrong(prep, "take_back_approval", **given)
    assert standing(prep)[2] == "approved"
    prep.order("take_back_approval", **given, pin=prep.pin_of("Dana"))
    assert standing(prep)[2] == "waiting"
    (line,) = told(prep, "approval_taken_back")
    assert (line["by"], line["whose"]) == ("Theo", "Dana")


def test_of_several_it_is_asked_whose_word_is_meant(prep: StillRoom) -> None:
    approve(prep, "Dana", "x")
    approve(prep, RUTH, "bluesky")
    said = wrong(prep, "take_back_approval", asset=SLUG, channel="all")
    assert "name one of Dana, Ruth Aldous" in said
    prep.order("take_back_approval", asset=SLUG, channel="all", by=RUTH, pin=prep.pin_of(RUTH))
    assert standing(prep) == ["waiting", "waiting", "approved"]
    said = wrong(prep, "take_back_approval", asset=SLUG, channel="all", by=RUTH)
    assert "Nobody has said anything" in said


def test_what_was_taken_back_does_not_return_with_the_old_answers(
    prep: StillRoom, tmp_path: Path
) -> None:
    answers = tmp_path / "answers.json"
    one = {
        "asset": SLUG,
        "channel": "x",
        "digest": variant_digest(prep.room.event.asset(SLUG), "x"),
        "verdict": "approved",
    }
    times = {"made": "2013-01-01T00:00:00Z", "answered": "2013-01-01T00:00:00Z"}
    file = {"format": 1, "event": prep.room.event.slug, "sheet": "s", "by": "Dana", **times}
    answers.write_text(json.dumps({**file, "answers": [one]}))
    prep.order("take_answers", path=str(answers))
    assert standing(prep)[2] == "approved"
    prep.order("take_back_approval", asset=SLUG, channel="x", pin=prep.pin_of("Dana"))
    prep.order("take_answers", path=str(answers))
    assert standing(prep)[2] == "waiting"
    # Nor after the words were others for a while.
    words = prep.room.event.asset(SLUG).words_for("x")
    prep.order("sit_here", name="Theo")
    prep.order("edit_words", asset=SLUG, channel="x", words="Others.")
    prep.order("edit_words", asset=SLUG, channel="x", words=words)
    prep.order("take_answers", path=str(answers))
    assert standing(prep)[2] == "waiting"
    answers.write_text(json.dumps({**file, "answers": [{**one, "verdict": "withdrawn"}]}))
    assert "verdict" in wrong(prep, "take_answers", path=str(answers))


def test_undo_lifts_no_objection_but_for_who_objected(prep: StillRoom) -> None:
    approve(prep, "Dana")
    ruth = prep.pin_of(RUTH)
    prep.order("ask_changes", asset=SLUG, channel="x", by=RUTH, note="never")
    assert "Ruth Aldous was against" in wrong(prep, "undo")
    assert standing(prep)[2] == "changes"
    prep.sits("Dana")
    assert "Ruth Aldous was against" in wrong(prep, "undo")
    prep.order("sit_here", name=RUTH, pin=ruth)
    prep.order("undo")
    assert standing(prep)[2] == "approved"
    (line,) = told(prep, "word_undone")
    assert (line["channel"], line["by"], line["was_by"]) == ("x", RUTH, RUTH)
    assert (line["was"], line["stands"], line["stands_by"]) == ("changes", "approved", "Dana")


def test_undo_of_a_yes_for_all_has_a_line_for_each_network(prep: StillRoom) -> None:
    approve(prep, "Dana", "all")
    prep.order("undo")
    assert standing(prep) == ["waiting"] * 3
    lines = told(prep, "word_undone")
    assert [line["channel"] for line in lines] == list(CHANNELS)
    assert {(line["was"], line["was_by"]) for line in lines} == {("approved", "Dana")}


def test_under_a_new_name_nobody_approves_their_own(prep: StillRoom) -> None:
    prep.sits("Dana")
    prep.order("edit_words", asset=SLUG, channel="x", words="Dana wrote this.")
    approve(prep, RUTH, "bluesky")
    prep.order("person_put", name="Dana K", was="Dana")
    assert prep.room.operator == "Dana K"
    assert "Dana K made" in wrong(prep, "approve", asset=SLUG, channel="x", by="Dana K")
    prep.order("person_put", name="Ruth B", was=RUTH)
    assert standing(prep) == ["approved", "waiting", "waiting"]
    assert [one.by for one in prep.room.event.asset(SLUG).approvals] == ["Ruth B"]
    prep.order("undo")
    assert [one.by for one in prep.room.event.asset(SLUG).approvals] == [RUTH]
    assert [one.name for one in prep.room.event.people][:2] == ["Dana K", RUTH]


def test_an_approver_who_becomes_the_author_has_no_yes_there(prep: StillRoom) -> None:
    approve(prep, "Dana", "all")
    assert "priya" in [one.casefold() for one in prep.room.event.asset(SLUG).authors]
    prep.order("person_put", name="Priya", was="Dana")
    assert standing(prep) == ["waiting"] * 3


def test_nobody_writes_before_they_said_who_they_are(prep: StillRoom) -> None:
    before = prep.room.event
    assert wrong(prep, "edit_words", asset=SLUG, channel="x", words="Mine.") == (
        "Say who sits here before you write: P."
    )
    assert prep.room.event is before
    prep.order("select_asset", asset=SLUG)
    assert prep.view.prep is not None
    assert prep.view.prep.asset is not None
    assert prep.view.prep.asset.locked is not None
    prep.order("sit_here", name="Theo")
    assert prep.view.prep.asset.locked is None
    prep.order("edit_words", asset=SLUG, channel="x", words="Mine.")


def test_what_somebody_unnamed_wrote_is_approved_by_nobody_at_this_desk(tmp_path: Path) -> None:
    event = replace(bundled(), people=(), settings=GuardSettings())
    with StillRoom(tmp_path / "data", event=event) as room:
        room.order("edit_words", asset=SLUG, channel="x", words="Whose?")
        room.order("person_put", name="Dana")
        room.sits("Dana")
        said = wrong(room, "approve", asset=SLUG, channel="x")
        assert "had not said who they are" in said
        room.order("approve", asset=SLUG, channel="bluesky")
        assert standing(room) == ["approved", "waiting", "waiting"]


def test_the_yes_of_somebody_who_is_gone_stays_and_is_told(prep: StillRoom) -> None:
    approve(prep, "Dana", "all")
    carry = sum(
        any(one.by == "Dana" and one.verdict is Verdict.APPROVED for one in asset.approvals)
        for asset in prep.room.event.assets
    )
    prep.order("person_remove", name="Dana")
    assert standing(prep) == ["approved"] * 3
    assert prep.room.notice is not None
    assert english(prep.room.notice).endswith(f"Assets with their yes: {carry}.")
