"""One running program for each data folder, kept by the operating system.

The lock ends with the program however it ends, so there is nothing to clean up after a crash.
"""

import os
import sys
from pathlib import Path

from controlroom.errors import Unusable
from controlroom.messages import message
from controlroom.store.troubles import for_disk


class FolderLock:
    """Holds ``folder`` for this program until ``release``.

    ``Unusable`` when another program, or another part of this one, holds it.
    """

    def __init__(self, folder: Path) -> None:
        path = folder / "controlroom.lock"
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as trouble:
            raise for_disk(trouble, str(folder)) from trouble
        if not _took(self._file):
            os.close(self._file)
            raise Unusable(
                message("store.already_open", place=str(folder)), message("store.already_open.do")
            )

    def release(self) -> None:
        """Let another program have the folder. The file stays: removing it would race."""
        os.close(self._file)


def _took(file: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
