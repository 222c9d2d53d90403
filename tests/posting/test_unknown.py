"""What nobody knows of: looked for until it is known, or a person tells."""

import itertools

import pytest

from controlroom.channels.base import Seen
from controlroom.errors import Refused
from controlroom.event.delivery import Delivery, DeliveryState
from controlroom.messages import english, message
from controlroom.posting.take import Take
from tests.posting.night import WORDS_ONLY, Night
from tests.posting.scripted_channel import Does, Finds

S = DeliveryState
WHY = message("guard.rights.own")


def unknown(night: Night, does: Does = Does.UNKNOWN_NOT_THERE) -> tuple[Take, Delivery]:
    """A post that is unknown on Bluesky, and up on the other network."""
    night.channels["bluesky"].next = [does]
    night.stage(WORDS_ONLY)
    take = night.take(0.0)
    night.pass_time(6)
    return take, night.outbox.of_take(take.id)[0]


def now(night: Night, row: Delivery) -> Delivery:
    return night.outbox.get(row.id)


# Looking by itself


def test_it_is_looked_for_with_growing_pauses_for_as_long_as_the_room_is_open(
    forgetful: Night,
) -> None:
    _, row = unknown(forgetful)
    forgetful.pass_time(3_600, step=5.0)
    looked = forgetful.channels["bluesky"].looked
    pauses = [(b - a) / 1e6 for a, b in itertools.pairwise(looked)]
    assert len(looked) > 40
    assert pauses[0] < pauses[3] <= 25
    assert pauses[-1] >= 60
    assert now(forgetful, row).state is S.UNKNOWN
    assert len(forgetful.channels["bluesky"].requests) == 1


def test_found_an_hour_later_it_is_up(forgetful: Night) -> None:
    forgetful.channels["bluesky"].finds = Finds.DOWN
    _, row = unknown(forgetful, Does.UNKNOWN_THERE)
    forgetful.pass_time(3_600, step=10.0)
    assert now(forgetful, row).state is S.UNKNOWN
    forgetful.channels["bluesky"].finds = Finds.TELLS
    forgetful.pass_time(301, step=5.0)
    assert now(forgetful, row).state is S.VERIFIED


def test_a_request_that_is_applied_half_a_minute_late_makes_no_second_post(night: Night) -> None:
    take, row = unknown(night, Does.LATE)
    night.pass_time(120)
    assert now(night, row).state is S.VERIFIED
    assert not night.doubled()
    assert set(night.states(take).values()) == {S.VERIFIED}


def test_in_hold_it_is_not_called_absent_while_it_may_yet_arrive(night: Night) -> None:
    night.channels["bluesky"].next = [Does.LATE]
    night.stage(WORDS_ONLY)
    take = night.take(0.0)
    night.run(night.posting.close_wire())
    for _ in range(80):
        night.pass_time(0.5)
        assert not night.untrue()
        assert night.states(take)["bluesky"] is not S.REFUSED
    assert night.states(take)["bluesky"] is S.VERIFIED


def test_what_turns_up_after_all_is_shown_as_what_it_is(night: Night) -> None:
    night.channels["bluesky"].next = [Does.UNKNOWN_NOT_THERE]
    night.stage(WORDS_ONLY)
    take = night.take(0.0)
    night.run(night.posting.close_wire())
    night.pass_time(60)
    row = night.outbox.of_take(take.id)[0]
    assert row.state is S.REFUSED
    assert row.problem == "Bluesky has no such post. Nothing went out."
    other = night.channels["mastodon"].up[0][1]
    network = night.channels["bluesky"]
    network.up.append((row.key, Seen(other.receipt, other.text, other.media, ())))
    night.pass_time(120)
    assert now(night, row).state is S.VERIFIED


