"""The sheet of watch terms as it is worded: groups, figures, what is found."""

import math
from dataclasses import replace

import pytest

from controlroom.desk.terms import SILENT_AFTER_S, TermCounts, terms
from controlroom.desk.terms_view import TermRow, TermsView
from controlroom.event.watch import GROUPS, WatchTerm
from controlroom.messages import english
from tests.desk.facts_for import bundled
from tests.support import samples_terms as samples


def shown(sheet: TermsView, slug: str) -> TermRow:
    row = sheet.row(slug)
    assert row is not None
    return row


def one(rate: float, total: int, watched_s: int = 7_200, *, floor: bool = False) -> TermRow:
    """A single term of which so much was counted."""
    term = WatchTerm("surge", "Surge", "event", ("power surge", "#surge"))
    counts = TermCounts({"surge": rate}, {"surge": total}, {"surge": watched_s}, floor)
    event = replace(bundled(), terms=(term,))
    sheet = terms(event, counts, rehearsal=False, answer=None, removed=None)
    return shown(sheet, "surge")


def test_every_group_is_there_in_its_order_with_its_terms() -> None:
    sheet = samples.sheet()
    assert tuple(group.name for group in sheet.groups) == GROUPS
    assert [english(group.title) for group in sheet.groups][:2] == ["Brand", "Rivals"]
    assert [english(group.count) for group in sheet.groups] == ["1", "2", "4", "3", "2"]
    assert english(sheet.limit) == "12 of 500"
    assert [row.slug for row in sheet.groups[1].rows] == ["crunch", "peppers"]


def test_an_event_without_terms_has_its_groups_empty() -> None:
    assert [english(group.count) for group in samples.sheet(()).groups] == ["0"] * len(GROUPS)


@pytest.mark.parametrize(
    ("rate", "total", "told"),
    [
        (34.4, 4_112, ("34 a minute", "4,112 tonight")),
        (0.0, 12, ("0 a minute", "12 tonight")),
        (0.0, 0, ("0 a minute", "never said tonight")),
        (12_480.0, 402_118, ("12.5k a minute", "402.1k tonight")),
        (1.0, 1_204_511, ("1 a minute", "1.2M tonight")),
        (math.nan, 7, ("–", "7 tonight")),
    ],
)
def test_figures_as_people_read_them(rate: float, total: int, told: tuple[str, str]) -> None:
    row = one(rate, total)
    assert (english(row.rate), english(row.total)) == told


def test_where_more_is_said_than_counted_the_rate_is_a_floor() -> None:
    assert english(one(34.0, 90, floor=True).rate) == "≥ 34 a minute"


def test_only_what_was_watched_for_a_while_can_be_misspelt() -> None:
    assert one(0.0, 0, SILENT_AFTER_S).silent
    assert not one(0.0, 0, SILENT_AFTER_S - 1).silent
    assert not one(0.0, 1, SILENT_AFTER_S).silent


def test_a_term_the_feed_does_not_know_yet_has_no_figures() -> None:
    event = replace(bundled(), terms=samples.TERMS)
    sheet = terms(event, TermCounts({}, {}, {}), rehearsal=False, answer=None, removed=None)
    row = shown(sheet, "power")
    assert (english(row.rate), english(row.total), row.silent) == ("–", "", False)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("JÁCOBY", ["jones"]),
        ("#sb47", ["game"]),
        ("guard", ["shooting"]),
        ("  flacco ", ["flacco"]),
        ("nobody says this", []),
    ],
)
def test_terms_are_found_by_name_phrase_and_exclusion(text: str, found: list[str]) -> None:
    groups = samples.sheet().sought(text)
    assert [row.slug for group in groups for row in group.rows] == found
    assert all(group.rows for group in groups)


def test_a_group_of_which_some_are_found_says_of_how_many() -> None:
    (group,) = samples.sheet().sought("flacco")
    assert english(group.count) == "1 of 3"


def test_no_words_find_everything() -> None:
    sheet = samples.sheet()
    assert sheet.sought("  ") == sheet.groups


def test_notes_say_what_changes_and_counts_are_worth() -> None:
    assert samples.sheet().notes == ()
    both = samples.sheet(counted=False, rehearsal=True).notes
    assert [english(note) for note in both] == [
        "Rehearsal: what is changed here ends with it.",
        "No feed is on: nothing is counted now.",
    ]


def test_what_was_removed_is_named() -> None:
    removed = samples.sheet(removed=samples.TERMS[0]).removed
    assert removed is not None
    assert english(removed) == "“Saltwick” is watched for no longer."
