"""``controlroom log --verify``: whether a log is what was written."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from controlroom.cli.printing import Line
from controlroom.errors import WrongInput
from controlroom.messages import Message, english, message
from controlroom.store.as_run import Chain, SealKey
from controlroom.store.as_run_check import Checked
from controlroom.store.as_run_file import read_log
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
    """One log and what it was found to be, against a head that was noted down (None: none).
    ``silent``: the keyring did not answer."""

    log: Message
    checked: Checked
    asked: Asked | None = None
    silent: bool = False

    @property
    def fine(self) -> bool:
        """Whether it is what was written, as far as can be told."""
        if self.checked.broken is not None or self.checked.unvouched is not None:
            return False
        return self.asked is None or self.has_head

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
        if checked.unchecked:
            why = "as_run.note.silent" if self.silent else "as_run.note.no_key_here"
            told.append(message(why, count=checked.unchecked))
        if self.asked is not None:
            told.append(self._about_head(head.count))
        if checked.unvouched is not None:
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


class _Keyring:
    """This installation's key. A keyring is asked once, however many logs there are: one that never
    answers takes its time."""

    def __init__(self) -> None:
        self._asked = False
        self._key: SealKey | None = None
        self.silent = False

    def key(self) -> SealKey | None:
        """The key, None where there is none or the keyring does not answer."""
        if not self._asked:
            self._asked = True
            self._key = self._answer()
        return self._key

    def _answer(self) -> SealKey | None:
        from controlroom.accounts.vault import VaultClosed, open_vault
        from controlroom.room.sealing import asked_key

        try:
            return asyncio.run(asked_key(open_vault()))
        except VaultClosed:
            self.silent = True
            return None


def of_file(file: Path, asked: Asked | None) -> Verdict:
    """A file, checked by itself. ``WrongInput`` where it cannot be read."""
    log = read_log(file)
    verdict = _checked(message("words", words=log.name), log.verify, asked, _Keyring())
    first = log.first()
    if first is None or verdict.checked.broken is not None:
        return verdict
    return replace(verdict, log=log_name(first.event, first.run))


def of_chains(store: Store, chains: tuple[Chain, ...], asked: Asked | None) -> list[Verdict]:
    """Chains of a store, each checked. A head belongs to one of them: where several are checked it
    is asked of the one that has it, or of the first."""
    keyring = _Keyring()
    verdicts = [_of_chain(store, chain, asked, keyring) for chain in chains]
    if asked is None or len(verdicts) < 2:
        return verdicts
    has = next((one for one in verdicts if one.has_head), verdicts[0])
    return [one if one is has else replace(one, asked=None) for one in verdicts]


def _of_chain(store: Store, chain: Chain, asked: Asked | None, keyring: _Keyring) -> Verdict:
    def verify(key: SealKey | None, sought: str) -> Checked:
        return store.as_run.verify(chain.event, chain.run, key, sought)

    return _checked(log_name(chain.event, chain.run), verify, asked, keyring)


def log_name(event: str, run: str) -> Message:
    """What a log is called."""
    # As text: what was put into the database by force may be bytes.
    if not run:
        return message("as_run.log.event", event=str(event))
    return message("as_run.log.rehearsal", event=str(event), run=str(run))


def _checked(log: Message, verify: Verify, asked: Asked | None, keyring: _Keyring) -> Verdict:
    sought = asked.hash if asked is not None else ""
    found, silent = verify(None, sought), False
    if found.sealed:
        # The keyring is only asked where there is a seal to check.
        key = keyring.key()
        found, silent = found if key is None else verify(key, sought), keyring.silent
    return Verdict(log, found, asked, silent)
