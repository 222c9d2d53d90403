"""The masthead: state first, then what time it is, then what we are connected to."""

from dataclasses import replace

import pytest

from controlroom.desk.facts import Facts, Feed
from controlroom.desk.masthead import countdown, masthead
from controlroom.desk.view import Tone
from controlroom.event.approvals import is_approved
from controlroom.event.asset import Asset
from controlroom.event.moment import Anchor
from controlroom.event.room_state import RoomState
from controlroom.messages import english, message
from tests.desk.facts_for import BLACKOUT, FEED, S, bundled, facts_for, marked, on_channels

PREP, REHEARSAL, LIVE, HOLD, WRAP = RoomState


def clocks(facts: Facts) -> dict[str, str]:
    return {english(clock.label): english(clock.value) for clock in masthead(facts).clocks}


def tones(facts: Facts) -> dict[str, Tone]:
    return {english(clock.label): clock.tone for clock in masthead(facts).clocks}


@pytest.mark.parametrize(
    ("state", "word", "line"),
    [
        (PREP, "PREP", None),
        (REHEARSAL, "REHEARSAL", "nothing is published"),
        (LIVE, "LIVE", None),
        (HOLD, "HOLD ALL POSTS", "since 20:37:30 · by you, Esc Esc · was LIVE"),
        (WRAP, "WRAP", None),
    ],
)
def test_the_state_is_one_word_and_hold_says_since_when(
    state: RoomState, word: str, line: str | None
) -> None:
    view = masthead(facts_for(state))
    assert english(view.word) == word
    assert (english(view.line) if view.line else None) == line


def test_a_hold_after_a_restart_says_so() -> None:
    view = masthead(facts_for(HOLD, held_by=None))
    assert view.line is not None
    assert "after a restart" in english(view.line)


def test_the_clocks_of_the_night() -> None:
    shown = clocks(facts_for(now=BLACKOUT + 20 * S))
    assert shown["Since Lights out"] == "00:00:20"
    assert shown["Event time EST"] == "20:37:50"
    assert shown["New Orleans CST"] == "19:37:50"


def test_hold_counts_how_long_it_lasts_and_keeps_the_time() -> None:
    shown = clocks(facts_for(HOLD, now=BLACKOUT + 3661 * S))
    assert shown["On hold for"] == "01:01:01"
    assert shown["Event time EST"] == "21:38:31"
    assert "Running" not in shown


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (220, "T−00:03:40"),
        (1, "T−00:00:01"),
        (0, "T−00:00:00"),
        (-1, "T+00:00:01"),
        (-70, "T+00:01:10"),
        (-7261, "T+02:01:01"),
    ],
)
def test_a_countdown_never_parts_from_its_letter_and_sign(seconds: int, words: str) -> None:
    assert english(countdown(BLACKOUT + seconds * S, BLACKOUT)) == words


@pytest.mark.parametrize(
    ("late_s", "words", "tone"),
    [
        (0, "ON TIME", Tone.QUIET),
        (14, "ON TIME", Tone.QUIET),
        (-14, "ON TIME", Tone.QUIET),
        (15, "LATE +00:15", Tone.CAUTION),
        (750, "LATE +12:30", Tone.CAUTION),
        (4500, "LATE +1:15:00", Tone.CAUTION),
        (-180, "EARLY 03:00", Tone.ACCENT),
    ],
)
def test_late_and_early_are_words_and_never_a_bare_sign(
    late_s: int, words: str, tone: Tone
) -> None:
    plain = bundled()
    half = plain.moment("half-time")
    assert half.planned is not None
    later = half.planned + late_s * S
    event = plain.with_moment(replace(half, marked=later))
    for moment in event.moments:
        # Everything planned but half-time itself is over and done with.
        if moment.anchor is not Anchor.FLOAT and moment.slug != "half-time":
            event = event.with_moment(replace(moment, skipped=True))
    facts = facts_for(event=event, now=later + S)
    assert clocks(facts)["Running"] == words
    assert tones(facts)["Running"] is tone
    assert not words.startswith(("+", "-", "−"))


