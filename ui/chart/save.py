"""Saving the chart: a name is asked for, a picture is drawn at twice the size for sharp print."""

import base64
from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtCore import QBuffer, QByteArray, QDir, QIODevice, QStandardPaths
from PySide6.QtGui import QImage, QImageWriter
from PySide6.QtWidgets import QFileDialog, QWidget

from controlroom.messages import message
from ui.words import say

Ask: TypeAlias = Callable[[QWidget, str, Callable[[str], None]], None]
"""Asks for a path, beginning with a name, and calls back with it."""
ENDINGS = (".png", ".csv")


def ask_path(parent: QWidget, name: str, then: Callable[[str], None]) -> None:
    """The desktop's own dialog, which the desk does not wait for."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    dialog = QFileDialog(
        parent,
        say(message("chart.save")),
        QDir(folder).filePath(f"{name}.png"),
        say(message("chart.save_types")),
    )
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("png")
    # The ending follows the kind that is chosen.
    dialog.filterSelected.connect(
        lambda kind: dialog.setDefaultSuffix("csv" if "csv" in kind else "png")
    )
    dialog.fileSelected.connect(lambda path: then(with_ending(path, dialog.selectedNameFilter())))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def with_ending(path: str, kind: str) -> str:
    """The path with an ending the chart can be saved as."""
    if path.lower().endswith(ENDINGS):
        return path
    return path + (".csv" if "csv" in kind else ".png")


def as_png(picture: QImage) -> str:
    """A picture as PNG, base64."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(picture)
    buffer.close()
    return base64.b64encode(content.data()).decode("ascii")
