"""What stood on the desk when a program ended without warning, read from its as-run log."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from controlroom.event.asset import Asset
from controlroom.event.delivery import PUBLIC, DeliveryState
from controlroom.event.live_event import LiveEvent
from controlroom.event.room_state import RoomState
from controlroom.messages import message
from controlroom.posting.give_back import NOWHERE, rest_of
from controlroom.posting.preview import By, Preview
from controlroom.store.as_run import AsRunLine

NIGHT_OVER = frozenset({RoomState.PREP, RoomState.WRAP})


@dataclass(frozen=True, slots=True)
class Left:
    """An asset as it was staged or taken; ``words`` by channel, as far as they were taken or
    written at the desk; ``filled`` what stands in its gaps. ``channels``: only for these; None: for
    all. ``cut`` where the rest of a thread is meant: how many parts are up on its one channel, and
    the address of the last of them."""

    asset: str
    moment: str | None
    words: dict[str, str] = field(default_factory=dict)
    filled: dict[str, str] = field(default_factory=dict)
    channels: tuple[str, ...] | None = None
    cut: tuple[int, str] | None = None

    def preview(self, asset: Asset, now: int, gestures: float) -> Preview:
        """The same, to be brought back with Space (``now`` UTC µs, ``gestures`` real seconds)."""
        how = message("staged.kept")
        made = Preview(asset, self.moment, By.YOU, how, now, gestures, self.channels)
        for name, said in self.filled.items():
            made = made.with_filled(name, said, gestures)
        if self.cut is not None and self.channels is not None:
            place, url = self.cut
            return rest_of(made, self.channels[0], place - 1, url) or made
        for channel, words in self.words.items():
            if words not in (made.asset.words_for(channel), made.asset.template_for(channel)):
                made = made.with_words(channel, words, gestures)
        return made


@dataclass
class _Taken:
    """One take as its lines tell it: the states of its deliveries, what is up of threads, and what
    of it came back."""

    left: Left
    kept: Left | None = None
    states: dict[str, dict[str, str]] = field(default_factory=dict)
    up: dict[str, tuple[int, str]] = field(default_factory=dict)

    def note(self, line: AsRunLine) -> None:
        channel, told = line.channel or "", line.details
        self.states.setdefault(channel, {})[line.delivery or ""] = line.state or ""
        if line.state in PUBLIC:
            self.up[channel] = (told.get("part", 1), told.get("url") or "")

    def cancelled(self, event: LiveEvent, channel: str) -> Left | None:
        """What is left of it once ``channel`` was cancelled."""
        gone = [c for c, rows in self.states.items() if _nowhere(rows)]
        if channel in gone:
            every = set(gone) >= set(event.channels)
            return replace(self.left, channels=None if every else tuple(gone))
        rows = self.states[channel].values()
        known = all(state in PUBLIC or state == DeliveryState.CANCELLED for state in rows)
        if not known or channel not in self.up or not self.up[channel][1]:
            return None
        return replace(self.left, channels=(channel,), cut=self.up[channel])


def left_on_desk(lines: Iterable[AsRunLine], event: LiveEvent) -> tuple[Left, ...]:
    """What was cancelled and not staged again, oldest first, then what stood in Preview.

    ``lines`` in order, without those of rehearsals. What is not in the library any more is left
    out.
    """
    desk = _Desk(event)
    for line in lines:
        desk.read(line)
    kept = desk.kept
    if desk.shown is not None:
        kept = [*(one for one in kept if one != desk.shown), desk.shown]
    slugs = {asset.slug for asset in event.assets}
    return tuple(one for one in kept if one.asset in slugs)


class _Desk:
    """The desk as the lines so far tell it."""

    def __init__(self, event: LiveEvent) -> None:
        self.shown: Left | None = None
        self._came_back = False
        self.kept: list[Left] = []
        self._taken: dict[str, _Taken] = {}
        self._event = event

    def read(self, line: AsRunLine) -> None:
        """The next line."""
        if line.kind == "state" and line.state in NIGHT_OVER:
            self.shown, self.kept, self._taken = None, [], {}
        elif line.kind == "clear":
            self.shown = None
        elif line.kind == "aside" and self.shown is not None:
            self.kept.append(self.shown)
            self.shown = None
        elif line.kind == "cancel" and self.shown is None and self.kept:
            self.shown, self._came_back = self.kept.pop(), True
        elif line.kind == "stage":
            self._stage(line.details)
        elif line.kind == "words" and self.shown is not None:
            self.shown.words[line.channel or ""] = line.details["words"]
        elif line.kind == "fill" and self.shown is not None:
            self.shown.filled[line.details["name"]] = line.details["words"]
        elif line.kind == "delivery" and line.channel is not None:
            self._move(line, line.channel)

    def _stage(self, told: dict[str, Any]) -> None:
        only = tuple(told["channels"].split(",")) if told.get("channels") else None
        shown = Left(told["asset"], told.get("moment"), channels=only)
        before, came_back = self.shown, self._came_back
        # What came back is as it was; what was staged anew is as the library has it.
        back = bool(told.get("back"))
        again = (
            one
            for one in reversed(self.kept)
            if (back or one.cut is not None) and _same(one, shown)
        )
        self.shown = next(again, shown)
        self._came_back = back
        self.kept = [one for one in self.kept if one is not self.shown]
        if before is not None and self._displaced(before, self.shown, came_back=came_back):
            # It was put aside, not cleared away.
            self.kept.insert(0, before)

    def _displaced(self, before: Left, after: Left, *, came_back: bool) -> bool:
        """As the room has it: what came back, or was written at the desk."""
        if came_back and not _alike(before, after):
            return True
        library = {asset.slug: asset for asset in self._event.assets}
        own, other = library.get(before.asset), library.get(after.asset)
        if own is None or other is None:
            return False
        stood = before.preview(own, 0, 0.0)
        return stood.differs_from(own, self._event) and stood.differs_from(
            after.preview(other, 0, 0.0).asset, self._event
        )

    def _move(self, line: AsRunLine, channel: str) -> None:
        told = line.details
        if told["take"] not in self._taken:
            self._taken[told["take"]] = _Taken(self._taken_from(told))
        known = self._taken[told["take"]]
        known.note(line)
        if line.state == DeliveryState.PENDING:
            if "part" not in told:
                known.left.words[channel] = told.get("words", "")
            if self.shown is not None and _alike(self.shown, known.left):
                self.shown = None
        elif line.state == DeliveryState.CANCELLED:
            left = known.cancelled(self._event, channel)
            if left is not None:
                self.kept = [*(one for one in self.kept if one is not known.kept), left]
                known.kept = left

    def _taken_from(self, told: dict[str, Any]) -> Left:
        fresh = Left(told["asset"], told.get("moment"))
        if self.shown is None or not _alike(self.shown, fresh):
            return fresh
        # A delivery tells its words as they went out, not what of them was filled in.
        is_rest = self.shown.cut is not None
        return self.shown if is_rest else replace(fresh, filled=self.shown.filled)


def _nowhere(rows: dict[str, str]) -> bool:
    """Whether nothing of one channel is up, and not only because the network refused it."""
    states = set(rows.values())
    return DeliveryState.CANCELLED in states and states <= NOWHERE


def _alike(one: Left, other: Left) -> bool:
    return (one.asset, one.moment) == (other.asset, other.moment)


def _same(one: Left, other: Left) -> bool:
    """Whether one makes the other needless: a rest of a thread only where it was meant."""
    if one.cut is None and other.cut is None:
        return _alike(one, other)
    return _alike(one, other) and one.channels == other.channels
