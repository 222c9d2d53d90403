import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from controlroom.event.watch import WatchTerm
from controlroom.mentions.matcher import Matcher, fold


def matches(phrase: str, text: str) -> bool:
    return Matcher([WatchTerm("t", "T", "event", (phrase,))]).match(text) == (0,)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("oreo", "An OREO in the dark"),
        ("oreo", "#Oreo"),
        ("oreo", "@oreo said so"),
        ("oreo", "Oreo's picture"),
        ("super bowl", "Super\n  Bowl!"),
        ("super bowl", "watching #SuperBowl tonight"),
        ("#sb47", "so dark #SB47."),
        ("destiny's child", "Destiny’s Child is back"),
        ("café", "the cafe\u0301 is closed"),
        ("straße", "STRASSE"),
        ("停電", "スーパーボウルで停電した"),
        ("49ers", "49ers!"),
        ("#oreo", "＃oreo"),
    ],
)
def test_it_finds(phrase: str, text: str) -> None:
    assert matches(phrase, text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("oreo", "oreos"),
        ("oreo", "choreo"),
        ("oreo", "oreo_fan"),
        ("super bowl", "superbowl without the sign"),
        ("#oreo", "oreo"),
        ("#oreo", "#oreos"),
        ("#oreo", "page#oreo"),
        ("ram", "ra\u0301m and rams"),
        ("power", ""),
        ("", "anything"),
    ],
)
def test_it_does_not_find(phrase: str, text: str) -> None:
    assert not matches(phrase, text)


WORDS = st.sampled_from(["lights", "light", "out", "power", "bowl", "super", "#sb47", "po", "wer"])
PHRASES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
SEPARATORS = st.sampled_from([" ", "", "!", "_", "-", "\n", "#", "é", ". "])


@given(
    st.lists(st.lists(PHRASES, min_size=1, max_size=3), min_size=1, max_size=6),
    st.lists(st.tuples(WORDS, SEPARATORS), max_size=12),
)
@example([["power"], ["power", "out"]], [("power", " "), ("out", "")])
def test_it_agrees_with_a_regular_expression(
    terms: list[list[str]], parts: list[tuple[str, str]]
) -> None:
    text = "".join(word.title() + separator for word, separator in parts)
    watched = [WatchTerm(str(i), "", "event", tuple(p)) for i, p in enumerate(terms)]

    def naive(phrase: str) -> bool:
        folded = fold(phrase)
        forms = [folded]
        if " " in folded and "#" not in folded:
            forms.append("#" + folded.replace(" ", ""))
        return any(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", fold(text)) for one in forms)

    expected = tuple(i for i, phrases in enumerate(terms) if any(map(naive, phrases)))
    assert Matcher(watched).match(text) == expected


def test_two_terms_may_share_a_phrase() -> None:
    terms = [
        WatchTerm("a", "A", "event", ("blackout",)),
        WatchTerm("b", "B", "event", ("Blackout",)),
    ]
    assert Matcher(terms).match("BLACKOUT") == (0, 1)


def test_without_terms_nothing_matches() -> None:
    assert Matcher([]).match("anything \0 at all") == ()
