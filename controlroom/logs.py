"""The program's own log: for the one who has to find out what went wrong.

What happened on the night is in the as-run log, not here. Loggers are named by domain
(``controlroom.posting``, ``controlroom.store``); secrets never reach a file.
"""

import logging
import re
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

ROOT = "controlroom"
FILE_NAME = "controlroom.log"
FILE_BYTES = 5_000_000
FILES_KEPT = 5
HIDDEN = "[hidden]"

_SECRETS = (
    # Header and field names with what they hold, as text, JSON or Python shows them.
    re.compile(
        r"""(?ix)
        ( ["']? (?: (?:proxy-)?authorization | (?:set-)?cookie | x-api-key | dpop )
          ["']? \s* [:=,] \s* ) ( "[^"]*" | '[^']*' | [^\r\n,}\]]+ )"""
    ),
    re.compile(
        r"""(?ix)
        ( ["']? (?: access|refresh|id|bearer|api|auth|app|client|consumer )?
          [_-]? (?: tokens? | jwt | passwords? | passwd | secrets? | api[_-]?key )
          ["']? \s* [:=] \s* ) ( b?"[^"]*" | b?'[^']*' | [^\s,;&}\]]+ )"""
    ),
    re.compile(r"(?i)(\b(?:bearer|basic|dpop)\s+)([\w.~+/=-]{8,})"),
    # A URL's own user and password, as databases and proxies have them.
    re.compile(r"(\b[a-z][a-z0-9+.-]*://[^\s/:@]*:)([^\s/@]+)(?=@)"),
)
_BARE = re.compile(
    r"\beyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*"  # JWT
    r"|\b[a-z0-9]{4}(?:-[a-z0-9]{4}){3}\b"  # app password
)


def redacted(text: str) -> str:
    """``text`` without anything that looks like a secret."""
    for secret in _SECRETS:
        text = secret.sub(rf"\g<1>{HIDDEN}", text)
    return _BARE.sub(HIDDEN, text)


class Lines(logging.Formatter):
    """One record as text: UTC ISO 8601 time, level, logger, message, traceback; no secrets."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s")

    def formatTime(  # noqa: N802  (the base class names it)
        self, record: logging.LogRecord, datefmt: str | None = None
    ) -> str:
        """The record's time."""
        when = datetime.fromtimestamp(record.created, UTC)
        return when.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def format(self, record: logging.LogRecord) -> str:
        """The record, redacted last so that arguments and tracebacks are covered too."""
        return redacted(super().format(record))


def start_logging(folder: Path, *, debug: bool = False) -> logging.Handler:
    """Write the program's log to ``folder``: five files of 5 MB, the oldest dropped.

    Answers what writes it, for ``stop_logging``. ``OSError`` where it cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = RotatingFileHandler(
        folder / FILE_NAME,
        maxBytes=FILE_BYTES,
        backupCount=FILES_KEPT - 1,
        encoding="utf-8",
        errors="backslashreplace",
        delay=False,
    )
    file.setFormatter(Lines())
    logger = logging.getLogger(ROOT)
    logger.setLevel(logging.DEBUG if debug else logging.INFO)
    logger.addHandler(file)
    return file


def stop_logging(file: logging.Handler) -> None:
    """Close what ``start_logging`` opened, and let the log be as it was."""
    logger = logging.getLogger(ROOT)
    logger.removeHandler(file)
    logger.setLevel(logging.NOTSET)
    file.close()
