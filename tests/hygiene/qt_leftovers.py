"""The part of leftovers.py that needs Qt: active timers, running threads, busy pools.

Qt lists neither, so starting one is noted with the line that did it.
"""

import functools
import gc
import itertools
import traceback
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QThread, QThreadPool, QTimer

POOL_GRACE_MS = 2000
COLLECT_EVERY = 20  # tests; a collection takes some 50 ms
_tests = itertools.count(1)
_started: "weakref.WeakKeyDictionary[QTimer | QThread, str]" = weakref.WeakKeyDictionary()


def watch() -> None:
    """Note from now on who starts timers and threads, and collect no garbage meanwhile.

    A collection may begin in another thread or inside a Qt call; destroying a widget there can
    stop a run for good (pyqtgraph's menus are in cycles). ``ui.garbage`` does so for the desk.
    """
    gc.disable()
    _note_starts()


@functools.cache
def _note_starts() -> None:
    for kind in (QTimer, QThread):
        kind.start = _noting(kind.start)  # type: ignore[method-assign]


def _noting(start: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(start)
    def noting(self: QTimer | QThread, *arguments: Any, **named: Any) -> Any:
        caller = traceback.extract_stack(limit=2)[0]
        _started[self] = f"{Path(caller.filename).name}:{caller.lineno}"
        return start(self, *arguments, **named)

    return noting


def end_all() -> list[str]:
    """Stop what is still active and return a line for each."""
    if QCoreApplication.instance() is not None:
        # Widgets that pytest-qt closed are gone only after this.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = []
    for started, where in list(_started.items()):
        if not shiboken6.isValid(started):
            continue
        if isinstance(started, QTimer) and started.isActive():
            started.stop()
            left.append(f"a QTimer of {_owner(started)}, started in {where}")
        elif isinstance(started, QThread) and started.isRunning():
            started.quit()
            started.wait(POOL_GRACE_MS)
            left.append(f"a QThread of {_owner(started)}, started in {where}")
    _started.clear()
    if not QThreadPool.globalInstance().waitForDone(POOL_GRACE_MS):
        left.append("work in Qt's global thread pool")
    if next(_tests) % COLLECT_EVERY == 0:
        gc.collect()
    gc.enable()
    return left


def _owner(started: QTimer | QThread) -> str:
    parent = started.parent()
    return "nobody" if parent is None else f"{type(parent).__name__} {parent.objectName()!r}"
