"""Disasters replayed with invented crowds: what a brand hears when it has done something, and
every other day. ``crowd.py`` makes them; the numbers are seconds of the feed's own time."""

import pytest

from controlroom.mentions.fire import FireWatch
from controlroom.sources.mention import Mention
from tests.disasters.crowd import BRAND, START_S, Talk, play

MINUTE = 60
HOUR = 3_600
S = 1_000_000


def weekend(offset: int) -> Talk:
    """The painkiller advertisement of 2008, at a brand of twenty posts an hour.

    Quiet for most of a day; a first few on Friday evening; all night and all Saturday it grows.
    """
    hour = offset / HOUR
    if hour < 20:
        return Talk(0.35, 0.25, 0.06)
    if hour < 24:
        return Talk(0.5, 0.15, 0.05, 0.4)
    if hour < 34:
        return Talk(0.45, 0.1, 0.05, 0.6)
    return Talk(2.0, 0.1, 0.05, 0.75)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_weekend_of_the_painkiller_advertisement(seed: int) -> None:
    raised, latest = play(weekend, 38 * HOUR, seed)
    first = raised[0]
    late_s = first.at_s - 20 * HOUR
    assert 0 < late_s < 3.5 * HOUR, "on Friday night, not when the site is down on Sunday"
    assert first.angry < 90
    assert first.fire.own_post == ""
    assert len(raised) <= 2, "one alarm, not one an hour"
    assert not latest[-1].over, "it goes on"
    assert latest[-1].authors > 100


def gone_wrong(per_minute: float, answers: float, at_s: int) -> tuple[object, object]:
    def talk(offset: int) -> Talk:
        if offset < at_s:
            return Talk(per_minute, 0.2, 0.05)
        grown = min(1.0, (offset - at_s) / 60)
        return Talk(per_minute + grown * answers / 2, 0.1, 0.05, 0.55)

    def answer(offset: int) -> tuple[Talk, str] | None:
        if offset < at_s:
            return None
        grown = min(1.0, (offset - at_s) / 120)
        return Talk(2 + grown * answers, 0.1, 0.05, 0.8), "did:plc:us/3k"

    return talk, answer


@pytest.mark.parametrize(
    ("per_minute", "answers", "within_s"), [(2, 30, 80), (20, 200, 45), (300, 3_000, 25)]
)
@pytest.mark.parametrize("seed", [1, 2])
def test_a_post_that_goes_wrong_in_two_minutes(
    per_minute: float, answers: float, within_s: int, seed: int
) -> None:
    talk, answer = gone_wrong(per_minute, answers, HOUR)
    raised, _ = play(talk, HOUR + 5 * MINUTE, seed, answers=answer)
    assert all(one.at_s >= HOUR for one in raised)
    ours = [one for one in raised if one.fire.own_post]
    assert [one.fire.own_post for one in ours] == ["did:plc:us/3k"]
    assert raised[0].at_s - HOUR <= within_s
    assert ours[0].at_s - HOUR <= 150
    assert ours[0].fire.source == "bluesky"
    assert len(raised) <= 2, "the post, and the brand as such"


@pytest.mark.parametrize(("per_minute", "hours"), [(0.3, 48), (2, 24), (20, 12), (100, 3)])
@pytest.mark.parametrize("sour", [0.05, 0.10, 0.15])
def test_quiet_on_ordinary_grumbling(per_minute: float, hours: int, sour: float) -> None:
    raised, _ = play(lambda offset: Talk(per_minute, 0.25, sour), hours * HOUR, 7)
    assert raised == []


@pytest.mark.parametrize("per_minute", [2, 20, 100])
def test_quiet_while_the_app_is_down_for_half_an_hour(per_minute: float) -> None:
    def talk(offset: int) -> Talk:
        down = 2 * HOUR < offset < 2.5 * HOUR
        return Talk(per_minute * 3, 0.6, 0.14) if down else Talk(per_minute, 0.25, 0.07)

    for seed in (1, 2):
        assert play(talk, 4 * HOUR, seed)[0] == []


