"""What lies outside the window: the browser, the file browser, the clipboard. One seam for all."""

from typing import Protocol

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication


class Outside(Protocol):
    """What the window asks of the desktop it stands on."""

    def open_address(self, address: str) -> None:
        """Show a page in the person's browser."""

    def open_folder(self, path: str) -> None:
        """Show a folder."""

    def copy(self, text: str) -> None:
        """Put words on the clipboard."""


class Desktop:
    """The real one."""

    def open_address(self, address: str) -> None:
        """Show a page; only what a browser shows, never a program."""
        url = QUrl(address)
        if url.scheme() in ("https", "http"):
            QDesktopServices.openUrl(url)

    def open_folder(self, path: str) -> None:
        """Show a folder."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(path))

    def copy(self, text: str) -> None:
        """Put words on the clipboard."""
        QGuiApplication.clipboard().setText(text)
