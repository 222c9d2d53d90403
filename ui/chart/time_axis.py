"""The time axis: round local times of the event's zone, also when its clocks are changed."""

from dataclasses import dataclass

from controlroom.messages import At

MICROS = 1_000_000
QUARTER = 900
"""Zones differ from UTC by whole quarters of an hour: below that, round UTC is round there."""
_STEPS = (10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400)
_DAY = 86400


@dataclass(frozen=True, slots=True)
class TimeTick:
    """A tick at UTC µs and what stands under it."""

    at: int
    label: str


def time_ticks(start: int, end: int, zone: str, most: int) -> tuple[TimeTick, ...]:
    """Ticks between ``start`` and ``end`` (UTC µs), at most about ``most``, on round times of
    the wall in ``zone``. Around a change of the clocks the labels carry the zone's letters."""
    seconds = max(1, (end - start) // MICROS)
    step = next((step for step in _STEPS if seconds <= step * max(1, most)), _STEPS[-1])
    stride = min(step, QUARTER)
    first = -(-start // (stride * MICROS)) * stride
    found = [
        (at * MICROS, offset)
        for at in range(first, end // MICROS + 1, stride)
        if (local := _local(at, zone))[0] % step == 0
        for offset in (local[1],)
    ]
    return tuple(
        TimeTick(at, _label(At(at, zone), step, letters=_changes(found, index)))
        for index, (at, _) in enumerate(found)
    )


def now_label(now: int, zone: str) -> str:
    """What stands under the right edge."""
    return f"{At(now, zone):hms}"


def _local(at: int, zone: str) -> tuple[int, int]:
    """Second of the local day, and the zone's seconds east of UTC."""
    local = At(at * MICROS, zone).local()
    offset = local.utcoffset()
    east = 0 if offset is None else round(offset.total_seconds())
    return (at + east) % _DAY, east


def _changes(found: list[tuple[int, int]], index: int) -> bool:
    here = found[index][1]
    near = found[max(0, index - 1) : index + 2]
    return any(offset != here for _, offset in near)


def _label(at: At, step: int, *, letters: bool) -> str:
    text = f"{at:hms}" if step < 60 else f"{at:hm}"
    return f"{text} {at:zone}" if letters else text
