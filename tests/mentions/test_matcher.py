import re
import tracemalloc
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from controlroom.event.watch import WatchTerm
from controlroom.mentions.matcher import PIECE, Matcher
from tests.mentions.plain_matching import CHARS, SHORT, TEXTS, plain_fold, plain_match


def matches(phrase: str, text: str) -> bool:
    return Matcher([WatchTerm("t", "T", "event", (phrase,))]).match(text) == (0,)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("oreo", "An OREO in the dark"),
        ("oreo", "#Oreo"),
        ("oreo", "@oreo said so"),
        ("oreo", "Oreo's picture, Oreo’s cookie"),
        ("oreo", "oreo-fans"),
        ("oreo", "🔥oreo🔥"),
        ("oreo", "ｏｒｅｏ"),
        ("#sb47", "so dark #SB47."),
        ("#oreo", "＃oreo"),
        ("#oreo", "##oreo"),
        ("café", "the cafe\u0301 is closed"),
        ("cafe", "CAFÉ"),
        ("straße", "STRASSE"),
        ("еще", "Ещё раз"),
        ("停電", "スーパーボウルで停電した"),
        ("スーパー", "スーパーボウル"),
        ("ボウル", "スーパーボウルで"),
        ("ไฟดับ", "วันนี้ไฟดับแล้ว"),
        ("49ers", "49ers!"),
        ("!oreo", "a!oreo"[1:]),
        ("super  bowl", "super  bowl"),
        ("-", "a - b"),
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
        ("oreo", "oreo2 and oreo٣"),
        ("oreo", "oreoх and الoreo"),
        ("super bowl", "superbowl and #SuperBowl"),
        ("super bowl", "Super\n  Bowl!"),
        ("destiny's child", "Destiny’s Child is back"),
        ("#oreo", "oreo"),
        ("#oreo", "#oreos"),
        ("#oreo", "page#oreo"),
        ("йод", "иод"),
        ("и", "и\u0306"),
        ("ガ", "カ"),
        ("カ", "ガ"),
        ("हिन्द", "हिन्दी"),
        ("가", "각"),
        ("-", "a-b"),
        ("oreo", "❤\ufe0foreo"),
        ("power", ""),
        ("", "anything"),
        (" ", "any thing"),
        ("\ud83d", "\ud83d"),
    ],
)
def test_it_does_not_find(phrase: str, text: str) -> None:
    assert not matches(phrase, text)


def test_half_a_surrogate_pair_spoils_nothing() -> None:
    assert matches("oreo", "\ud83doreo\udc4d")


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
        return re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", plain_fold(text)) is not None

    expected = tuple(i for i, phrases in enumerate(terms) if any(map(naive, phrases)))
    assert Matcher(watched).match(text) == expected


@st.composite
def phrases_and_text(draw: st.DrawFn) -> tuple[list[str], str]:
    """Phrases, and a text that holds some of them in one of their spellings."""
    phrases = draw(st.lists(SHORT, min_size=1, max_size=5))
    pieces = st.one_of(
        st.text(CHARS, max_size=3),
        st.sampled_from(phrases),
        st.sampled_from([one.upper() for one in phrases]),
        st.sampled_from([unicodedata.normalize("NFD", one) for one in phrases]),
        st.sampled_from([one[:-1] for one in phrases]),
    )
    return phrases, "".join(draw(st.lists(pieces, max_size=6)))


@given(phrases_and_text())
@settings(max_examples=600)
def test_it_agrees_with_the_rule_word_for_word(given_: tuple[list[str], str]) -> None:
    phrases, text = given_
    watched = [WatchTerm(str(n), "", "event", (one,)) for n, one in enumerate(phrases)]
    expected = tuple(
        n
        for n, one in enumerate(phrases)
        # A phrase with half a pair is no text a network could carry.
        if not re.search("[\ud800-\udfff]", one) and plain_match(one, text)
    )
    assert Matcher(watched).match(text) == expected


@given(st.lists(st.tuples(SHORT, SHORT), min_size=1, max_size=4), TEXTS)
def test_a_text_with_an_exclusion_does_not_count_for_its_term(
    pairs: list[tuple[str, str]], text: str
) -> None:
    text += " ".join(phrase for pair in pairs for phrase in pair[::2])
    watched = [
        WatchTerm(str(n), "", "event", (phrase,), (excluded,))
        for n, (phrase, excluded) in enumerate(pairs)
    ]
    whole = [
        replaced.match(text) for replaced in (Matcher(_only(watched)), Matcher(_bars(watched)))
    ]
    assert Matcher(watched).match(text) == tuple(sorted(set(whole[0]) - set(whole[1])))


def _only(watched: list[WatchTerm]) -> list[WatchTerm]:
    return [WatchTerm(one.slug, "", "event", one.phrases) for one in watched]


def _bars(watched: list[WatchTerm]) -> list[WatchTerm]:
    return [WatchTerm(one.slug, "", "event", one.exclusions) for one in watched]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("power cut in the stadium", (0, 1)),
        ("the power forward scores", (1,)),
        ("a POWER-FORWARD has power", (0, 1)),
        ("power forward, and then a power cut", (1,)),
    ],
)
def test_an_exclusion_speaks_for_its_own_term_only(text: str, found: tuple[int, ...]) -> None:
    terms = [
        WatchTerm("lights", "L", "event", ("power",), ("power forward",)),
        WatchTerm("power", "P", "event", ("power",)),
    ]
    assert Matcher(terms).match(text) == found


def test_terms_that_fold_to_the_same_each_count() -> None:
    terms = [
        WatchTerm("a", "A", "event", ("blackout",)),
        WatchTerm("b", "B", "event", ("Blackóut", "dark")),
    ]
    assert Matcher(terms).match("BLACKOUT") == (0, 1)


def test_matches_that_overlap_each_count() -> None:
    phrases = ("super bowl", "bowl", "bowl party", "super bowl party", "super", "#super")
    terms = [WatchTerm(one, "", "event", (one,)) for one in phrases]
    assert Matcher(terms).match("Super Bowl party") == (0, 1, 2, 3, 4)


@pytest.mark.parametrize("before", range(-14, 3))
def test_a_match_is_found_wherever_it_stands_in_a_long_text(before: int) -> None:
    text = "." * (PIECE + before) + "Super Bowl party" + "." * PIECE + "x"
    terms = [
        WatchTerm(one, "", "event", (one,))
        for one in ("super bowl party", "uper bowl", "super", "bowl part", "party.", "x", "...x")
    ]
    assert Matcher(terms).match(text) == (0, 2, 4, 5, 6)


def test_a_long_text_of_nothing_but_matches_does_not_fill_the_memory() -> None:
    terms = [WatchTerm("a", "", "event", ("a",)), WatchTerm("b", "", "event", ("a a",))]
    text = "\ud83d" + "a " * 100_000
    tracemalloc.start()
    assert Matcher(terms).match(text) == (0, 1)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 15_000_000


def test_without_terms_nothing_matches() -> None:
    assert Matcher([]).match("anything \0 at all") == ()
