"""``controlroom log --verify``: whether a log is what was written."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from controlroom.cli.printing import Line
from controlroom.errors import WrongInput
from controlroom.messages import Message, english, message
from controlroom.store.as_run import Chain, SealKey
from controlroom.store.as_run_check import Checked
from controlroom.store.as_run_file import read_file, verify_file
from controlroom.store.open import Store

FINE, NOT_FINE = 0, 1
_HEAD = re.compile(r"(?:(\d{1,18}):)?([0-9a-f]{64})")

Verify = Callable[[SealKey | None, str], Checked]


@dataclass(frozen=True, slots=True)
class Asked:
    """A head that was noted down: the hash of the last line, and how many there were (None: not
    said)."""

    hash: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """One log and what it was found to be, against a head that was noted down (None: none)."""

    log: Message
    checked: Checked
    asked: Asked | None = None

    @property
    def fine(self) -> bool:
        """Whether it is what was written, as far as can be told."""
        if self.checked.broken is not None:
            return False
        if self.asked is not None:
            return self.has_head
        return self.checked.unvouched is None

    @property
    def has_head(self) -> bool:
        """Whether the head that was given is one of its lines."""
        asked, found = self.asked, self.checked.found
        return asked is not None and found is not None and asked.count in (None, found)

    def lines(self) -> list[Message]:
        """What a person is told."""
        checked, head = self.checked, self.checked.head
        if checked.broken is not None:
            return [message("as_run.broken", log=self.log, what=checked.broken.what)]
        assert head is not None, "a chain that is whole has a line"
        end = "as_run.end" if head.keyed else "as_run.end.unkeyed"
        told = [
            message("as_run.whole", log=self.log, count=head.count),
            message(end, head=str(head)),
            *checked.notes,
        ]
        if self.asked is not None:
            told.append(self._about_head(head.count))
        # Where the head is known, no seal is needed.
        if checked.unvouched is not None and not self.has_head:
            told.append(checked.unvouched)
        return told

    def _about_head(self, count: int) -> Message:
        found = self.checked.found
        if not self.has_head or found is None:
            return message("as_run.head.missing")
        if found == count:
            return message("as_run.head.same")
        return message("as_run.head.grown", seq=found, count=count - found)

    def told(self) -> Line:
        """The same as one object."""
        head = self.checked.head
        return {
            "kind": "verified",
            "log": english(self.log),
            "fine": self.fine,
            "lines": 0 if head is None else head.count,
            "head": None if head is None else head.hash,
            "keyed": head is not None and head.keyed,
            "told": [english(one) for one in self.lines()],
        }


def head_of(text: str) -> Asked:
    """A head as it was noted down: 64 hexadecimal digits, or COUNT:DIGITS. ``WrongInput``."""
    found = _HEAD.fullmatch(text.strip().lower())
    if found is None:
        raise WrongInput(message("as_run.no_head", text=text), message("as_run.no_head.do"))
    return Asked(found[2], int(found[1]) if found[1] else None)


def of_file(file: Path, asked: Asked | None) -> Verdict:
    """A file, checked by itself. ``WrongInput`` where it cannot be read."""

    def verify(key: SealKey | None, sought: str) -> Checked:
        return verify_file(file, key, sought)

    checked = _with_key(verify, asked)
    log = message("words", words=str(file))
    if checked.broken is None:
        first = next(iter(read_file(file)))
        log = log_name(first.event, first.run)
    return Verdict(log, checked, asked)


def of_chains(store: Store, chains: tuple[Chain, ...], asked: Asked | None) -> list[Verdict]:
    """Chains of a store, each checked. A head belongs to one of them: where several are checked it
    is asked of the one that has it, or of the first."""
    verdicts = [_of_chain(store, chain, asked) for chain in chains]
    if asked is None or len(verdicts) < 2:
        return verdicts
    has = next((one for one in verdicts if one.has_head), verdicts[0])
    return [one if one is has else Verdict(one.log, one.checked, None) for one in verdicts]


def _of_chain(store: Store, chain: Chain, asked: Asked | None) -> Verdict:
    def verify(key: SealKey | None, sought: str) -> Checked:
        return store.as_run.verify(chain.event, chain.run, key, sought)

    return Verdict(log_name(chain.event, chain.run), _with_key(verify, asked), asked)


def log_name(event: str, run: str) -> Message:
    """What a log is called."""
    if not run:
        return message("as_run.log.event", event=event)
    return message("as_run.log.rehearsal", event=event, run=run)


def _with_key(verify: Verify, asked: Asked | None) -> Checked:
    """The keyring is only asked where there is a seal to check."""
    sought = asked.hash if asked is not None else ""
    checked = verify(None, sought)
    if checked.broken is not None or not checked.sealed:
        return checked
    key = _own_key()
    return checked if key is None else verify(key, sought)


def _own_key() -> SealKey | None:
    from controlroom.accounts.vault import open_vault
    from controlroom.room.sealing import kept_key

    return asyncio.run(kept_key(open_vault()))
