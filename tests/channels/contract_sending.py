"""The contract of every way out: requests that go well, are refused, or are never answered."""

import asyncio

from controlroom.channels.base import (
    ChannelError,
    Duplicate,
    NotSent,
    OutcomeUnknown,
    PaceExceeded,
    PostMedia,
    Refused,
    SignInExpired,
    Staged,
)
from controlroom.clock import MICROS
from tests.channels.contract import Rig, case, picture
from tests.support.networks.illness import Goes

NOT_APPLIED = (
    Goes.CUT_UNREAD,
    Goes.CUT,
    Goes.STALL,
    Goes.HALF,
    Goes.NONSENSE,
    Goes.GARBLED,
    Goes.SHAPELESS,
    Goes.ERROR,
)
LOST_ANSWERS = (
    Goes.APPLIED_CUT,
    Goes.APPLIED_STALL,
    Goes.APPLIED_HALF,
    Goes.APPLIED_NONSENSE,
    Goes.APPLIED_GARBLED,
    Goes.APPLIED_SHAPELESS,
    Goes.APPLIED_ERROR,
)


# --- all is well


@case
async def a_post_arrives_once_and_is_found(rig: Rig) -> None:
    staged, key = await rig.staged()
    receipt = await rig.channel.send(staged, key)
    (up,) = rig.up()
    assert up.text == staged.post.text
    assert receipt.channel == rig.channel.key
    assert receipt.remote_id
    assert receipt.url
    assert rig.script.asked == 1
    seen = await rig.channel.find(staged, key)
    assert seen is not None
    assert seen.text == staged.post.text
    assert seen.receipt.remote_id == receipt.remote_id


@case
async def staging_makes_nothing_public(rig: Rig) -> None:
    await rig.staged(rig.post(media=(picture(),)))
    assert rig.up() == []
    assert rig.script.asked == 0


@case
async def what_was_never_sent_is_not_found(rig: Rig) -> None:
    staged, key = await rig.staged()
    assert await rig.channel.find(staged, key) is None


@case
async def the_account_is_signed_in(rig: Rig) -> None:
    standing = await rig.channel.test()
    assert standing.handle.lstrip("@").lower() == rig.handle.lstrip("@").lower()
    assert rig.up() == []


@case
async def keys_are_never_the_same(rig: Rig) -> None:
    now = rig.clock.now()
    assert len({rig.channel.mint_key(now) for _ in range(200)}) == 200


@case
async def one_key_makes_one_post_where_that_is_promised(rig: Rig) -> None:
    staged, key = await rig.staged()
    assert rig.channel.honours_key
    await rig.channel.send(staged, key)
    await rig.channel.send(staged, key)
    assert len(rig.up()) == 1


@case
async def its_own_newest_posts_are_seen_whoever_sent_them(rig: Rig) -> None:
    await rig.sent(rig.post("ours"))
    await asyncio.sleep(2)
    rig.elsewhere("from another program")
    await asyncio.sleep(2)
    recent = await rig.channel.recent()
    assert [seen.text for seen in recent][:2] == ["from another program", "ours"]


# --- the network says no


@case
async def too_long_is_known_before_and_refused_by_the_network(rig: Rig) -> None:
    limit = rig.channel.limits.characters
    assert rig.channel.check(rig.post("x" * limit)) == ()
    too_long = rig.post("x" * (limit + 1))
    assert rig.channel.check(too_long) != ()
    staged, key = await rig.staged(too_long)
    assert isinstance(await rig.fails(staged, key), Refused)
    assert rig.up() == []


@case
async def a_refused_token_is_not_told_as_sent(rig: Rig) -> None:
    staged, key = await rig.staged()
    rig.script.next_public = [Goes.STALE]
    assert isinstance(await rig.fails(staged, key), NotSent | SignInExpired)
    assert rig.up() == []


@case
async def a_duplicate_is_told_as_one(rig: Rig) -> None:
    await rig.sent()
    staged, key = await rig.staged()
    assert isinstance(await rig.fails(staged, key), Duplicate)
    assert len(rig.up()) == 1


