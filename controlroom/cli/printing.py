"""What a command prints: sentences for people, or with ``--json`` one object a line.

The answer goes to standard output, progress and questions to standard error. A reader that goes
away (``| head``) stops the printing, never what was ordered.
"""

import contextlib
import json
import os
import sys
from collections.abc import Callable
from typing import Any

from controlroom.cli.qr import qr_lines
from controlroom.messages import Message, Value, english, message

Line = dict[str, Any]

PROGRESS = frozenset({"checking", "staging", "moved"})
WORD = {True: "cli.yes", False: "cli.no"}


class Printer:
    """Prints lines as they come, from any one thread."""

    def __init__(self, *, as_json: bool) -> None:
        self._json = as_json
        self._broken = False

    def show(self, line: Line) -> None:
        """One line of the answer, or progress."""
        if line.get("kind") in PROGRESS:
            if sys.stderr is not None and sys.stderr.isatty():
                note(said(line)[0])
        elif self._json:
            self._write(json.dumps(line))
        else:
            for place, sentence in enumerate(said(line)):
                self._write(("  " if place else "") + english(sentence))

    def _write(self, text: str) -> None:
        if self._broken or sys.stdout is None:
            return
        try:
            sys.stdout.write(_writable(text) + "\n")
            sys.stdout.flush()
        except BrokenPipeError:
            self._broken = True
            # Python would complain at its end that the rest could not be written.
            with contextlib.suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _writable(text: str) -> str:
    """``text`` as far as the terminal has letters for it."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def note(what: Message) -> None:
    """Something a person should see beside the answer."""
    with contextlib.suppress(OSError):
        sys.stderr.write(english(what) + "\n")
        sys.stderr.flush()


def said(line: Line) -> list[Message]:
    """A line as sentences."""
    tell = _SAID.get(line.get("kind", ""))
    return tell(line) if tell is not None else [_words(json.dumps(line))]


def _words(text: str) -> Message:
    return message("words", words=text)


def _text(line: Line, *names: str) -> dict[str, Value]:
    return {name: str(line.get(name) or "–") for name in names}


def _preview(line: Line) -> list[Message]:
    told = [
        message(
            "cli.preview",
            **_text(line, "network", "handle", "name", "server", "length", "limit"),
            price=_price(line["price"]),
        )
    ]
    told += [message("cli.preview.words", words=text) for text in _lines(line["words"])]
    for part in line["thread"]:
        told.append(message("cli.preview.then"))
        told += [message("cli.preview.words", words=text) for text in _lines(part)]
    told += [
        message("cli.preview.picture", name=one["name"], alt=one["alt"]) for one in line["pictures"]
    ]
    if line["link"]:
        told.append(message("cli.preview.link", url=line["link"]))
    if line["reply_to"]:
        told.append(message("cli.preview.reply", url=line["reply_to"]))
    if line["problem"]:
        told.append(message("cli.preview.problem", problem=line["problem"]))
    return told


def _lines(text: str) -> list[str]:
    return text.splitlines() or [""]


def _price(dollars: float) -> Message:
    if not dollars:
        return message("cli.free")
    return message("cli.price", dollars=f"{dollars:.3f}")


def _poll(line: Line) -> list[Message]:
    told = [message("cli.poll", **_text(line, "level", "fingerprint"))]
    told += [
        message("cli.poll.answer", **_text(one, "level", "label", "detail"))
        for one in line["answers"]
    ]
    return told


def _delivery(line: Line) -> list[Message]:
    told = [message("cli.delivery", **_text(line, "id", "channel", "handle", "state", "asset"))]
    told += [
        message(f"cli.delivery.{name}", value=str(line[name]))
        for name in ("taken", "accepted", "until", "retracted", "url", "handed", "problem")
        if line.get(name)
    ]
    if line.get("up_s") is not None:
        told.append(message("cli.delivery.up", seconds=f"{line['up_s']:.1f}"))
    return told


def _moved(line: Line) -> list[Message]:
    return [message("cli.moved", **_text(line, "channel", "state"))]


def _staging(line: Line) -> list[Message]:
    return [message("cli.staging", channel=line["channel"], percent=round(line["share"] * 100))]


def _account(line: Line) -> list[Message]:
    return [
        message("cli.account", **_text(line, "channel", "handle", "name", "server")),
        message("cli.account.events", events=", ".join(line["events"]) or "–"),
        message("cli.account.secret", place=line["secret"] or "–"),
    ]


def _test(line: Line) -> list[Message]:
    if not line["ok"]:
        return [message("cli.test.not", **_text(line, "channel", "handle", "problem"))]
    told = [
        message("cli.test.fine", **_text(line, "channel", "handle", "name")),
        message("cli.test.scopes", scopes=", ".join(line["scopes"]) or "–"),
    ]
    if line["until"]:
        told.append(message("cli.test.until", until=line["until"]))
    if line["renews"]:
        told.append(message("cli.test.renews"))
    return told + [message("cli.test.about", words=one) for one in line["about"]]


def _removed(line: Line) -> list[Message]:
    events = ", ".join(line["events"]) or "–"
    return [message("cli.removed", **_text(line, "channel", "handle"), events=events)]


def _setting(line: Line) -> list[Message]:
    value = line["value"]
    told = message("cli.setting", name=line["name"], value="–" if value is None else value)
    about = line.get("about")
    return [told] if not about else [told, message("cli.setting.about", about=about)]


def _term(line: Line) -> list[Message]:
    told = [
        message("cli.term", **_text(line, "slug", "group", "label")),
        message("cli.term.phrases", phrases=", ".join(line["phrases"])),
    ]
    if line["exclude"]:
        told.append(message("cli.term.exclude", phrases=", ".join(line["exclude"])))
    return told


def _answer(line: Line) -> list[Message]:
    told = [
        message(
            "cli.answer",
            **_text(line, "asset", "channel"),
            verdict=message(f"answers.verdict.{line['verdict']}"),
            fate=line["why"] or message(f"answers.fate.{line['fate']}"),
        )
    ]
    return told + [message("cli.answer.note", words=text) for text in line["note"].splitlines()]


def _answers(line: Line) -> list[Message]:
    counts = {name: line[name] for name in ("applied", "already", "changed", "refused")}
    told = message("cli.answers" if line["done"] else "cli.answers.would", by=line["by"], **counts)
    new = line["applied"] or line["changed"] or line["refused"]
    return [told] if new else [message("answers.nothing_new", by=line["by"])]


def _person(line: Line) -> list[Message]:
    told = [message("cli.person", **_text(line, "name", "role", "phone"))]
    told += [message(f"cli.person.{name}") for name in ("client", "here") if line[name]]
    has = {name: message(WORD[line[name]]) for name in ("pin", "code")}
    return [*told, message("cli.person.has", **has)]


def _enrol(line: Line) -> list[Message]:
    drawn = (_words(row) for row in qr_lines(line["qr"]))
    secret = message("cli.enrol.secret", secret=line["secret"])
    return [message("cli.enrol", name=line["name"]), *drawn, secret]


def _sheet(line: Line) -> list[Message]:
    counts = {name: line[name] for name in ("file", "cards", "assets")}
    size = f"{line['bytes'] / 1_000_000:.1f}"
    return [message("cli.sheet", size=size, **counts), message("cli.sheet.do")]


LEVEL = {"go": "board.level.go", "note": "board.level.note", "no_go": "board.level.no_go"}


def _check(line: Line) -> list[Message]:
    level = message("board.level.overridden" if line["overridden"] else LEVEL[line["level"]])
    told = {"level": level, "label": line["label"], "what": line["what"]}
    if line["do"] is None:
        return [message("cli.check", **told)]
    signed = line["overridden"]
    lines = [message("cli.check.do", **told, do=line["do"])]
    if signed is not None:
        lines.append(message("cli.check.signed", by=signed["by"], reason=signed["reason"]))
    elif line["level"] == "no_go":
        lines.append(message("cli.check.key", line=line["line"]))
    return lines


def _checked(line: Line) -> list[Message]:
    counts = {name: line[name] for name in ("go", "note", "no_go", "ready", "not_ready")}
    return [message("cli.checked", **counts)]


_SAID: dict[str, Callable[[Line], list[Message]]] = {
    "preview": _preview,
    "poll": _poll,
    "delivery": _delivery,
    "moved": _moved,
    "staging": _staging,
    "account": _account,
    "test": _test,
    "removed": _removed,
    "setting": _setting,
    "secret": lambda line: [
        message("cli.secret", name=line["name"], there=message(WORD[line["set"]]))
    ],
    "check": _check,
    "checked": _checked,
    "checking": lambda line: [message("cli.checking", done=line["done"], of=line["of"])],
    "face": lambda line: [
        message("cli.face", **_text(line, "network", "handle", "name", "server", "by"))
    ],
    "term": _term,
    "answer": _answer,
    "sheet": _sheet,
    "answers": _answers,
    "term_removed": lambda line: [message("cli.term.removed", slug=line["slug"])],
    "person": _person,
    "policy": lambda line: [message("cli.policy", policy=message(f"policy.{line['policy']}"))],
    "person_removed": lambda line: [message("cli.person.removed", name=line["name"])],
    "person_forgotten": lambda line: [message("cli.person.forgotten", name=line["name"])],
    "person_pin": lambda line: [message("cli.person.pin", name=line["name"])],
    "person_code": lambda line: [message("cli.person.code", name=line["name"])],
    "enrol": _enrol,
    "state": lambda line: [message("cli.state", event=line["event"], state=line["state"].upper())],
    "locked": lambda line: [message("cli.locked", events=", ".join(line["events"]))],
    "unbound": lambda line: [message("cli.unbound", channel=line["channel"])],
    "log": lambda line: [_words(one) for one in line["told"]],
    "verified": lambda line: [_words(one) for one in line["told"]],
    "page": lambda line: [message("cli.page", address=line["address"])],
}