def test_next_counts_down_and_turns_when_it_is_due() -> None:
    event = marked(bundled(), lights_out=BLACKOUT)
    ahead = facts_for(event=event)
    label = next(label for label in clocks(ahead) if label.startswith("Next"))
    assert clocks(ahead)[label].startswith("T−")
    assert tones(ahead)[label] is Tone.NEXT
    due = next(at for at in sorted(filter(None, ahead.expected.at.values())) if at > ahead.now)
    overdue = facts_for(event=event, now=due + 70 * S)
    assert clocks(overdue)[label] == "T+00:01:10"
    assert tones(overdue)[label] is Tone.CAUTION


def test_before_anything_happened_and_after_everything_did() -> None:
    plain = bundled()
    before = clocks(facts_for(event=plain, now=plain.starts))
    assert before["Since the last moment"] == "not begun"
    over = replace(plain, moments=tuple(replace(m, skipped=True) for m in plain.moments))
    assert clocks(facts_for(event=over))["Next"] == "nothing"


def test_prep_counts_down_to_the_night_and_adds_up() -> None:
    event = bundled()
    shown = clocks(facts_for(PREP, event=event, now=event.starts - 2 * 86_400 * S))
    assert shown["Begins in"] == "T−48:00:00"
    assert shown["Begins"] == "Sun 3 Feb, 18:00 EST"
    assert int(shown["Approved"]) + int(shown["Waiting"]) == len(event.assets)


def test_what_is_approved_is_counted_once_and_again_when_it_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    digests: list[str] = []

    def counted(asset: Asset, channels: tuple[str, ...], now: int) -> bool:
        digests.append(asset.slug)
        return is_approved(asset, channels, now)

    monkeypatch.setattr("controlroom.desk.masthead.is_approved", counted)
    event = replace(bundled(), assets=tuple(replace(asset) for asset in bundled().assets))
    before = clocks(facts_for(PREP, event=event))
    assert len(digests) == len(event.assets)
    # A moment that is marked is another event with the same assets.
    clocks(facts_for(PREP, event=marked(event, lights_out=BLACKOUT)))
    assert len(digests) == len(event.assets)
    asset = next(one for one in event.assets if is_approved(one, event.channels, event.starts))
    after = clocks(facts_for(PREP, event=event.with_asset(replace(asset, approvals=()))))
    assert int(after["Approved"]) == int(before["Approved"]) - 1
    nowhere = clocks(facts_for(PREP, event=replace(event, accounts=event.accounts[:1])))
    assert int(nowhere["Approved"]) == sum(
        is_approved(one, event.channels[:1], event.starts) for one in event.assets
    )


def links(facts: Facts) -> list[tuple[str, str | None, Tone]]:
    return [
        (english(link.name), english(link.detail) if link.detail else None, link.tone)
        for link in masthead(facts).links
    ]


def test_each_network_says_whether_it_is_there() -> None:
    event = bundled()
    down = message("channel.unreachable", network="X")
    first, second, third = on_channels(event, event.assets[0])
    channels = (first, replace(second, signed_in=False), replace(third, problem=down))
    assert links(facts_for(channels=channels))[:3] == [
        ("Bluesky", None, Tone.GO),
        ("Mastodon", "signed out", Tone.CAUTION),
        ("X", "cannot be reached", Tone.CAUTION),
    ]


def test_a_rehearsal_shows_its_speed_in_place_of_the_networks() -> None:
    facts = facts_for(REHEARSAL, speed=10.0)
    assert links(facts)[0] == ("Simulated network", "speed 10×", Tone.REHEARSAL)
    assert "Bluesky" not in [name for name, _, _ in links(facts)]


@pytest.mark.parametrize(
    ("feed", "synthetic", "detail", "tone"),
    [
        (Feed(age_s=None), False, "off", Tone.CAUTION),
        (FEED, False, "0.4 s old", Tone.GO),
        (replace(FEED, age_s=95.0), False, "95.0 s old", Tone.CAUTION),
        (FEED, True, "reconstruction", Tone.REHEARSAL),
    ],
)
def test_the_feed_says_how_old_it_is_and_what_it_is(
    feed: Feed, synthetic: bool, detail: str, tone: Tone
) -> None:
    event = replace(bundled(), synthetic=synthetic)
    assert links(facts_for(event=event, feed=feed))[-1] == ("Feed", detail, tone)
