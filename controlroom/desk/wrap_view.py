"""What stands in Preview's place once the night is over: what it came to, the end of its log, and
the recap for the client."""

from dataclasses import dataclass

from controlroom.messages import Message
from controlroom.store.as_run_line import Head


@dataclass(frozen=True, slots=True)
class Wrapped:
    """What the room knows of the log after the night. ``head`` is its end (None: not looked at
    yet, or no line), ``broken`` where it is not what was written, ``checked`` once it was looked
    through. ``recap`` is where the recap was written last, ``writing`` while it is."""

    head: Head | None = None
    checked: bool = False
    broken: Message | None = None
    notes: tuple[Message, ...] = ()
    recap: str = ""
    writing: bool = False


@dataclass(frozen=True, slots=True)
class WrapView:
    """``figures``: a number and what it counts. ``head`` as it is shown, ``head_whole`` as it is
    copied (empty: nothing to copy). ``sound``: whether the log is what was written, None while
    nobody knows. ``recap_path`` is the file to show, empty where none was written."""

    figures: tuple[tuple[Message, Message], ...]
    head: Message
    head_whole: str
    head_line: Message
    check: Message
    sound: bool | None
    recap_line: Message
    recap_path: str
    writing: bool = False
