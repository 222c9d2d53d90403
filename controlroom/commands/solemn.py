"""Commands about solemn subjects: the proposal to HOLD, and "seen: not ours"."""

from controlroom.commands.command import LIVE, REHEARSAL, Command
from controlroom.messages import message

SOLEMN_COMMANDS: tuple[Command, ...] = (
    Command(
        "accept_hold",
        message("command.accept_hold"),
        lambda room, _: room.accept_hold(),
        keys=("H",),
        states=frozenset({REHEARSAL, LIVE}),
    ),
    Command(
        "solemn_not_ours",
        message("command.solemn_not_ours"),
        lambda room, given: room.not_ours(given["subject"], given["reason"]),
        arguments=("subject", "reason"),
    ),
    Command(
        "solemn_ours_again",
        message("command.solemn_ours_again"),
        lambda room, given: room.ours_again(given["subject"]),
        arguments=("subject",),
    ),
)
