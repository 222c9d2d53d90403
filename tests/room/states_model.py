"""The room's states against a model written from the table of docs/architecture.md, States.

The model knows the table, what stands in Preview, what is pending and what was cancelled. It
decides for every order whether it may be carried out, and for every public request whether it may
start.
"""

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from controlroom.channels.base import Channel, Receipt, Staged
from controlroom.clock import MICROS, Clock
from controlroom.desk.view import TakeFace
from controlroom.errors import Refused
from controlroom.event.delivery import Delivery, DeliveryState
from controlroom.event.room_state import RoomState
from controlroom.posting.preview import Preview
from controlroom.rehearsal.network import SimulatedNetwork
from tests.room.states_told import Content, Pending, posts
from tests.room.still_room import CHANNELS, QUIET, StillRoom, bundled, furnish

PREP, REHEARSAL, LIVE, HOLD, WRAP = "prep", "rehearsal", "live", "hold", "wrap"
BACK = "where it came from"
TABLE = {
    (PREP, "rehearse"): REHEARSAL,
    (PREP, "go_live"): LIVE,
    (REHEARSAL, "prep"): PREP,
    (REHEARSAL, "hold"): HOLD,
    (LIVE, "hold"): HOLD,
    (LIVE, "wrap"): WRAP,
    (HOLD, "release_hold"): BACK,
    (HOLD, "wrap"): WRAP,
    (WRAP, "prep"): PREP,
}
MOVES = sorted({command for _, command in TABLE})
AT_A_DESK = frozenset({REHEARSAL, LIVE, HOLD})
S = DeliveryState
UNSENT = frozenset({S.PENDING, S.WAITING, S.SENDING})


class CountingNetwork(SimulatedNetwork):
    """Tells of every public request as it starts."""

    model: "StatesModel"

    async def send(self, staged: Staged, key: str, parent: Receipt | None = None) -> Receipt:
        self.model.a_request_starts(key)
        return await super().send(staged, key)


