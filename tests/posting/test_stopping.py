"""Esc and HOLD: what has not left stays here, and comes back."""

import pytest

from controlroom.errors import Refused
from controlroom.event.delivery import DeliveryState
from tests.posting.night import BLACKOUT, PAUSE, WORDS_ONLY, Night, interleaving
from tests.posting.scripted_channel import Does

S = DeliveryState


def test_esc_puts_the_post_back_in_preview(night: Night) -> None:
    night.stage()
    take = night.take(5.0)
    assert night.posting.preview is None
    assert night.posting.shown_take is take
    night.pass_time(2.0)
    night.run(night.posting.cancel(take, keep=False))
    assert set(night.states(take).values()) == {S.CANCELLED}
    assert night.contents() == [BLACKOUT]
    assert night.posting.preview is not None
    night.pass_time(20)
    assert not any(channel.requests for channel in night.channels.values())


def test_esc_leaves_what_was_staged_meanwhile_alone(night: Night) -> None:
    night.stage()
    take = night.take(5.0)
    night.stage(WORDS_ONLY)
    night.run(night.posting.cancel(take, keep=False))
    assert night.posting.preview is not None
    assert night.posting.preview.asset == WORDS_ONLY
    assert [kept.asset for kept in night.posting.kept] == [BLACKOUT]


def test_esc_twice_brings_the_post_back_once(night: Night) -> None:
    night.stage()
    take = night.take(5.0)
    orders = [night.start(night.posting.cancel(take, keep=False)) for _ in range(2)]
    night.rounds()
    assert all(order.done() for order in orders)
    assert night.contents() == [BLACKOUT]


def test_esc_esc_brings_the_post_back_once(night: Night) -> None:
    night.stage()
    take = night.take(5.0)
    orders = [
        night.start(night.posting.cancel(take, keep=False)),
        night.start(night.posting.close_wire()),
    ]
    night.rounds()
    assert all(order.done() for order in orders)
    assert night.contents() == [BLACKOUT]


def test_hold_keeps_every_pending_post_and_sends_none_after_release(night: Night) -> None:
    night.stage()
    first = night.take(5.0)
    night.stage(WORDS_ONLY)
    second = night.take(5.0)
    night.run(night.posting.close_wire())
    assert {*night.states(first).values(), *night.states(second).values()} == {S.CANCELLED}
    assert [kept.asset for kept in night.posting.kept] == [BLACKOUT, WORDS_ONLY]
    night.wire.open()
    night.pass_time(60)
    assert not any(channel.requests for channel in night.channels.values())


def test_what_waits_for_a_network_is_cancelled_by_hold(night: Night) -> None:
    for channel in night.channels.values():
        channel.next = [Does.NOT_SENT] * 9
    night.stage()
    take = night.take(0.0)
    night.pass_time(0.5)
    assert set(night.states(take).values()) == {S.WAITING}
    night.run(night.posting.close_wire())
    assert set(night.states(take).values()) == {S.CANCELLED}
    assert night.contents() == [BLACKOUT]


def test_a_request_that_fails_after_hold_is_not_tried_again_after_release(night: Night) -> None:
    """It was under way when HOLD came, and then turned out not to have left."""
    for channel in night.channels.values():
        channel.next, channel.latency_s = [Does.NOT_SENT], 1.0
    night.stage(WORDS_ONLY)
    take = night.take(0.0)
    assert set(night.states(take).values()) == {S.SENDING}
    night.run(night.posting.close_wire())
    night.wire.open()
    night.pass_time(60)
    assert [len(channel.requests) for channel in night.channels.values()] == [1, 1]
    assert set(night.states(take).values()) == {S.CANCELLED}
    assert night.contents() == [WORDS_ONLY]


def test_a_look_up_in_hold_does_not_send_again_even_after_release(night: Night) -> None:
    night.channels["bluesky"].next = [Does.UNKNOWN_NOT_THERE]
    night.stage(WORDS_ONLY)
    take = night.take(0.0)
    assert night.states(take)["bluesky"] is S.UNKNOWN
    night.run(night.posting.close_wire())
    night.pass_time(1.0)
    night.wire.open()
    night.pass_time(30)
    assert night.states(take)["bluesky"] is S.UNKNOWN
    night.pass_time(30)
    assert len(night.channels["bluesky"].requests) == 1
    assert night.states(take)["bluesky"] is S.REFUSED


