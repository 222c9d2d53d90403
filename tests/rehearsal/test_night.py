"""The bundled night keeps to what was published, and talks as a crowd would."""

from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controlroom.event.eventfile import read_event
from controlroom.mentions.matcher import Matcher
from controlroom.rehearsal.night import MOST_SAMPLES, Night, load_night, minute_sums
from controlroom.rehearsal.night_curve import rolling_minutes, spread_evenly
from controlroom.rehearsal.night_script import read_script

SLUG = "super-bowl-xlvii"
MICROS = 1_000_000
NIGHT = load_night(SLUG)
EVENT = read_event(files("resources").joinpath("events", SLUG))
SECONDS = 5 * 3600


def at(clock: str) -> int:
    """UTC µs of a clock time in New York that evening."""
    hours, minutes, seconds = (int(part) for part in clock.split(":"))
    return NIGHT.start_us + ((hours - 18) * 3600 + minutes * 60 + seconds) * MICROS


def second_of(time_us: int) -> int:
    return (time_us - NIGHT.start_us) // MICROS


def term(slug: str) -> np.ndarray:
    return NIGHT.term_counts[NIGHT.term_slugs.index(slug)]


def test_the_night_lasts_from_six_to_eleven_in_new_york() -> None:
    assert NIGHT.start_us == 1_359_932_400 * MICROS  # 2013-02-03T23:00:00Z
    assert NIGHT.end_us - NIGHT.start_us == SECONDS * MICROS
    assert NIGHT.any_counts.shape == (SECONDS,)
    assert NIGHT.term_counts.shape == (len(NIGHT.term_slugs), SECONDS)


def test_published_totals_hold_exactly() -> None:
    assert NIGHT.any_counts.sum() == 24_100_000
    assert term("halftime").sum() == 5_500_000


PUBLISHED = [
    ("19:48:14", 168_000),
    ("20:15:00", 257_500),
    ("20:16:30", 252_500),
    ("20:20:00", 268_000),
    ("20:31:36", 185_000),
    ("20:37:30", 231_500),
    ("21:32:28", 131_000),
    ("22:44:55", 183_000),
]


@pytest.mark.parametrize(("clock", "figure"), PUBLISHED)
def test_the_busiest_minute_after_a_moment_is_the_published_one(clock: str, figure: int) -> None:
    (peak,) = (peak for peak in NIGHT.peaks if peak.stir_us == at(clock))
    start = second_of(peak.start_us)
    minutes = rolling_minutes(NIGHT.any_counts)
    assert 0 <= peak.start_us - peak.stir_us <= 90 * MICROS
    assert minutes[start] == figure == peak.figure
    around = minutes[start - 60 : start + 61]
    assert np.count_nonzero(around >= figure) == 1
    # The chart ends its minutes where this array begins them.
    assert minute_sums(NIGHT.any_counts)[start + 59] == figure


def test_the_show_ends_louder_than_any_other_minute() -> None:
    assert rolling_minutes(NIGHT.any_counts).max() == 268_000


def test_no_minute_between_show_and_final_whistle_beats_the_outage() -> None:
    minutes = rolling_minutes(NIGHT.any_counts)
    assert minutes[second_of(at("20:26:00")) :].max() == 231_500


def test_the_crowd_jumps_when_the_lights_go_out_and_calms_slowly() -> None:
    rate = NIGHT.any_counts
    out = second_of(at("20:37:30"))
    before = rate[out - 60 : out].mean()
    assert rate[out + 15 : out + 20].mean() > 2 * before
    assert rate[out + 35 : out + 45].mean() > 3 * before
    later = [rate[out + m * 60 : out + (m + 1) * 60].mean() for m in (3, 6, 10, 15)]
    assert later == sorted(later, reverse=True)
    assert later[-1] > before


def test_nobody_speaks_of_the_lights_before_they_go() -> None:
    power = rolling_minutes(term("power"))
    (outage,) = (peak for peak in NIGHT.peaks if peak.figure == 231_500)
    assert power[: second_of(at("20:36:30"))].max() < 60
    assert 148_000 <= power[second_of(outage.start_us)] <= 150_000


@pytest.mark.parametrize(
    ("slug", "other", "clock"),
    [
        ("ravens", "49ers", "20:31:50"),
        ("49ers", "ravens", "21:32:45"),
        ("ravens", "49ers", "22:45:30"),
    ],
)
def test_a_team_is_talked_of_when_it_scores(slug: str, other: str, clock: str) -> None:
    start = second_of(at(clock))
    scored = term(slug)[start : start + 30].sum()
    assert scored > 2 * term(other)[start : start + 30].sum()
    assert scored > 2 * term(slug)[start - 120 : start - 90].sum()


