"""What every edit is."""

from abc import abstractmethod

import msgspec

from controlroom.event.live_event import LiveEvent


class Change(msgspec.Struct, frozen=True, tag=True):
    """An edit of an event. On disk it is JSON with its class's name in ``type``."""

    @abstractmethod
    def changed(self, event: LiveEvent) -> tuple[LiveEvent, "Change"]:
        """The event after this edit, revision untouched, and the inverse. Raises ``WrongInput``
        where it names what is not there."""
