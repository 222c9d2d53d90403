"""Posts that came through and X's own counts become one number, whatever comes in which order."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from controlroom.event.watch import WatchTerm
from controlroom.sources.mention import Mention
from controlroom.sources.x_minutes import Minutes, shown_only, spread
from controlroom.sources.x_prices import HOUR_S, POST, Meter

MINUTE = 1_795_000_020
TERMS = (
    WatchTerm("a", "a", "event", ("a",)),
    WatchTerm("b", "b", "event", ("b",)),
)
Posts = list[tuple[int, frozenset[str], str]]
WHEN = st.sampled_from(["before", "after", "never"])
POSTS = st.lists(
    st.tuples(
        st.integers(0, 59),
        st.frozensets(st.sampled_from(["a", "b"]), min_size=1),
        WHEN,
    ),
    max_size=40,
)


@given(POSTS, st.booleans())
def test_a_minute_adds_up_to_what_x_counted(posts: Posts, each: bool) -> None:
    minutes = Minutes()
    counted: Counter[str] = Counter()

    def come(number: int) -> None:
        second, slugs, _ = posts[number]
        time_us = (MINUTE + second) * 1_000_000
        mention = Mention(str(number), time_us, " ".join(slugs), "", "x")
        if minutes.came(mention, TERMS, slugs):
            counted.update({"any": 1, **dict.fromkeys(slugs, 1)})

    for number, (_, _, when) in enumerate(posts):
        if when == "before":
            come(number)
    truth = Counter(slug for _, slugs, _ in posts for slug in slugs)
    of_terms = {slug: truth[slug] for slug in ("a", "b")} if each else {}
    for second in minutes.settle(MINUTE, len(posts), of_terms, ("a", "b")):
        assert MINUTE <= second.second < MINUTE + 60
        assert set(second.terms) == {"a", "b"}
        counted.update({"any": second.any, **second.terms})
    assert counted["any"] == len(posts)
    for number, (_, _, when) in enumerate(posts):
        if when == "after":
            come(number)
    assert counted["any"] == len(posts)
    for slug in ("a", "b"):
        assert counted[slug] <= truth[slug]
        assert not each or counted[slug] == truth[slug]


@given(st.integers(0, 100_000), st.dictionaries(st.text(max_size=3), st.integers(0, 5_000)))
def test_a_spread_minute_has_the_same_sum_and_no_hump(count: int, terms: dict[str, int]) -> None:
    seconds = spread(MINUTE, count, terms)
    assert [second.second for second in seconds] == list(range(MINUTE, MINUTE + 60))
    assert sum(second.any for second in seconds) == count
    assert max(s.any for s in seconds) - min(s.any for s in seconds) <= 1
    for slug, of_term in terms.items():
        assert sum(second.terms[slug] for second in seconds) == of_term


def test_what_is_only_shown_counts_for_no_term() -> None:
    mention = Mention("1", MINUTE * 1_000_000 + 5, "a", "ada", "x")
    shown = shown_only(mention, ("a", "b"))
    assert (shown.second, shown.any, dict(shown.terms)) == (MINUTE, 0, {"a": 0, "b": 0})
    assert shown.samples == (mention,)


@given(st.lists(st.tuples(st.floats(0, 600), st.integers(1, 400)), max_size=60))
def test_no_hour_costs_more_than_the_budget(steps: list[tuple[float, int]]) -> None:
    meter, now, paid = Meter(1.0), 0.0, []
    for later, posts in steps:
        now += later
        for _ in range(posts):
            if meter.left(now) < POST:
                break
            meter.spend(POST, now)
            paid.append(now)
        rest = meter.rest_s(POST, now)
        assert (rest > 0) == (meter.left(now) < POST)
        assert sum(POST for at in paid if at > now - HOUR_S + 1) <= 1_000
    if steps:
        rest = meter.rest_s(POST, now)
        assert meter.left(now + rest + 1.0) >= POST
