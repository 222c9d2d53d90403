"""A post for some networks only: by order, by what a stop left over, or because a person has it."""

import pytest

from controlroom.errors import Refused
from controlroom.event.delivery import DeliveryState
from controlroom.messages import message
from tests.hygiene.records import Expect
from tests.posting.night import BLACKOUT, WORDS_ONLY, Night
from tests.posting.scripted_channel import Does, Finds

S = DeliveryState
ENDED = message("guard.rights.own")


def test_a_preview_for_one_network_goes_there_only(night: Night) -> None:
    preview = night.stage(WORDS_ONLY, channels=("mastodon",))
    everywhere = night.stage(WORDS_ONLY)
    assert preview.fingerprint(night.event) != everywhere.fingerprint(night.event)
    night.stage(WORDS_ONLY, channels=("mastodon",))
    take = night.take(0.0)
    night.pass_time(10)
    assert night.states(take) == {"mastodon": S.VERIFIED}
    assert night.channels["bluesky"].requests == []


def test_what_esc_cancelled_comes_back_for_the_networks_it_did_not_reach(night: Night) -> None:
    night.channels["mastodon"].next = [Does.NOT_SENT] * 9
    night.stage()
    take = night.take(0.0)
    night.pass_time(3)
    night.run(night.posting.cancel(take, keep=False))
    assert night.states(take) == {"bluesky": S.VERIFIED, "mastodon": S.CANCELLED}
    back = night.posting.preview
    assert back is not None
    assert (back.asset, back.channels) == (BLACKOUT, ("mastodon",))
    night.channels["mastodon"].next = []
    again = night.take(0.0)
    night.pass_time(10)
    assert night.states(again) == {"mastodon": S.VERIFIED}
    assert not night.doubled()
    assert all(channel.copies().total() == 1 for channel in night.channels.values())


def test_what_hold_cancelled_waits_until_it_is_known_where_the_rest_went(night: Night) -> None:
    night.channels["mastodon"].next = [Does.NOT_SENT] * 9
    night.channels["bluesky"].latency_s = 5.0
    night.stage(WORDS_ONLY)
    take = night.take(0.0)
    night.pass_time(1)
    night.run(night.posting.close_wire())
    assert night.states(take) == {"bluesky": S.SENDING, "mastodon": S.CANCELLED}
    assert night.posting.kept == []
    night.pass_time(10)
    (kept,) = night.posting.kept
    assert (kept.asset, kept.channels) == (WORDS_ONLY, ("mastodon",))


def test_one_network_that_refused_is_left_to_try_again(night: Night) -> None:
    night.channels["bluesky"].next = [Does.REFUSE]
    night.channels["mastodon"].next = [Does.ACCEPT]
    take = night.take_all()
    assert night.posting.kept == []
    assert night.states(take)["bluesky"] is S.REFUSED


def test_no_go_in_the_hold_window_cancels_and_says_why(night: Night) -> None:
    night.stage()
    take = night.take(5.0)
    night.pass_time(3)
    night.no_go = ENDED
    night.pass_time(20)
    rows = night.outbox.of_take(take.id)
    assert {row.state for row in rows} == {S.CANCELLED}
    assert all(row.problem for row in rows)
    assert night.contents() == [BLACKOUT]
    assert not any(channel.requests for channel in night.channels.values())


def test_a_hold_window_of_nothing_sends_at_once(night: Night) -> None:
    night.stage(WORDS_ONLY)
    take = night.take(0.0)
    assert set(night.states(take).values()) <= {S.ACCEPTED, S.VERIFIED}


def test_it_is_written_down_before_the_window_ends_and_not_a_byte_leaves_before(
    night: Night,
) -> None:
    night.stage()
    take = night.take(5.0)
    night.pass_time(4.85, step=0.05)
    assert set(night.states(take).values()) == {S.PENDING}
    night.pass_time(0.1, step=0.05)
    assert set(night.states(take).values()) == {S.SENDING}
    assert not any(channel.requests for channel in night.channels.values())
    assert night.posting.newest_pending() is take
    writes = len(night.ledger.story)
    night.clock.advance(0.05)
    night.rounds(12)
    assert all(channel.requests for channel in night.channels.values())
    # Between the end of the window and the requests nothing was written.
    assert [state for _, state in night.ledger.story[writes:]] in ([], [S.ACCEPTED] * 2)


