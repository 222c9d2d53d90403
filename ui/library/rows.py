"""The library's rows as a model: frozen values in, no copy, no widget per row."""

from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from controlroom.desk.view import LibraryRow
from ui.words import say

Index = QModelIndex | QPersistentModelIndex


class LibraryRole(IntEnum):
    """What the delegate asks for beyond Qt's own roles."""

    ROW = Qt.ItemDataRole.UserRole + 1


class LibraryRows(QAbstractListModel):
    """Rows of a ``LibraryView``."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[LibraryRow, ...] = ()

    def show_rows(self, rows: tuple[LibraryRow, ...]) -> bool:
        """Other rows. Returns whether anything changed."""
        if rows is self._rows or rows == self._rows:
            return False
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()
        return True

    def row(self, place: int) -> LibraryRow | None:
        """The row at ``place``."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        """How many; rows have no children."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The title, the whole as a tool tip, or the frozen row."""
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{row.title}\n{say(row.line)}"
        return row if role == LibraryRole.ROW else None
