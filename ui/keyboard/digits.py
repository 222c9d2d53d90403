"""Digits that mean something other than a slot: an outcome after ``O``, a second key's code after
TAKE asked for one."""

from ui.keyboard.gestures import Seconds

ASKED_S = 5.0
CODE_LENGTH = 6
PIN_LENGTH = 12


class Deciding:
    """After ``O`` the next digit decides an outcome; asked for 5 s."""

    def __init__(self, now: Seconds) -> None:
        self._now = now
        self._slug: str | None = None
        self._since = 0.0

    def begin(self, slug: str) -> None:
        """Ask for the outcome of the moment ``slug``."""
        self._slug, self._since = slug, self._now()

    def open(self) -> bool:
        """Whether a digit is awaited."""
        return self._slug is not None and self._now() - self._since <= ASKED_S

    def end(self) -> None:
        """Leave it undecided."""
        self._slug = None

    def digit(self, key: str) -> tuple[str, str] | None:
        """The moment and the digit, or None when no digit was awaited or this is none."""
        if not self.open() or not key.isdigit() or self._slug is None:
            return None
        slug, self._slug = self._slug, None
        return slug, key


class SecondKey:
    """The digits of a code or a PIN, as far as they were typed.

    Asked for by TAKE, so that digits stage slots until then.
    """

    def __init__(self) -> None:
        self._digits = ""
        self._asked = False
        self._most = CODE_LENGTH

    def begin(self, most: int = CODE_LENGTH) -> None:
        """TAKE asked for a code, or for a PIN of ``most`` digits."""
        self._asked, self._digits, self._most = True, "", most

    def open(self) -> bool:
        """Whether digits belong to the code."""
        return self._asked

    def end(self) -> None:
        """Digits stage slots again."""
        self._asked, self._digits = False, ""

    def press(self, key: str) -> str | None:
        """A digit or Backspace; returns what stands now, None for a key that is no part of it.

        With the last digit that there is room for it is whole; the next one begins another, as what
        was wrong is typed again.
        """
        if not self._asked:
            return None
        if key == "Backspace":
            self._digits = self._digits[:-1]
            return self._digits
        if not key.isdigit():
            return None
        whole = len(self._digits) == self._most
        self._digits = key if whole else self._digits + key
        return self._digits

    def enter(self) -> str:
        """Enter: what was typed is all of it. What is typed next is another."""
        typed, self._digits = self._digits, ""
        return typed
