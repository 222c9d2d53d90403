"""The file in which a contact sheet brings back what somebody answered: read, checked by its form.

What it says is weighed against the event in ``controlroom.event.answers``.
"""

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from controlroom.errors import WrongInput
from controlroom.event.asset import Verdict
from controlroom.messages import Message, message

FORMAT = 1
MOST_BYTES = 8 * 1024 * 1024
MOST_ANSWERS = 50_000
LONGEST_NAME = 100
LONGEST_NOTE = 4_000
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

Time = Annotated[dt.datetime, Meta(tz=True)]
Name = Annotated[str, Meta(max_length=LONGEST_NAME)]
Note = Annotated[str, Meta(max_length=LONGEST_NOTE)]
Digest = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]

_PLACE = re.compile(r" - at `\$(?P<path>[^`]*)`$")
_ANSWER = re.compile(r"^\.answers\[(?P<index>\d+)\]")
_KEY = re.compile(r"\.(?P<key>\w+)$")
_UNKNOWN = re.compile(r"^Object contains unknown field `(?P<key>[^`]*)`")
_MISSING = re.compile(r"^Object missing required field `(?P<key>[^`]*)`")
_TOO_LONG = re.compile(r"^Expected `\w+` of length <= (?P<most>\d+)")
# What a line of text cannot show, and what a database may not take.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


class AnswerForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One answer of the file: on one asset, on one channel."""

    asset: Name
    channel: Name
    digest: Digest
    verdict: Verdict
    note: Note = ""


class FileForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file. ``sheet`` is the id of the sheet it was answered on."""

    format: int
    event: Name
    sheet: Name
    made: Time
    by: Name
    answered: Time
    answers: Annotated[tuple[AnswerForm, ...], Meta(max_length=MOST_ANSWERS)]


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """What somebody answered. ``by`` is the name they gave, ``answered`` UTC µs by their clock,
    ``made`` UTC µs at which the sheet was, ``sha256`` of the file's bytes."""

    sha256: str
    event: str
    sheet: str
    made: int
    by: str
    answered: int
    answers: tuple[AnswerForm, ...]


def read_answers(content: bytes) -> AnswerFile:
    """The answers in ``content``. ``WrongInput``, with the place in the file, where it is none."""
    if len(content) > MOST_BYTES:
        raise _trouble("answers.too_large", most=MOST_BYTES // 1024 // 1024)
    try:
        told: Any = msgspec.json.decode(content)
    except (msgspec.DecodeError, RecursionError) as error:
        raise _trouble("answers.not_json") from error
    if not isinstance(told, dict) or not isinstance(told.get("answers"), list):
        raise _trouble("answers.other_json")
    if (found := told.get("format")) != FORMAT:
        raise WrongInput(
            message("answers.format", found=str(found)[:LONGEST_NAME], known=FORMAT),
            message("answers.format.do"),
        )
    try:
        form = msgspec.convert(told, FileForm)
    except msgspec.ValidationError as error:
        raise WrongInput(_not_in_form(str(error)), message("answers.again")) from error
    for index, one in enumerate(form.answers):
        if one.verdict is Verdict.WITHDRAWN:  # only at the desk
            where = message("answers.place", number=index + 1)
            wrong = message("answers.wrong_value", place=where, key="verdict")
            raise WrongInput(wrong, message("answers.again"))
    by = " ".join(_UNSEEN.sub("", form.by).split())
    if not by:
        raise _trouble("answers.no_name")
    return AnswerFile(
        hashlib.sha256(content).hexdigest(),
        form.event,
        form.sheet,
        _micros(form.made),
        by,
        _micros(form.answered),
        tuple(msgspec.structs.replace(one, note=_plain(one.note)) for one in form.answers),
    )


def _micros(told: dt.datetime) -> int:
    return (told - EPOCH) // dt.timedelta(microseconds=1)


def _plain(note: str) -> str:
    lines = note.replace("\r\n", "\n").replace("\r", "\n")
    return _UNSEEN.sub("", lines).strip()


def _trouble(id_: str, **values: int) -> WrongInput:
    return WrongInput(message(id_, **values), message("answers.again"))


def _not_in_form(said: str) -> Message:
    at = _PLACE.search(said)
    path = at["path"] if at else ""
    said = _PLACE.sub("", said)
    answer = _ANSWER.match(path)
    where = (
        message("answers.place", number=int(answer["index"]) + 1)
        if answer
        else message("answers.place.top")
    )
    if found := _MISSING.match(said):
        return message("answers.lacks", place=where, key=found["key"])
    if found := _UNKNOWN.match(said):
        return message("answers.unknown_key", place=where, key=found["key"])
    key = _KEY.search(path)
    named = key["key"] if key else "answers"
    if found := _TOO_LONG.match(said):
        return message("answers.too_long", place=where, key=named, most=int(found["most"]))
    return message("answers.wrong_value", place=where, key=named)
