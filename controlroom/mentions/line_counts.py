"""Counts of terms in a whole input, each mention once: what ``controlroom count`` prints.

Nothing is forgotten and nothing is sampled. Kept are a digest of each id and the counts, no text.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import blake2b
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO, TypeAlias

from controlroom.clock import MICROS
from controlroom.errors import WrongInput
from controlroom.event.watch import WatchTerm
from controlroom.mentions.matcher import Matcher
from controlroom.messages import message
from controlroom.sources.jetstream_wire import read_event
from controlroom.sources.lines_wire import read_line
from controlroom.sources.mention import Bad, Deleted, Mention

Reader: TypeAlias = Callable[[bytes, str], Mention | Deleted | Bad | None]

FORMATS: dict[str, Reader] = {"lines": read_line, "jetstream": read_event}
"""How a line is read, by the format's name."""

LONGEST_LINE = 64 * 1024 * 1024
"""Bytes. A longer line is bad, so that a file that is no list of lines cannot fill the memory."""
DIGEST_BYTES = 16
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Seconds that can be written as a date: the years 1 to 9999.
FIRST_S = -62_135_596_800
LAST_S = 253_402_300_799
COMMENT = "//"


def terms_in(text: str) -> tuple[str, ...]:
    """The terms of a file of terms, one a line, each once, in the order of the file.

    Blanks around a term do not belong to it; empty lines and those that start with // are no terms.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    terms = (line.strip() for line in lines)
    return tuple(dict.fromkeys(one for one in terms if one and not one.startswith(COMMENT)))


def read_terms(file: Path) -> tuple[str, ...]:
    """The terms in ``file``; see ``terms_in``. Raises ``WrongInput`` where it cannot be read."""
    try:
        return terms_in(file.read_bytes().decode())
    except UnicodeDecodeError as wrong:
        raise WrongInput(
            message("count.not_text", file=str(file)), message("count.not_text.do")
        ) from wrong
    except OSError as wrong:
        raise WrongInput(
            message("count.no_file", file=str(file), why=wrong.strerror or str(wrong))
        ) from wrong


def lines_of(stream: BinaryIO) -> Iterator[bytes | None]:
    """The lines of ``stream`` that are not blank; None for one that is longer than any may be."""
    whole = True
    for piece in iter(partial(stream.readline, LONGEST_LINE), b""):
        began = whole
        whole = piece.endswith(b"\n") or len(piece) < LONGEST_LINE
        if not began:
            continue
        if not whole:
            yield None
        elif not piece.isspace():
            yield piece


class LineCounts:
    """Counts how many mentions of each term there are in each second.

    Of several mentions with one id the first that can be read is the one. A deleted one counts
    nowhere, wherever in the input its deletion stands. ``bad``: lines that could not be read.
    """

    def __init__(self, terms: Iterable[str], read: Reader) -> None:
        self.bad = 0
        self._terms = sorted(set(terms))
        self._read = read
        self._match = Matcher([WatchTerm(one, one, "event", (one,)) for one in self._terms]).match
        # Mentions of one second and the same terms share a cell, so that an id costs no more than
        # its digest. None: met, and counted nowhere.
        self._cells: dict[tuple[int, tuple[int, ...]], _Cell] = {}
        self._met: dict[bytes, _Cell | None] = {}

    def take(self, lines: Iterable[bytes | None]) -> None:
        """Count what ``lines`` say; None is a line that cannot be read."""
        read, met, match, cells = self._read, self._met, self._match, self._cells
        for line in lines:
            said = Bad("", "") if line is None else read(line, "")
            if type(said) is Mention:
                second = said.time_us // MICROS
                if not FIRST_S <= second <= LAST_S:
                    self.bad += 1
                    continue
                id_ = _digest(said.id)
                if id_ in met:
                    continue
                cell = None
                if found := match(said.text):
                    cell = cells.get((second, found))
                    if cell is None:
                        cell = cells[second, found] = _Cell()
                    cell.count += 1
                met[id_] = cell
            elif type(said) is Deleted:
                self._delete(said.id)
            elif said is not None:
                self.bad += 1

    def rows(self) -> Iterator[tuple[int, str, int]]:
        """UTC second, term and count above 0, by second and then by the term's code points."""
        now, counts = FIRST_S - 1, Counter[int]()
        for (second, found), cell in sorted(self._cells.items(), key=itemgetter(0)):
            if second != now:
                yield from self._second(now, counts)
                now, counts = second, Counter()
            for place in found:
                counts[place] += cell.count
        yield from self._second(now, counts)

    def _second(self, second: int, counts: Counter[int]) -> Iterator[tuple[int, str, int]]:
        return (
            (second, self._terms[place], counts[place]) for place in sorted(counts) if counts[place]
        )

    def _delete(self, id_: str) -> None:
        digest = _digest(id_)
        cell = self._met.get(digest)
        if cell is not None:
            cell.count -= 1
        self._met[digest] = None


class _Cell:
    """How many mentions there were of certain terms in a certain second."""

    __slots__ = ("count",)

    def __init__(self) -> None:
        self.count = 0


def _digest(id_: str) -> bytes:
    return blake2b(id_.encode("utf-8", "surrogatepass"), digest_size=DIGEST_BYTES).digest()


def csv_lines(rows: Iterable[tuple[int, str, int]]) -> Iterator[bytes]:
    """``rows`` as CSV with its header, UTF-8, quoted as RFC 4180 says, lines ending with \\n."""
    yield b"time,term,count\n"
    now, time = None, ""
    quoted: dict[str, str] = {}
    for second, term, count in rows:
        if second != now:
            now, time = second, _time(second)
        if term not in quoted:
            quoted[term] = _field(term)
        yield f"{time},{quoted[term]},{count}\n".encode()


def _time(second: int) -> str:
    return (EPOCH + timedelta(seconds=second)).replace(tzinfo=None).isoformat() + "Z"


def _field(text: str) -> str:
    if any(char in text for char in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text
