"""What may be dropped on the window, decided without looking into it."""

from PySide6.QtCore import QMimeData

from controlroom.event.room_state import RoomState
from controlroom.messages import Message, message


def dropped(what: QMimeData, state: RoomState | None) -> tuple[str, Message | None]:
    """The path of a file of answers, or ("" and) why what was dropped is none."""
    urls = what.urls()
    if len(urls) > 1:
        return "", message("answers.drop_one")
    path = urls[0].toLocalFile() if urls else ""
    if not path.lower().endswith(".json"):
        return "", message("answers.drop")
    if state is not RoomState.PREP:
        return "", message("answers.drop_prep")
    return path, None