@case
async def too_fast_says_until_when_and_nothing_is_sent_before(rig: Rig) -> None:
    staged, key = await rig.staged()
    rig.script.next_public = [Goes.PACE]
    before = rig.clock.now()
    problem = await rig.fails(staged, key)
    after = rig.clock.now()
    assert isinstance(problem, PaceExceeded)
    wait = int(rig.retry_after_s * MICROS)
    assert before + wait - MICROS <= problem.until <= after + wait + MICROS
    asked = rig.script.asked
    assert isinstance(await rig.fails(staged, key), PaceExceeded)
    assert rig.script.asked == asked
    assert rig.up() == []
    await rig.clock.sleep((problem.until - rig.clock.now()) / MICROS + 0.5)
    await rig.channel.send(staged, key)
    assert len(rig.up()) == 1


# --- nobody knows


@case
async def an_answer_that_is_none_leaves_the_outcome_unknown(rig: Rig) -> None:
    for goes in NOT_APPLIED:
        staged, key = await rig.staged(rig.post(f"unsent, {goes.name}"))
        rig.script.next_public = [goes]
        problem = await rig.fails(staged, key)
        assert isinstance(problem, OutcomeUnknown), (goes, problem)
        assert await rig.channel.find(staged, key) is None, goes
        assert rig.up() == [], goes


@case
async def a_lost_answer_leaves_it_unknown_and_looking_finds_it(rig: Rig) -> None:
    for number, goes in enumerate(LOST_ANSWERS, 1):
        staged, key = await rig.staged(rig.post(f"sent, {goes.name}"))
        rig.script.next_public = [goes]
        problem = await rig.fails(staged, key)
        assert isinstance(problem, OutcomeUnknown), (goes, problem)
        seen = await rig.channel.find(staged, key)
        assert seen is not None, goes
        assert seen.text == staged.post.text, goes
        assert seen.receipt.remote_id == rig.up()[-1].id, goes
        assert len(rig.up()) == number


@case
async def it_is_found_by_another_run_of_the_program(rig: Rig) -> None:
    staged, key = await rig.staged(rig.post(media=(picture(),)))
    rig.script.next_public = [Goes.APPLIED_CUT]
    assert isinstance(await rig.fails(staged, key), OutcomeUnknown)
    bare = tuple(
        PostMedia(one.sha256, b"", one.mime, one.width, one.height, one.alt)
        for one in staged.post.media
    )
    left = Staged(rig.post(media=bare), staged.uploads, staged.prepared, staged.until)
    again = rig.again()
    try:
        seen = await again.find(left, key)
    finally:
        await again.close()
    assert seen is not None
    assert seen.receipt.remote_id == rig.up()[0].id


@case
async def an_answer_given_twice_is_one_post(rig: Rig) -> None:
    for number in (1, 2):
        rig.script.next_public = [Goes.TWICE]
        receipt = await rig.sent(rig.post(f"twice, {number}"))
        assert receipt.remote_id == rig.up()[-1].id
        assert len(rig.up()) == number


@case
async def an_answer_that_comes_late_is_heard_or_unknown(rig: Rig) -> None:
    staged, key = await rig.staged()
    rig.script.next_public = [Goes.APPLIED_LATE]
    try:
        await rig.channel.send(staged, key)
    except OutcomeUnknown:
        assert await rig.channel.find(staged, key) is not None
    assert len(rig.up()) == 1
    assert rig.script.asked == 1


@case
async def a_server_that_is_gone_means_not_sent(rig: Rig) -> None:
    staged, key = await rig.staged()
    await rig.go_away()
    assert isinstance(await rig.fails(staged, key), NotSent)
    assert rig.up() == []


@case
async def a_look_up_without_a_clear_answer_is_never_absence(rig: Rig) -> None:
    staged, key = await rig.staged()
    await rig.channel.send(staged, key)
    for goes in (Goes.CUT, Goes.STALL, Goes.GARBLED, Goes.SHAPELESS, Goes.ERROR, Goes.PACE):
        rig.script.next_other = [goes] * 3
        try:
            seen = await rig.channel.find(staged, key)
        except ChannelError:
            seen = None
        else:
            assert seen is not None, goes
        rig.script.next_other = []
        await rig.clock.sleep(20)
