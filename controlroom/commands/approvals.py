"""Commands about approvals, and the gaps of a template."""

from controlroom.commands.command import PREP, Command
from controlroom.messages import message

AHEAD = frozenset({PREP})
"""A yes is said before the night; on the night the second key is turned instead."""

APPROVAL_COMMANDS: tuple[Command, ...] = (
    Command(
        "approve",
        message("command.approve"),
        lambda room, given: room.approve(
            given.get("asset"),
            given["channel"],
            given.get("by"),
            given.get("until"),
            given.get("pin"),
        ),
        states=AHEAD,
        arguments=("channel",),
    ),
    Command(
        "ask_changes",
        message("command.ask_changes"),
        lambda room, given: room.ask_changes(
            given.get("asset"), given["channel"], given.get("by"), given["note"]
        ),
        states=AHEAD,
        arguments=("channel", "note"),
    ),
    Command(
        "take_back_approval",
        message("command.take_back_approval"),
        lambda room, given: room.take_back_approval(
            given.get("asset"), given["channel"], given.get("by"), given.get("pin")
        ),
        states=AHEAD,
        arguments=("channel",),
    ),
    Command(
        "fill_slot",
        message("command.fill_slot"),
        lambda room, given: room.fill_slot(given["name"], given["words"]),
        arguments=("name", "words"),
    ),
)
