"""What the window shows of people: the sheet to name them, and to set up their keys, with."""

from dataclasses import dataclass

from controlroom.messages import Message


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody of the event. ``has`` says in words what they turn the second key with; ``pin`` and
    ``code``: a PIN, an authenticator. ``here``: sits at this desk."""

    name: str
    role: str
    role_word: Message
    client: bool
    phone: str
    pin: bool
    code: bool
    here: bool
    has: Message

    @property
    def approves(self) -> bool:
        """Whether there is a key to set up for them."""
        return self.role == "approver"


@dataclass(frozen=True, slots=True)
class Enrolling:
    """An authenticator that is being set up. ``code`` is the QR code, row by row from the top, True
    for dark; ``secret`` the same for typing, in groups of four."""

    name: str
    code: tuple[tuple[bool, ...], ...]
    secret: str


@dataclass(frozen=True, slots=True)
class PeopleAnswer:
    """What became of the last order from the sheet; ``number`` tells two apart.

    ``name``: whom it was about. ``field`` of a refusal: what is wrong ("name", "pin", "code"), ""
    where it is no single one.
    """

    number: int
    line: Message
    name: str = ""
    refused: bool = False
    field: str = ""


@dataclass(frozen=True, slots=True)
class PeopleView:
    """The people of the event. ``policies`` are (value, words) of whose yes the second key can be,
    ``policy`` the one that holds, ``policy_line`` what it asks for; ``locked`` says why nothing can
    be changed now; ``operator`` who sits here, "" where nobody said."""

    rows: tuple[PersonRow, ...]
    policies: tuple[tuple[str, Message], ...]
    policy: str
    policy_line: Message
    operator: str
    operator_line: Message
    locked: Message | None = None
    enrolling: Enrolling | None = None
    answer: PeopleAnswer | None = None

    def row(self, name: str) -> PersonRow | None:
        """The person called ``name``, None if there is none."""
        return next((row for row in self.rows if row.name == name), None)