def test_read_back_and_retract_go_on_in_hold(night: Night) -> None:
    night.stage(WORDS_ONLY)
    take = night.take(0.0)
    night.run(night.posting.close_wire())
    night.pass_time(5)
    assert set(night.states(take).values()) == {S.VERIFIED}
    assert night.run(night.posting.retract()) == ()
    assert set(night.states(take).values()) == {S.RETRACTED}
    assert not night.slipped


def test_the_pause_asset_may_pass_and_nothing_else_with_it(night: Night) -> None:
    night.channels["bluesky"].next = [Does.REFUSE]
    before = night.take_all()
    night.run(night.posting.close_wire())
    with pytest.raises(Refused, match="HOLD"):
        night.run(night.posting.retry(""))
    night.stage(PAUSE)
    pause = night.take(1.0)
    night.pass_time(10)
    assert set(night.states(pause).values()) == {S.VERIFIED}
    assert night.states(before)["bluesky"] is S.REFUSED
    assert not night.slipped


def test_hold_again_stops_the_pause_asset_too(night: Night) -> None:
    night.run(night.posting.close_wire())
    night.stage(PAUSE)
    pause = night.take(5.0)
    night.run(night.posting.close_wire())
    night.pass_time(20)
    assert set(night.states(pause).values()) == {S.CANCELLED}
    assert night.contents() == [PAUSE]


def test_preview_still_works_in_hold_and_uploads_ahead(night: Night) -> None:
    night.run(night.posting.close_wire())
    night.stage()
    assert night.posting.stager.readiness("bluesky").staged is not None
    assert not any(channel.requests for channel in night.channels.values())


@pytest.mark.parametrize("hundred", [0, 1])
def test_after_hold_is_acknowledged_no_public_request_starts(hundred: int) -> None:
    """200 races of HOLD against posts on their way, each interleaved otherwise."""
    left_first = 0
    for seed in range(hundred * 100, hundred * 100 + 100):
        night = Night(pause=interleaving(seed))
        draw = interleaving(seed + 1_000_000)
        try:
            for channel in night.channels.values():
                channel.latency_s = (0.0, 0.5, 1.0, 2.0)[draw()]
                channel.next = [
                    (Does.ACCEPT, Does.NOT_SENT, Does.UNKNOWN_NOT_THERE, Does.PACE)[draw()]
                ]
            night.stage(WORDS_ONLY, rounds=draw())
            take = night.take(draw() * 0.5, rounds=draw())
            for _ in range(draw()):
                night.clock.advance(0.5)
                night.rounds(draw() * 2)
            hold = night.start(night.posting.close_wire())
            while not hold.done():
                night.rounds(1)
            hold.result()
            acknowledged = [len(channel.requests) for channel in night.channels.values()]
            night.pass_time(2)
            night.wire.open()
            night.pass_time(60, step=2.0)
            assert [len(c.requests) for c in night.channels.values()] == acknowledged, seed
            assert not night.slipped, seed
            assert not night.untrue(), seed
            assert not night.doubled(), seed
            assert not night.ledger.wrong, seed
            states = set(night.states(take).values())
            assert states <= {S.CANCELLED, S.VERIFIED, S.UNKNOWN, S.REFUSED}, seed
            if states == {S.CANCELLED}:
                assert night.contents() == [WORDS_ONLY], seed
            left_first += sum(acknowledged) > 0
        finally:
            night.close()
    # Both sides won some of the races.
    assert 10 < left_first < 90


@pytest.mark.parametrize("rounds", range(1, 14))
def test_whoever_orders_a_take_may_leave_in_the_middle_and_the_night_still_ends(
    rounds: int,
) -> None:
    night = Night(pause=lambda: 6)
    try:
        night.stage()
        preview = night.posting.preview
        assert preview is not None
        order = night.start(night.posting.take(preview, 5.0, in_hold=False))
        night.rounds(rounds)
        order.cancel()
        night.rounds()
        stopping = night.start(night.posting.stop())
        night.rounds()
        night.pass_time(10)
        assert stopping.done(), "a TAKE that was left half way would be waited for without an end"
        assert {row.state for row in night.outbox.all} <= {S.CANCELLED}
        assert night.contents() == [BLACKOUT]
        assert night.untrue() == []
    finally:
        night.close()
