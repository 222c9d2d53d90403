"""Whatever is changed, inserted, swapped or removed in a log is found; an untouched one passes."""

import pytest

from controlroom.errors import Unusable
from controlroom.messages import english
from controlroom.store.as_run import AsRun, SealKey
from controlroom.store.as_run_check import Checked
from controlroom.store.open import Store
from tests.store.places import Place, SqlitePlace
from tests.store.tampering import OURS, THEIRS, a_night

COPY = (
    "INSERT INTO as_run (event, run, seq, at, kind, delivery, channel, state, body, rehearsal,"
    " previous_hash, hash, keyed, seal) SELECT event, run, ?, at, kind, delivery, channel, state,"
    " body, rehearsal, previous_hash, hash, keyed, seal FROM as_run WHERE seq = ?"
)
COLUMNS = (
    ("event", "gala"),
    ("run", "another"),
    ("seq", 99),
    ("at", 31),
    ("kind", "Delivery"),
    ("delivery", None),
    ("channel", "X"),
    ("state", "accepted "),
    ("body", '{"part":1,"ratio":1.00,"url":"https://x.test/1"}'),
    ("body", '{"part":1, "ratio":1.0,"url":"https://x.test/1"}'),
    ("body", "[]"),
    ("rehearsal", True),
    ("previous_hash", "0" * 64),
    ("hash", "0" * 64),
    ("keyed", "0" * 16),
    ("keyed", ""),
    ("keyed", None),
    ("seal", "0" * 64),
    ("seal", ""),
)


def sealed(place: Place, key: SealKey | None) -> Store:
    store = place.open()
    if key is not None:
        store.as_run.seal_with(key)
    return store


def found_in(log: AsRun, key: SealKey | None) -> list[Checked]:
    """Every chain there is, as ``controlroom log --verify`` checks them."""
    return [log.verify(chain.event, chain.run, key) for chain in log.chains()]


@pytest.mark.parametrize("key", [OURS, None], ids=["keyed", "unkeyed"])
def test_an_untouched_night_passes(place: Place, key: SealKey | None) -> None:
    with sealed(place, key) as store:
        a_night(store)
        found = store.as_run.verify("night", key=key)
        assert found.broken is None
        assert found.head == store.as_run.head("night")
        assert found.head is not None
        assert found.head.count == 6
        assert found.head.keyed is (key is not None)


@pytest.mark.parametrize("seq", [1, 3, 6])
@pytest.mark.parametrize(("column", "value"), COLUMNS)
def test_a_change_of_any_column_is_found(
    place: Place, column: str, value: object, seq: int
) -> None:
    with sealed(place, OURS) as store:
        line = a_night(store)[seq - 1]
        if getattr(line, column) == value:
            return  # nothing would be changed
        place.unlock_log()
        place.order(f"UPDATE as_run SET {column} = ? WHERE seq = ?", value, seq)
        assert any(one.broken is not None for one in found_in(store.as_run, OURS))


@pytest.mark.parametrize("value", ["2", "'yes'", "CAST(x'ff' AS TEXT)", "x'00'"])
def test_what_no_column_of_ours_holds_is_found_in_sqlite(
    tmp_path_factory: pytest.TempPathFactory, value: str
) -> None:
    place = SqlitePlace(tmp_path_factory.mktemp("data"))
    with sealed(place, None) as store:
        a_night(store)
        place.unlock_log()
        column = "kind" if "x'" in value else "rehearsal"
        place.order(f"UPDATE as_run SET {column} = {value} WHERE seq = 3")
        broken = store.as_run.verify_chain("night")
        assert broken is not None


