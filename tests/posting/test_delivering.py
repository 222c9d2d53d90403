"""One TAKE on several networks: each on its own, and every state true of the network."""

import pytest

from controlroom.errors import Refused
from controlroom.event.delivery import DeliveryState
from controlroom.messages import english
from tests.hygiene.records import Expect
from tests.posting.night import BLACKOUT, PICTURE, WORDS_ONLY, Night
from tests.posting.scripted_channel import Does, Finds

S = DeliveryState


def test_a_staged_post_waits_its_hold_window_then_is_up_everywhere(night: Night) -> None:
    night.stage()
    take = night.take(5.0)
    night.pass_time(4.5)
    assert night.states(take) == {"bluesky": S.PENDING, "mastodon": S.PENDING}
    assert not any(channel.requests for channel in night.channels.values())
    night.pass_time(1.0)
    assert set(night.states(take).values()) <= {S.ACCEPTED, S.VERIFIED}
    night.pass_time(1.0)
    assert night.states(take) == {"bluesky": S.VERIFIED, "mastodon": S.VERIFIED}
    assert [c.copies().total() for c in night.channels.values()] == [1, 1]
    assert not night.posting.in_motion()


def test_it_is_written_down_before_the_window_begins(night: Night) -> None:
    night.stage()
    take = night.take(5.0)
    assert [row.state for row in night.ledger.rows.values()] == [S.PENDING, S.PENDING]
    assert {row.take for row in night.ledger.rows.values()} == {take.id}
    assert len({row.key for row in night.ledger.rows.values()}) == 2


def test_no_media_is_sent_after_take_when_staged(night: Night) -> None:
    night.stage()
    assert [c.uploaded_bytes for c in night.channels.values()] == [9, 9]
    night.take(5.0)
    night.pass_time(30.0)
    assert [c.uploaded_bytes for c in night.channels.values()] == [9, 9]
    assert [c.copies().total() for c in night.channels.values()] == [1, 1]


def test_take_before_the_upload_is_done_waits_for_it_and_sends_it_once(night: Night) -> None:
    for channel in night.channels.values():
        channel.latency_s = 8.0
    night.stage()
    take = night.take(5.0)
    night.pass_time(7.5)
    assert set(night.states(take).values()) == {S.WAITING}
    assert {row.problem for row in night.outbox.of_take(take.id)} == {"still being made ready"}
    night.pass_time(20.0)
    assert set(night.states(take).values()) == {S.VERIFIED}
    assert [c.uploaded_bytes for c in night.channels.values()] == [9, 9]


def test_one_network_down_does_not_hold_up_the_other(night: Night) -> None:
    night.channels["bluesky"].next = [Does.NOT_SENT] * 3
    night.stage()
    take = night.take(0.0)
    night.pass_time(1.0)
    assert night.states(take)["mastodon"] in (S.ACCEPTED, S.VERIFIED)
    row = night.outbox.of_take(take.id)[0]
    assert row.state is S.WAITING
    assert row.until is not None
    assert row.until > night.clock.now()
    night.pass_time(10.0)
    assert night.states(take) == {"bluesky": S.VERIFIED, "mastodon": S.VERIFIED}
    assert night.channels["bluesky"].copies().total() == 1


def test_what_never_left_expires_rather_than_go_out_late(night: Night) -> None:
    night.channels["bluesky"].next = [Does.NOT_SENT] * 999
    night.stage()
    take = night.take(0.0)
    night.pass_time(590, step=5.0)
    row = night.outbox.of_take(take.id)[0]
    assert (row.state, row.problem) == (S.WAITING, "Bluesky cannot be reached.")
    assert row.until is not None
    night.pass_time(20, step=5.0)
    row = night.outbox.of_take(take.id)[0]
    assert row.state is S.CANCELLED
    assert row.problem == "Expired, not sent: Bluesky cannot be reached."
    tries = len(night.channels["bluesky"].requests)
    night.channels["bluesky"].next = []
    night.pass_time(300, step=10.0)
    assert len(night.channels["bluesky"].requests) == tries
    (kept,) = night.posting.kept
    assert (kept.asset, kept.channels) == (BLACKOUT, ("bluesky",))


