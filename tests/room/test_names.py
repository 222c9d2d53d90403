"""Which hashtags and names a caption holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlroom.event.watch import WatchTerm
from controlroom.room.names import names_in, terms_named


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("", []),
        ("Power out? No problem. You can still dunk in the dark.", []),
        (
            "#Aurora is trending, clearly about our Kim K inspired #aurora dress",
            ["#Aurora", "Kim K"],
        ),
        ("Tonight in New Orleans: crisps", ["New Orleans"]),
        (
            "We thank Bank of America and @saltwick.example.",
            ["@saltwick.example", "Bank of America"],
        ),
        ("Ray Lewis’s last dance", ["Ray Lewis"]),
        ("Beyoncé! What a show, Beyoncé", ["Beyoncé"]),
        ("See you on Monday, at the Dome", ["Dome"]),
        ("GO RAVENS GO #SB47", ["#SB47"]),
        ("mail us@saltwick.example or see https://Saltwick.example/Ad", []),
        ("@saltwick@snack.example says hi", ["@saltwick@snack.example"]),
        ("The best of Baltimore, I'm told", ["Baltimore"]),
    ],
)
def test_by_a_rule_that_anybody_can_follow(words: str, names: list[str]) -> None:
    assert [name.label for name in names_in(words)] == names


def test_brands_and_players_are_named_however_they_are_written() -> None:
    terms = (
        WatchTerm("saltwick", "Saltwick", "brand", ("Saltwick",)),
        WatchTerm("lewis", "Ray Lewis", "players", ("Ray Lewis",)),
        WatchTerm("power", "Power", "event", ("power",)),
    )
    named = terms_named("power to ray lewis and the SALTWICK bowl", terms)
    assert [term.slug for term in named] == ["saltwick", "lewis"]
    assert terms_named("anything", ()) == ()


@given(st.text(max_size=400))
def test_any_words_can_be_read(words: str) -> None:
    labels = [name.label for name in names_in(words)]
    assert len(labels) == len(set(labels))
    assert all(label.strip() for label in labels)