def test_the_brand_hums_along_and_nobody_is_hurt() -> None:
    brand = rolling_minutes(term("saltwick"))
    assert brand.min() >= 300
    assert brand.max() <= 600
    assert rolling_minutes(term("hurt")).max() < 15


def test_no_term_is_mentioned_more_often_than_anything() -> None:
    assert (NIGHT.term_counts >= 0).all()
    assert (NIGHT.term_counts <= NIGHT.any_counts).all()
    # Every mention matches some term: nothing else is ever counted.
    assert (NIGHT.term_counts.sum(axis=0) >= NIGHT.any_counts).all()


def test_it_is_the_same_night_each_time() -> None:
    script = read_script(files("resources").joinpath("events", SLUG, "night.toml").read_bytes())
    again = Night(script)
    assert (again.any_counts == NIGHT.any_counts).all()
    assert (again.term_counts == NIGHT.term_counts).all()
    when = at("20:38:12")
    assert again.second(when, samples=50) == NIGHT.second(when, samples=50)
    assert load_night(SLUG) is NIGHT


def test_terms_are_those_of_the_event() -> None:
    assert set(NIGHT.term_slugs) == {one.slug for one in EVENT.terms}
    assert set(NIGHT.actual) <= {moment.slug for moment in EVENT.moments}
    assert all(NIGHT.start_us <= when < NIGHT.end_us for when in NIGHT.actual.values())
    assert NIGHT.actual["lights-out"] == at("20:37:30")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, SECONDS - 1), st.integers(0, 60))
def test_samples_say_only_what_was_counted(second: int, wanted: int) -> None:
    matcher = Matcher(EVENT.terms)
    now = NIGHT.second(NIGHT.start_us + second * MICROS + 123_456, samples=wanted)
    assert now.time_us == NIGHT.start_us + second * MICROS
    assert len(now.samples) == min(wanted, now.any)
    matched = [matcher.match(one.text) for one in now.samples]
    assert all(matched), [one.text for one in now.samples]
    for number, watch in enumerate(EVENT.terms):
        assert sum(number in found for found in matched) <= now.terms[watch.slug]
    times = [one.time_us for one in now.samples]
    assert times == sorted(times)
    assert all(now.time_us <= when < now.time_us + MICROS for when in times)
    assert all(one.author.endswith(".example") for one in now.samples)
    assert len({one.id for one in now.samples}) == len(now.samples)


@pytest.mark.parametrize("clock", ["18:00:05", "18:31:00", "18:47:30"])
def test_all_of_a_quiet_second_agrees_with_its_counts(clock: str) -> None:
    matcher = Matcher(EVENT.terms)
    now = NIGHT.second(at(clock))
    assert len(now.samples) == now.any < MOST_SAMPLES
    matched = [matcher.match(one.text) for one in now.samples]
    counted = {
        watch.slug: sum(number in found for found in matched)
        for number, watch in enumerate(EVENT.terms)
    }
    assert counted == now.terms


def test_a_loud_second_gives_two_thousand_and_no_more() -> None:
    now = NIGHT.second(at("20:38:30"), samples=1_000_000)
    assert now.any > MOST_SAMPLES
    assert len(now.samples) == MOST_SAMPLES
    about_lights = sum("light" in s.text.lower() or "power" in s.text.lower() for s in now.samples)
    assert about_lights > 300


def test_every_line_speaks_of_its_own_term_only() -> None:
    script = read_script(files("resources").joinpath("events", SLUG, "night.toml").read_bytes())
    matcher = Matcher(EVENT.terms)
    index = {watch.slug: number for number, watch in enumerate(EVENT.terms)}
    for say in script.say:
        for line in say.lines:
            assert matcher.match(line) == (index[say.about],), line
    for tail in script.tails.lines:
        assert matcher.match("x" + tail) == (index["game"],), tail
    for word in (*sum(script.words.values(), ()), *script.colour.before, *script.colour.after):
        assert matcher.match(word) == (), word


def test_outside_the_night_nobody_speaks() -> None:
    for when in (NIGHT.start_us - 1, NIGHT.end_us, NIGHT.end_us + 3600 * MICROS):
        silent = NIGHT.second(when)
        assert silent.any == 0
        assert not any(silent.terms.values())
        assert silent.samples == ()


def test_an_unknown_night_is_not_there() -> None:
    with pytest.raises(FileNotFoundError):
        load_night("some-other-night")


def test_counts_cannot_be_changed_by_who_reads_them() -> None:
    with pytest.raises(ValueError, match="read-only"):
        NIGHT.any_counts[0] = 1


@given(
    st.integers(0, 10_000_000),
    st.lists(st.floats(0, 1e6), min_size=1, max_size=50).filter(lambda w: sum(w) > 1e-3),
)
def test_spreading_adds_up(total: int, weights: list[float]) -> None:
    spread = spread_evenly(total, np.array(weights))
    assert spread.sum() == total
    assert (spread >= 0).all()