def test_absent_and_not_to_be_sent_again_it_is_refused_and_r_sends_it_once(night: Night) -> None:
    night.channels["bluesky"].next = [Does.UNKNOWN_NOT_THERE]
    night.stage(WORDS_ONLY)
    take = night.take(0.0)
    night.run(night.posting.close_wire())
    night.pass_time(60)
    night.wire.open()
    night.run(night.posting.retry(""))
    night.pass_time(10)
    assert set(night.states(take).values()) == {S.VERIFIED}
    assert not night.doubled()


def test_it_is_not_sent_again_by_itself_once_a_guard_says_no_go(night: Night) -> None:
    night.channels["bluesky"].next = [Does.SILENT_NOT_THERE]
    night.stage(WORDS_ONLY)
    take = night.take(0.0)
    night.pass_time(5)
    night.no_go = WHY
    night.pass_time(80)
    assert night.states(take)["bluesky"] is S.REFUSED
    assert len(night.channels["bluesky"].requests) == 1


# After a restart


@pytest.mark.parametrize("honours", [True, False])
def test_after_a_restart_what_is_up_is_found(honours: bool) -> None:
    night = Night(honours=honours)
    try:
        night.channels["bluesky"].next = [Does.SILENT_THERE]
        night.stage()
        take = night.take(0.0)
        night.pass_time(3)
        night.restart()
        assert night.states(take)["bluesky"] is S.UNKNOWN
        night.pass_time(10)
        assert night.states(take) == {"bluesky": S.VERIFIED, "mastodon": S.VERIFIED}
        assert not night.doubled()
    finally:
        night.close()


def test_after_a_restart_nothing_is_sent_and_absence_is_told_once_it_is_sure(
    night: Night,
) -> None:
    night.channels["bluesky"].next = [Does.SILENT_NOT_THERE]
    night.stage()
    take = night.take(0.0)
    night.pass_time(3)
    night.restart()
    night.pass_time(30)
    assert night.states(take)["bluesky"] is S.UNKNOWN
    night.pass_time(30)
    assert night.states(take)["bluesky"] is S.REFUSED
    assert len(night.channels["bluesky"].requests) == 1


def test_after_a_restart_what_only_a_person_can_tell_stays_unknown(forgetful: Night) -> None:
    forgetful.channels["bluesky"].next = [Does.SILENT_NOT_THERE]
    forgetful.stage()
    take = forgetful.take(0.0)
    forgetful.pass_time(3)
    forgetful.restart()
    forgetful.pass_time(600, step=5.0)
    assert forgetful.states(take)["bluesky"] is S.UNKNOWN
    assert forgetful.posting.had_left() == 1
    assert len(forgetful.channels["bluesky"].requests) == 1


def test_what_was_pending_when_the_program_ended_stays_here(night: Night) -> None:
    night.stage()
    take = night.take(5.0)
    night.pass_time(2)
    night.restart()
    assert set(night.states(take).values()) == {S.CANCELLED}
    night.pass_time(60)
    assert not any(channel.requests for channel in night.channels.values())


def test_killed_between_written_down_and_the_end_of_the_window_nothing_was_sent(
    night: Night,
) -> None:
    night.stage(WORDS_ONLY)
    take = night.take(5.0)
    night.pass_time(4.95, step=0.05)
    assert set(night.states(take).values()) == {S.SENDING}
    assert not any(channel.requests for channel in night.channels.values())
    night.restart()
    night.pass_time(60)
    assert set(night.states(take).values()) == {S.REFUSED}
    assert not any(channel.requests for channel in night.channels.values())


# The operator


def test_looking_gathers_evidence(forgetful: Night) -> None:
    _, row = unknown(forgetful)
    forgetful.channels["bluesky"].up = list(forgetful.channels["mastodon"].up)
    forgetful.run(forgetful.posting.look_up(row.id))
    seen = forgetful.posting.evidence[row.id]
    assert seen.looked_at == forgetful.clock.now()
    assert seen.times >= 2
    assert [one.text for one in seen.newest] == ["108 yards!"]
    assert seen.problem is None


