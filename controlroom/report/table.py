"""The as-run log as a list for a terminal: one line of words for each line of the log."""

from collections.abc import Mapping
from typing import Any

import msgspec

from controlroom.messages import At, Message, message
from controlroom.store.as_run_line import AsRunLine

LONG = 72
# What a kind of line is told by: the sentence, and the names it needs of what the line says.
SENTENCES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "stage": ("log.stage", ("asset", "moment")),
    "take": ("log.take", ("title", "fingerprint")),
    "take_refused": ("log.take_refused", ("why",)),
    "hold": ("log.hold", ("by",)),
    "hold_reason": ("log.hold_reason", ("why",)),
    "silence": ("log.silence", ("title",)),
    "metrics": ("log.metrics", ("likes", "reposts", "replies")),
    "for_a_command": ("log.for_a_command", ()),
    "undo": ("log.undo", ("takes_back",)),
    "retract": ("log.retract", ("title", "networks")),
    "spike": ("log.spike", ("ratio", "why")),
}
UNSAID = frozenset({"operator", "shown", "guards", "fingerprint", "take", "key", "revision"})


def row(line: AsRunLine, zone: str) -> Message:
    """One line: when, by whom, what."""
    told = _details(line)
    who = told.get("operator") or told.get("by") or ""
    return message("log.row", at=At(line.at, zone), who=_short(who, 12), what=_what(line, told))


def _details(line: AsRunLine) -> Mapping[str, Any]:
    try:
        return line.details
    except msgspec.MsgspecError:
        return {}


def _what(line: AsRunLine, told: Mapping[str, Any]) -> Message:
    if line.kind == "state":
        return message("log.state", state=(line.state or "").upper())
    if line.kind == "keyring":
        return message(f"log.keyring.{'answers' if line.state == 'answers' else 'silent'}")
    if line.kind == "delivery":
        rest = told.get("problem") or told.get("url") or told.get("words") or ""
        return message(
            "log.delivery",
            channel=line.channel or "",
            state=line.state or "",
            asset=str(told.get("asset", "")),
            rest=_short(rest, LONG),
        )
    known = SENTENCES.get(line.kind)
    if known is not None:
        id_, names = known
        return message(id_, **{name: _short(told.get(name, "–"), LONG) for name in names})
    return _plain(line, told)


def _plain(line: AsRunLine, told: Mapping[str, Any]) -> Message:
    """A kind of line that nobody found words for: its names and values."""
    flat = {**told, **told["what"]} if isinstance(told.get("what"), dict) else told
    said = [
        f"{name} {_short(value, LONG)}"
        for name, value in flat.items()
        if name not in UNSAID and not isinstance(value, dict | list)
    ]
    parts = [line.kind.replace("_", " "), line.channel or "", line.state or ""]
    head = " ".join(part for part in parts if part)
    return message("log.other", kind=head, told=", ".join(said))


def _short(value: object, most: int) -> str:
    """One line of at most ``most`` characters."""
    told = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    text = " ".join(told.split())
    return text if len(text) <= most else text[: most - 1] + "…"
