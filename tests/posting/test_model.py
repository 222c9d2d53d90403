"""Posting against a model of it: whatever is ordered, answered, or killed, in whatever order.

The model knows only what a person may rely on: which takes were stopped, whether HOLD is on, what
the networks hold. It decides for every public request, as it starts, whether it may.
"""

import asyncio
from dataclasses import replace

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from controlroom.errors import Refused
from controlroom.event.asset import Part
from controlroom.event.delivery import Delivery, DeliveryState
from tests.posting.night import PAUSE, WORDS_ONLY, Night, interleaving
from tests.posting.scripted_channel import Does, Finds

S = DeliveryState
NETWORKS = ("bluesky", "mastodon")
# What breaks in an adapter is told in the log, which here nobody waits for.
DOES = st.sampled_from([*(does for does in Does if does is not Does.DEFECT_THERE), Does.LATE])
FINDS = st.sampled_from([Finds.TELLS, Finds.TELLS, Finds.DOWN, Finds.SILENT])
ROUNDS = st.integers(0, 12)
AT_REST = frozenset(S) - {S.PENDING, S.WAITING, S.SENDING}


class Model(RuleBasedStateMachine):
    """TAKE, time, HOLD, release, Esc, retract, R, the operator's word, restart; every answer."""

    @initialize(seed=st.integers(0, 999), honours=st.tuples(st.booleans(), st.booleans()))
    def begin(self, seed: int, honours: tuple[bool, bool]) -> None:
        self.night = Night(*NETWORKS, pause=interleaving(seed))
        for channel, honour in zip(self.night.channels.values(), honours, strict=True):
            channel.honours_key = honour
            channel.asked = self.a_request_starts
        self.held = False
        self.stopped: set[str] = set()
        self.ended: set[str] = set()
        self.wrong: list[str] = []
        self.orders: list[asyncio.Task[object]] = []
        self.holds: list[tuple[asyncio.Task[None], set[str]]] = []
        self.number = 0
        self.back: dict[str, set[str]] = {}

    # The model

    def a_request_starts(self, key: str) -> None:
        row = next(row for row in self.night.ledger.rows.values() if row.key == key)
        if self.held and row.take not in self.night.passed:
            self.wrong.append(f"{key} started in HOLD")
        if row.take in self.stopped:
            self.wrong.append(f"{key} started although its take was stopped")
        if row.take in self.ended:
            self.wrong.append(f"{key} started by itself after a restart")
        if row.parent is not None:
            before = self.night.ledger.rows[row.parent]
            if before.state not in (S.ACCEPTED, S.VERIFIED):
                self.wrong.append(f"{key} started before the part it answers was up")

    def acknowledge(self) -> None:
        """What was ordered and has been answered counts from now on."""
        for hold, takes in self.holds:
            if hold.done():
                self.held = self.night.wire.closed
                self.stopped |= takes
        self.holds = [pair for pair in self.holds if not pair[0].done()]

    # Preview and TAKE

    @rule(
        thread=st.sampled_from([0, 0, 0, 2]),
        only=st.sampled_from([None, None, ("mastodon",)]),
        window=st.sampled_from([0.0, 0.5, 5.0]),
        rounds=ROUNDS,
    )
    def stage_and_take(
        self, thread: int, only: tuple[str, ...] | None, window: float, rounds: int
    ) -> None:
        self.see_what_is_back()
        self.number += 1
        # In HOLD only the pause asset is taken, after the second key; the room sees to that.
        asset = PAUSE if self.night.wire.closed else WORDS_ONLY
        parts = tuple(Part(f"{self.number} part {place + 2}") for place in range(thread))
        words = f"{self.number} {asset.caption}"
        self.night.stage(
            replace(asset, title=str(self.number), caption=words, thread=parts),
            channels=only,
            rounds=rounds,
        )
        self.night.take(window, rounds=rounds)

    @precondition(lambda self: self.night.posting.kept and not self.night.wire.closed)
    @rule(window=st.sampled_from([0.0, 2.0]))
    def bring_back_and_take(self, window: float) -> None:
        async def put() -> None:
            self.night.posting.stage(self.night.posting.kept.pop())

        self.see_what_is_back()
        self.night.run(put(), 2)
        self.night.take(window, rounds=2)

    # Stopping

    @rule(rounds=ROUNDS)
    def esc(self, rounds: int) -> None:
        take = self.night.posting.newest_pending()
        if take is not None:
            task = self.night.start(self.night.posting.cancel(take, keep=False))
            self.orders.append(task)
            self.holds.append((task, {take.id}))
        self.go_round(rounds)

    @rule(rounds=ROUNDS)
    def hold(self, rounds: int) -> None:
        async def close() -> None:
            self.night.passed.clear()
            await self.night.posting.close_wire()

        task = self.night.start(close())
        self.orders.append(task)
        self.holds.append((task, set(self.night.posting.takes)))
        self.go_round(rounds + 1)

    @precondition(lambda self: self.night.wire.closed)
    @rule()
    def release(self) -> None:
        while self.holds:
            self.go_round(5)
        self.night.wire.open()
        self.held = False

    def go_round(self, rounds: int) -> None:
        for _ in range(rounds):
            self.night.rounds(1)
            self.acknowledge()

    # After the wire

    @rule(rounds=ROUNDS)
    def retract(self, rounds: int) -> None:
        self.orders.append(self.night.start(self.night.posting.retract()))
        self.go_round(rounds)

    @precondition(lambda self: not self.holds)
    @rule(rounds=ROUNDS)
    def try_again(self, rounds: int) -> None:
        self.see_what_is_back()
        self.stopped -= {row.take for row in self.night.posting.on_air()}
        self.orders.append(self.night.start(self.night.posting.retry("")))
        self.go_round(rounds)

    @rule(verdict=st.sampled_from(["sent", "not_sent"]))
    def a_person_tells(self, verdict: str) -> None:
        for row in self.night.outbox.in_state(S.BY_HAND):
            url = "https://example.test/1"
            self.night.run(self.night.posting.resolve(row.id, verdict, url), 3)

    @precondition(lambda self: not self.held)
    @rule()
    def look_and_send_again(self) -> None:
        """Only where the network makes one post of one key: elsewhere it is the person's risk."""
        for row in self.night.outbox.in_state(S.UNKNOWN):
            channel = self.night.channels[row.channel]
            if not channel.honours_key or channel.finds is Finds.SILENT:
                continue
            self.ended.discard(row.take)
            self.stopped.discard(row.take)
            self.orders.append(self.night.start(self.look_then_send(row)))
        self.go_round(3)

    async def look_then_send(self, row: Delivery) -> None:
        await self.night.posting.look_up(row.id)
        await self.night.posting.resolve(row.id, "again")

    # What happens outside

    @rule(seconds=st.sampled_from([0.2, 1.0, 3.0, 21.0]))
    def time_passes(self, seconds: float) -> None:
        self.night.pass_time(seconds, step=min(seconds, 1.0))
        self.acknowledge()

    @rule(
        channel=st.sampled_from(NETWORKS),
        does=st.lists(DOES, min_size=1, max_size=4),
        finds=FINDS,
        latency=st.sampled_from([0.0, 0.3, 2.0]),
        stage_fails=st.integers(0, 1),
    )
    def network_turns(
        self, channel: str, does: list[Does], finds: Finds, latency: float, stage_fails: int
    ) -> None:
        network = self.night.channels[channel]
        network.next, network.finds, network.latency_s = does, finds, latency
        network.stage_fails = stage_fails

    @rule()
    def killed_and_started_again(self) -> None:
        self.night.kill()
        self.ended |= {row.take for row in self.night.ledger.rows.values()}
        self.holds, self.held = [], False
        self.night.passed.clear()
        self.night.start_again()
        self.orders_end_well_or_are_refused()
        self.orders = []

    # What always holds

    @invariant()
    def no_request_starts_that_may_not(self) -> None:
        self.acknowledge()
        assert not self.wrong
        assert not self.night.slipped

    @invariant()
    def no_network_gets_two_posts_of_one_delivery(self) -> None:
        assert not self.night.doubled()

    @invariant()
    def states_move_only_along_their_ways(self) -> None:
        assert not self.night.ledger.wrong

    @invariant()
    def every_state_is_true(self) -> None:
        busy = any(not order.done() for order in self.orders)
        assert busy or not self.untrue()

    def untrue(self) -> list[str]:
        """A person's word on what was sent by hand is not the network's."""
        by_hand = {row.key for row in self.night.outbox.all if row.handed is not None}
        return [one for one in self.night.untrue() if one.split(" ")[1].rstrip(":") not in by_hand]

    @invariant()
    def orders_end_well_or_are_refused(self) -> None:
        for order in self.orders:
            ended = order.done() and not order.cancelled()
            if ended and order.exception() is not None:
                assert isinstance(order.exception(), Refused), order.exception()

    def see_what_is_back(self) -> None:
        posting = self.night.posting
        shown = [posting.preview] if posting.preview is not None else []
        for preview in [*shown, *posting.kept]:
            networks = preview.channels_of(self.night.event)
            self.back.setdefault(preview.asset.title, set()).update(networks)

    @invariant()
    def what_was_cancelled_comes_back(self) -> None:
        self.see_what_is_back()
        for take in self.night.posting.takes.values():
            rows = self.night.outbox.of_take(take.id)
            if take.followed or any(row.state not in AT_REST for row in rows):
                continue
            for channel in {row.channel for row in rows}:
                states = {row.state for row in rows if row.channel == channel}
                if states == {S.CANCELLED}:
                    assert channel in self.back.get(take.preview.asset.title, set())

    def teardown(self) -> None:
        if not hasattr(self, "night"):
            return
        try:
            for channel in self.night.channels.values():
                channel.finds, channel.next, channel.latency_s = Finds.TELLS, [], 0.0
            self.night.pass_time(60, step=2.0)
            self.no_request_starts_that_may_not()
            assert all(order.done() for order in self.orders)
            self.orders_end_well_or_are_refused()
            assert not self.untrue()
            assert not self.night.half_down()
            self.no_network_gets_two_posts_of_one_delivery()
            for row in self.night.outbox.in_state(S.UNKNOWN):
                assert not self.night.channels[row.channel].honours_key, row
                assert not self.night.channels[row.channel].has(row.key), row
            self.night.pass_time(700, step=10.0)
            assert not self.night.outbox.in_state(S.PENDING, S.WAITING, S.SENDING)
            self.what_was_cancelled_comes_back()
            assert not self.untrue()
            assert not self.night.posting.in_motion()
        finally:
            self.night.close()


TestModel = Model.TestCase
TestModel.settings = settings(
    max_examples=50,
    stateful_step_count=20,
    deadline=None,
    # A night is too big to be shrunk within a test's time; the steps are printed as they are.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
