"""Commands about people and the second key."""

from controlroom.commands.command import ANYWHERE, PREP, Command, Gesture
from controlroom.messages import message

AHEAD = frozenset({PREP})
"""Who may say yes is settled before the night."""

PEOPLE_COMMANDS: tuple[Command, ...] = (
    Command(
        "second_key",
        message("command.second_key"),
        lambda room, given: room.second_key(given["digits"], enter=bool(given.get("enter"))),
        arguments=("digits",),
    ),
    Command(
        "solo_key",
        message("command.solo_key"),
        lambda room, given: room.solo_key(given["reason"]),
        gesture=Gesture.HELD,
        held_s=3.0,
        in_text=True,
        arguments=("reason",),
    ),
    Command(
        "people",
        message("command.people"),
        lambda room, _: room.people(shown=True),
        keys=("P",),
        states=ANYWHERE,
    ),
    Command(
        "people_close",
        message("command.people_close"),
        lambda room, _: room.people(shown=False),
        states=ANYWHERE,
    ),
    Command(
        "person_put",
        message("command.person_put"),
        lambda room, given: room.person_put({**given, "name": given["name"]}),
        states=AHEAD,
        arguments=("name",),
    ),
    Command(
        "person_remove",
        message("command.person_remove"),
        lambda room, given: room.person_remove(given["name"]),
        states=AHEAD,
        arguments=("name",),
    ),
    Command(
        "person_pin",
        message("command.person_pin"),
        lambda room, given: room.person_pin(given["name"], given["pin"], given["again"]),
        states=AHEAD,
        arguments=("name", "pin", "again"),
    ),
    Command(
        "person_code",
        message("command.person_code"),
        lambda room, given: room.person_code(given["name"]),
        states=AHEAD,
        arguments=("name",),
    ),
    Command(
        "person_code_confirm",
        message("command.person_code_confirm"),
        lambda room, given: room.person_code_confirm(given["digits"]),
        states=AHEAD,
        arguments=("digits",),
    ),
    Command(
        "person_code_cancel",
        message("command.person_code_cancel"),
        lambda room, _: room.person_code_cancel(),
        states=AHEAD,
    ),
    Command(
        "person_code_test",
        message("command.person_code_test"),
        lambda room, given: room.person_code_test(given["name"], given["digits"]),
        states=AHEAD,
        arguments=("name", "digits"),
    ),
    Command(
        "person_forget",
        message("command.person_forget"),
        lambda room, given: room.person_forget(given["name"]),
        states=AHEAD,
        arguments=("name",),
    ),
    Command(
        "sit_here",
        message("command.sit_here"),
        lambda room, given: room.sit_here(given["name"], given.get("pin")),
        states=AHEAD,
        arguments=("name",),
    ),
    Command(
        "policy",
        message("command.policy"),
        lambda room, given: room.choose_policy(given["policy"]),
        states=AHEAD,
        arguments=("policy",),
    ),
)
