"""Commands about the readiness board."""

from controlroom.commands.command import ANYWHERE, PREP, Command, Gesture
from controlroom.messages import message

BOARD_COMMANDS: tuple[Command, ...] = (
    Command(
        "board",
        message("command.board"),
        lambda room, _: room.board(shown=True),
        keys=("B",),
        states=ANYWHERE,
    ),
    Command(
        "board_close",
        message("command.board_close"),
        lambda room, _: room.board(shown=False),
        states=ANYWHERE,
    ),
    Command(
        "board_check",
        message("command.board_check"),
        lambda room, _: room.board_check(),
        states=ANYWHERE,
    ),
    Command(
        "board_cancel",
        message("command.board_cancel"),
        lambda room, _: room.board_cancel(),
        states=ANYWHERE,
    ),
    Command(
        "board_override",
        message("command.board_override"),
        lambda room, given: room.board_override(given["line"], given["reason"], given.get("by")),
        states=ANYWHERE,
        arguments=("line", "reason"),
    ),
    Command(
        "board_take_back",
        message("command.board_take_back"),
        lambda room, given: room.board_take_back(given["line"]),
        states=ANYWHERE,
        arguments=("line",),
    ),
    Command(
        "confirm_face",
        message("command.confirm_face"),
        lambda room, given: room.confirm_face(given["channel"], right=True),
        states=ANYWHERE,
        arguments=("channel",),
    ),
    Command(
        "unconfirm_face",
        message("command.unconfirm_face"),
        lambda room, given: room.confirm_face(given["channel"], right=False),
        states=ANYWHERE,
        arguments=("channel",),
    ),
    Command(
        "reach",
        message("command.reach"),
        lambda room, given: room.reach(given["name"]),
        states=ANYWHERE,
        arguments=("name",),
    ),
    Command(
        "go_live",
        message("command.go_live"),
        lambda room, _: room.go_live(),
        gesture=Gesture.HELD,
        held_s=1.2,
        states=frozenset({PREP}),
    ),
)
