"""Where labels go so that none covers another: at the line ends, and over the moments."""

from dataclasses import dataclass


def spread(wanted: list[float], size: float, low: float, high: float) -> list[float]:
    """Centres of labels ``size`` high between ``low`` and ``high``, as near to ``wanted`` as
    they can be without overlap, in the order of ``wanted``. Where they cannot all fit they are
    packed evenly."""
    count = len(wanted)
    if not count:
        return []
    if size * count > high - low:
        size = (high - low) / count
    order = sorted(range(count), key=lambda index: wanted[index])
    # Isotonic fit: shift each label by its place in the pile, then merge what runs backwards.
    blocks: list[tuple[float, int]] = []
    for place, index in enumerate(order):
        mean, members = wanted[index] - place * size, 1
        while blocks and blocks[-1][0] > mean:
            other, others = blocks.pop()
            mean = (mean * members + other * others) / (members + others)
            members += others
        blocks.append((mean, members))
    first, last = low + size / 2, high - size / 2 - (count - 1) * size
    centres = [0.0] * count
    place = 0
    for mean, members in blocks:
        for _ in range(members):
            centres[order[place]] = min(max(mean, first), max(first, last)) + place * size
            place += 1
    return centres


@dataclass(frozen=True, slots=True)
class MarkLabel:
    """A moment's words in the strip: from ``left``, ``width`` wide (0: no room, shape only)."""

    left: float
    width: float


@dataclass(frozen=True, slots=True)
class MarkWish:
    """A moment at ``x`` whose words want ``width``; the lowest ``rank`` chooses first."""

    x: float
    width: float
    rank: int


def place_marks(
    wishes: list[MarkWish], left: float, right: float, *, shape: float, gap: float, least: float
) -> list[MarkLabel]:
    """Words left of each shape, else right of it, else cut to the wider side, else none.

    ``shape`` is the half width kept free around every x, ``gap`` the least distance between
    words, ``least`` the shortest cut that still says something.
    """
    placed = [MarkLabel(0, 0)] * len(wishes)
    words: list[tuple[float, float]] = []
    by_rank = sorted(range(len(wishes)), key=lambda index: (wishes[index].rank, wishes[index].x))
    for index in by_rank:
        wish = wishes[index]
        shapes = [(other.x, order) for order, other in enumerate(wishes) if order != index]
        ends = [x + shape for x, order in shapes if (x, order) < (wish.x, index)]
        starts = [x - shape for x, order in shapes if (x, order) > (wish.x, index)]
        ends += [end for _, end in words if end <= wish.x]
        starts += [start for start, _ in words if start >= wish.x]
        before = wish.x - shape - max([left, *(end + gap for end in ends)])
        after = min([right, *(start - gap for start in starts)]) - wish.x - shape
        label = _beside(wish, before, after, shape)
        if label.width >= min(least, wish.width):
            placed[index] = label
            words.append((label.left, label.left + label.width))
    return placed


def _beside(wish: MarkWish, before: float, after: float, shape: float) -> MarkLabel:
    """Left when it fits there or nowhere; ``before`` and ``after`` are the free pixels."""
    if wish.width <= before or (wish.width > after and before >= after):
        width = min(wish.width, before)
        return MarkLabel(wish.x - shape - width, width)
    return MarkLabel(wish.x + shape, min(wish.width, after))
