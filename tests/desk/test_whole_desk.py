"""The whole desk in every state: it is built, and every sentence on it can be said."""

import dataclasses
from collections.abc import Iterator
from dataclasses import replace
from enum import Enum

import numpy as np
import pytest

from controlroom.desk.build import build
from controlroom.desk.facts import Facts, Feed, Practice, SpikeSeen
from controlroom.event.delivery import DeliveryState
from controlroom.event.room_state import RoomState
from controlroom.messages import Message, english, message
from tests.desk.facts_for import (
    ALARM,
    BLACKOUT,
    FEED,
    LIKED,
    SPIKE,
    S,
    bundled,
    facts_for,
    marked,
    offer,
    on_channels,
    pending,
    rows,
    staged,
)

PREP, REHEARSAL, LIVE, HOLD, WRAP = RoomState
BLACKOUT_01 = staged("blackout-01", "lights-out")
OFFERS = (offer("blackout-01", "lights-out"), offer("champions", None))


def sentences(shown: object) -> Iterator[Message]:
    """Every message in a value made of dataclasses and tuples."""
    if isinstance(shown, Message):
        yield shown
    elif isinstance(shown, tuple | list):
        for part in shown:
            yield from sentences(part)
    elif dataclasses.is_dataclass(shown) and not isinstance(shown, Enum):
        for field in dataclasses.fields(shown):
            yield from sentences(getattr(shown, field.name))


def _evenings(state: RoomState) -> Iterator[tuple[str, Facts]]:
    event = bundled()
    feed = replace(FEED, spike=SPIKE)
    yield "empty", facts_for(state)
    yield "nothing marked", facts_for(state, event=event, now=event.starts)
    yield "over", facts_for(state, now=event.ends + 3600 * S)
    yield "staged", facts_for(state, preview=BLACKOUT_01, offers=OFFERS, feed=feed)
    yield (
        "unapproved, a code half typed",
        facts_for(state, preview=staged("champions"), digits="12", practice_code="287082"),
    )
    yield "pending", facts_for(state, pending=pending(BLACKOUT_01), kept=(BLACKOUT_01,))
    problem = message("channel.unreachable", network="X")
    for_all = on_channels(event, BLACKOUT_01.asset, problem=problem, uploaded=False)
    yield "networks down", facts_for(state, preview=BLACKOUT_01, channels=for_all)
    for delivery in DeliveryState:
        up = rows(BLACKOUT_01, delivery, DeliveryState.VERIFIED, DeliveryState.REFUSED)
        yield (
            f"on air, {delivery}",
            facts_for(state, deliveries=up, on_air=up, metrics=LIKED, usual_likes=900.0),
        )
    yield "alarm", facts_for(state, alarm=ALARM, alarms_in_ten=3, told={0: BLACKOUT})
    yield "feed off", facts_for(state, feed=Feed(age_s=None))
    stale = replace(FEED, age_s=95.0, stale_from=BLACKOUT, solemn_since=BLACKOUT)
    solemn = SpikeSeen(BLACKOUT, 9.0, ("hurt",), ("hurt",), solemn=True)
    yield "solemn and stale", facts_for(state, feed=replace(stale, spike=solemn))
    yield "found", facts_for(state, search="re", found=("record", "pause-01", "purple-night"))
    yield "found nothing", facts_for(state, search="zebra")
    steps = Practice(BLACKOUT, 3.0, 5.0, 10.0, best=9.0, run=3)
    yield "practised", facts_for(state, practice=steps, selected_asset="champions")
    decided = event.with_outcome_set(replace(event.outcome_set("final-result"), decided="ravens"))
    everything = marked(
        decided, **{m.slug.replace("-", "_"): m.planned or BLACKOUT for m in event.moments}
    )
    yield "all happened", facts_for(state, event=everything)
    bare = replace(event, assets=(), cues=(), slots=(), moments=(), accounts=(), also_stop=())
    yield "a new event", facts_for(state, event=bare)


EVENINGS = [
    pytest.param(facts, id=f"{state}, {name}")
    for state in RoomState
    for name, facts in _evenings(state)
]


@pytest.mark.parametrize("facts", EVENINGS)
def test_every_sentence_on_the_desk_can_be_said(facts: Facts) -> None:
    view = build(facts)
    said = [english(sentence) for sentence in sentences(view)]
    assert len(said) > 20
    for words in said:
        assert "{" not in words
        assert "None" not in words
        assert "  " not in words.replace(" over  ", " over ")


@pytest.mark.parametrize("facts", EVENINGS)
def test_the_same_facts_make_the_same_desk(facts: Facts) -> None:
    # The curves are arrays, which compare number by number.
    one, other = build(facts), build(facts)
    assert replace(one, chart=other.chart) == other
    for mine, theirs in zip(one.chart.curves, other.chart.curves, strict=True):
        assert np.array_equal(mine.values, theirs.values, equal_nan=True)


@pytest.mark.parametrize("state", RoomState)
def test_each_state_has_what_belongs_to_it(state: RoomState) -> None:
    view = build(facts_for(state, preview=staged("champions")))
    assert view.state is state
    assert (view.prep is not None) is (state is PREP)
    assert (view.hold is not None) is (state is HOLD)
    assert view.caution is (state is LIVE)
    assert view.take.rehearsal is (state is REHEARSAL)


def test_the_desk_in_its_run_layout_has_no_prep_even_in_prep() -> None:
    assert build(facts_for(PREP, layout="run")).prep is None
