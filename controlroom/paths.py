"""Where things are kept, as each operating system wants it."""

import os
from dataclasses import dataclass
from pathlib import Path

from platformdirs import PlatformDirs

HOME_VARIABLE = "CONTROLROOM_HOME"
_NAME = "Control Room"
NAMES = ("data", "config", "cache", "logs", "documents")


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of one installation; none is made by asking."""

    data: Path
    config: Path
    cache: Path
    logs: Path
    documents: Path


def folders(home: Path | None = None) -> Folders:
    """Where everything is kept.

    All of it is below ``home`` or, where that is None, below the folder in the environment
    variable CONTROLROOM_HOME, if there is one; else where the operating system puts such things.
    """
    named = os.environ.get(HOME_VARIABLE, "")
    base = home if home is not None else Path(named) if named else None
    if base is not None:
        base = base.expanduser().absolute()
        return Folders(*(base / name for name in NAMES))
    own = PlatformDirs(_NAME, appauthor=False, roaming=False)
    return Folders(
        own.user_data_path,
        own.user_config_path,
        own.user_cache_path,
        own.user_log_path,
        own.user_documents_path,
    )


def documents_folder(home: Path | None = None) -> Path:
    """Where a person looks for what they wrote."""
    return folders(home).documents


def data_folder(home: Path | None = None) -> Path:
    """The folder of the database and the media."""
    return folders(home).data
