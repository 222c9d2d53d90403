"""Posting on the real store: what a restart finds is what was known."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from controlroom.clock import ManualClock
from controlroom.event.delivery import Delivery, DeliveryState
from controlroom.messages import message
from controlroom.posting.outbox import Outbox
from controlroom.posting.posting import Posting, Surroundings
from controlroom.posting.preview import By, Preview
from controlroom.posting.wire import Wire
from controlroom.room.keeping import StoredJournal
from controlroom.store.open import open_store
from controlroom.store.thread import StoreThread
from tests.posting.night import START, WORDS_ONLY, event_on
from tests.posting.scripted_channel import Does, ScriptedChannel

EVENT = event_on("bluesky", "mastodon")
S = DeliveryState


@pytest.fixture
def thread(tmp_path: Path) -> Iterator[StoreThread]:
    opened = StoreThread(lambda: open_store(tmp_path))
    yield opened
    opened.close()


async def nothing_differs(row: Delivery, seen: object) -> None:
    raise AssertionError(row)


async def test_what_is_shown_is_what_is_written(thread: StoreThread) -> None:
    clock = ManualClock(START)
    lines: list[dict[str, object]] = []
    journal = StoredJournal(thread, EVENT.slug, rehearsal=False, heard=lines.append)
    outbox = Outbox(journal)
    channels = {name: ScriptedChannel(name, clock) for name in EVENT.channels}
    channels["bluesky"].next = [Does.UNKNOWN_THERE]
    channels["mastodon"].next = [Does.REFUSE]
    around = Surroundings(
        clock, lambda: 0.0, lambda: EVENT, lambda _: b"", lambda: None, nothing_differs
    )
    posting = Posting(channels, outbox, Wire(), around, rehearsal=False)
    how = message("staged.space")
    posting.stage(Preview(WORDS_ONLY, None, By.YOU, how, START, 0.0))
    assert posting.preview is not None
    take = await posting.take(posting.preview, 5.0, in_hold=False)
    assert thread.store.outbox.open_deliveries(EVENT.slug) == outbox.all
    while posting.in_motion():
        clock.advance(0.5)
        for _ in range(20):
            await asyncio.sleep(0)
        # What was asked of the store before has been done when it answers.
        await thread.run(int)
    written = await thread.run(thread.store.outbox.by_take, take.id)
    assert written == outbox.of_take(take.id)
    assert [row.state for row in written] == [S.VERIFIED, S.REFUSED]
    assert [row.problem for row in written] == [None, "Mastodon said: no"]
    told = [(line["channel"], line["state"]) for line in lines]
    assert [state for channel, state in told if channel == "bluesky"] == [
        S.PENDING,
        S.SENDING,
        S.UNKNOWN,
        S.ACCEPTED,
        S.VERIFIED,
    ]
    assert [state for channel, state in told if channel == "mastodon"] == [
        S.PENDING,
        S.SENDING,
        S.REFUSED,
    ]
    await posting.stop()
