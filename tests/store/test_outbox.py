"""What is to go out is on the disk, moves only along its ways, and is never overwritten."""

import itertools
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from controlroom.errors import WrongInput
from controlroom.event.delivery import OPEN, Delivery, DeliveryState, may_become
from controlroom.store.open import Store
from controlroom.store.outbox import DeliveryMoved, IllegalMove
from tests.store.places import Place
from tests.store.strategies import MAYBE_TIME, TEXT, TIME

ROOT = Path(__file__).parents[2]
S = DeliveryState
NUMBERS = itertools.count()
A_DELIVERY = Delivery(
    id="d1",
    take="t1",
    event="night",
    channel="bluesky",
    handle="brand.example",
    asset="blackout-01",
    moment="blackout",
    words="Still in the dark 💡",
    pictures=("ab" * 32,),
    key="3k2a",
    rehearsal=False,
    state=S.PENDING,
    taken=100,
    sends_at=105,
    changed=100,
)
DELIVERIES = st.builds(
    Delivery,
    id=TEXT,
    take=TEXT,
    event=TEXT,
    channel=TEXT,
    handle=TEXT,
    asset=TEXT,
    moment=st.none() | TEXT,
    words=TEXT,
    pictures=st.lists(TEXT, max_size=3).map(tuple),
    key=TEXT,
    rehearsal=st.booleans(),
    state=st.sampled_from(S),
    taken=TIME,
    sends_at=TIME,
    changed=TIME,
    until=MAYBE_TIME,
    remote_id=st.none() | TEXT,
    url=st.none() | TEXT,
    accepted=MAYBE_TIME,
    problem=st.none() | TEXT,
    place=st.integers(0, 9),
    parent=st.none() | TEXT,
    uploads=st.lists(TEXT, max_size=3).map(tuple),
    answer=st.none() | TEXT,
    retracted=MAYBE_TIME,
    handed=st.none() | TEXT,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(delivery=DELIVERIES)
def test_a_delivery_comes_back_as_it_was_put(store: Store, delivery: Delivery) -> None:
    delivery = replace(delivery, id=f"{next(NUMBERS)}")
    store.outbox.put([delivery])
    assert store.outbox.get(delivery.id) == delivery


def test_a_take_is_found_whole_and_only_what_is_open_is_open(store: Store) -> None:
    put = [
        replace(A_DELIVERY, id=f"d{place}", taken=place, state=state, rehearsal=place % 2 == 0)
        for place, state in enumerate(S)
    ]
    other = replace(A_DELIVERY, id="other", take="t2", event="gala")
    store.outbox.put([*put, other])
    assert store.outbox.by_take("t1") == tuple(put)
    assert store.outbox.of_event("night") == tuple(put)
    assert store.outbox.of_event("night", rehearsal=True) == tuple(put[::2])
    assert store.outbox.open_deliveries("night") == tuple(one for one in put if one.state in OPEN)
    assert store.outbox.open_deliveries("gala") == (other,)


@pytest.mark.parametrize("now", S)
def test_a_delivery_goes_only_where_there_is_a_way(store: Store, now: DeliveryState) -> None:
    for then in S:
        delivery = replace(A_DELIVERY, id=f"to {then}", state=now)
        store.outbox.put([delivery])
        if may_become(now, then):
            moved = store.outbox.move(delivery.id, now, then, changed=110, problem="so it was")
            assert moved == replace(delivery, state=then, changed=110, problem="so it was")
            assert store.outbox.get(delivery.id) == moved
        else:
            with pytest.raises(IllegalMove):
                store.outbox.move(delivery.id, now, then, changed=110)
            assert store.outbox.get(delivery.id) == delivery


def test_what_moved_in_the_meantime_is_told_and_not_overwritten(store: Store) -> None:
    store.outbox.put([A_DELIVERY])
    cancelled = store.outbox.move("d1", S.PENDING, S.CANCELLED, changed=103)
    with pytest.raises(DeliveryMoved) as moved:
        store.outbox.move("d1", S.PENDING, S.SENDING, changed=105)
    assert moved.value.now == cancelled == store.outbox.get("d1")
    with pytest.raises(DeliveryMoved):
        store.outbox.amend("d1", S.PENDING, changed=105, sends_at=104)
    with pytest.raises(WrongInput, match=r"There is no delivery d9\."):
        store.outbox.move("d9", S.PENDING, S.SENDING, changed=105)


def test_esc_and_the_end_of_the_hold_window_at_once_have_one_winner(store: Store) -> None:
    for number in range(20):
        delivery = replace(A_DELIVERY, id=f"d{number}")
        store.outbox.put([delivery])
        ready = threading.Barrier(2)
        won: list[DeliveryState] = []

        def go(
            to: DeliveryState,
            id_: str = delivery.id,
            ready: threading.Barrier = ready,
            won: list[DeliveryState] = won,
        ) -> None:
            ready.wait()
            try:
                won.append(store.outbox.move(id_, S.PENDING, to, changed=105).state)
            except DeliveryMoved:
                return

        threads = [threading.Thread(target=go, args=(to,)) for to in (S.SENDING, S.CANCELLED)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert won == [store.outbox.get(delivery.id).state]


def test_a_hold_window_can_be_shortened_while_it_runs(store: Store) -> None:
    store.outbox.put([A_DELIVERY])
    shorter = store.outbox.amend("d1", S.PENDING, changed=102, sends_at=102)
    assert shorter == replace(A_DELIVERY, changed=102, sends_at=102) == store.outbox.get("d1")


def test_what_a_look_up_after_a_restart_needs_is_written_as_it_is_sent(store: Store) -> None:
    store.outbox.put([A_DELIVERY])
    store.outbox.move("d1", S.PENDING, S.SENDING, changed=105, uploads=('{"blob": "💡"}', ""))
    sent = store.outbox.move("d1", S.SENDING, S.ACCEPTED, changed=106, answer="root parent")
    assert (sent.uploads, sent.answer) == (('{"blob": "💡"}', ""), "root parent")
    assert store.outbox.get("d1") == sent


def test_a_take_is_put_whole_or_not_at_all(store: Store) -> None:
    store.outbox.put([A_DELIVERY])
    with pytest.raises(Exception, match=r"(?i)unique"):
        store.outbox.put([replace(A_DELIVERY, id="d2"), A_DELIVERY])
    assert store.outbox.by_take("t1") == (A_DELIVERY,)


PUT_AND_WAIT = """
import sys
from pathlib import Path
from controlroom.store.open import open_store
from tests.store.test_outbox import A_DELIVERY
store = open_store(eval(sys.argv[1], {"Path": Path, "PosixPath": Path, "WindowsPath": Path}),
                   folder=Path(sys.argv[2]))
store.outbox.put([A_DELIVERY])
print("put", flush=True)
sys.stdin.read()
"""


def test_what_was_put_survives_the_program_being_killed(place: Place) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PUT_AND_WAIT, repr(place.where), str(place.folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as desk:
        assert desk.stdout is not None
        assert desk.stdout.readline() == "put\n"
        desk.kill()
    with place.open() as store:
        assert store.outbox.open_deliveries("night") == (A_DELIVERY,)
