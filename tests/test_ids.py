"""Ids sort by time and never repeat."""

import threading
import uuid

from hypothesis import given
from hypothesis import strategies as st

from controlroom.ids import TID_ALPHABET, TID_LENGTH, TidMint, uuid7

NOW = 1_359_941_850_123_456


def test_a_row_id_is_a_uuid_of_version_7_with_its_time() -> None:
    made = uuid.UUID(uuid7(NOW))
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert made.int >> 80 == NOW // 1_000
    assert len(uuid7(NOW)) == 36


def test_ids_of_one_microsecond_differ() -> None:
    assert len({uuid7(NOW) for _ in range(10_000)}) == 10_000


@given(st.integers(0, 2**48 * 1_000 - 1), st.integers(0, 2**48 * 1_000 - 1))
def test_later_ids_sort_later(one: int, other: int) -> None:
    # Within a microsecond or two the fraction has no room to tell.
    if abs(one - other) > 1:
        assert (uuid7(one) < uuid7(other)) is (one < other)


def test_record_keys_are_written_as_the_network_writes_them() -> None:
    key = TidMint().next(NOW)
    assert len(key) == TID_LENGTH == 13
    assert set(key) <= set(TID_ALPHABET)
    assert key[0] in "234567abcdefghij"


@given(st.lists(st.integers(0, 2**53 - 100), min_size=2, max_size=30))
def test_keys_of_one_desk_rise_even_when_its_clock_does_not(times: list[int]) -> None:
    mint = TidMint()
    keys = [mint.next(time) for time in times]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


def test_threads_share_one_mint() -> None:
    mint, keys = TidMint(), []

    def make() -> None:
        keys.extend(mint.next(NOW) for _ in range(500))

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(keys)) == 2_000
