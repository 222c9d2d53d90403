"""What stood on the desk when a program ended without warning, read from its as-run log."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from controlroom.event.asset import Asset
from controlroom.event.delivery import DeliveryState
from controlroom.event.live_event import LiveEvent
from controlroom.event.room_state import RoomState
from controlroom.messages import message
from controlroom.posting.preview import By, Preview
from controlroom.store.as_run import AsRunLine

NIGHT_OVER = frozenset({RoomState.PREP, RoomState.WRAP})


@dataclass(frozen=True, slots=True)
class Left:
    """An asset as it was staged or taken; ``words`` by channel, as far as they were taken."""

    asset: str
    moment: str | None
    words: dict[str, str] = field(default_factory=dict)

    def preview(self, asset: Asset, now: int, gestures: float) -> Preview:
        """The same, to be brought back with Space (``now`` UTC µs, ``gestures`` real seconds)."""
        how = message("staged.kept")
        made = Preview(asset, self.moment, By.YOU, how, now, gestures)
        for channel, words in self.words.items():
            if asset.words_for(channel) != words:
                made = made.with_words(channel, words, gestures)
        return made


def left_on_desk(lines: Iterable[AsRunLine], event: LiveEvent) -> tuple[Left, ...]:
    """What was cancelled and not staged again, oldest first, then what stood in Preview.

    ``lines`` in order, without those of rehearsals. What is not in the library any more is left
    out.
    """
    shown: Left | None = None
    kept: list[Left] = []
    taken: dict[str, Left] = {}
    for line in lines:
        told = line.details
        if line.kind == "state" and line.state in NIGHT_OVER:
            shown, kept, taken = None, [], {}
        elif line.kind == "clear":
            shown = None
        elif line.kind == "stage":
            shown = Left(told["asset"], told.get("moment"))
            kept = _without(kept, shown)
        elif line.kind == "delivery" and line.channel is not None:
            take = told["take"]
            known = taken.setdefault(take, Left(told["asset"], told.get("moment")))
            if line.state == DeliveryState.PENDING:
                words = {**known.words, line.channel: told.get("words", "")}
                taken[take] = replace(known, words=words)
                kept = _without(kept, known)
                shown = None if shown is not None and _same(shown, known) else shown
            elif line.state == DeliveryState.CANCELLED:
                kept = [*_without(kept, known), known]
    if shown is not None:
        kept = [*_without(kept, shown), shown]
    slugs = {asset.slug for asset in event.assets}
    return tuple(one for one in kept if one.asset in slugs)


def _same(one: Left, other: Left) -> bool:
    return (one.asset, one.moment) == (other.asset, other.moment)


def _without(those: list[Left], one: Left) -> list[Left]:
    return [other for other in those if not _same(one, other)]
