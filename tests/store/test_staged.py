"""Uploads made ahead are found again after a restart, by account and by what they are of."""

from dataclasses import replace

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from controlroom.room.shelf import StoredShelf
from controlroom.store.open import Store
from controlroom.store.staged import StagedRow
from controlroom.store.thread import StoreThread
from tests.store.places import Place
from tests.store.strategies import MAYBE_TIME, TEXT, TIME

ROW = StagedRow("mastodon", "brand@social.test", "ab" * 32, ("1", "2"), 100, 200)
ROWS = st.builds(
    StagedRow,
    channel=TEXT,
    handle=TEXT,
    digest=TEXT,
    uploads=st.lists(TEXT, max_size=4).map(tuple),
    prepared=TIME,
    until=MAYBE_TIME,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(row=ROWS, later=ROWS)
def test_what_is_put_comes_back_and_the_newer_wins(
    store: Store, row: StagedRow, later: StagedRow
) -> None:
    again = replace(later, channel=row.channel, handle=row.handle, digest=row.digest)
    for put in (row, again):
        store.staged.put(put)
        assert store.staged.get(row.channel, row.handle, row.digest) == put


def test_each_account_has_its_own(store: Store) -> None:
    store.staged.put(ROW)
    assert store.staged.get("mastodon", "other@social.test", ROW.digest) is None
    assert store.staged.get("x", ROW.handle, ROW.digest) is None
    assert store.staged.get("mastodon", ROW.handle, "cd" * 32) is None
    store.staged.forget("x", ROW.handle, ROW.digest)
    assert store.staged.get("mastodon", ROW.handle, ROW.digest) == ROW
    store.staged.forget("mastodon", ROW.handle, ROW.digest)
    assert store.staged.get("mastodon", ROW.handle, ROW.digest) is None


def test_only_what_the_networks_dropped_is_forgotten(store: Store) -> None:
    gone, kept = replace(ROW, digest="gone", until=99), replace(ROW, digest="kept", until=100)
    for ever in (replace(ROW, digest="ever", until=None), gone, kept):
        store.staged.put(ever)
    store.staged.forget_before(100)
    assert store.staged.get(ROW.channel, ROW.handle, "gone") is None
    assert store.staged.get(ROW.channel, ROW.handle, "kept") == kept
    assert store.staged.get(ROW.channel, ROW.handle, "ever") is not None


async def test_the_shelf_of_the_room_survives_the_program(place: Place) -> None:
    first = StoreThread(place.open)
    shelf = StoredShelf(first)
    await shelf.keep(ROW)
    await shelf.keep(replace(ROW, digest="later", prepared=150, until=None))
    first.close()
    second = StoreThread(place.open)
    shelf = StoredShelf(second)
    try:
        assert await shelf.load(ROW.channel, ROW.handle, ROW.digest) == ROW
        # What ended before the newest was made ready is cleared away.
        await shelf.keep(replace(ROW, digest="last", prepared=201, until=None))
        assert await shelf.load(ROW.channel, ROW.handle, ROW.digest) is None
        await shelf.drop(ROW.channel, ROW.handle, "later")
        assert await shelf.load(ROW.channel, ROW.handle, "later") is None
    finally:
        second.close()