@pytest.mark.parametrize("column", ["keyed", "run", "event", "kind", "seal", "delivery", "state"])
@pytest.mark.parametrize("value", ["x''", "CAST({} AS BLOB)"])
def test_bytes_in_place_of_text_are_found_in_sqlite(
    tmp_path_factory: pytest.TempPathFactory, column: str, value: str
) -> None:
    place = SqlitePlace(tmp_path_factory.mktemp("data"))
    with sealed(place, None) as store:
        a_night(store)
        place.unlock_log()
        place.order(f"UPDATE as_run SET {column} = {value.format(column)} WHERE seq = 3")
        assert any(one.broken is not None for one in found_in(store.as_run, None))


def test_an_event_s_name_that_is_no_text_is_told_in_sqlite(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    place = SqlitePlace(tmp_path_factory.mktemp("data"))
    with sealed(place, None) as store:
        a_night(store)
        place.unlock_log()
        place.order("UPDATE as_run SET event = CAST(x'ff' AS TEXT) WHERE seq = 3")
        with pytest.raises(Unusable, match="is damaged"):
            store.as_run.chains()


def test_a_line_put_in_between_is_found(place: Place) -> None:
    with sealed(place, OURS) as store:
        a_night(store)
        place.unlock_log()
        for seq in (6, 5, 4):
            place.order("UPDATE as_run SET seq = ? WHERE seq = ?", seq + 1, seq)
        place.order(COPY, 4, 3)
        assert store.as_run.verify_chain("night") is not None


def test_a_line_put_behind_the_last_is_found(place: Place) -> None:
    with sealed(place, OURS) as store:
        a_night(store)
        place.order(COPY, 7, 6)
        assert store.as_run.verify_chain("night") is not None


@pytest.mark.parametrize("first", range(1, 6))
def test_two_lines_that_change_places_are_found(place: Place, first: int) -> None:
    with sealed(place, OURS) as store:
        a_night(store)
        place.unlock_log()
        for old, new in ((first, 50), (first + 1, first), (50, first + 1)):
            place.order("UPDATE as_run SET seq = ? WHERE seq = ?", new, old)
        assert store.as_run.verify_chain("night") is not None


@pytest.mark.parametrize("seq", range(1, 6))
def test_a_line_that_is_taken_out_is_found(place: Place, seq: int) -> None:
    with sealed(place, OURS) as store:
        a_night(store)
        place.unlock_log()
        place.order("DELETE FROM as_run WHERE seq = ?", seq)
        broken = store.as_run.verify_chain("night")
        assert broken is not None
        assert (broken.seq, english(broken.what)) == (seq, f"Line {seq} is missing.")


def test_a_cut_end_is_found_by_its_head_only(place: Place) -> None:
    with sealed(place, OURS) as store:
        a_night(store)
        head = store.as_run.head("night")
        assert head is not None
        place.unlock_log()
        place.order("DELETE FROM as_run WHERE seq = 6")
        found = store.as_run.verify("night", key=OURS, sought=head.hash)
        assert found.broken is None
        assert found.found is None


def test_a_head_is_found_again_after_more_was_written(place: Place) -> None:
    with sealed(place, OURS) as store:
        a_night(store)
        head = store.as_run.head("night")
        assert head is not None
        store.as_run.append("state", event="night", at=50, rehearsal=False, state="prep")
        found = store.as_run.verify("night", key=OURS, sought=head.hash)
        assert (found.found, found.head and found.head.count) == (6, 7)


def test_a_log_written_anew_without_the_key_is_found(place: Place) -> None:
    with sealed(place, OURS) as store:
        a_night(store)
    place.unlock_log()
    place.order("DELETE FROM as_run")
    with sealed(place, THEIRS) as forger:
        a_night(forger)
        found = forger.as_run.verify("night", key=OURS)
        assert found.unvouched is not None
        assert "sealed with another key" in english(found.unvouched)


def test_an_end_written_anew_without_the_key_is_found(place: Place) -> None:
    with sealed(place, OURS) as store:
        a_night(store)
    place.unlock_log()
    place.order("DELETE FROM as_run WHERE seq > 3")
    with sealed(place, THEIRS) as forger:
        forger.as_run.append("state", event="night", at=60, rehearsal=False, state="wrap")
        found = forger.as_run.verify("night", key=OURS)
        assert found.unvouched is not None
        assert "Lines 4 to 4" in english(found.unvouched)


def test_an_unkeyed_line_behind_a_keyed_one_is_found(place: Place) -> None:
    with sealed(place, OURS) as store:
        a_night(store)
    with sealed(place, None) as other:
        other.as_run.append("state", event="night", at=60, rehearsal=False, state="prep")
    place.unlock_log()
    # Without the line that tells of it, a key that is gone is a break.
    place.order("UPDATE as_run SET kind = 'note' WHERE kind = 'keyring'")
    with place.open() as store:
        assert store.as_run.verify_chain("night") is not None


def test_where_no_keyring_answers_the_log_goes_on_and_says_so(place: Place) -> None:
    with sealed(place, OURS) as store:
        a_night(store)
    with sealed(place, None) as other:
        other.as_run.append("state", event="night", at=60, rehearsal=False, state="prep")
        lines = other.as_run.read("night")
        assert [(line.kind, line.state, bool(line.keyed)) for line in lines[6:]] == [
            ("keyring", "silent", False),
            ("state", "prep", False),
        ]
        found = other.as_run.verify("night", key=OURS)
        assert found.broken is None
        assert "Lines 7 to 8, the last ones, carry no key" in english(found.notes[0])


def test_keying_begins_with_a_line_that_seals_what_was_before(place: Place) -> None:
    with place.open() as store:
        a_night(store)
        store.as_run.seal_with(OURS)
        store.as_run.append("state", event="night", at=60, rehearsal=False, state="prep")
        lines = store.as_run.read("night")
        assert [(line.kind, line.state) for line in lines[6:]] == [
            ("keyring", "answers"),
            ("state", "prep"),
        ]
        found = store.as_run.verify("night", key=OURS)
        assert found.broken is None
        assert "Lines 1 to 6 carry no key; the line after them does" in english(found.notes[0])


def test_several_openings_without_a_key_are_told_together(place: Place) -> None:
    for number in range(2):
        with place.open() as store:
            store.as_run.append("state", event="night", at=number, rehearsal=False)
            store.as_run.seal_with(OURS)
            store.as_run.append("state", event="night", at=number, rehearsal=False)
    with place.open() as store:
        found = store.as_run.verify("night", key=OURS)
        assert found.broken is None
        assert [english(note) for note in found.notes] == [
            "3 lines in 2 places carry no key; the line after each place does, and seals them."
        ]


def test_another_desk_s_lines_are_covered_by_a_later_one_of_ours(place: Place) -> None:
    with sealed(place, THEIRS) as desk:
        a_night(desk)
    with sealed(place, OURS) as store:
        store.as_run.append("state", event="night", at=60, rehearsal=False, state="prep")
        found = store.as_run.verify("night", key=OURS)
        assert (found.broken, found.unvouched) == (None, None)
        assert "6 lines are sealed by another desk" in english(found.notes[0])


def test_without_its_key_a_log_is_said_to_be_unchecked(place: Place) -> None:
    with sealed(place, OURS) as store:
        a_night(store)
        found = store.as_run.verify("night")
        assert found.broken is None
        assert found.unchecked == 6
        assert store.as_run.verify("night", key=THEIRS).unchecked == 0


def test_a_rehearsal_is_a_chain_of_its_own(place: Place) -> None:
    with sealed(place, OURS) as store:
        a_night(store)
        a_night(store, run="rehearsal 1")
        store.as_run.append("state", event="night", at=60, rehearsal=False, state="prep")
        chains = [(one.event, one.run, one.head.count) for one in store.as_run.chains()]
        assert chains == [("night", "", 7), ("night", "rehearsal 1", 6)]
        assert [one.broken for one in found_in(store.as_run, OURS)] == [None, None]