@pytest.mark.parametrize("hold", [True, False], ids=["HOLD", "Esc"])
def test_in_the_last_tenth_of_a_second_it_still_stays_here(night: Night, hold: bool) -> None:
    night.stage()
    take = night.take(5.0)
    night.pass_time(4.95, step=0.05)
    if hold:
        night.run(night.posting.close_wire())
    else:
        night.run(night.posting.cancel(take, keep=False))
    assert set(night.states(take).values()) == {S.CANCELLED}
    night.pass_time(30)
    assert not any(channel.requests for channel in night.channels.values())
    assert night.contents() == [BLACKOUT]
    assert night.posting.had_left() == 0


# By hand


def test_a_person_is_given_the_post_and_says_what_became_of_it(night: Night) -> None:
    night.channels["bluesky"].next = [Does.BY_HAND]
    take = night.take_all()
    row = night.outbox.of_take(take.id)[0]
    assert (row.state, row.handed, row.url) == (S.BY_HAND, "/hand-off/bluesky", None)
    assert night.posting.composer(row.id) == "https://bluesky.test/new"
    assert row in night.posting.on_air()
    night.run(night.posting.resolve(row.id, "sent", "https://bluesky.test/mine"))
    row = night.outbox.get(row.id)
    assert (row.state, row.url) == (S.ACCEPTED, "https://bluesky.test/mine")
    night.pass_time(60)
    assert night.states(take)["bluesky"] is S.ACCEPTED
    assert len(night.channels["bluesky"].looked) == 0


def test_not_posted_by_hand_it_comes_back_for_that_network(night: Night) -> None:
    night.channels["bluesky"].next = [Does.BY_HAND]
    take = night.take_all()
    row = night.outbox.of_take(take.id)[0]
    with pytest.raises(Refused):
        night.run(night.posting.resolve(row.id, "again"))
    night.run(night.posting.resolve(row.id, "not_sent"))
    assert night.states(take) == {"bluesky": S.CANCELLED, "mastodon": S.VERIFIED}
    (kept,) = night.posting.kept
    assert kept.channels == ("bluesky",)


def test_what_a_person_has_survives_a_restart_and_needs_a_link(night: Night) -> None:
    night.channels["bluesky"].next = [Does.BY_HAND]
    take = night.take_all()
    night.restart()
    row = night.outbox.of_take(take.id)[0]
    assert row.state is S.BY_HAND
    assert night.posting.composer(row.id) == "https://bluesky.test/new"
    with pytest.raises(Refused, match="Paste the link"):
        night.run(night.posting.resolve(row.id, "sent", ""))
    night.run(night.posting.resolve(row.id, "sent", "https://bluesky.test/mine"))
    assert night.states(take)["bluesky"] is S.ACCEPTED


# What does not matter


def test_a_read_back_that_fails_makes_nothing_less_accepted(night: Night) -> None:
    for channel in night.channels.values():
        channel.finds = Finds.DOWN
    take = night.take_all()
    assert set(night.states(take).values()) == {S.ACCEPTED}
    night.pass_time(120)
    assert set(night.states(take).values()) == {S.ACCEPTED}
    assert night.posting.evidence == {}


def test_a_full_disk_while_sending_is_told_once_there_is_room(
    night: Night, expected_logs: Expect
) -> None:
    expected_logs("could not be (followed|settled)")
    night.stage()
    take = night.take(5.0)
    night.ledger.full = True
    night.pass_time(7)
    night.ledger.full = False
    night.pass_time(60)
    rows = night.outbox.of_take(take.id)
    assert {row.state for row in rows} == {S.CANCELLED}
    assert {row.problem for row in rows} == {"Not sent: it could not be written down."}
    assert night.contents() == [BLACKOUT]


def test_a_yes_that_could_not_be_written_down_is_looked_up(
    night: Night, expected_logs: Expect
) -> None:
    expected_logs("could not be (followed|settled)")
    night.stage(WORDS_ONLY)
    for channel in night.channels.values():
        channel.latency_s = 1.0
    take = night.take(0.0)
    night.ledger.full = True
    night.pass_time(3)
    night.ledger.full = False
    night.pass_time(30)
    assert set(night.states(take).values()) == {S.VERIFIED}
    assert not night.doubled()
