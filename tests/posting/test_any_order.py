"""Whatever is ordered, in whatever order, and whatever the networks do."""

import asyncio

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from controlroom.errors import Refused
from controlroom.event.asset import Asset
from controlroom.event.delivery import DeliveryState
from tests.posting.night import BLACKOUT, WORDS_ONLY, Night, interleaving
from tests.posting.scripted_channel import Does, Finds

S = DeliveryState
# What breaks in an adapter is told in the log, which here nobody waits for.
DOES = st.sampled_from([does for does in Does if does is not Does.DEFECT_THERE])
FINDS = st.sampled_from([Finds.TELLS, Finds.TELLS, Finds.DOWN, Finds.SILENT])
ROUNDS = st.integers(0, 12)


class AnyOrder(RuleBasedStateMachine):
    """Stage, edit, TAKE, Esc, HOLD, release, retract, retry and time, against networks that
    accept, refuse, keep silent and leave it unclear."""

    @initialize(seed=st.integers(0, 999), honours=st.tuples(st.booleans(), st.booleans()))
    def begin(self, seed: int, honours: tuple[bool, bool]) -> None:
        self.night = Night(pause=interleaving(seed))
        for channel, honour in zip(self.night.channels.values(), honours, strict=True):
            channel.honours_key = honour
        self.orders: list[asyncio.Task[object]] = []
        self.holds: list[asyncio.Task[object]] = []
        self.number = 0

    # Preview

    @rule(asset=st.sampled_from([BLACKOUT, WORDS_ONLY]), rounds=ROUNDS)
    def stage(self, asset: Asset, rounds: int) -> None:
        self.number += 1
        fresh = Asset(
            asset.slug, f"{asset.title} {self.number}", asset.role, asset.caption, asset.picture
        )
        self.night.stage(fresh, rounds=rounds)

    @precondition(lambda self: self.night.posting.preview is not None)
    @rule(channel=st.sampled_from(["bluesky", "mastodon"]), words=st.text("ab", max_size=3))
    def edit(self, channel: str, words: str) -> None:
        async def change() -> None:
            self.night.posting.edit_words(channel, words)

        self.night.run(change(), 3)

    @precondition(lambda self: self.night.posting.kept)
    @rule()
    def bring_back(self) -> None:
        async def put() -> None:
            self.night.look()
            self.night.posting.stage(self.night.posting.kept.pop())

        self.night.run(put(), 2)

    # TAKE, Esc, HOLD

    @precondition(lambda self: self.night.posting.preview is not None)
    @rule(window=st.sampled_from([0.0, 0.5, 5.0]), rounds=ROUNDS)
    def take(self, window: float, rounds: int) -> None:
        self.night.take(window, rounds=rounds)

    @rule(rounds=ROUNDS)
    def esc(self, rounds: int) -> None:
        take = self.night.posting.newest_pending()
        if take is not None:
            self.orders.append(self.night.start(self.night.posting.cancel(take, keep=False)))
        self.night.rounds(rounds)

    @rule(rounds=ROUNDS)
    def take_now(self, rounds: int) -> None:
        take = self.night.posting.newest_pending()
        if take is not None:
            self.night.posting.shorten(take)
        self.night.rounds(rounds)

    @rule(rounds=ROUNDS)
    def hold(self, rounds: int) -> None:
        async def close() -> None:
            self.night.passed.clear()
            await self.night.posting.close_wire()

        task = self.night.start(close())
        self.orders.append(task)
        self.holds.append(task)
        self.night.rounds(rounds + 1)

    @precondition(lambda self: self.night.wire.closed)
    @rule()
    def release(self) -> None:
        while any(not hold.done() for hold in self.holds):
            self.night.rounds(5)
        self.night.wire.open()

    # After the wire

    @rule(rounds=ROUNDS)
    def retract(self, rounds: int) -> None:
        self.orders.append(self.night.start(self.night.posting.retract()))
        self.night.rounds(rounds)

    @rule(rounds=ROUNDS)
    def retry(self, rounds: int) -> None:
        self.orders.append(self.night.start(self.night.posting.retry("")))
        self.night.rounds(rounds)

    # What happens outside

    @rule(seconds=st.sampled_from([0.2, 1.0, 3.0, 21.0]))
    def time_passes(self, seconds: float) -> None:
        self.night.pass_time(seconds, step=min(seconds, 1.0))

    @rule(
        channel=st.sampled_from(["bluesky", "mastodon"]),
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

    # What always holds

    @invariant()
    def nothing_slips_through_a_closed_wire(self) -> None:
        assert not self.night.slipped

    @invariant()
    def no_network_gets_two_posts_of_one_delivery(self) -> None:
        assert not self.night.doubled()

    @invariant()
    def states_move_only_along_their_ways(self) -> None:
        assert not self.night.ledger.wrong
        for row in self.night.outbox.all:
            ways = [state for delivery, state in self.night.ledger.story if delivery == row.id]
            assert ways[0] is S.PENDING

    @invariant()
    def every_state_is_true(self) -> None:
        retracting = any(not order.done() for order in self.orders)
        assert retracting or not self.night.untrue()

    @invariant()
    def cancelled_content_is_somewhere_once(self) -> None:
        contents = [asset.title for asset in self.night.contents()]
        assert len(contents) == len(set(contents))
        self.night.look()
        for take in self.night.posting.takes.values():
            if set(self.night.states(take).values()) == {S.CANCELLED} and not take.followed:
                assert not self._idle() or take.id in self.night.returned

    def _idle(self) -> bool:
        return all(order.done() for order in self.orders)

    @invariant()
    def orders_end_well_or_are_refused(self) -> None:
        for order in self.orders:
            if order.done() and order.exception() is not None:
                assert isinstance(order.exception(), Refused)

    def teardown(self) -> None:
        if not hasattr(self, "night"):
            return
        try:
            self.night.pass_time(150, step=5.0)
            assert all(order.done() for order in self.orders)
            self.orders_end_well_or_are_refused()
            self.every_state_is_true()
            self.no_network_gets_two_posts_of_one_delivery()
            self.cancelled_content_is_somewhere_once()
            assert not self.night.outbox.in_state(S.PENDING, S.WAITING, S.SENDING)
            assert not self.night.posting.in_motion()
        finally:
            self.night.close()


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(
    max_examples=60,
    stateful_step_count=25,
    deadline=None,
    # A night is too big to be shrunk within a test's time; the steps are printed as they are.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
