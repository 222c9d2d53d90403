"""The as-run log cannot be changed, and a change by force is found."""

import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from controlroom.messages import english
from controlroom.store.as_run import FIRST_HASH, AsRunLine
from controlroom.store.as_run_file import NAMES
from controlroom.store.open import Store
from tests.hygiene.records import Expect
from tests.store.places import Place, PostgresqlPlace


def a_log(store: Store) -> tuple[AsRunLine, ...]:
    for number in range(1, 6):
        store.as_run.append(
            "delivery",
            event="night",
            at=number * 10,
            rehearsal=number % 2 == 0,
            delivery=f"d{number}",
            channel="bluesky",
            state="accepted",
            body={"words": "Café 💡", "ms": number},
        )
    return store.as_run.read("night")


def broken_at(store: Store) -> tuple[int, str] | None:
    broken = store.as_run.verify_chain("night")
    return None if broken is None else (broken.seq, english(broken.what))


def test_lines_come_back_in_order_and_the_chain_holds(store: Store) -> None:
    lines = a_log(store)
    assert [line.seq for line in lines] == [1, 2, 3, 4, 5]
    assert lines[0].previous_hash == FIRST_HASH
    assert lines[4].details == {"words": "Café 💡", "ms": 5}
    assert [line.seq for line in store.as_run.read("night", rehearsal=True)] == [2, 4]
    assert [line.seq for line in store.as_run.read("night", since=3)] == [4, 5]
    assert broken_at(store) is None


def test_each_event_has_its_own_chain(store: Store) -> None:
    a_log(store)
    other = store.as_run.append("state", event="gala", at=1, rehearsal=False)
    assert (other.seq, other.previous_hash) == (1, FIRST_HASH)
    assert store.as_run.read("gala") == (other,)
    assert store.as_run.verify_chain("empty") is None


def test_who_listens_and_fails_does_not_make_the_order_fail(
    store: Store, expected_logs: Expect
) -> None:
    expected_logs("whoever follows could not be told")
    heard: list[int] = []

    def hear(line: AsRunLine) -> None:
        heard.append(line.seq)
        if line.seq == 1:
            raise OSError(28, "No space left on device")

    with store.together():
        for number in range(3):
            store.as_run.append("note", event="night", at=number, rehearsal=False, heard=hear)
    assert heard == [1, 2, 3]
    assert len(store.as_run.read("night")) == 3


@pytest.mark.parametrize("order", ["UPDATE as_run SET at = 1", "DELETE FROM as_run"])
def test_the_database_refuses_to_change_the_log(place: Place, order: str) -> None:
    with place.open() as store:
        lines = a_log(store)
        with pytest.raises(Exception, match="the as-run log is append-only"):
            place.order(order)
        assert store.as_run.read("night") == lines


@pytest.mark.parametrize(
    ("order", "values", "found"),
    [
        ("UPDATE as_run SET at = ? WHERE seq = 3", (31,), (3, "Line 3 is not what was written.")),
        (
            "UPDATE as_run SET body = ? WHERE seq = 1",
            ("{}",),
            (1, "Line 1 is not what was written."),
        ),
        (
            "UPDATE as_run SET state = NULL WHERE seq = 5",
            (),
            (5, "Line 5 is not what was written."),
        ),
        (
            "UPDATE as_run SET rehearsal = ? WHERE seq = 4",
            (False,),
            (4, "Line 4 is not what was written."),
        ),
        (
            "UPDATE as_run SET previous_hash = ? WHERE seq = 2",
            (FIRST_HASH,),
            (2, "Line 2 does not follow the line before it."),
        ),
        ("DELETE FROM as_run WHERE seq = 2", (), (2, "Line 2 is missing.")),
        ("DELETE FROM as_run WHERE seq = 1", (), (1, "Line 1 is missing.")),
    ],
)
def test_a_change_by_force_is_found_where_it_was_made(
    place: Place, order: str, values: tuple[object, ...], found: tuple[int, str]
) -> None:
    with place.open() as store:
        a_log(store)
        place.unlock_log()
        place.order(order, *values)
        assert broken_at(store) == found


def test_a_line_with_a_new_hash_of_its_own_breaks_at_the_next(place: Place) -> None:
    with place.open() as store:
        a_log(store)
        forged = store.as_run.append("delivery", event="elsewhere", at=1, rehearsal=False)
        place.unlock_log()
        place.order("UPDATE as_run SET hash = ? WHERE event = 'night' AND seq = 2", forged.hash)
        assert broken_at(store) == (2, "Line 2 is not what was written.")


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    body=st.dictionaries(
        st.text(max_size=5),
        st.none()
        | st.booleans()
        | st.integers(-(2**53), 2**53)
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
        max_size=4,
    ).filter(lambda body: all(key.isprintable() for key in body) and not NAMES & body.keys())
)
def test_whatever_is_written_can_be_verified(store: Store, body: dict[str, object]) -> None:
    assert store.as_run.append("note", event="night", at=1, rehearsal=False, body=body).details == (
        body
    )
    assert store.as_run.verify_chain("night") is None


def append_at_once(stores: list[Store]) -> None:
    ready = threading.Barrier(len(stores))

    def append(store: Store) -> None:
        ready.wait()
        for number in range(20):
            store.as_run.append("note", event="night", at=number, rehearsal=False)

    threads = [threading.Thread(target=append, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_lines_written_at_once_make_one_chain(store: Store) -> None:
    append_at_once([store, store])
    assert len(store.as_run.read("night")) == 40
    assert store.as_run.verify_chain("night") is None


def test_two_desks_write_one_chain(team: PostgresqlPlace, tmp_path: Path) -> None:
    with team.open() as here, team.open(folder=tmp_path / "other") as there:
        append_at_once([here, there])
        assert len(here.as_run.read("night")) == 40
        assert there.as_run.verify_chain("night") is None