class StatesModel(RuleBasedStateMachine):
    """Every order that moves the room, from every state; posts, sleep, crash and restart."""

    @initialize(begin=st.sampled_from([(), ("rehearse",), *[("go_live",)] * 4]))
    def open(self, begin: tuple[str, ...]) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.where = Path(self.folder.name) / "data"
        event = bundled()
        # The model posts more in a minute than a night does, which the breaker rightly stops.
        furnish(self.where, replace(event, settings=replace(event.settings, breaker_posts=0)))
        self.state, self.held_from = PREP, None
        self.simulated = False
        self.preview: Content | None = None
        self.came_back = False
        self.kept: list[Content] = []
        self.pending: list[Pending] = []
        self.wrong: list[str] = []
        self.started: set[str] = set()
        self.number = 0
        self.open_room(QUIET)
        for command in begin:
            self.move(command, "key")

    def open_room(self, at_s: float) -> None:
        self.room = StillRoom(self.where, at_s, channels=self.ways)
        self.room.__enter__()

    def ways(self, clock: Clock) -> Mapping[str, Channel]:
        made = {key: CountingNetwork(key, clock) for key in CHANNELS}
        for one in made.values():
            one.model = self
        return made

    def teardown(self) -> None:
        self.room.__exit__(None, None, None)
        self.folder.cleanup()

    # What the model says

    def a_request_starts(self, key: str) -> None:
        self.started.add(key)
        row = next(row for row in self.room.deliveries if row.key == key)
        passes = {one.take for one in self.pending if one.passes}
        if self.state == HOLD and row.take not in passes:
            self.wrong.append(f"{row.asset} started in HOLD")
        if self.state not in (LIVE, HOLD):
            self.wrong.append(f"{row.asset} started in {self.state}")

    def ordered(self, command: str, **given: str) -> bool:
        """Whether it was carried out."""
        try:
            self.room.order(command, **given)
        except Refused:
            return False
        return True

    def as_shown(self, preview: Preview | None) -> Content | None:
        if preview is None:
            return None
        return Content(preview.asset.slug, preview.moment, preview.asset.words_for("x"))

    def keep(self, all_of: list[Pending]) -> None:
        self.kept += [one.content for one in all_of]
        self.pending = [one for one in self.pending if one not in all_of]

    def put(self, content: Content, *, back: bool) -> None:
        before = self.preview
        if before is not None and self.is_displaced(before, content):
            self.kept.insert(0, before)
        self.preview, self.came_back = content, back

    def is_displaced(self, before: Content, after: Content) -> bool:
        """What came back and what was written at the desk is put aside."""
        written = before.words not in (
            self.room.room.asset(before.asset).words_for("x"),
            after.words if before.asset == after.asset else None,
        )
        return written or (self.came_back and before[:2] != after[:2])

    def empty_preview(self) -> None:
        if self.preview is not None:
            self.kept.append(self.preview)
        self.preview, self.came_back = None, False

    def clear_the_desk(self) -> None:
        self.preview, self.came_back = None, False
        self.kept, self.pending = [], []

    # Moving about

    @rule(command=st.sampled_from(MOVES), by=st.sampled_from(["key", "button", "tray"]))
    def move(self, command: str, by: str) -> None:
        self.look()
        to = TABLE.get((self.state, command))
        if command == "wrap" and self.pending:
            to = None
        given = {"by": by} if command == "hold" else {}
        # Acknowledged counts from this very moment, before anything comes to rest.
        refusal = self.room.room.order(command, given).exception(60)
        assert refusal is None or isinstance(refusal, Refused)
        assert (refusal is None) is (to is not None), f"{command} in {self.state}: {refusal}"
        if to is not None:
            self.moved(to)
        self.room.settle()

    def moved(self, to: str) -> None:
        before, was = self.state, self.held_from
        self.state = was or LIVE if to is BACK else to
        if to == HOLD:
            self.held_from = before
            self.keep(list(self.pending))
            return
        self.held_from = None
        if to == REHEARSAL:
            self.simulated = True
        if to == PREP:
            self.simulated = False
        if to in (PREP, WRAP):
            self.clear_the_desk()

    # Posting

    @precondition(lambda self: self.state in AT_A_DESK or not self.number)
    @rule(number=st.integers(0, 7))
    def stage(self, number: int) -> None:
        slug = posts()[number % len(posts())]
        if self.ordered("stage_asset", asset=slug):
            shown = self.as_shown(self.room.room.night.posting.preview)
            assert shown is not None
            assert shown.asset == slug
            assert shown.words == self.room.room.asset(slug).words_for("x")
            self.put(shown, back=False)
            assert self.state in AT_A_DESK
        else:
            assert self.state not in AT_A_DESK
            self.number += 1

    @precondition(lambda self: self.kept)
    @rule()
    def bring_back(self) -> None:
        assert self.ordered("stage_next")
        shown = self.as_shown(self.room.room.night.posting.preview)
        assert shown in self.kept, "Space brought back what nobody cancelled"
        self.kept.remove(shown)
        self.put(shown, back=True)

    @precondition(lambda self: self.preview is not None)
    @rule()
    def edit(self) -> None:
        self.number += 1
        words = f"In other words, {self.number}."
        assert self.ordered("edit_words", channel="x", words=words)
        assert self.preview is not None
        self.preview = self.preview._replace(words=words)

    @precondition(lambda self: self.preview is not None)
    @rule()
    def clear(self) -> None:
        assert self.ordered("clear_preview")
        self.preview, self.came_back = None, False

    @precondition(lambda self: self.preview is not None)
    @rule(with_key=st.booleans())
    def take(self, with_key: bool) -> None:
        if with_key and self.room.view.take.face is TakeFace.SECOND_KEY:
            self.pass_time(31)
            self.room.turn_second_key()
        self.pass_time(2)
        if self.preview is None or not self.ordered("take", fingerprint=self.room.fingerprint):
            return
        held = self.state == HOLD
        assert not held or self.preview.asset == "pause-01", "an ordinary post was taken in HOLD"
        newest = self.room.deliveries[-1].take
        self.pending.append(Pending(newest, self.preview, held))
        self.preview, self.came_back = None, False

    @precondition(lambda self: self.state == HOLD)
    @rule()
    def pause(self) -> None:
        assert self.ordered("pause")
        shown = self.as_shown(self.room.room.night.posting.preview)
        assert shown is not None
        self.put(shown, back=False)
        self.take(with_key=True)

    @precondition(lambda self: self.state == LIVE and len(self.pending) < 3)
    @rule(number=st.integers(0, 7), then_s=st.sampled_from([0.0, 4.0, 20.0]))
    def post(self, number: int, then_s: float) -> None:
        self.stage(number)
        self.take(with_key=True)
        self.pass_time(then_s)

    @precondition(lambda self: self.pending)
    @rule()
    def esc(self) -> None:
        self.look()
        if not self.pending:
            return
        newest = self.pending.pop()
        assert self.ordered("cancel")
        if self.preview is None:
            self.put(newest.content, back=True)
        else:
            self.kept.append(newest.content)

    @rule(seconds=st.sampled_from([1.0, 4.0, 20.0]))
    def pass_time(self, seconds: float) -> None:
        self.room.pass_time(seconds)
        self.look()
        self.adopt_auto()

    def look(self) -> None:
        """What became of what is pending."""
        for one in list(self.pending):
            rows = self.rows(one)
            if {row.state for row in rows} == {S.CANCELLED}:
                # A guard spoke against it at the wire.
                self.keep([one])
            elif not any(self.is_unsent(row) for row in rows):
                self.pending.remove(one)

    def rows(self, one: Pending) -> list[Delivery]:
        return [row for row in self.room.deliveries if row.take == one.take]

    def is_unsent(self, row: Delivery) -> bool:
        """Whether it can still be stopped: it may be written down as being sent before it is."""
        return row.state in UNSENT and row.key not in self.started

    def adopt_auto(self) -> None:
        """The desk may stage the next cue by itself, where nothing stands and nothing waits."""
        shown = self.room.room.night.posting.preview
        free = self.preview is None and not self.pending and not self.kept
        if shown is not None and free and self.state in (LIVE, REHEARSAL):
            assert str(shown.by) == "auto"
            self.preview = self.as_shown(shown)

    # The end of the program, and sleep

    @precondition(lambda self: self.state in AT_A_DESK)
    @rule(timer_first=st.booleans())
    def sleep(self, timer_first: bool) -> None:
        self.look()
        self.room.slept += 600
        if timer_first:
            # The loop may wake a hold window's end before anybody looks.
            self.pass_time(20)
        self.room.look_for_sleep()
        if self.simulated or self.state not in (LIVE, HOLD):
            return
        if self.state == LIVE:
            self.state, self.held_from = HOLD, LIVE
        self.keep(list(self.pending))
        self.empty_preview()

    @rule(killed=st.booleans())
    def restart(self, killed: bool) -> None:
        self.look()
        at_s = (self.room.clock.now() - self.room.starts) / MICROS + 5
        # What ends the program is none of the model's orders.
        ended, self.state = self.state, HOLD
        if killed:
            # What was being sent may be out: nobody knows, so it is not brought back.
            self.pending = [
                one
                for one in self.pending
                if {row.state for row in self.rows(one)} & {S.PENDING, S.WAITING}
            ]
            # Its tasks end wherever they are, and nothing is tidied up.
            self.room.opened._engine.stop()
            self.room.opened.thread.close()
        else:
            self.room.opened.close()
        if not self.simulated and ended in (LIVE, HOLD):
            self.keep(list(self.pending))
            self.empty_preview()
            self.held_from = LIVE
        else:
            # A rehearsal's WRAP ends with the program.
            self.state = WRAP if ended == WRAP and not self.simulated else PREP
            self.held_from, self.simulated = None, False
            self.clear_the_desk()
        self.open_room(at_s)
        assert not UNSENT & {row.state for row in self.room.deliveries}
        self.nothing_is_lost()
        # Of two that are the same, one may come back.
        shown = [self.as_shown(one) for one in self.room.room.night.posting.kept]
        self.kept = [one for one in shown if one is not None]

    # What holds at any time

    @invariant()
    def the_room_is_where_the_model_is(self) -> None:
        self.adopt_auto()
        room = self.room.room
        assert self.wrong == []
        assert str(room.state) == self.state
        assert (room.held_from and str(room.held_from)) == self.held_from
        closed = room.night.posting.wire.closed
        assert closed is (self.state not in (LIVE, REHEARSAL))
        assert room.nights.real.posting.wire.closed is (self.state != LIVE)

    @invariant()
    def nothing_is_lost(self) -> None:
        posting = self.room.room.night.posting
        assert self.as_shown(posting.preview) == self.preview
        assert {self.as_shown(one) for one in posting.kept} == set(self.kept)

    @invariant()
    def what_is_on_disk_is_so(self) -> None:
        row = self.room.opened.thread.store.rooms.load(bundled().slug)
        kept = None if row is None else str(row.state)
        if self.simulated or self.state == PREP:
            assert kept in (None, PREP)
        else:
            assert kept == self.state
        assert self.told_last() == kept
        assert row is None or row.state is not RoomState.HOLD or row.held_from is RoomState.LIVE

    def told_last(self) -> str | None:
        """The state that the log of the real night tells last."""
        lines = self.room.opened.thread.store.as_run.read(bundled().slug, rehearsal=False, run="")
        return next((line.state for line in reversed(lines) if line.kind == "state"), None)
