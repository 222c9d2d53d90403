"""The cards of a solemn subject and of a fire, and the context strip, as they are drawn."""

from dataclasses import replace

import pytest

from controlroom.desk.build import build
from controlroom.desk.context import context
from controlroom.desk.context_view import ContextTone
from controlroom.desk.facts import ContextSeen, Feed, FireSeen, Said, SolemnSeen
from controlroom.desk.masthead import masthead
from controlroom.desk.solemn import fire, solemn
from controlroom.event.room_state import RoomState
from controlroom.guards.known import Context
from controlroom.messages import english, message
from controlroom.sources.mention import Phase, SourceState
from tests.desk.facts_for import BLACKOUT, FEED, S, bundled, facts_for, staged

POST = Said("m1", BLACKOUT, "praying for them", "Bluesky")
SUBJECT = SolemnSeen("stand", BLACKOUT, BLACKOUT, True, ("stand",), (POST,), 31, 0.2, 0.01)  # noqa: FBT003


def with_feed(**told: object) -> Feed:
    return replace(FEED, **told)  # type: ignore[arg-type]


def test_the_card_says_what_is_said_and_what_to_do() -> None:
    shown = solemn(facts_for(feed=with_feed(solemn=(SUBJECT, replace(SUBJECT, subject="fire")))))
    assert shown is not None
    assert english(shown.title) == "Solemn subject: HOLD proposed"
    assert english(shown.line) == "stand, since 20:37:30"
    assert english(shown.authors) == "31 people"
    assert shown.more is not None
    assert english(shown.more) == "+1 more"
    assert [english(one.line) for one in shown.posts] == ["20:37:30 · Bluesky"]
    assert [one.command for one in shown.buttons] == ["accept_hold", "solemn_not_ours"]
    assert shown.buttons[1].arguments == (("subject", "stand"),)
    assert shown.buttons[1].asks == "reason"
    assert len(shown.reasons) == 5


@pytest.mark.parametrize("state", [RoomState.PREP, RoomState.WRAP])
def test_before_and_after_the_night_there_is_no_card(state: RoomState) -> None:
    assert solemn(facts_for(state, feed=with_feed(solemn=(SUBJECT,)))) is None


def test_in_hold_the_card_offers_no_hold() -> None:
    shown = solemn(facts_for(RoomState.HOLD, feed=with_feed(solemn=(SUBJECT,))))
    assert shown is not None
    assert [one.command for one in shown.buttons] == ["solemn_not_ours"]


def test_a_reason_in_own_words_is_shown_as_it_was_given() -> None:
    answered = replace(SUBJECT, not_ours_until=BLACKOUT + 900 * S, reason="the film on Sunday")
    shown = solemn(facts_for(feed=with_feed(solemn=(answered,))))
    assert shown is not None
    assert english(shown.line) == "stand, not ours until 20:52 (the film on Sunday)"
    assert not shown.strong


def test_a_fire_shows_what_is_said() -> None:
    one = FireSeen(BLACKOUT, BLACKOUT, None, (POST,), ("shame on", "delete this"), 14, 0.62, 0.08)
    shown = fire(facts_for(feed=with_feed(fires=(one,))))
    assert shown is not None
    assert english(shown.title) == "Saltwick under fire"
    assert english(shown.line) == "since 20:37:30: shame on, delete this"
    assert english(shown.share) == "62 % hostile, 8 % as usual"
    ours = fire(facts_for(feed=with_feed(fires=(replace(one, own=("jetstream", "1")),))))
    assert ours is not None
    assert english(ours.title) == "Our post under fire"


def seen(label: str, per_minute: float | None, usual: float | None, **told: object) -> ContextSeen:
    one = Context(label, f"context:{label}", per_minute, usual, BLACKOUT - 3_600 * S)
    return ContextSeen(replace(one, **told), (POST,))  # type: ignore[arg-type]


def test_the_strip_puts_what_matters_first() -> None:
    facts = facts_for(
        preview=staged("blackout-01"),
        contexts=(
            seen("Ravens", 30.0, 28.0),
            seen("#new", None, None),
            seen("#fast", 90.0, 4.0),
            seen("#sad", 20.0, 20.0, solemn=5, judged=20),
            seen("#slow", 1.0, 9.0),
        ),
    )
    strip = context(facts)
    assert strip is not None
    assert [(row.label, row.tone.value, row.arrow) for row in strip.rows] == [
        ("#sad", "solemn", "flat"),
        ("#fast", "fast", "up"),
        ("#new", "unknown", ""),
        ("#slow", "calm", "down"),
        ("Ravens", "calm", "flat"),
    ]
    assert strip.tone is ContextTone.SOLEMN
    assert english(strip.line) == "#sad is spoken of solemnly: read what is said."
    assert english(strip.rows[1].rate) == "90 a minute, 4.0 in its hour"
    assert english(strip.rows[2].rate) == "not counted yet"
    assert strip.rows[0].solemn is not None
    assert english(strip.rows[0].solemn) == "25 % solemn, 5 of 20"


def test_without_a_preview_there_is_no_strip() -> None:
    assert context(facts_for(contexts=(seen("#fast", 90.0, 4.0),))) is None


def test_the_whole_desk_has_them() -> None:
    view = build(
        facts_for(
            preview=staged("blackout-01"),
            contexts=(seen("#fast", 90.0, 4.0),),
            feed=with_feed(solemn=(SUBJECT,)),
        )
    )
    assert view.solemn is not None
    assert view.context is not None
    assert view.feeds is None
    assert view.fire is None


def test_the_masthead_names_the_feed_that_is_in_trouble() -> None:
    live = SourceState("jetstream", Phase.LIVE, message("source.live"))
    late = SourceState("x", Phase.LATE, message("source.late", seconds=40), 40)
    event = replace(bundled(), synthetic=False)

    def told(*sources: SourceState) -> tuple[str, str]:
        link = masthead(facts_for(event=event, feed=with_feed(sources=sources))).links[-1]
        assert link.detail is not None
        return english(link.detail), link.tone

    assert told(live) == ("0.4 s old", "go")
    assert told(live, late) == ("X: 40 s late", "caution")