def test_the_first_try_again_is_at_once(night: Night) -> None:
    night.channels["bluesky"].next = [Does.NOT_SENT]
    night.stage(WORDS_ONLY)
    take = night.take(0.0)
    assert len(night.channels["bluesky"].requests) == 2
    assert night.states(take)["bluesky"] in (S.ACCEPTED, S.VERIFIED)


def test_a_pace_that_ends_too_late_is_told_at_once(night: Night) -> None:
    night.channels["bluesky"].next = [Does.PACE]
    night.channels["bluesky"].pace_s = 3_000
    night.stage(WORDS_ONLY)
    take = night.take(0.0)
    row = night.outbox.of_take(take.id)[0]
    assert row.state is S.CANCELLED
    assert row.problem == "Expired, not sent: Bluesky did not answer in time."
    night.pass_time(10)
    assert [(kept.asset, kept.channels) for kept in night.posting.kept] == [
        (WORDS_ONLY, ("bluesky",))
    ]


def test_a_network_that_is_down_while_staging_is_waited_for(night: Night) -> None:
    night.channels["bluesky"].stage_fails = 12
    night.stage()
    take = night.take(0.0)
    night.pass_time(35)
    row = night.outbox.of_take(take.id)[0]
    assert row.state is S.WAITING
    assert row.until is not None
    assert night.states(take)["mastodon"] is S.VERIFIED
    night.pass_time(120)
    assert night.states(take)["bluesky"] is S.VERIFIED
    assert night.channels["bluesky"].copies().total() == 1


def test_pace_is_kept_to(night: Night) -> None:
    night.channels["bluesky"].next = [Does.PACE]
    night.stage()
    take = night.take(0.0)
    night.pass_time(3.5)
    assert len(night.channels["bluesky"].requests) == 1
    assert night.states(take)["bluesky"] is S.WAITING
    night.pass_time(2.0)
    assert len(night.channels["bluesky"].requests) == 2
    assert night.channels["bluesky"].copies().total() == 1


def test_a_refusal_is_told_and_tried_again_only_on_r_with_the_same_key(night: Night) -> None:
    night.channels["mastodon"].next = [Does.REFUSE]
    take = night.take_all()
    refused = night.outbox.of_take(take.id)[1]
    assert refused.state is S.REFUSED
    assert refused.problem == "Mastodon said: no"
    assert night.channels["mastodon"].copies().total() == 0
    night.run(night.posting.retry(""))
    night.pass_time(10)
    again = night.outbox.of_take(take.id)[1]
    assert (again.state, again.key) == (S.VERIFIED, refused.key)
    assert again.problem is None
    assert night.channels["bluesky"].copies().total() == 1
    with pytest.raises(Refused, match="No network has failed"):
        night.run(night.posting.retry(""))


def test_r_pressed_twice_sends_once(forgetful: Night) -> None:
    forgetful.channels["bluesky"].next = [Does.REFUSE]
    take = forgetful.take_all()
    forgetful.channels["bluesky"].latency_s = 2.0
    forgetful.run(forgetful.posting.retry(""))
    with pytest.raises(Refused, match="tried again already"):
        forgetful.run(forgetful.posting.retry(""))
    forgetful.pass_time(20)
    assert forgetful.states(take)["bluesky"] is S.VERIFIED
    assert not forgetful.doubled()


def test_r_while_the_network_is_still_down_waits_for_it(night: Night) -> None:
    night.channels["bluesky"].next = [Does.REFUSE]
    take = night.take_all()
    night.channels["bluesky"].stage_fails = 9
    night.run(night.posting.retry(""))
    night.pass_time(5)
    assert night.states(take)["bluesky"] is S.WAITING
    night.pass_time(120)
    assert night.states(take)["bluesky"] is S.VERIFIED


