"""PREP: how the chosen asset stands with its approvers, who may say something, and the brief."""

from dataclasses import replace

import pytest

from controlroom.desk.prep import prep
from controlroom.desk.prep_view import PrepAsset, PrepSaid, PrepView
from controlroom.desk.view import Tone
from controlroom.event.asset import Approval, Asset, Slot, Variant, Verdict
from controlroom.event.content import variant_digest
from controlroom.event.live_event import Brand, LiveEvent, Person, PersonRole
from controlroom.event.room_state import RoomState
from controlroom.messages import english
from tests.desk.facts_for import bundled, facts_for
from tests.support.approving import approved

S = 1_000_000
SLUG = "touchdown"
PEOPLE = (
    Person("Dana", PersonRole.APPROVER),
    Person("Robin", PersonRole.APPROVER, client=True),
    Person("Kim", PersonRole.OPERATOR),
)


def event_with(asset: Asset, people: tuple[Person, ...] = PEOPLE) -> LiveEvent:
    settings = replace(bundled().settings, approver="")
    return replace(bundled().with_asset(asset), people=people, settings=settings)


def bare(**other: object) -> Asset:
    """Touch down, of which nobody has said anything."""
    return replace(bundled().asset(SLUG), approvals=(), authors=(), **other)  # type: ignore[arg-type]


def view_of(event: LiveEvent, **other: object) -> PrepView:
    now = event.starts - 86_400 * S
    view = prep(facts_for(RoomState.PREP, event=event, now=now, selected_asset=SLUG, **other))
    assert view is not None
    return view


def chosen(event: LiveEvent, **other: object) -> PrepAsset:
    asset = view_of(event, **other).asset
    assert asset is not None
    return asset


def said_on(event: LiveEvent, channel: str) -> PrepSaid:
    (said,) = (words.said for words in chosen(event).words if words.channel == channel)
    assert said is not None
    return said


def word(asset: Asset, channel: str, verdict: Verdict, note: str = "", **other: object) -> Asset:
    at = bundled().starts - 90_000 * S
    made = Approval(channel, "Robin", at, 1, variant_digest(asset, channel), None, verdict, note)
    return replace(asset, approvals=(*asset.approvals, replace(made, **other)))  # type: ignore[arg-type]


def test_nobody_has_said_anything() -> None:
    said = said_on(event_with(bare()), "x")
    assert (english(said.line), said.tone, said.yes) == (
        "Nobody has answered yet",
        Tone.CAUTION,
        False,
    )


def test_a_yes_names_who_and_when_or_until_when() -> None:
    asset = word(bare(), "x", Verdict.APPROVED)
    said = said_on(event_with(asset), "x")
    assert (english(said.line), said.yes) == ("Approved by Robin, 2 Feb 17:00", True)
    until = replace(bare(), approvals=())
    until = word(until, "x", Verdict.APPROVED, until=bundled().ends)
    assert english(said_on(event_with(until), "x").line).startswith("Approved by Robin, to ")
    ended = word(bare(), "x", Verdict.APPROVED, until=bundled().starts - 88_000 * S)
    said = said_on(event_with(ended), "x")
    assert (said.yes, said.tone) == (False, Tone.CAUTION)
    assert "ended" in english(said.line)


def test_a_wish_stands_with_its_note_until_the_words_change() -> None:
    asset = word(bare(variants=()), "x", Verdict.CHANGES, "Shorter.")
    said = said_on(event_with(asset), "x")
    assert (english(said.line), said.note, said.tone) == (
        "Robin asks for changes, 2 Feb 17:00",
        "Shorter.",
        Tone.NO_GO,
    )
    changed = said_on(event_with(replace(asset, caption="Short.")), "x")
    assert english(changed.line) == "Changed since Robin asked for it"
    # Who looks at it anew wants to know what had been asked.
    assert (changed.note, changed.tone) == ("Shorter.", Tone.CAUTION)


def test_a_yes_to_other_words_is_told_as_that() -> None:
    asset = word(bare(variants=()), "x", Verdict.APPROVED)
    said = said_on(event_with(replace(asset, caption="Other.")), "x")
    assert (english(said.line), said.yes) == ("Changed since Robin approved it", False)


