"""The table of commands."""

from controlroom.commands.answers import ANSWER_COMMANDS
from controlroom.commands.approvals import APPROVAL_COMMANDS
from controlroom.commands.board import BOARD_COMMANDS
from controlroom.commands.chart import CHART_COMMANDS
from controlroom.commands.command import (
    ANYWHERE,
    DESK,
    HOLD,
    LIVE,
    PREP,
    REHEARSAL,
    WRAP,
    Command,
    Gesture,
)
from controlroom.commands.people import PEOPLE_COMMANDS
from controlroom.commands.recap import RECAP_COMMANDS
from controlroom.commands.solemn import SOLEMN_COMMANDS
from controlroom.commands.terms import TERM_COMMANDS
from controlroom.errors import WrongInput
from controlroom.messages import message


def seconds(told: str | None) -> float | None:
    """A length of time as it was typed, None where none was. Raises ``WrongInput``."""
    try:
        return None if told is None else float(told)
    except ValueError:
        raise WrongInput(message("command.no_number", told=told or "")) from None


def place(told: str) -> int:
    """Which of several, counted from 0. Raises ``WrongInput``."""
    try:
        return int(told)
    except ValueError:
        raise WrongInput(message("command.no_place", told=told)) from None


def names(told: str | None) -> tuple[str, ...] | None:
    """Names with commas between them, None where there are none: all are meant."""
    given = tuple(name.strip() for name in (told or "").split(",") if name.strip())
    return given or None


