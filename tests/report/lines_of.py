"""Lines of an as-run log, as a night would write them."""

import json
from typing import Any

from controlroom.clock import MICROS
from controlroom.store.as_run_line import FIRST_HASH, AsRunLine
from tests.room.still_room import bundled

START = bundled().starts
PICTURE = "ab" * 32


def at(seconds: float) -> int:
    """UTC µs, so long after the event starts."""
    return START + round(seconds * MICROS)


class Lines:
    """Collects lines in order."""

    def __init__(self, *, rehearsal: bool = False) -> None:
        self.all: list[AsRunLine] = []
        self._rehearsal = rehearsal

    def add(
        self, kind: str, seconds: float, state: str | None = None, channel: str | None = None,
        delivery: str | None = None, **told: Any,
    ) -> "Lines":  # fmt: skip
        """One line, ``seconds`` after the event starts."""
        self.all.append(
            AsRunLine(
                seq=len(self.all) + 1,
                event=bundled().slug,
                at=at(seconds),
                kind=kind,
                delivery=delivery,
                channel=channel,
                state=state,
                body=json.dumps(told),
                rehearsal=self._rehearsal,
                previous_hash=FIRST_HASH,
                hash=f"{len(self.all) + 1:064x}",
            )
        )
        return self

    def mark(self, moment: str, seconds: float, *, spike: bool = False, **more: Any) -> "Lines":
        """Somebody, or a spike, marked a moment."""
        what = {"moment": moment, "at": at(seconds), "by_spike": spike}
        return self.add("edit", seconds, edit="MarkMoment", by="Ann", operator="Ann", what=what,
                        **more)  # fmt: skip

    def post(
        self, take: str, seconds: float, *, moment: str | None = "lights-out", **more: Any
    ) -> "Lines":
        """A TAKE ``seconds`` after the start, accepted five seconds later on two networks."""
        about = {"take": take, "asset": "blackout-01", "moment": moment}
        for channel in ("bluesky", "x"):
            self.add(
                "delivery", seconds, "pending", channel, f"{take} {channel}",
                handle=f"@saltwick.{channel}", words="Power’s out.", **about,
            )  # fmt: skip
        shown = {"handle": "@saltwick", "words": "Power’s out.",
                 "pictures": [{"sha256": PICTURE, "alt": "A lamp"}]}  # fmt: skip
        told = {
            "title": "Blackout 01",
            "shown": {"bluesky": shown, "x": {**shown, "words": "Out."}},
            "staged_at": at(seconds - 3),
            "by": "key",
            "operator": "Ann",
            "window_s": 5,
            "guards": [],
        }
        self.add("take", seconds, **{**about, **told, **more})
        for channel in ("bluesky", "x"):
            url = f"https://{channel}.test/{take}"
            self.add(
                "delivery", seconds + 5, "accepted", channel, f"{take} {channel}",
                url=url, accepted=at(seconds + 5), **about,
            )  # fmt: skip
        return self
