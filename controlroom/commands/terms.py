"""Commands about watch terms."""

from controlroom.commands.command import ANYWHERE, Command
from controlroom.messages import message

TERM_COMMANDS: tuple[Command, ...] = (
    Command(
        "terms",
        message("command.terms"),
        lambda room, _: room.terms(shown=True),
        keys=("W",),
        states=ANYWHERE,
    ),
    Command(
        "terms_close",
        message("command.terms_close"),
        lambda room, _: room.terms(shown=False),
        states=ANYWHERE,
    ),
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
    Command(
        "term_back",
        message("command.term_back"),
        lambda room, _: room.term_back(),
        states=ANYWHERE,
    ),
)