def test_evidence_says_what_kept_us_from_looking(forgetful: Night) -> None:
    _, row = unknown(forgetful)
    forgetful.channels["bluesky"].finds = Finds.DOWN
    forgetful.run(forgetful.posting.look_up(row.id))
    problem = forgetful.posting.evidence[row.id].problem
    assert problem is not None
    assert english(problem) == "Bluesky cannot be reached."


def test_sent_with_its_link_is_accepted_and_not_verified(forgetful: Night) -> None:
    _, row = unknown(forgetful)
    forgetful.run(forgetful.posting.resolve(row.id, "sent", "https://bluesky.test/post/9"))
    resolved = now(forgetful, row)
    assert (resolved.state, resolved.url) == (S.ACCEPTED, "https://bluesky.test/post/9")
    forgetful.pass_time(60)
    assert now(forgetful, row).state is S.ACCEPTED
    problems = forgetful.run(forgetful.posting.retract(row.id))
    assert [english(one) for one in problems] == [
        "On Bluesky take it down by hand: https://bluesky.test/post/9"
    ]


def test_sent_and_read_back_equal_is_verified(forgetful: Night) -> None:
    _, row = unknown(forgetful)
    other = forgetful.channels["mastodon"].up[0][1]
    forgetful.channels["bluesky"].up.append((row.key, other))
    forgetful.run(forgetful.posting.resolve(row.id, "sent", ""))
    assert now(forgetful, row).state is S.VERIFIED
    assert now(forgetful, row).url == other.receipt.url


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "post/9", "https://"])
def test_sent_needs_a_link(forgetful: Night, url: str) -> None:
    _, row = unknown(forgetful)
    with pytest.raises(Refused):
        forgetful.run(forgetful.posting.resolve(row.id, "sent", url))
    assert now(forgetful, row).state is S.UNKNOWN


def test_not_sent_is_the_operator_s_word_and_unlocks_try_again(forgetful: Night) -> None:
    take, row = unknown(forgetful)
    with pytest.raises(Refused, match="No network has failed"):
        forgetful.run(forgetful.posting.retry(""))
    forgetful.run(forgetful.posting.resolve(row.id, "not_sent"))
    assert now(forgetful, row).state is S.REFUSED
    assert now(forgetful, row).problem == "Not there, said the operator."
    forgetful.run(forgetful.posting.retry(""))
    forgetful.pass_time(10)
    assert set(forgetful.states(take).values()) == {S.VERIFIED}


def test_again_only_right_after_a_look(forgetful: Night) -> None:
    take, row = unknown(forgetful)
    forgetful.channels["bluesky"].finds = Finds.DOWN
    forgetful.pass_time(100)
    with pytest.raises(Refused, match="Look first"):
        forgetful.run(forgetful.posting.resolve(row.id, "again"))
    assert len(forgetful.channels["bluesky"].requests) == 1
    forgetful.channels["bluesky"].finds = Finds.TELLS
    forgetful.run(forgetful.posting.look_up(row.id))
    forgetful.run(forgetful.posting.resolve(row.id, "again"))
    forgetful.pass_time(10)
    assert set(forgetful.states(take).values()) == {S.VERIFIED}
    assert forgetful.channels["bluesky"].requests == [row.key, row.key]


def test_again_after_a_restart_makes_it_ready_anew(forgetful: Night) -> None:
    forgetful.channels["bluesky"].next = [Does.SILENT_NOT_THERE]
    forgetful.stage()
    take = forgetful.take(0.0)
    forgetful.pass_time(3)
    forgetful.restart()
    row = forgetful.outbox.of_take(take.id)[0]
    forgetful.run(forgetful.posting.look_up(row.id))
    forgetful.run(forgetful.posting.resolve(row.id, "again"))
    forgetful.pass_time(10)
    assert set(forgetful.states(take).values()) == {S.VERIFIED}
    assert forgetful.channels["bluesky"].copies().total() == 1