@pytest.mark.parametrize("does", [Does.UNKNOWN_THERE, Does.SILENT_THERE, Does.DEFECT_THERE])
def test_an_unclear_answer_is_looked_up_and_found(
    forgetful: Night, does: Does, expected_logs: Expect
) -> None:
    if does is Does.DEFECT_THERE:
        expected_logs("bluesky: unexpected")
    forgetful.channels["bluesky"].next = [does]
    take = forgetful.take_all()
    assert forgetful.states(take)["bluesky"] is S.VERIFIED
    assert not forgetful.doubled()
    row = forgetful.outbox.of_take(take.id)[0]
    assert row.url == "https://bluesky.test/bluesky-1/0"


@pytest.mark.parametrize("does", [Does.UNKNOWN_NOT_THERE, Does.SILENT_NOT_THERE])
def test_absence_is_no_proof_and_nothing_is_sent_again_blindly(
    forgetful: Night, does: Does
) -> None:
    forgetful.channels["bluesky"].next = [does]
    take = forgetful.take_all()
    row = forgetful.outbox.of_take(take.id)[0]
    assert row.state is S.UNKNOWN
    assert row.problem
    assert len(forgetful.channels["bluesky"].requests) == 1


@pytest.mark.parametrize("does", [Does.UNKNOWN_NOT_THERE, Does.SILENT_NOT_THERE])
def test_a_network_that_honours_the_key_is_asked_once_more_under_the_same_key(
    night: Night, does: Does
) -> None:
    night.channels["bluesky"].next = [does]
    take = night.take_all()
    assert night.states(take)["bluesky"] is S.VERIFIED
    assert night.channels["bluesky"].requests == ["bluesky-1", "bluesky-1"]
    assert not night.doubled()


@pytest.mark.parametrize("finds", [Finds.DOWN, Finds.SILENT, Finds.BREAKS])
def test_unknown_stays_unknown_while_nobody_can_look(
    night: Night, finds: Finds, expected_logs: Expect
) -> None:
    if finds is Finds.BREAKS:
        expected_logs("bluesky: the look-up failed")
    night.channels["bluesky"].next = [Does.UNKNOWN_THERE]
    night.channels["bluesky"].finds = finds
    night.stage()
    take = night.take(0.0)
    night.pass_time(100)
    assert night.states(take) == {"bluesky": S.UNKNOWN, "mastodon": S.VERIFIED}
    assert len(night.channels["bluesky"].requests) == 1
    assert not night.posting.in_motion()


def test_a_resend_that_never_ends_or_breaks_leaves_it_unknown(
    night: Night, expected_logs: Expect
) -> None:
    expected_logs("mastodon: unexpected")
    silent, breaks = Does.SILENT_NOT_THERE, Does.DEFECT_THERE
    night.channels["bluesky"].next = [silent] * 99
    night.channels["mastodon"].next = [silent, breaks]
    night.stage()
    take = night.take(0.0)
    night.pass_time(120)
    assert night.states(take) == {"bluesky": S.UNKNOWN, "mastodon": S.VERIFIED}
    assert not night.untrue()


def test_a_post_that_reads_back_otherwise_is_told_and_not_verified(night: Night) -> None:
    night.channels["bluesky"].finds = Finds.DOWN
    night.stage()
    take = night.take(0.0)
    night.pass_time(0.5)
    channel = night.channels["bluesky"]
    key, seen = channel.up[0]
    channel.up[0] = (key, type(seen)(seen.receipt, "Something else", seen.media, ()))
    channel.finds = Finds.TELLS
    night.pass_time(10)
    assert night.states(take)["bluesky"] is S.ACCEPTED
    assert [row.channel for row in night.differing] == ["bluesky"]


def test_a_picture_that_cannot_be_read_fails_its_own_network_only(
    night: Night, expected_logs: Expect
) -> None:
    expected_logs("could not be made ready")
    night.media = {}
    night.stage()
    assert night.posting.stager.readiness("bluesky").problem is not None
    take = night.take(0.0)
    night.pass_time(10)
    rows = night.outbox.of_take(take.id)
    assert {row.state for row in rows} == {S.REFUSED}
    assert all(row.problem and row.problem.startswith("Could not be made") for row in rows)
    night.media = {PICTURE.sha256: b"nine byte"}
    night.run(night.posting.retry(rows[0].id))
    night.pass_time(10)
    assert night.states(take) == {"bluesky": S.VERIFIED, "mastodon": S.REFUSED}


