"""The recap of a night as a file: for the command line and for the button in WRAP."""

import contextlib
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from controlroom.errors import WrongInput
from controlroom.event.live_event import LiveEvent
from controlroom.messages import At, message
from controlroom.report.reading import night_of
from controlroom.report.recap import recap
from controlroom.report.recap_pictures import RecapPictures
from controlroom.room.accounts_ways import Rules
from controlroom.store.as_run import AsRunLine
from controlroom.store.media import Media


def page_of(
    event: LiveEvent, lines: Iterable[AsRunLine], media: Media | None, *, rehearsal: bool
) -> str:
    """The recap of the chain ``lines``. Pictures that are gone are told as such."""

    def read(sha256: str) -> bytes:
        if media is None:
            raise WrongInput(message("store.no_media", sha256=sha256))
        return media.read(sha256)

    night, rules = night_of(event, lines, rehearsal=rehearsal), Rules()
    titles = {channel: rules[channel].title for channel in night.networks}
    return recap(night, RecapPictures(read), titles)


def file_at(path: str) -> Path:
    """The file that somebody names, "~" being where they are at home. ``WrongInput`` where it is
    the name of no file, of nobody's home, or has what no name can have."""
    try:
        file = Path(path).expanduser()
        os.fsencode(file)
    except (RuntimeError, ValueError):
        file = Path()
    if not file.name or "\0" in path:
        shown = "".join(letter if letter.isprintable() else "\ufffd" for letter in path)
        raise WrongInput(message("recap.no_file", path=shown), message("recap.no_file.do"))
    return file


def write_page(file: Path, page: str) -> None:
    """Write ``page`` whole or not at all. ``WrongInput`` where it cannot be written."""
    unfinished = file.with_name(f".{secrets.token_hex(8)}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("w", encoding="utf-8", newline="\n") as opened:
            opened.write(page)
            opened.flush()
            os.fsync(opened.fileno())
        unfinished.replace(file)
    except OSError as trouble:
        with contextlib.suppress(OSError):
            unfinished.unlink()
        raise WrongInput(
            message("recap.cannot_write", file=str(file), why=trouble.strerror or str(trouble)),
            message("recap.cannot_write.do"),
        ) from trouble


def free_name(folder: Path, event: LiveEvent) -> Path:
    """Where a recap goes by itself: the event and its day, numbered where that is taken."""
    day = f"{At(event.starts, event.zone).local():%Y-%m-%d}"
    name = f"{event.slug} recap {day}"
    taken = (folder / f"{name}{end}.html" for end in _ends())
    return next(file for file in taken if not file.exists())


def _ends() -> Iterable[str]:
    yield ""
    number = 2
    while True:
        yield f" {number}"
        number += 1