def test_again_is_refused_in_hold(forgetful: Night) -> None:
    _, row = unknown(forgetful)
    forgetful.run(forgetful.posting.close_wire())
    forgetful.run(forgetful.posting.look_up(row.id))
    with pytest.raises(Refused, match="HOLD"):
        forgetful.run(forgetful.posting.resolve(row.id, "again"))
    assert len(forgetful.channels["bluesky"].requests) == 1


def test_nothing_is_said_of_what_is_known(night: Night) -> None:
    take = night.take_all()
    row = night.outbox.of_take(take.id)[0]
    for verdict in ("sent", "not_sent", "again", "perhaps"):
        with pytest.raises(Refused):
            night.run(night.posting.resolve(row.id, verdict, "https://bluesky.test/post/9"))
    with pytest.raises(Refused):
        night.run(night.posting.look_up(row.id))
    with pytest.raises(Refused):
        night.run(night.posting.look_up("nobody"))
    assert now(night, row).state is S.VERIFIED


# Retract


def test_retract_of_an_unknown_looks_first(forgetful: Night) -> None:
    forgetful.channels["bluesky"].finds = Finds.DOWN
    take, row = unknown(forgetful, Does.UNKNOWN_THERE)
    (problem,) = forgetful.run(forgetful.posting.retract())
    assert english(problem) == "Nobody knows whether the post is on Bluesky. Look there."
    assert forgetful.states(take) == {"bluesky": S.UNKNOWN, "mastodon": S.RETRACTED}
    forgetful.channels["bluesky"].finds = Finds.TELLS
    assert forgetful.run(forgetful.posting.retract(row.id)) == ()
    assert now(forgetful, row).state is S.RETRACTED
    assert not forgetful.untrue()


def test_retract_of_a_request_under_way_waits_for_its_answer(night: Night) -> None:
    night.stage(WORDS_ONLY)
    for channel in night.channels.values():
        channel.latency_s = 3.0
    take = night.take(0.0)
    night.run(night.posting.close_wire())
    assert night.posting.had_left() == 2
    order = night.start(night.posting.retract())
    night.pass_time(1)
    assert not order.done()
    night.pass_time(20)
    assert order.result() == ()
    assert set(night.states(take).values()) == {S.RETRACTED}
    assert night.posting.had_left() == 0
    assert not any(channel.up for channel in night.channels.values())


def test_what_an_earlier_run_posted_can_be_taken_down(night: Night) -> None:
    take = night.take_all()
    night.restart()
    rows = night.outbox.of_take(take.id)
    assert night.run(night.posting.retract(rows[1].id)) == ()
    assert night.states(take) == {"bluesky": S.VERIFIED, "mastodon": S.RETRACTED}
    down = night.outbox.get(rows[1].id)
    assert down.retracted == night.clock.now()
    assert down.accepted is not None


def test_a_retract_that_got_no_answer_is_asked_again_until_there_is_one(night: Night) -> None:
    take = night.take_all()
    night.channels["mastodon"].retract_fails = True
    (problem,) = night.run(night.posting.retract())
    assert "cannot be reached" in english(problem)
    night.pass_time(60)
    assert night.states(take)["mastodon"] is S.VERIFIED
    night.channels["mastodon"].retract_fails = False
    night.pass_time(30)
    assert night.states(take)["mastodon"] is S.RETRACTED
    assert not night.posting.retracting
    assert not night.untrue()


def test_killed_while_retracting_the_next_start_finishes_it(night: Night) -> None:
    take = night.take_all()
    night.channels["mastodon"].retract_hangs = True
    order = night.start(night.posting.retract())
    night.pass_time(1)
    assert night.states(take) == {"bluesky": S.RETRACTED, "mastodon": S.VERIFIED}
    night.channels["mastodon"].retract_hangs = False
    night.restart()
    assert order.cancelled()
    night.pass_time(5)
    assert set(night.states(take).values()) == {S.RETRACTED}
    assert not night.untrue()
