"""Checking a chain of the as-run log, line by line: from the database or from a file."""

from dataclasses import dataclass
from typing import get_args, get_type_hints

from controlroom.messages import Message, message
from controlroom.store.as_run_line import (
    FIRST_HASH,
    KEYRING,
    SILENT,
    AsRunLine,
    Head,
    SealKey,
    hash_of,
    is_seal,
)

_KINDS = {name: get_args(kind) or (kind,) for name, kind in get_type_hints(AsRunLine).items()}


@dataclass(frozen=True, slots=True)
class BrokenChain:
    """Where the log stops being what was written: the ``seq`` and what is wrong there."""

    seq: int
    what: Message


@dataclass(frozen=True, slots=True)
class Checked:
    """What a chain was found to be. ``head`` is its end (None: no line), ``broken`` the first place
    where it is not what was written, ``notes`` what a reader must know all the same.
    ``unvouched``: nothing is wrong, but its end, as far as the line that was sought does not cover
    it, is sealed with a key that is not ours. ``sealed`` lines carry a key, ``unchecked`` of them
    were not compared with it for want of ours; ``found`` is the line whose hash is the one that was
    sought (None: none)."""

    head: Head | None
    broken: BrokenChain | None = None
    notes: tuple[Message, ...] = ()
    unvouched: Message | None = None
    sealed: int = 0
    unchecked: int = 0
    found: int | None = None


class ChainCheck:
    """Takes the lines of one chain in order. ``key`` is this installation's, None where its keyring
    has none or does not answer; ``sought`` the hash of a line that was noted down: it stands for
    the lines up to that one as a seal of ours would."""

    def __init__(self, key: SealKey | None = None, sought: str = "") -> None:
        self._key = key
        self._sought = sought
        self._found: int | None = None
        self._last: AsRunLine | None = None
        self._vouched = 0
        self._sealed = 0
        self._foreign: list[int] = []
        self._unkeyed: list[tuple[int, int]] = []
        self.broken: BrokenChain | None = None

    @property
    def expected(self) -> int:
        """The ``seq`` of the line that comes next."""
        return 1 if self._last is None else self._last.seq + 1

    def take(self, line: AsRunLine) -> BrokenChain | None:
        """The next line; what is wrong with it, or None."""
        if not _is_shaped(line):
            return self.breaks(self.expected, "store.chain_changed")
        wrong = self._wrong(line)
        if wrong is not None:
            at = self.expected if wrong == "store.chain_gap" else line.seq
            return self.breaks(at, wrong)
        self._note(line)
        self._last = line
        if line.hash == self._sought:
            self._found = line.seq
        return None

    def breaks(self, seq: int, wrong: str) -> BrokenChain:
        """The chain ends here, for the reason whose sentence is ``wrong``."""
        return self.refuse(seq, message(wrong, seq=seq))

    def refuse(self, seq: int, what: Message) -> BrokenChain:
        """The same, in the words of ``what``."""
        self.broken = BrokenChain(seq, what)
        return self.broken

    def result(self) -> Checked:
        """What was found, once every line was taken."""
        last = self._last
        head = None if last is None else Head(last.seq, last.hash, bool(last.keyed))
        if self.broken is not None or last is None:
            return Checked(head, self.broken)
        notes, unvouched = tuple(self._notes(last)), self._unvouched(last)
        unchecked = self._sealed if self._key is None else 0
        return Checked(head, None, notes, unvouched, self._sealed, unchecked, self._found)

    def _wrong(self, line: AsRunLine) -> str | None:
        last = self._last
        if line.seq != self.expected:
            return "store.chain_gap"
        if last is not None and (line.event, line.run) != (last.event, last.run):
            return "store.chain_other"
        if line.previous_hash != (FIRST_HASH if last is None else last.hash):
            return "store.chain_order"
        if not self._is_itself(line):
            return "store.chain_changed"
        return self._key_is_missing(line, last)

    def _is_itself(self, line: AsRunLine) -> bool:
        try:
            return line.hash == hash_of(line) and self._is_sealed(line)
        except (TypeError, ValueError, OverflowError):
            # What no line of ours can hold, put there by force.
            return False

    def _is_sealed(self, line: AsRunLine) -> bool:
        if not line.keyed:
            return line.seal == ""
        if self._key is None or line.keyed != self._key.id:
            # Whether the key fits only whoever has it can say: ``result`` says so.
            return is_seal(line.seal)
        return line.seal == self._key.seal(line.hash)

    def _key_is_missing(self, line: AsRunLine, last: AsRunLine | None) -> str | None:
        """A key that was there does not go away without a word."""
        if last is None or line.keyed:
            return None
        if line.keyed is None and last.keyed is not None:
            return "store.chain_unkeyed"
        tells = line.kind == KEYRING and line.state == SILENT
        return "store.chain_unkeyed" if last.keyed and not tells else None

    def _note(self, line: AsRunLine) -> None:
        if not line.keyed:
            if self._unkeyed and self._unkeyed[-1][1] == line.seq - 1:
                self._unkeyed[-1] = self._unkeyed[-1][0], line.seq
            else:
                self._unkeyed.append((line.seq, line.seq))
            return
        self._sealed += 1
        if self._key is not None and line.keyed == self._key.id:
            self._vouched = line.seq
        else:
            self._foreign.append(line.seq)

    def _notes(self, last: AsRunLine) -> list[Message]:
        if not self._sealed:
            return [message("as_run.note.unkeyed")]
        covered = [stretch for stretch in self._unkeyed if stretch[1] < last.seq]
        notes = [_covered(covered)] if covered else []
        if covered != self._unkeyed:
            first, end = self._unkeyed[-1]
            notes.append(message("as_run.note.unkeyed_tail", first=first, last=end))
        if self._key is not None and self._foreign and self._foreign[-1] < self._vouched:
            notes.append(message("as_run.note.other_key", count=len(self._foreign)))
        return notes

    def _unvouched(self, last: AsRunLine) -> Message | None:
        covered = max(self._vouched, self._found or 0)
        if self._key is None or not self._foreign or self._foreign[-1] <= covered:
            return None
        return message("as_run.other_key", first=covered + 1, last=last.seq)


def _is_shaped(line: AsRunLine) -> bool:
    """Whether each field holds what its kind of field can: SQLite keeps bytes in a column of text
    as they are. What has no ``keyed`` is of before there were runs, and its hash has none."""
    fits = all(type(getattr(line, name)) in kinds for name, kinds in _KINDS.items())
    return fits and (line.keyed is not None or not line.run)


def _covered(stretches: list[tuple[int, int]]) -> Message:
    """Lines of before a keyring answered, each time the program was opened."""
    if len(stretches) == 1:
        first, end = stretches[0]
        return message("as_run.note.before_key", first=first, last=end)
    count = sum(end - first + 1 for first, end in stretches)
    return message("as_run.note.before_key_often", count=count, times=len(stretches))
