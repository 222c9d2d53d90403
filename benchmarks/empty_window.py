"""An empty PySide6 and pyqtgraph window: the least that any window of this kind costs."""

import os
import time
from multiprocessing.connection import Connection

SIZE = (1920, 1080)


def redrawn(pipe: Connection, url: str, warm_s: float, seconds: float) -> None:
    """Redraw it whole ten times a second while a collector in this process is fed from ``url``.

    Sends (frames in ms, stalls in ms). For a process of its own.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["PYQTGRAPH_QT_LIB"] = "PySide6"
    import pyqtgraph as pg
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow

    from benchmarks.frames import Frames
    from benchmarks.mentions_load import watch_terms
    from controlroom.mentions.collector import Collector
    from controlroom.sources.base import SourceSpec

    app = QApplication([])
    window = QMainWindow()
    plot = pg.PlotWidget()
    window.setCentralWidget(plot)
    window.resize(*SIZE)
    window.show()
    frames = Frames(window)

    def redraw() -> None:
        frames.pulling()
        window.update()
        plot.viewport().update()

    pulls = QTimer()
    pulls.timeout.connect(redraw)
    pulls.start(100)
    collector = Collector()
    collector.start([SourceSpec("jetstream", {"endpoint": url})], watch_terms())
    QTimer.singleShot(int(warm_s * 1000), frames.begin)
    QTimer.singleShot(int((warm_s + seconds) * 1000), app.exit)
    app.exec()
    collector.stop()
    pipe.send((frames.worst, frames.stalls))


def shown(pipe: Connection) -> None:
    """Sends when it began and when the first painting of an empty window ended (monotonic
    seconds). For a process of its own."""
    began = time.monotonic()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["PYQTGRAPH_QT_LIB"] = "PySide6"
    import pyqtgraph as pg
    from PySide6.QtWidgets import QApplication, QMainWindow

    app = QApplication([])
    window = QMainWindow()
    window.setCentralWidget(pg.PlotWidget())
    window.resize(*SIZE)
    window.show()
    app.processEvents()
    pipe.send((began, time.monotonic()))
