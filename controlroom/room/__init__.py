"""The room: the one thing the window and the command line receive."""

from controlroom.room.room import Room

__all__ = ["Room"]
