"""Keys that only move about in the window and order nothing of the room."""

from dataclasses import dataclass

from controlroom.messages import Message, message


@dataclass(frozen=True, slots=True)
class LocalKey:
    """One such key. ``in_text``: also answers while somebody types."""

    id: str
    title: Message
    keys: tuple[str, ...]
    in_text: bool = False
    first_night: bool = False


LOCAL_KEYS: tuple[LocalKey, ...] = (
    LocalKey("find", message("keys.find"), ("/", "Ctrl+K"), first_night=True),
    LocalKey("edit", message("keys.edit"), ("E",)),
    LocalKey("edit_words", message("keys.edit_words"), ("Shift+E",)),
    LocalKey("brief", message("keys.brief"), ("I",)),
    LocalKey("decide", message("keys.decide"), ("O",), first_night=True),
    LocalKey("follow", message("keys.follow"), ("Home",)),
    LocalKey("page_up", message("keys.page_up"), ("PgUp",)),
    LocalKey("page_down", message("keys.page_down"), ("PgDown",)),
    LocalKey("region", message("keys.region"), ("F6",), in_text=True),
    LocalKey("feeds", message("keys.feeds"), ("S",)),
    # In a form Tab goes to the next field, as everywhere.
    LocalKey("next_region", message("keys.region"), ("Tab",)),
    LocalKey("map", message("keys.map"), ("F1", "?"), in_text=True, first_night=True),
    LocalKey("full_screen", message("keys.full_screen"), ("F11",), in_text=True),
)
