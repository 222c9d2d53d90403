"""Watch terms in X's query language, read back by the stand-in's own reading of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlroom.event.watch import CONTEXT, WatchTerm
from controlroom.sources.base import Option
from controlroom.sources.x_prices import cost_per_hour
from controlroom.sources.x_rules import (
    QUERY_LENGTH,
    RULE_LENGTH,
    any_queries,
    operand,
    rules_of,
    slug_of,
    term_query,
)
from tests.sources.listening import term
from tests.support.x_query import query

WORD = st.text("abcdeéßñøЖ光#@$-'.?!&🏈 \"\\()", min_size=1, max_size=20)
PHRASES = st.lists(WORD, min_size=1, max_size=30).map(tuple)
TERMS = st.lists(
    st.builds(
        WatchTerm,
        st.uuids().map(str),
        st.just("x"),
        st.sampled_from(["event", CONTEXT]),
        PHRASES,
        st.lists(WORD, max_size=3).map(tuple),
    ),
    max_size=12,
)


def test_phrases_are_written_as_x_reads_them() -> None:
    written = {
        "oreo": "oreo",
        "power cut": '"power cut"',
        "#power": "#power",
        "@brand": "@brand",
        "$TSLA": "$TSLA",
        "OR": '"OR"',
        "half-time": '"half-time"',
        'say "hi"': '"say hi"',
        "🏈": '"🏈"',
    }
    assert {phrase: operand(phrase) for phrase in written} == written
    assert operand(' " ') == operand("...") == ""


def test_exclusions_and_accents() -> None:
    wanted = term("Beyoncé", "queen b", exclusions=("freddie mercury",))
    (rule,) = rules_of((wanted,))
    assert rule.value == '("Beyoncé" OR Beyonce OR "queen b") -"freddie mercury" -is:retweet'
    assert slug_of(rule.tag) == wanted.slug
    assert query(rule.value)("I saw Beyonce")
    assert not query(rule.value)("Beyonce and Freddie Mercury")


@given(TERMS)
def test_every_query_is_one_x_takes_and_short_enough(terms: list[WatchTerm]) -> None:
    for rule in rules_of(terms):
        assert len(rule.value) <= RULE_LENGTH
        query(rule.value)
    for asked in any_queries(terms):
        assert len(asked) <= QUERY_LENGTH
        query(asked)
    for one in terms:
        asked = term_query(one)
        assert len(asked) <= QUERY_LENGTH
        if asked:
            query(asked)


def test_whatever_a_term_mentions_all_of_its_queries_find() -> None:
    many = tuple(f"player number {n}" for n in range(120))
    terms = (term(*many, slug="players"), term("oreo"), term("cut", exclusions=("paper cut",)))
    for text in ("oreo!", "Player number 77 scores", "the cut"):
        assert any(query(rule.value)(text) for rule in rules_of(terms))
        assert any(query(asked)(text) for asked in any_queries(terms))
    assert not any(query(asked)("a paper cut") for asked in any_queries(terms))
    assert len(any_queries(terms)) > 1
    assert term_query(terms[0]) == ""


def test_what_is_only_context_is_in_no_total() -> None:
    assert any_queries((WatchTerm("t", "t", CONTEXT, ("#tag",)),)) == ()


def test_prices_by_the_hour() -> None:
    terms = tuple(term(f"word{n}") for n in range(40))
    assert cost_per_hour({}, ()) is None
    assert cost_per_hour({}, terms) == 10.0
    assert cost_per_hour({"budget": "3.5"}, terms) == 3.5
    assert cost_per_hour({"read": "counts"}, terms[:2]) == 3 * 60 * 0.005
    # X answers eighteen questions a minute at most.
    assert cost_per_hour({"read": "counts"}, terms) == 18 * 60 * 0.005
    assert cost_per_hour({"read": "stream", "budget": "none"}, terms) == 250 * 3_600 * 0.005


@pytest.mark.parametrize(
    "options",
    [{"read": "count"}, {"read": "streams"}, {"read": "counts", "budget": "-5"},
     *({"budget": told} for told in ("nan", "inf", "-inf", "-5", "1e306", "1e999", "ten"))],
)  # fmt: skip
@pytest.mark.parametrize("terms", [(), (term("oreo"),)])
def test_a_slip_in_an_option_never_costs_more(
    options: dict[str, Option], terms: tuple[WatchTerm, ...]
) -> None:
    with pytest.raises(ValueError, match=r"budget|read|ten"):
        cost_per_hour(options, terms)
