"""Events come back as they were saved, and every edit leaves rows, log and search in step."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from controlroom.errors import Refused, StaleRevision, WrongInput
from controlroom.event.cue import Cue
from controlroom.event.edits import EditWords, MarkMoment, PairCue, RemoveAsset, SkipMoment
from controlroom.event.live_event import LiveEvent
from controlroom.store.open import Store
from tests.event.test_edits import an_event
from tests.store.edit_strategies import edits_of
from tests.store.places import Place, PostgresqlPlace
from tests.store.strategies import events

RELAXED = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


def fresh(place: Place, slug: str) -> LiveEvent:
    """The event as the rows alone have it, by a store that never saw it."""
    with place.open(read_only=True) as reader:
        return reader.events.load_event(slug)


@RELAXED
@given(event=events())
def test_an_event_comes_back_as_it_was_saved(store: Store, place: Place, event: LiveEvent) -> None:
    saved = store.events.save_event(event)
    assert replace(saved, id=event.id, revision=event.revision) == event
    assert fresh(place, event.slug) == saved


@RELAXED
@given(event=events(), choice=st.data())
def test_rows_stay_in_step_with_any_edits_and_undos(
    store: Store, place: Place, event: LiveEvent, choice: st.DataObject
) -> None:
    event = first = store.events.save_event(event)
    done = 0
    for _ in range(choice.draw(st.integers(1, 8))):
        if done and choice.draw(st.booleans()):
            event = store.events.undo(event.slug, event.revision, "me", 1)
            done -= 1
        else:
            edit = choice.draw(edits_of(event))
            event = store.events.apply_edit(event.slug, event.revision, edit, "me", 1)
            done += 1
        assert fresh(place, event.slug) == event
    for _ in range(done):
        event = store.events.undo(event.slug, event.revision, "me", 1)
    assert replace(event, revision=first.revision) == first
    with pytest.raises(Refused, match=r"There is nothing to undo\."):
        store.events.undo(event.slug, event.revision, "me", 1)


def test_the_list_of_events_starts_with_the_first_night(store: Store) -> None:
    store.events.save_event(replace(an_event(), id="2", slug="later", starts=9))
    store.events.save_event(an_event())
    assert [line.slug for line in store.events.list_events()] == ["night", "later"]


def test_an_edit_made_from_an_older_snapshot_is_answered_not_applied(store: Store) -> None:
    store.events.save_event(an_event())
    now = store.events.apply_edit("night", 0, SkipMoment("dark"), "ana", 5)
    with pytest.raises(StaleRevision) as stale:
        store.events.apply_edit("night", 0, MarkMoment("dark", 7), "ben", 6)
    assert stale.value.what_happened.value("current") == now.revision == 1
    assert store.events.load_event("night") == now
    assert [(row.by, row.at, row.revision) for row in store.events.edits("night")] == [
        ("ana", 5, 1)
    ]


def test_an_edit_that_does_not_fit_changes_nothing(store: Store) -> None:
    store.events.save_event(an_event())
    with pytest.raises(WrongInput):
        store.events.apply_edit("night", 0, MarkMoment("goal", 7), "ana", 5)
    assert store.events.load_event("night") == an_event()
    assert store.events.edits("night") == ()


def test_undo_is_an_edit_of_its_own(store: Store) -> None:
    store.events.save_event(an_event())
    store.events.apply_edit("night", 0, MarkMoment("dark", 7), "ana", 5)
    after = store.events.undo("night", 1, "ben", 6)
    assert replace(after, revision=0) == an_event()
    assert [
        (row.revision, row.by, row.undoes, row.undone_by) for row in store.events.edits("night")
    ] == [(1, "ana", None, 2), (2, "ben", 1, None)]


def test_an_import_over_an_event_is_a_new_revision_and_the_end_of_undo(store: Store) -> None:
    store.events.save_event(an_event())
    store.events.apply_edit("night", 0, RemoveAsset("a"), "ana", 5)
    again = store.events.save_event(replace(an_event(), id="another", title="New"))
    assert (again.id, again.revision, again.title) == ("1", 2, "New")
    assert sorted(store.search.find("night", "asset")) == ["a", "b"]
    with pytest.raises(Refused):
        store.events.undo("night", 2, "ana", 6)


def test_loose_ends_are_refused_before_anything_is_written(store: Store) -> None:
    loose = replace(an_event(), cues=(Cue("kick", "gone", 0),))
    with pytest.raises(WrongInput, match="speaks of “gone” but has nothing of that name"):
        store.events.save_event(loose)
    twice = replace(an_event(), assets=an_event().assets * 2)
    with pytest.raises(WrongInput, match="has “a” twice"):
        store.events.save_event(twice)
    assert store.events.list_events() == ()


def test_an_event_that_is_not_there_is_named(store: Store) -> None:
    with pytest.raises(WrongInput, match="There is no event “gala” here"):
        store.events.load_event("gala")
    with pytest.raises(WrongInput, match="There is no event “gala” here"):
        store.events.apply_edit("gala", 0, SkipMoment("dark"), "ana", 5)


def race(edits: list[tuple[Store, str]], revision: int) -> list[str]:
    """Each store applies its own edit of the same snapshot at once; who won, and who was told."""
    ready = threading.Barrier(len(edits))
    ended: list[str] = []

    def apply(store: Store, by: str) -> None:
        ready.wait()
        try:
            store.events.apply_edit("night", revision, EditWords("a", None, by), by, 1)
        except StaleRevision:
            ended.append("stale")
        else:
            ended.append(by)

    threads = [threading.Thread(target=apply, args=each) for each in edits]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ended)


def test_of_two_who_edit_at_once_one_wins_and_the_other_is_told(store: Store) -> None:
    store.events.save_event(an_event())
    for revision in range(10):
        winner, other = race([(store, "ana"), (store, "ben")], revision)
        assert other == "stale"
        event = store.events.load_event("night")
        assert (event.revision, event.asset("a").caption) == (revision + 1, winner)


def test_two_desks_of_a_team_keep_the_same_rule(team: PostgresqlPlace, tmp_path: Path) -> None:
    with team.open() as here, team.open(folder=tmp_path / "other desk") as there:
        here.events.save_event(an_event())
        for revision in range(10):
            winner, other = race([(here, "ana"), (there, "ben")], revision)
            assert other == "stale"
            assert there.events.load_event("night").asset("a").caption == winner
            assert there.events.load_event("night") == here.events.load_event("night")


def test_several_parts_are_written_together_or_not_at_all(store: Store) -> None:
    def break_off() -> None:
        with store.together():
            store.events.save_event(an_event())
            store.events.apply_edit("night", 0, PairCue(Cue("dark", "b", 0)), "ana", 1)
            store.settings.put("desk", "left")
            raise KeyError("power")

    with pytest.raises(KeyError):
        break_off()
    assert store.events.list_events() == ()
    assert store.settings.get("desk") is None
    # What was never written down must not be remembered either.
    store.events.save_event(replace(an_event(), title="After"))
    assert store.events.apply_edit("night", 0, SkipMoment("dark"), "ana", 1).title == "After"
