import pickle

from controlroom.clock import MICROS, ManualClock
from controlroom.event.watch import WatchTerm
from controlroom.mentions.intake import LONGEST_KEPT, Intake
from controlroom.mentions.reporting import report_of
from controlroom.mentions.spikes import Spike
from controlroom.sources.mention import CountedSecond, Deleted, Mention

START = 1_359_934_000
NOW = (START + 3600) * MICROS
TERMS = (
    WatchTerm("power", "Power", "event", ("power", "lights")),
    WatchTerm("oreo", "Oreo", "brand", ("oreo",)),
)


def intake() -> Intake:
    return Intake(TERMS, ManualClock(NOW))


def mention(number: int, text: str, second: float = 0, source: str = "here") -> Mention:
    return Mention(str(number), int((START + second) * MICROS), text, "somebody", source)


def counted(one: Intake) -> dict[int, list[int]]:
    """Increments (any, power, oreo) by second after the start."""
    counted: dict[int, list[int]] = {}
    for lane in one.lanes:
        seconds, counts = lane.tally.take(one.columns, 10_000)
        for second, row in zip(seconds.tolist(), counts.T.tolist(), strict=True):
            before = counted.get(second - START, [0] * len(row))
            counted[second - START] = [a + b for a, b in zip(before, row, strict=True)]
    return counted


def test_a_mention_of_two_terms_is_one_mention() -> None:
    one = intake()
    one.mention(mention(1, "Power out, have an Oreo"))
    one.mention(mention(2, "nothing to do with us"))
    assert counted(one) == {0: [1, 1, 1]}
    assert one.received == 2


def test_a_deleted_mention_no_longer_counts_nor_shows() -> None:
    one = intake()
    one.mention(mention(1, "oreo"))
    one.mention(mention(2, "oreo"))
    counted(one)
    one.deleted(Deleted("1", "here"))
    one.deleted(Deleted("1", "here"))
    one.deleted(Deleted("never seen", "here"))
    one.deleted(Deleted("2", "elsewhere"))
    assert counted(one) == {0: [-1, 0, -1]}
    assert [heard.mention.id for heard in one.take_heard()] == ["2"]
    assert one.take_taken_back() == (("here", "1"),)


def test_a_deletion_finds_its_second_after_the_terms_have_changed() -> None:
    one = intake()
    one.mention(mention(1, "oreo", 5))
    one.set_terms((TERMS[0], WatchTerm("new", "New", "event", ("new",))))
    one.deleted(Deleted("1", "here"))
    one.mention(mention(2, "new oreo", 5))
    assert counted(one) == {5: [1, 0, 1]}


def test_a_stamp_from_the_future_is_bad_and_counts_nowhere() -> None:
    one = intake()
    one.mention(mention(1, "oreo", 10 * 24 * 3600))
    one.mention(mention(2, "oreo", 3600 + 59))
    one.mention(mention(3, "oreo", -START - 5))
    assert counted(one) == {3659: [1, 0, 1]}
    assert one.lane("here").bad == 2


def test_a_spike_says_what_rose_and_who_said_it() -> None:
    one = intake()
    number = 0
    for second in range(400):
        dark = second >= 300
        for turn in range(20 if dark else 4):
            number += 1
            text = f"the blackout! no lights {turn}" if dark else "what an oreo night"
            one.mention(mention(number, text, second + turn / 40))
    (spike,) = one.take_spikes()
    assert 300 < spike.time_us / MICROS - START <= 306
    assert spike.terms == ("power",)
    assert set(spike.why) >= {"blackout", "lights"}
    assert all("blackout" in said.text for said in spike.samples)
    assert spike.ratio >= 4


def test_a_backlog_after_a_silence_is_no_spike() -> None:
    one = intake()
    arrivals = [
        mention(second * 10 + turn, "oreo", second + turn / 10)
        for second in range(400)
        for turn in range(10)
    ]
    # The feed was silent while these were written, and brings them all at once.
    live, missed = arrivals[:3000], arrivals[3000:]
    for arrival in live:
        one.mention(arrival)
    counted(one)
    for arrival in missed:
        one.mention(arrival)
    assert one.take_spikes() == ()


def test_counted_seconds_add_up_and_their_samples_do_not() -> None:
    one = intake()
    said = (mention(1, "the power is out", 7), mention(2, "oreo time", 7))
    one.counted(CountedSecond(START + 7, 4500, {"power": 4000, "oreo": 600}, said), "night")
    assert counted(one) == {7: [4500, 4000, 600]}
    assert [heard.terms for heard in one.take_heard()] == [("power",), ("oreo",)]


def test_a_term_the_night_does_not_count_is_counted_in_its_samples() -> None:
    one = intake()
    said = tuple(mention(i, "oreo time", 7) for i in range(300))
    one.counted(CountedSecond(START + 7, 4500, {"power": 4000}, said), "night")
    assert counted(one) == {7: [4500, 4000, 300]}


def test_of_a_post_of_megabytes_a_piece_is_kept_and_all_of_it_is_matched() -> None:
    one = intake()
    long = "x " * 1_000_000 + "oreo"
    for number in range(3):
        said = Mention(
            f"{number}" * 1_000, START * MICROS, long, "a" * 5_000, "here", "l" * 5_000, "r" * 5_000
        )
        one.mention(said)
    report = report_of(one)
    assert len(pickle.dumps(report)) < 50_000
    assert report.sources[0].counts.sum(axis=1).tolist() == [3, 0, 3]
    assert all(long.startswith(heard.mention.text) for heard in report.heard)
    assert {len(heard.mention.text) for heard in report.heard} == {LONGEST_KEPT}
    one.deleted(Deleted("1" * 1_000, "here"))
    gone = report_of(one)
    assert gone.sources[0].counts.sum(axis=1).tolist() == [-1, 0, -1]
    shown = [heard.mention.id for heard in report.heard]
    assert gone.taken_back == (("here", shown[1]),)
    assert [mention.id for mention in gone.latest["oreo"]] == [shown[2], shown[0]]


def blackout(behind_s: int, seconds: int, dark_s: int) -> list[Spike]:
    """Spikes in a feed that counts each second so long after it; the lights go out in ``dark_s``"""
    clock = ManualClock((START + behind_s) * MICROS)
    one, spikes = Intake(TERMS, clock), list[Spike]()
    for second in range(seconds):
        clock.advance(1)
        many = 300 if second >= dark_s else 20
        one.counted(CountedSecond(START + second, many, {"power": many, "oreo": 0}), "here")
        spikes += one.take_spikes()
    return spikes


def test_a_spike_in_a_feed_that_is_always_a_minute_or_two_behind_is_news() -> None:
    spikes = blackout(105, 900, 880)
    assert spikes
    assert {spike.late_s for spike in spikes} == {0}
    unknown = blackout(105, 400, 100)
    assert unknown
    assert all(spike.late_s > 100 for spike in unknown), "nobody knows yet that it is always so"


def test_a_backlog_of_a_feed_that_is_in_time_is_no_news() -> None:
    clock = ManualClock(START * MICROS)
    one, number = Intake(TERMS, clock), 0
    spikes: list[Spike] = []
    for second in range(1_500):
        # Nothing comes for five minutes, and then all of it within two.
        clock.advance(1 if second < 900 else 300 if second == 900 else 0.2)
        for turn in range(60 if second >= 960 else 4):
            number += 1
            text = "the lights are out" if second >= 960 else "what an oreo night"
            one.mention(mention(number, text, second + turn / 100))
        spikes += one.take_spikes()
    assert spikes
    assert all(spike.late_s > 60 for spike in spikes)
