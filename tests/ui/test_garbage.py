import gc
import weakref

import pytest
from pytestqt.qtbot import QtBot

from ui.garbage import QtThreadGarbage


class Knot:
    def __init__(self) -> None:
        self.myself = self


@pytest.fixture
def garbage(qtbot: QtBot):
    was_on = gc.isenabled()
    made = QtThreadGarbage()
    made.start()
    yield made
    made.stop()
    gc.unfreeze()
    (gc.enable if was_on else gc.disable)()


def test_nothing_is_collected_but_when_the_window_looks(garbage: QtThreadGarbage) -> None:
    knot = Knot()
    gone = weakref.ref(knot)
    del knot
    assert not gc.isenabled()
    assert gone() is not None
    garbage.collect()
    assert gone() is None