def test_a_ledger_that_fails_for_one_network_does_not_stop_the_other(
    night: Night, expected_logs: Expect
) -> None:
    expected_logs("could not be followed|could not be settled")
    night.stage()
    take = night.take(5.0)
    row = night.outbox.of_take(take.id)[0]
    del night.ledger.rows[row.id]
    night.pass_time(20)
    assert night.states(take)["mastodon"] is S.VERIFIED
    assert not night.channels["bluesky"].requests


def test_a_full_disk_loses_nothing_and_sends_nothing(night: Night) -> None:
    preview = night.stage()
    night.ledger.full = True
    with pytest.raises(OSError, match="no space"):
        night.take()
    night.ledger.full = False
    night.pass_time(20)
    assert night.posting.preview is not None
    assert night.posting.preview.asset == preview.asset
    assert night.posting.newest_pending() is None
    assert not any(channel.requests for channel in night.channels.values())
    take = night.take(0.0)
    night.pass_time(10)
    assert set(night.states(take).values()) == {S.VERIFIED}


def test_retract_takes_down_what_is_up_and_says_what_stayed(night: Night) -> None:
    take = night.take_all()
    night.channels["mastodon"].retract_fails = True
    problems = night.run(night.posting.retract())
    told = "Mastodon did not take the post down: Mastodon cannot be reached."
    assert [english(problem) for problem in problems] == [told]
    kept = night.outbox.of_take(take.id)[1]
    assert english(night.posting.retracting[kept.id]) == told
    assert night.states(take) == {"bluesky": S.RETRACTED, "mastodon": S.VERIFIED}
    assert night.channels["bluesky"].copies().total() == 0
    night.channels["mastodon"].retract_fails = False
    assert night.run(night.posting.retract()) == ()
    assert not night.posting.retracting
    assert not night.untrue()
    with pytest.raises(Refused, match="Nothing is on air"):
        night.run(night.posting.retract())


def test_retract_during_the_read_back_ends_retracted_not_verified(night: Night) -> None:
    night.stage(WORDS_ONLY)
    take = night.take(0.0)
    assert set(night.states(take).values()) == {S.ACCEPTED}
    night.clock.advance(0.25)
    night.run(night.posting.retract())
    night.pass_time(10)
    assert set(night.states(take).values()) == {S.RETRACTED}
    assert not night.untrue()
    assert not night.ledger.wrong


def test_numbers_are_sums_of_what_is_up(night: Night) -> None:
    take = night.take_all()
    rows = list(night.outbox.of_take(take.id))
    metrics = night.run(night.posting.metrics(rows))
    assert metrics is not None
    assert (metrics.likes, metrics.reposts, metrics.replies) == (20, 8, 2)
    night.run(night.posting.retract())
    assert night.run(night.posting.metrics(rows)) is None


def test_take_now_ends_the_window_and_says_when_it_left(night: Night) -> None:
    night.stage()
    take = night.take(10.0)
    night.pass_time(2.0)
    night.posting.shorten(take)
    night.pass_time(5.0)
    rows = night.outbox.of_take(take.id)
    assert {row.state for row in rows} == {S.VERIFIED}
    assert all(row.accepted is not None and row.accepted >= row.sends_at for row in rows)


def test_the_hold_window_does_not_follow_a_jump_of_the_wall_clock(night: Night) -> None:
    """A time server may set the computer's clock within the five seconds."""
    night.stage()
    take = night.take(5.0)
    night.clock._now += 3600 * 1_000_000
    night.clock._start += 3600 * 1_000_000
    night.pass_time(4.0)
    assert set(night.states(take).values()) == {S.PENDING}
    night.pass_time(5.0)
    assert set(night.states(take).values()) <= {S.ACCEPTED, S.VERIFIED}


def test_the_end_leaves_nothing_pending_and_lets_go_of_the_networks(night: Night) -> None:
    night.stage()
    take = night.take(5.0)
    night.run(night.posting.stop())
    assert set(night.states(take).values()) == {S.CANCELLED}
    assert all(channel.closed for channel in night.channels.values())
    assert not night.posting.in_motion()