def test_only_approvers_may_say_something_whoever_sits_here_first() -> None:
    event = event_with(bare())
    assert chosen(event).approvers == ("Dana", "Robin")
    assert chosen(event, operator="robin").approvers == ("Robin", "Dana")
    assert chosen(event, operator="Kim").approvers == ("Dana", "Robin")


def test_nobody_says_yes_to_their_own() -> None:
    asset = bare(variants=(Variant("x", caption="For X.", authors=("dana",)),))
    event = event_with(asset)
    assert said_on(event, "x").own == ("Dana",)
    assert said_on(event, "bluesky").own == ()
    assert chosen(event).no_approver is None
    alone = event_with(replace(asset, authors=("Dana",)), PEOPLE[:1])
    line = chosen(alone).no_approver
    assert line is not None
    assert english(line).startswith("Nobody approves their own")


def test_an_event_without_approvers_says_what_to_do() -> None:
    event = event_with(bare(), PEOPLE[2:])
    line = chosen(event).no_approver
    assert line is not None
    assert "under People" in english(line)
    assert chosen(event).approvers == ()
    assert english(chosen(event).verdict) == "Nobody has said yes to this"
    tile = next(one for one in view_of(event).tiles if one.asset == SLUG)
    assert english(tile.note) == "waits for approval"


def test_the_approver_of_the_settings_counts() -> None:
    event = event_with(bare(), ())
    event = replace(event, settings=replace(event.settings, approver="Dana"))
    assert chosen(event).approvers == ("Dana",)


def test_who_made_it_and_the_rules_of_its_gaps() -> None:
    asset = bare(
        caption="Well done, {player}.",
        slots=(Slot("player", 12, ("Jo", "Al")), Slot("score", 5)),
        variants=(Variant("x", caption="X", authors=("Jo",)),),
    )
    facts = {
        english(name): english(words)
        for name, words in chosen(event_with(replace(asset, authors=("Kim",)))).facts
    }
    assert facts["Made by"] == "Kim, Jo (X)"
    assert facts["In {player}"] == "at most 12 characters, one of: Jo, Al"
    assert facts["In {score}"] == "at most 5 characters"


def test_waiting_and_changes_are_filters() -> None:
    asset = word(bare(), "x", Verdict.CHANGES, "Shorter.")
    event = event_with(asset)
    everything = tuple(
        approved(one, event.channels) if one.slug != SLUG else one for one in event.assets
    )
    event = replace(event, assets=everything)
    view = view_of(event, filter="changes")
    assert [tile.asset for tile in view.tiles] == [SLUG]
    assert english(view.tiles[0].note) == "changes, Robin"
    assert [tile.asset for tile in view_of(event, filter="waiting").tiles] == [SLUG]
    whole = approved(bare(), ("bluesky", "mastodon"))
    asked = word(whole, "x", Verdict.CHANGES)
    event = event.with_asset(asked)
    # Where changes are asked for nothing waits for an approver: it is our turn.
    assert view_of(event, filter="waiting").tiles == ()
    assert [tile.asset for tile in view_of(event, filter="changes").tiles] == [SLUG]
    assert english(chosen(event).verdict) == "Changes are asked for"
    assert {english(reason): count for count, reason, _ in view_of(event).reasons} == {
        "changes asked for": 1
    }


@pytest.mark.parametrize("name", ["ready", "not_ready"])
def test_the_numbers_filter(name: str) -> None:
    event = event_with(bare())
    view = view_of(event, filter=name)
    number = view.ready if name == "ready" else view.waiting + view.not_ready
    assert len(view.tiles) == number
    assert view.filter == name


def test_a_filter_nobody_knows_shows_all() -> None:
    event = event_with(bare())
    assert len(view_of(event, filter="other").tiles) == len(event.assets)


def test_the_brief_as_far_as_it_is_written() -> None:
    brand = Brand("S", "@s", "Crisps.", ("politics", "grief"), "Dry.", (), ("Be seen",))
    view = view_of(replace(event_with(bare()), brand=brand))
    assert [(english(name), words) for name, words in view.brief] == [
        ("In short", "Crisps."),
        ("Voice", "Dry."),
        ("Stays out of", "politics, grief"),
        ("Tonight", "Be seen"),
    ]
