"""The scripted operator at a desk: sees what a person would see, orders what a person would."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from controlroom.clock import ManualClock
from controlroom.desk.build import build
from controlroom.desk.facts import Facts
from controlroom.desk.view import DeskView
from controlroom.errors import Refused
from controlroom.event.room_state import RoomState
from controlroom.messages import message
from controlroom.posting.preview import Preview
from controlroom.rehearsal.operator import GIVEN_UP_S, HELD_FOR_S, ScriptedOperator
from tests.desk.facts_for import (
    BLACKOUT,
    FEED,
    SPIKE,
    S,
    bundled,
    facts_for,
    marked,
    offer,
    pending,
    staged,
)

REHEARSAL, LIVE, HOLD = RoomState.REHEARSAL, RoomState.LIVE, RoomState.HOLD
OFFERS = (offer("blackout-01", "lights-out"), offer("butterfingers", "fumble"))


class Desk:
    """A desk whose facts follow the orders, as far as an operator notices."""

    def __init__(self, **shown: Any) -> None:
        self.clock = ManualClock(BLACKOUT + 20 * S)
        self.state = REHEARSAL
        self.shown: dict[str, Any] = {"feed": FEED, **shown}
        self.orders: list[tuple[str, dict[str, str]]] = []
        self.refuses: set[str] = set()
        self.posts: list[str] = []
        self.operator = ScriptedOperator(self.view, self.give, lambda: self.clock)

    def facts(self) -> Facts:
        return facts_for(self.state, now=self.clock.now(), **self.shown)

    def view(self) -> DeskView:
        return build(self.facts())

    def put(self, preview: Preview | None) -> None:
        self.shown = {**self.shown, "preview": preview, "pending": None}

    async def give(self, command: str, arguments: Mapping[str, str]) -> None:
        self.orders.append((command, dict(arguments)))
        if command in self.refuses:
            raise Refused(message("take.just_changed"))
        preview: Preview | None = self.shown.get("preview")
        match command:
            case "take":
                assert preview is not None
                assert arguments["fingerprint"] == self.facts().fingerprint
                self.posts.append(preview.asset.slug)
                self.shown = {**self.shown, "preview": None, "pending": pending(preview)}
            case "cancel":
                self.put(self.shown["pending"].preview)
            case "hold":
                kept = self.shown["pending"].preview
                self.state = HOLD
                self.shown = {**self.shown, "pending": None, "kept": (kept,)}
            case "release_hold":
                self.state = REHEARSAL
            case "clear_preview":
                self.put(None)
            case "stage_next":
                self.put(self.shown["kept"][-1])
                self.shown["kept"] = ()
            case "suggestion_1":
                self.put(staged("blackout-01", "lights-out"))
            case "suggestion_2":
                self.put(staged("butterfingers", "fumble"))

    async def watch(self, seconds: float, step: float = 0.5) -> list[str]:
        """What is ordered while ``seconds`` pass."""
        before = len(self.orders)
        for _ in range(round(seconds / step)):
            await self.operator.step()
            self.clock.advance(step)
        return [command for command, _ in self.orders[before:]]


@pytest.mark.parametrize("state", [RoomState.PREP, LIVE, RoomState.WRAP])
async def test_it_works_in_rehearsals_only(state: RoomState) -> None:
    desk = Desk(preview=staged("blackout-01", "lights-out"))
    desk.state = state
    assert await desk.watch(10) == []


async def test_a_spike_is_answered_with_what_it_offers_after_a_look() -> None:
    desk = Desk(feed=replace(FEED, spike=SPIKE), offers=OFFERS)
    assert await desk.watch(3) == []
    assert await desk.watch(1) == ["suggestion_1"]
    assert await desk.watch(1) == []
    assert await desk.watch(2) == ["take"]
    assert desk.orders[-1][1]["source"] == "script"
    assert desk.posts == ["blackout-01"]


async def test_one_spike_is_answered_once() -> None:
    desk = Desk(feed=replace(FEED, spike=SPIKE), offers=OFFERS)
    await desk.watch(8)
    desk.put(None)
    assert await desk.watch(30) == []
    desk.shown["feed"] = replace(FEED, spike=replace(SPIKE, at=desk.clock.now()))
    assert "suggestion_1" in await desk.watch(5)


async def test_what_does_not_fit_is_passed_over() -> None:
    desk = Desk(feed=replace(FEED, spike=SPIKE), offers=OFFERS)
    desk.operator = ScriptedOperator(
        desk.view, desk.give, lambda: desk.clock, fits=lambda asset, now: asset == "butterfingers"
    )
    assert await desk.watch(4) == ["suggestion_2"]


async def test_where_somebody_may_be_hurt_it_stays_out() -> None:
    desk = Desk(feed=replace(FEED, spike=replace(SPIKE, solemn=True)), offers=OFFERS)
    assert await desk.watch(30) == []


async def test_nothing_is_posted_before_it_happened_and_it_is_given_up_in_the_end() -> None:
    desk = Desk(event=bundled(), preview=staged("full-crunch", "half-time"))
    assert await desk.watch(GIVEN_UP_S - 1, step=1.0) == []
    assert await desk.watch(5, step=1.0) == ["clear_preview"]
    desk.put(staged("full-crunch", "half-time"))
    assert await desk.watch(10, step=1.0) == []
    desk.shown["event"] = marked(bundled(), half_time=desk.clock.now())
    assert await desk.watch(3, step=1.0) == ["take"]


async def test_what_needs_a_second_person_is_left_alone() -> None:
    desk = Desk(preview=staged("champions"))
    assert await desk.watch(2) == ["clear_preview"]
    assert desk.posts == []


async def test_a_refused_take_is_pressed_again_and_counts_as_no_post() -> None:
    desk = Desk(preview=staged("blackout-01", "lights-out"))
    desk.refuses = {"take"}
    assert set(await desk.watch(6)) == {"take"}
    desk.refuses = set()
    await desk.watch(1)
    assert desk.posts == ["blackout-01"]
    # It was the first post, so nothing is drilled.
    assert await desk.watch(3) == []


async def test_the_second_post_is_cancelled_once_and_sent_after_all() -> None:
    desk = Desk(preview=staged("blackout-01", "lights-out"))
    await desk.watch(3)
    desk.put(staged("crisplight", "lights-out"))
    assert await desk.watch(3) == ["take", "cancel"]
    assert await desk.watch(4) == ["take"]
    assert desk.posts == ["blackout-01", "crisplight", "crisplight"]


async def test_hold_is_practised_and_left_after_a_while_with_the_post_brought_back() -> None:
    desk = Desk(preview=staged("blackout-01", "lights-out"))
    for _ in range(2):
        await desk.watch(6)
        desk.put(staged("blackout-02", "lights-out"))
    await desk.watch(4)
    assert len(desk.posts) == 4
    assert ("hold", {"by": "drill"}) in desk.orders
    assert desk.state is HOLD
    assert await desk.watch(HELD_FOR_S + 1) == ["release_hold", "stage_next"]
    assert "take" in await desk.watch(4)


async def test_the_side_that_came_true_is_decided_once_its_moment_is_marked() -> None:
    desk = Desk()
    sides = {"final-result": ("final-whistle", "ravens")}
    desk.operator = ScriptedOperator(desk.view, desk.give, lambda: desk.clock, decides=sides)
    assert await desk.watch(5) == []
    desk.shown["event"] = marked(bundled(), final_whistle=desk.clock.now())
    assert await desk.watch(5) == ["decide"]
    assert desk.orders[-1][1] == {"set": "final-result", "outcome": "ravens"}
