"""One line of a feed somebody pipes in, and what it says. The format is ours (docs/sources.md):

``{"id", "time", "text" [, "author", "lang", "reply_to"]}`` or ``{"id", "deleted": true}``.
"""

from typing import Any, TypeAlias

import msgspec

from controlroom.sources.mention import Bad, Deleted, Mention
from controlroom.sources.times import microseconds

BYTE_ORDER_MARK = b"\xef\xbb\xbf"

Said: TypeAlias = Mention | Deleted | Bad


class _Line(msgspec.Struct, gc=False):
    # What is not needed for counting may be of any type: it must not keep a mention out.
    id: str | int
    time: str | None = None
    text: str | None = None
    author: Any = None
    lang: Any = None
    reply_to: Any = None
    deleted: bool | None = None


_decode = msgspec.json.Decoder(_Line).decode


def read_line(line: bytes, source: str) -> Said:
    """What one line says; ``source`` is the name the answer carries. Never raises.

    ``line`` with or without its line end. Blank lines are the caller's to pass over; here they are
    Bad. ``id`` may be a string or a whole number, which is the same as its digits in a string.
    ``time`` is ISO 8601 as Python's ``fromisoformat`` reads it (a small ``z`` too); without an
    offset it is UTC, and what is finer than microseconds is cut off. The whole line must be valid
    UTF-8, unread fields included.
    """
    try:
        if not line.isascii():
            line.decode()
            line = line.removeprefix(BYTE_ORDER_MARK)
        read = _decode(line)
        if read.id == "":
            return Bad(source, "the id is empty")
        if read.deleted:
            return Deleted(str(read.id), source)
        if read.text is None or read.time is None:
            return Bad(source, "text or time is missing")
        time = read.time
        # Small letters are as good as capitals there, but Python 3.11 knows only a capital Z.
        time_us = microseconds(time[:-1] + "Z" if time.endswith("z") else time)
    except UnicodeDecodeError:
        return Bad(source, "not UTF-8")
    except msgspec.MsgspecError as wrong:
        return Bad(source, str(wrong))
    except RecursionError:
        return Bad(source, "nested too deeply")
    except (ValueError, OverflowError):
        return Bad(source, "the time is not ISO 8601, or the id too long")
    return Mention(
        str(read.id),
        time_us,
        read.text,
        _word(read.author),
        source,
        _word(read.lang),
        _word(read.reply_to),
    )


def _word(written: object) -> str:
    if isinstance(written, str):
        return written
    return str(written) if type(written) is int else ""
