"""Orders about the mention chart: how it is looked at, and taking its numbers along."""

import asyncio
import base64
import binascii
from dataclasses import replace
from pathlib import Path

from controlroom.clock import MICROS
from controlroom.desk.chart_look import SPANS, By, ChartLook, Kind, Stretch, Unit
from controlroom.desk.chart_readings import Readings
from controlroom.errors import Refused
from controlroom.messages import message
from controlroom.room.chart_csv import csv_of
from controlroom.room.curves import CurveReader, any_per_minute
from controlroom.room.floor import Floor

KINDS = tuple(Kind)


class ChartOrders(Floor):
    """What the operator does with the chart. The live counts go on whatever it shows."""

    look = ChartLook()
    _curves: CurveReader | None = None
    _curves_of: object = None

    def readings(self) -> Readings | None:
        """What the chart draws now; None while there is no feed to read."""
        reader = self.night.reader
        if reader.feed is None or self.feed.age_s is None:
            return None
        if self._curves is None or self._curves_of is not reader:
            # Another night: its own lines, and nobody looks back at the one before.
            self._curves, self._curves_of = CurveReader(), reader
            self.look = self.look.live()
        return self._curves.read(reader.feed, self.event, self.look, self.now)

    def mentions_now(self) -> float | None:
        """All mentions a minute, now, while the chart shows another time."""
        feed = self.night.reader.feed
        if feed is None or self.feed.age_s is None or self.look.is_live(self._now_s):
            return None
        return any_per_minute(feed, self.now)

    @property
    def _now_s(self) -> int:
        return self.now // MICROS

    def _look_on(self, look: ChartLook) -> None:
        self.look = look
        self.changed()

    async def chart_span(self, seconds: int) -> None:
        """So wide."""
        if not 60 <= seconds <= SPANS[-1]:
            raise Refused(message("chart.wrong_span"))
        self._look_on(self.look.spanning(seconds, self._now_s))

    async def chart_zoom(self, out: bool) -> None:
        """Wider, or closer."""
        look, now_s = self.look, self._now_s
        self._look_on(look.wider(now_s) if out else look.closer(now_s))

    async def chart_move(self, widths: float) -> None:
        """Look back (negative) or forth by so many widths."""
        readings = self.readings()
        if readings is None:
            raise Refused(message("chart.nothing_to_look_at"))
        moved = self.look.moved(widths, self._now_s, readings.from_s)
        if widths < 0 and (moved.is_live(self._now_s) or moved == self.look):
            raise Refused(message("chart.nothing_earlier"))
        self._look_on(moved)

    async def chart_look_at(self, start: int, end: int) -> None:
        """Look back at this stretch (UTC µs)."""
        first, last = sorted((start // MICROS, -(-end // MICROS)))
        # Older counts are not kept, and reading centuries of nothing would hold up the desk.
        first = max(first, self._now_s - SPANS[-1])
        last = max(first, last)
        self._look_on(self.look.at(Stretch(first, last), self._now_s))

    async def chart_back(self) -> None:
        """Follow now again."""
        self._look_on(self.look.live())

    async def chart_log(self) -> None:
        """Logarithmic scale, or plain again."""
        self._look_on(replace(self.look, log=not self.look.log))

    async def chart_unit(self) -> None:
        """A minute, or a second."""
        second = self.look.unit is Unit.MINUTE
        self._look_on(replace(self.look, unit=Unit.SECOND if second else Unit.MINUTE))

    async def chart_by(self) -> None:
        """Lines by group, or by term."""
        groups = self.look.by is By.TERMS
        self._look_on(replace(self.look, by=By.GROUPS if groups else By.TERMS))

    async def chart_kind(self, name: str) -> None:
        """Lines, shares or tiles; "" for the next of them. The one that is shown gives lines."""
        if not name:
            kind = KINDS[(KINDS.index(self.look.kind) + 1) % len(KINDS)]
        else:
            kind = Kind(name) if self.look.kind.value != name else Kind.LINES
        self._look_on(replace(self.look, kind=kind))

    async def chart_scale(self) -> None:
        """Tiles on one scale, or each on its own."""
        self._look_on(replace(self.look, common=not self.look.common))

    async def chart_export(self, path: str, picture: str) -> None:
        """Write what is drawn to ``path``: numbers for .csv; for .png ``picture`` (base64), which
        only a window can draw."""
        target = Path(path)
        if target.suffix.lower() == ".png":
            content = _decoded(picture)
        else:
            feed, readings = self.night.reader.feed, self.readings()
            if feed is None or readings is None or not readings.lines:
                raise Refused(message("chart.nothing_to_export"))
            # Off the loop: twelve hours of hundreds of terms take a while.
            text = await asyncio.to_thread(csv_of, feed, self.event, readings)
            content = text.encode("utf-8")
        try:
            await asyncio.to_thread(_write, target, content)
        except OSError as error:
            reason = error.strerror or str(error)
            raise Refused(message("chart.not_written", reason=reason)) from None
        self.say(message("chart.written", name=target.name, folder=str(target.parent)))


def _decoded(picture: str) -> bytes:
    try:
        content = base64.b64decode(picture, validate=True)
    except binascii.Error:
        content = b""
    if not content:
        raise Refused(message("chart.no_picture"))
    return content


def _write(target: Path, content: bytes) -> None:
    """All of it or nothing: what stood there stays until the new one is whole."""
    beside = target.with_name(f".{target.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(target)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
