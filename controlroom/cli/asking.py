"""Asking for what is never an argument: by a prompt on a terminal, else from standard input, one
line for each question in their order."""

import getpass
import sys
from typing import Any

from controlroom.errors import WrongInput
from controlroom.messages import english, message


class Questions:
    """Asks one after the other."""

    def __init__(self) -> None:
        self.attended = sys.stdin is not None and sys.stdin.isatty()
        self._answered = False

    def ask(self, name: str, line: dict[str, Any]) -> str:
        """The answer, without its line end. ``WrongInput`` where there is none to be had."""
        label = english(message("cli.second_key")) if name == "second_key" else str(line["label"])
        secret = bool(line.get("secret", True))
        usual = str(line.get("value") or "")
        if self.attended:
            return self._prompt(label, str(line.get("hint") or ""), usual, secret=secret)
        if not secret and usual:
            return usual
        text = sys.stdin.readline() if sys.stdin is not None else ""
        if not text and not self._answered and not line.get("optional"):
            raise WrongInput(message("cli.no_answer", label=label), message("cli.no_answer.do"))
        # Later blanks may be left out: the way in says so where it cannot do without.
        self._answered = True
        return text.rstrip("\r\n")

    def _prompt(self, label: str, hint: str, usual: str, *, secret: bool) -> str:
        if hint:
            sys.stderr.write(f"{hint}\n")
        if secret:
            return getpass.getpass(f"{label}: ")
        shown = f" [{usual}]" if usual else ""
        sys.stderr.write(f"{label}{shown}: ")
        sys.stderr.flush()
        text = sys.stdin.readline()
        if not text:
            raise WrongInput(message("cli.no_answer", label=label), message("cli.no_answer.do"))
        return text.strip() or usual
