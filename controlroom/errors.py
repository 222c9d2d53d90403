"""Errors that are meant for a person.

UserFacingError            what happened and what to do
├── Refused                an order that may not be carried out now (exit code 1)
├── WrongInput             a file, a picture or a word on the command line that cannot be used (2)
├── Unusable               the place this runs in: data folder, display, fonts, a second copy (2)
└── StaleRevision          an edit made from an event that has changed since
"""

from controlroom.messages import Message, english


class UserFacingError(Exception):
    """Something a person must be told: what happened, and what to do about it."""

    exit_code = 1

    def __init__(self, what_happened: Message, what_to_do: Message | None = None) -> None:
        super().__init__(what_happened, what_to_do)
        self.what_happened = what_happened
        self.what_to_do = what_to_do

    def __str__(self) -> str:
        parts = (
            [self.what_happened]
            if self.what_to_do is None
            else [
                self.what_happened,
                self.what_to_do,
            ]
        )
        return " ".join(english(part) for part in parts)


class Refused(UserFacingError):
    """An order that may not be carried out now, with the reason."""


class WrongInput(UserFacingError):
    """A file, picture or argument that cannot be used. Nothing was changed by it."""

    exit_code = 2


class Unusable(UserFacingError):
    """The surroundings do not allow the program to run: folder, display, another copy."""

    exit_code = 2


class StaleRevision(UserFacingError):
    """The event changed since the snapshot this edit was made from; nothing was overwritten."""
