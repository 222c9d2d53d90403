"""An event to read, beside whatever runs on it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from controlroom.cli.rooms import reading
from controlroom.event.eventfile import read_event_and_pictures
from controlroom.event.live_event import LiveEvent
from controlroom.room.opening import bundled_folder

ReadMedia = Callable[[str], bytes]


@contextmanager
def event_to_read(slug: str) -> Iterator[tuple[LiveEvent, ReadMedia]]:
    """The event called ``slug`` as it stands, and the bytes of its media by SHA-256; a bundled one
    as it comes where it was never opened. ``WrongInput`` if there is none."""
    store = reading()
    if store is not None:
        with store:
            if slug in {line.slug for line in store.events.list_events()}:
                yield store.events.load_event(slug), store.media.read
                return
    event, pictures = read_event_and_pictures(bundled_folder(slug))
    yield event, pictures.__getitem__
