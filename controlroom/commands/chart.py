"""Commands about the mention chart: looking only, so every state has them."""

from controlroom.commands.command import ANYWHERE, Command
from controlroom.errors import WrongInput
from controlroom.messages import message


def whole(told: str) -> int:
    """A whole number as it was typed. Raises ``WrongInput``."""
    try:
        return int(told)
    except ValueError:
        raise WrongInput(message("command.no_number", told=told)) from None


CHART_COMMANDS: tuple[Command, ...] = (
    Command(
        "chart_wider",
        message("command.chart_wider"),
        lambda room, _: room.chart_zoom(out=True),
        keys=("Z",),
        states=ANYWHERE,
    ),
    Command(
        "chart_closer",
        message("command.chart_closer"),
        lambda room, _: room.chart_zoom(out=False),
        keys=("Shift+Z",),
        states=ANYWHERE,
    ),
    Command(
        "chart_span",
        message("command.chart_span"),
        lambda room, given: room.chart_span(whole(given["seconds"])),
        states=ANYWHERE,
        arguments=("seconds",),
    ),
    Command(
        "chart_earlier",
        message("command.chart_earlier"),
        lambda room, _: room.chart_move(-0.5),
        keys=("Left",),
        states=ANYWHERE,
    ),
    Command(
        "chart_later",
        message("command.chart_later"),
        lambda room, _: room.chart_move(0.5),
        keys=("Right",),
        states=ANYWHERE,
    ),
    Command(
        "chart_look_at",
        message("command.chart_look_at"),
        lambda room, given: room.chart_look_at(whole(given["from"]), whole(given["until"])),
        states=ANYWHERE,
        arguments=("from", "until"),
    ),
    Command(
        "chart_back",
        message("command.chart_back"),
        lambda room, _: room.chart_back(),
        keys=("End",),
        states=ANYWHERE,
    ),
    Command(
        "chart_view",
        message("command.chart_view"),
        lambda room, _: room.chart_kind(""),
        keys=("V",),
        states=ANYWHERE,
    ),
    Command(
        "chart_share",
        message("command.chart_share"),
        lambda room, _: room.chart_kind("share"),
        states=ANYWHERE,
    ),
    Command(
        "chart_tiles",
        message("command.chart_tiles"),
        lambda room, _: room.chart_kind("tiles"),
        states=ANYWHERE,
    ),
    Command(
        "chart_by",
        message("command.chart_by"),
        lambda room, _: room.chart_by(),
        keys=("G",),
        states=ANYWHERE,
    ),
    Command(
        "chart_unit",
        message("command.chart_unit"),
        lambda room, _: room.chart_unit(),
        keys=("U",),
        states=ANYWHERE,
    ),
    Command(
        "chart_log",
        message("command.chart_log"),
        lambda room, _: room.chart_log(),
        keys=("L",),
        states=ANYWHERE,
    ),
    Command(
        "chart_scale",
        message("command.chart_scale"),
        lambda room, _: room.chart_scale(),
        states=ANYWHERE,
    ),
    Command(
        "chart_export",
        message("command.chart_export"),
        lambda room, given: room.chart_export(given["path"], given.get("picture", "")),
        states=ANYWHERE,
        arguments=("path",),
    ),
)
