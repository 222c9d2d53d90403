"""What is wrong with an event file, said so that whoever wrote it can put it right."""

import re
import tomllib
from typing import Any

import msgspec

from controlroom.errors import WrongInput
from controlroom.messages import Message, Value, message

FILE = "event.toml"

_PLACE = re.compile(r" - at `\$(?P<path>[^`]*)`$")
_STEP = re.compile(r"\.(?P<key>\w+)|\[(?P<index>\d+)\]|\[\.\.\.\]")
_UNKNOWN = re.compile(r"^Object contains unknown field `(?P<key>[^`]*)`")
_MISSING = re.compile(r"^Object missing required field `(?P<key>[^`]*)`")
_WRONG_TYPE = re.compile(r"^Expected `(?P<wanted>[^`]*)`, got `(?P<found>[^`]*)`")
_BELOW_ZERO = re.compile(r"^Expected `[^`]*` >= 0")
_NO_CHOICE = re.compile(r"^Invalid enum value '?(?P<found>.*?)'?$")
_SYNTAX = re.compile(r"^(?P<what>.*) \(at line (?P<line>\d+), column (?P<column>\d+)\)$")
_TYPES = {
    "str",
    "int",
    "float",
    "bool",
    "array",
    "object",
    "datetime",
    "date",
    "time",
}


def trouble(id_: str, /, **values: Value) -> WrongInput:
    """The error ``eventfile.<id_>``, with its "what to do" beside it."""
    return WrongInput(
        message(f"eventfile.{id_}", file=FILE, **values),
        message(f"eventfile.{id_}.do", file=FILE, **values),
    )


def not_toml(error: tomllib.TOMLDecodeError, text: str) -> WrongInput:
    """The file breaks off or has a slip of the pen."""
    said = _SYNTAX.match(str(error))
    if said is None:
        return trouble("syntax", line=text.count("\n") + 1)
    return trouble("syntax", line=int(said["line"]))


def not_in_form(error: msgspec.ValidationError, told: dict[str, Any]) -> WrongInput:
    """A key that is not known, is lacking or holds the wrong kind of value."""
    said = str(error)
    at = _PLACE.search(said)
    said = _PLACE.sub("", said)
    where, key = _where(at["path"] if at else "", told)
    if found := _UNKNOWN.match(said):
        return trouble("unknown_key", where=where, key=found["key"])
    if found := _MISSING.match(said):
        return trouble("missing_key", where=where, key=found["key"])
    if "no timezone component" in said:
        return trouble("offset", where=where, key=key)
    if _BELOW_ZERO.match(said):
        return trouble("negative", where=where, key=key)
    if found := _WRONG_TYPE.match(said):
        return trouble(
            "wrong_type",
            where=where,
            key=key,
            wanted=_type(found["wanted"]),
            found=_type(found["found"]),
        )
    if found := _NO_CHOICE.match(said):
        return trouble("no_choice", where=where, key=key, found=found["found"])
    return trouble("wrong_value", where=where, key=key)


def place(table: str, name: str) -> Message:
    """A table of the file and which one of them: moment "lights-out"."""
    return message("eventfile.where", table=table, name=name)


def _type(said: str) -> Message:
    kind = said.split(" | ", maxsplit=1)[0]
    return message(f"eventfile.type.{kind if kind in _TYPES else 'other'}")


def _where(path: str, told: dict[str, Any]) -> tuple[Message, str]:
    """The innermost numbered table on ``path`` by its name, and the last key behind it."""
    where, key, table = message("eventfile.where.top"), "", ""
    here: Any = told
    for step in _STEP.finditer(path):
        if step["key"] is not None:
            table = key = step["key"]
            here = here.get(key) if isinstance(here, dict) else None
        elif step["index"] is not None and isinstance(here, list):
            number = int(step["index"])
            here = here[number] if number < len(here) else None
            if isinstance(here, dict):
                name = _name_of(here)
                where = place(table, str(name)) if name else _nth(table, number)
    return where, key


def _name_of(told: dict[str, Any]) -> Any:
    keys = ("slug", "channel", "title", "name")
    return next((told[key] for key in keys if told.get(key)), None)


def _nth(table: str, number: int) -> Message:
    return message("eventfile.where.nth", table=table, number=number + 1)
