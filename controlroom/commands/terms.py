"""Commands about watch terms."""

from controlroom.commands.command import ANYWHERE, Command
from controlroom.messages import message

TERM_COMMANDS: tuple[Command, ...] = (
    Command(
        "term_put",
        message("command.term_put"),
        lambda room, given: room.put_term(given),
        states=ANYWHERE,
    ),
    Command(
        "term_remove",
        message("command.term_remove"),
        lambda room, given: room.remove_term(given["term"]),
        states=ANYWHERE,
        arguments=("term",),
    ),
)
