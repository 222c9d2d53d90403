"""Commands about the answers of a contact sheet."""

from controlroom.commands.command import ANYWHERE, PREP, Command
from controlroom.messages import message

AHEAD = frozenset({PREP})
"""What a rehearsal changes ends with it, and answers are given once."""

ANSWER_COMMANDS: tuple[Command, ...] = (
    Command(
        "answers_look",
        message("command.answers_look"),
        lambda room, given: room.answers_look(given["path"]),
        states=AHEAD,
        arguments=("path",),
    ),
    Command(
        "take_answers",
        message("command.take_answers"),
        lambda room, given: room.take_answers(given["path"], given.get("seen")),
        states=AHEAD,
        arguments=("path",),
    ),
    Command(
        "answers_close",
        message("command.answers_close"),
        lambda room, _: room.answers_close(),
        states=ANYWHERE,
    ),
)