def test_a_brand_that_is_always_scolded_is_not_always_on_fire() -> None:
    """An airline: two fifths of the talk is hostile, every day. More than that is news."""
    raised, _ = play(lambda offset: Talk(20, 0.2, 0.0, 0.4), 6 * HOUR, 3)
    assert len(raised) <= 1, "before anything is known of it, at most once"
    settled = [one for one in raised if one.at_s > HOUR]
    assert settled == []


def test_it_falls_quiet_again_and_says_so() -> None:
    def talk(offset: int) -> Talk:
        angry = HOUR < offset < HOUR + 10 * MINUTE
        return Talk(60, 0.2, 0.05, 0.6 if angry else 0.0)

    raised, latest = play(talk, 3 * HOUR, 5)
    assert len(raised) == 1
    assert latest[0].over
    assert latest[0].latest_us < (START_S + 2 * HOUR) * S


def said(number: int, text: str, author: str, at_s: float, reply_to: str = "") -> Mention:
    at_us = int((START_S + at_s) * S)
    return Mention(f"n{number}", at_us, text, author, "bluesky", "en", reply_to)


def test_one_furious_person_is_no_fire() -> None:
    watch = FireWatch()
    watch.set_brand(frozenset({BRAND}))
    for number in range(200):
        who = f"calm{number}" if number % 2 else "furious"
        text = "saltwick is disgusting, shame on you" if who == "furious" else "saltwick again"
        watch.see(said(number, text, who, number * 5), (BRAND,), answers_own=False)
        watch.look(START_S + number * 5)
    assert watch.take() == ()


def test_others_are_none_of_our_business() -> None:
    watch = FireWatch()
    watch.set_brand(frozenset({BRAND}))
    for number in range(60):
        watch.see(
            said(number, "disgusting, delete this", f"p{number}", number), (1, 2), answers_own=False
        )
        watch.look(START_S + number)
    assert watch.take() == ()


def test_two_fires_have_two_names_and_show_posts_that_differ() -> None:
    watch = FireWatch()
    watch.set_brand(frozenset({BRAND}))
    for number in range(40):
        text = ("saltwick, delete this", "shame on you saltwick", "saltwick boycott")[number % 3]
        watch.see(
            said(number, text, f"p{number}", number / 2, "did:plc:us/3k"),
            (BRAND,),
            answers_own=True,
        )
        watch.look(START_S + number // 2)
    fires = {fire.since_us: fire for fire in watch.take()}
    assert len(fires) == 2
    assert {fire.own_post for fire in fires.values()} == {"", "did:plc:us/3k"}
    for fire in fires.values():
        texts = [post.text for post in fire.posts]
        assert len(texts) == len(set(texts)) == 3
        assert fire.authors >= 5
        assert fire.share > 0.9 > fire.usual
        assert fire.words
    assert watch.take() == ()


def test_what_comes_out_of_order_or_from_the_past_does_no_harm() -> None:
    watch = FireWatch()
    watch.set_brand(frozenset({BRAND}))
    for number, at_s in enumerate((500, 3, 499, 40_000, 2, 39_990, 10, 200_000, 0)):
        watch.see(
            said(number, "saltwick, shame on you", f"p{number}", at_s), (BRAND,), answers_own=False
        )
        watch.look(START_S + at_s)
    assert watch.take() == ()


def test_a_second_feed_that_is_well_behind_hides_no_fire() -> None:
    """What is in time burns; between its posts come those of a feed five minutes behind, as sour
    as ever."""
    watch, number = FireWatch(), 0
    watch.set_brand(frozenset({BRAND}))
    told_s = None
    for second in range(1_200):
        burns = second >= 1_080
        texts = ["shame on you saltwick, delete this" if burns else "saltwick for tea, lovely"]
        for text in texts:
            number += 1
            watch.see(said(number, text, f"p{number}", second), (BRAND,), answers_own=False)
        for turn in range(4):
            number += 1
            text = "saltwick, you are disgusting" if turn == 3 else "saltwick for tea, lovely"
            if turn < 3 or second % 3 == 0:
                at_s = second - 300 + turn / 10
                watch.see(said(number, text, f"p{number}", at_s), (BRAND,), answers_own=False)
        watch.look(START_S + second)
        if told_s is None and watch.take():
            told_s = second
    assert told_s is not None
    assert 1_080 < told_s <= 1_110