def _commands() -> tuple[Command, ...]:
    return (
        Command(
            "take",
            message("command.take"),
            lambda room, given: room.take(
                given["fingerprint"], given.get("source", "key"), seconds(given.get("hold"))
            ),
            keys=("Ctrl+Return",),
            in_text=True,
            arguments=("fingerprint",),
            first_night=True,
        ),
        Command(
            "take_now",
            message("command.take_now"),
            lambda room, _: room.take_now(),
            keys=("Ctrl+Shift+Return",),
            in_text=True,
            states=frozenset({LIVE, REHEARSAL}),
        ),
        Command(
            "stage_next",
            message("command.stage_next"),
            lambda room, _: room.stage_next(),
            keys=("Space",),
            first_night=True,
        ),
        *(
            Command(
                f"suggestion_{digit}",
                message("command.suggestion", digit=digit),
                lambda room, _, digit=digit: room.stage_suggestion(digit),  # type: ignore[misc]
                keys=(digit,),
                first_night=digit == "1",
            )
            for digit in "1234"
        ),
        *(
            Command(
                f"slot_{digit}",
                message("command.slot", digit=digit),
                lambda room, _, digit=digit: room.stage_slot(digit),  # type: ignore[misc]
                keys=(digit,),
                first_night=digit == "5",
            )
            for digit in "56789"
        ),
        Command(
            "pause",
            message("command.pause"),
            lambda room, _: room.stage_slot("0"),
            keys=("0",),
            first_night=True,
        ),
        Command(
            "correction",
            message("command.correction"),
            lambda room, _: room.stage_slot("C"),
            keys=("C",),
        ),
        Command(
            "stage_asset",
            message("command.stage_asset"),
            lambda room, given: room.stage_asset(
                given["asset"],
                given.get("moment"),
                names(given.get("channels")),
                given.get("source", "click"),
            ),
            arguments=("asset",),
        ),
        Command(
            "clear_preview",
            message("command.clear_preview"),
            lambda room, _: room.clear_preview(),
            keys=("Backspace",),
        ),
        Command(
            "edit_words",
            message("command.edit_words"),
            lambda room, given: room.edit_words(
                given["channel"], given["words"], given.get("asset")
            ),
            states=DESK,
            arguments=("channel", "words"),
        ),
        Command(
            "cancel",
            message("command.cancel"),
            lambda room, _: room.cancel_newest(),
            keys=("Esc",),
            in_text=True,
            states=ANYWHERE,
            first_night=True,
        ),
        Command(
            "hold",
            message("command.hold"),
            lambda room, given: room.hold(given.get("by", "key")),
            keys=("Esc",),
            gesture=Gesture.TWICE,
            in_text=True,
            states=frozenset({REHEARSAL, LIVE, HOLD}),
            first_night=True,
        ),
        Command(
            "release_hold",
            message("command.release_hold"),
            lambda room, _: room.release_hold(),
            keys=("Ctrl+Shift+H",),
            gesture=Gesture.HELD,
            held_s=1.0,
            states=frozenset({HOLD}),
        ),
        Command(
            "hold_reason",
            message("command.hold_reason"),
            lambda room, given: room.hold_reason(given["reason"]),
            states=frozenset({HOLD}),
            arguments=("reason",),
        ),
        Command(
            "told",
            message("command.told"),
            lambda room, given: room.told(place(given["number"])),
            states=frozenset({HOLD}),
            arguments=("number",),
        ),
        Command(
            "mark",
            message("command.mark"),
            lambda room, given: room.mark(given.get("moment")),
            keys=("M",),
            first_night=True,
        ),
        Command(
            "unmark", message("command.unmark"), lambda room, _: room.unmark(), keys=("Shift+M",)
        ),
        Command(
            "skip",
            message("command.skip"),
            lambda room, given: room.skip(given.get("moment")),
            keys=("X",),
        ),
        Command(
            "decide",
            message("command.decide"),
            lambda room, given: room.decide(given["set"], given.get("outcome") or None),
            states=DESK,
            arguments=("set", "outcome"),
        ),
        Command(
            "select_moment",
            message("command.select_moment"),
            lambda room, given: room.select_moment(given["moment"]),
            states=ANYWHERE,
            arguments=("moment",),
        ),
        Command(
            "select_up",
            message("command.select_up"),
            lambda room, _: room.select_by(-1),
            keys=("Up",),
            states=ANYWHERE,
        ),
        Command(
            "select_down",
            message("command.select_down"),
            lambda room, _: room.select_by(1),
            keys=("Down",),
            states=ANYWHERE,
        ),
        Command(
            "select_asset",
            message("command.select_asset"),
            lambda room, given: room.select_asset(given["asset"]),
            states=ANYWHERE,
            arguments=("asset",),
        ),
        Command(
            "search",
            message("command.search"),
            lambda room, given: room.search(given["text"]),
            states=ANYWHERE,
            arguments=("text",),
        ),
        Command(
            "filter_assets",
            message("command.filter_assets"),
            lambda room, given: room.filter_assets(given["name"]),
            states=ANYWHERE,
            arguments=("name",),
        ),
        Command(
            "layout_prep",
            message("command.layout_prep"),
            lambda room, _: room.lay_out("prep"),
            keys=("Ctrl+1",),
            states=frozenset({PREP}),
        ),
        Command(
            "layout_run",
            message("command.layout_run"),
            lambda room, _: room.lay_out("run"),
            keys=("Ctrl+2",),
            states=frozenset({PREP}),
        ),
        Command(
            "retract",
            message("command.retract"),
            lambda room, given: room.retract(given.get("delivery", "")),
            keys=("Ctrl+Backspace",),
            gesture=Gesture.HELD,
            held_s=1.2,
            states=ANYWHERE,
            first_night=True,
        ),
        Command(
            "retry",
            message("command.retry"),
            lambda room, given: room.retry(given.get("delivery", "")),
            keys=("R",),
        ),
        Command(
            "look_up",
            message("command.look_up"),
            lambda room, given: room.look_up(given["delivery"]),
            states=ANYWHERE,
            arguments=("delivery",),
        ),
        Command(
            "resolve",
            message("command.resolve"),
            lambda room, given: room.resolve(
                given["delivery"], given["verdict"], given.get("url", "")
            ),
            states=ANYWHERE,
            arguments=("delivery", "verdict"),
        ),
        Command(
            "again",
            message("command.again"),
            lambda room, _: room.again(),
            keys=("Ctrl+R",),
            states=frozenset({REHEARSAL}),
        ),
        Command(
            "acknowledge",
            message("command.acknowledge"),
            lambda room, _: room.acknowledge(),
            keys=("F2",),
            in_text=True,
            states=ANYWHERE,
        ),
        Command(
            "undo",
            message("command.undo"),
            lambda room, _: room.undo(),
            keys=("Ctrl+Z",),
            states=ANYWHERE,
        ),
        Command(
            "accounts",
            message("command.accounts"),
            lambda room, _: room.accounts(shown=True),
            keys=("A",),
            states=ANYWHERE,
        ),
        Command(
            "accounts_close",
            message("command.accounts_close"),
            lambda room, _: room.accounts(shown=False),
            states=ANYWHERE,
        ),
        Command(
            "account_test",
            message("command.account_test"),
            lambda room, given: room.account_test(given["channel"]),
            states=ANYWHERE,
            arguments=("channel",),
        ),
        Command(
            "sign_in",
            message("command.sign_in"),
            lambda room, given: room.sign_in(
                {**given, "channel": given["channel"], "way": given["way"]}
            ),
            states=ANYWHERE,
            arguments=("channel", "way"),
        ),
        Command(
            "sign_in_cancel",
            message("command.sign_in_cancel"),
            lambda room, _: room.sign_in_cancel(),
            states=ANYWHERE,
        ),
        Command(
            "account_sign_out",
            message("command.account_sign_out"),
            lambda room, given: room.account_sign_out(given["channel"]),
            states=ANYWHERE,
            arguments=("channel",),
        ),
        Command(
            "rehearse",
            message("command.rehearse"),
            lambda room, _: room.go(REHEARSAL),
            states=frozenset({PREP}),
        ),
        Command(
            "prep",
            message("command.prep"),
            lambda room, _: room.go(PREP),
            states=frozenset({REHEARSAL, WRAP}),
        ),
        Command(
            "wrap",
            message("command.wrap"),
            lambda room, _: room.go(WRAP),
            gesture=Gesture.HELD,
            held_s=1.2,
            states=frozenset({LIVE, HOLD}),
        ),
    )


COMMANDS: dict[str, Command] = {
    command.id: command
    for command in (
        *_commands(),
        *CHART_COMMANDS,
        *BOARD_COMMANDS,
        *SOLEMN_COMMANDS,
        *TERM_COMMANDS,
        *PEOPLE_COMMANDS,
        *ANSWER_COMMANDS,
        *APPROVAL_COMMANDS,
        *RECAP_COMMANDS,
    )
}
