"""Whoever answers a contact sheet: reads the page, and fills in its file."""

import io
import json
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from PIL import Image

from controlroom.channels.readings import reader
from controlroom.event.live_event import LiveEvent
from controlroom.report.contact_sheet import Made, cards_of, contact_sheet
from controlroom.report.contact_sheet_cards import Network

AT = 1_359_800_000_000_000
"""2 February 2013, the afternoon before."""


def pixel() -> bytes:
    """The smallest picture."""
    out = io.BytesIO()
    Image.new("RGB", (1, 1), "red").save(out, "PNG")
    return out.getvalue()


PIXEL = pixel()


def networks(event: LiveEvent) -> dict[str, Network]:
    """How the event's networks read."""
    limits = {"bluesky": 300, "mastodon": 500, "x": 280}
    return {
        channel: Network(channel.title(), reader(channel), limits[channel])
        for channel in event.channels
    }


def sheet_of(event: LiveEvent, *, waiting: bool = False, read: Any = None) -> str:
    """The page for all of ``event``."""
    shown = cards_of(event, event.assets, AT, waiting=waiting)
    page = contact_sheet(
        event, shown, networks(event), read or (lambda sha256: PIXEL), Made("s", AT)
    )
    return page.decode()


class Page(HTMLParser):
    """A page as a browser reads it: every element with its attributes, and all text in sight."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self._inside = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), "an attribute twice"
        self.elements.append((tag, dict(attrs)))
        self._inside = tag if tag in ("script", "style") else ""
        if tag == "script":
            self.scripts.append("")
        if tag == "style":
            self.styles.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            self.scripts[-1] += data
        elif self._inside == "style":
            self.styles[-1] += data
        else:
            self.text.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every element of a kind."""
        return [attributes for kind, attributes in self.elements if kind == tag]

    @property
    def bound(self) -> dict[str, Any]:
        """What the page was made with."""
        return json.loads(self.scripts[0])


@dataclass
class Reader:
    """Somebody who answers ``page``."""

    page: str
    by: str = "Robin"
    answered: str = "2013-02-02T12:00:00Z"

    @property
    def bound(self) -> dict[str, Any]:
        found = re.search(
            r'<script type="application/json" id="sheet">(.*?)</script>', self.page, re.DOTALL
        )
        assert found is not None
        return json.loads(found[1])

    def file(self, verdicts: list[str] | None = None, note: str = "", **other: Any) -> bytes:
        """The file with one verdict for each card ("" for none); by default all approved."""
        bound = self.bound
        cards = bound["cards"]
        verdicts = ["approved"] * len(cards) if verdicts is None else verdicts
        told = {
            "format": 1,
            "event": bound["event"],
            "sheet": bound["sheet"],
            "made": bound["made"],
            "by": self.by,
            "answered": self.answered,
            "answers": [
                {
                    "asset": card["asset"],
                    "channel": card["channel"],
                    "digest": card["digest"],
                    "verdict": verdict,
                    "note": note,
                }
                for card, verdict in zip(cards, verdicts, strict=True)
                if verdict
            ],
        }
        return json.dumps({**told, **other}).encode()

    def write(self, path: Path, *given: Any, **other: Any) -> Path:
        """The same as a file on the disk."""
        path.write_bytes(self.file(*given, **other))
        return path
