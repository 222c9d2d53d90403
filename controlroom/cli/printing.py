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

from controlroom.messages import Message, Value, english, message

Line = dict[str, Any]

PROGRESS = frozenset({"staging", "moved"})
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
    "term": _term,
    "term_removed": lambda line: [message("cli.term.removed", slug=line["slug"])],
    "state": lambda line: [message("cli.state", event=line["event"], state=line["state"].upper())],
    "locked": lambda line: [message("cli.locked", events=", ".join(line["events"]))],
    "unbound": lambda line: [message("cli.unbound", channel=line["channel"])],
    "page": lambda line: [message("cli.page", address=line["address"])],
}
