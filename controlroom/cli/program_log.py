"""The program's log, from start to end."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from controlroom import paths
from controlroom.errors import Unusable, UserFacingError
from controlroom.logs import FILE_NAME, start_logging, stop_logging
from controlroom.messages import message


@contextmanager
def log_kept() -> Iterator[Path]:
    """Keep a log while the block runs; where it is. ``Unusable`` where none can be written.

    A defect of the program becomes a ``UserFacingError``: nobody is shown a traceback, and whoever
    mends it finds it in the log.
    """
    folder = paths.folders().logs
    try:
        file = start_logging(folder)
    except OSError as trouble:
        raise Unusable(
            message("open.no_log", path=str(folder), why=trouble.strerror or str(trouble)),
            message("open.no_log.do"),
        ) from trouble
    try:
        yield folder / FILE_NAME
    except UserFacingError:
        raise
    except Exception as defect:
        logging.getLogger("controlroom").critical("the program failed", exc_info=defect)
        what = message("open.failed", why=str(defect) or repr(defect))
        do = message("open.failed.do", log=str(folder / FILE_NAME))
        raise UserFacingError(what, do) from defect
    finally:
        stop_logging(file)
