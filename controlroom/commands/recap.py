"""The command that writes the recap: it changes nothing, so every state has it."""

from controlroom.commands.command import ANYWHERE, Command
from controlroom.messages import message

RECAP_COMMANDS: tuple[Command, ...] = (
    Command(
        "recap",
        message("command.recap"),
        lambda room, given: room.recap(given.get("path", "")),
        states=ANYWHERE,
    ),
)
