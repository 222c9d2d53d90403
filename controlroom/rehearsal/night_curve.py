"""How loud a crowd was, second by second, from a night's script.

First a smooth rate: a resting crowd plus one shape for each stir, sized so that every published
minute and the night's total come out. Then whole mentions: jitter and chance, after which the few
mentions that chance added or lost are put right, so that the published figures hold exactly.
All arrays have one entry a second.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from controlroom.rehearsal.night_script import NightScript, Stir

MINUTE = 60
# Shares of a second's mentions: how far the crowd's mood wanders, and how far one second jumps.
WANDER = 0.022
JUMP = 0.018
# Seconds around a published minute that stay as they are when the night's total is put right.
KEEP_CLEAR = 240

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PeakMinute:
    """The busiest minute near a stir: seconds [``start``, ``start`` + 60) of the night."""

    stir_at: int
    start: int
    figure: int


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """``counts`` mentions in each second; ``shares`` [terms, seconds] of each second by subject.

    Every mention has one subject, so the shares of a second add up to 1.
    """

    counts: Counts
    shares: Floats
    peaks: tuple[PeakMinute, ...]


def rolling_minutes(counts: npt.NDArray[np.int64] | Floats) -> Floats:
    """Mentions in [s, s + 60) for every s that has a whole minute before the end."""
    sums = np.concatenate(([0.0], np.cumsum(counts, dtype=np.float64)))
    return sums[MINUTE:] - sums[:-MINUTE]


def spread_evenly(total: int, weights: Floats) -> Counts:
    """Whole numbers that add up to ``total`` in proportion to ``weights``, largest rest first."""
    exact = weights * (total / weights.sum())
    whole: Counts = np.floor(exact).astype(np.int64)
    missing = total - int(whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[:missing]] += 1
    return whole


def draw_curve(script: NightScript, chance: np.random.Generator) -> Curve:
    """The night's counts, the same for the same script and the same ``chance``."""
    shapes = np.stack([_shape(stir, script) for stir in script.stir])
    jitter = _jitter(script.seconds, chance)
    crowd = _crowd(script, chance)
    crowd_scale, sizes = _solve(script, crowd, shapes, jitter)
    parts = np.concatenate(([crowd * crowd_scale], shapes * sizes[:, None]))
    rate = parts.sum(axis=0)
    counts = chance.poisson(rate * jitter).astype(np.int64)
    peaks = _peaks(script, counts)
    for peak in peaks:
        _hold_minute(counts, peak, peaks)
    free = np.ones(script.seconds, dtype=bool)
    for peak in peaks:
        free[max(0, peak.start - KEEP_CLEAR) : peak.start + MINUTE + KEEP_CLEAR] = False
    wrong = script.total - int(counts.sum())
    put_right = spread_evenly(abs(wrong), np.where(free, counts, 0).astype(np.float64))
    counts += put_right if wrong > 0 else -put_right
    return Curve(counts, _shares(script, parts, shapes), peaks)


def _shape(stir: Stir, script: NightScript) -> Floats:
    """One stir at size 1: a quick rise, a top, a slow fade in two parts."""
    after = np.arange(script.seconds, dtype=np.float64) - script.second(stir.at)
    since = np.clip(after, 0.0, None)
    quick, slow, share = stir.fade
    falling = np.clip(after - stir.rise - stir.hold, 0.0, None)
    fade = share * np.exp(-falling / quick) + (1 - share) * np.exp(-falling / slow)
    rise = 1 - np.exp(-((since / (stir.rise / 2)) ** 1.6))
    return np.asarray(rise * fade)


def _crowd(script: NightScript, chance: np.random.Generator) -> Floats:
    """The resting crowd at relative size, with the small talk of plays and advertisements."""
    seconds = np.arange(script.seconds, dtype=np.float64)
    clocks = [script.second(clock) for clock, _ in script.crowd.anchors]
    crowd = np.interp(seconds, clocks, [size for _, size in script.crowd.anchors])
    # Straight lines between anchors would show their corners.
    wide = np.hanning(241)
    crowd = np.convolve(np.pad(crowd, 120, mode="edge"), wide / wide.sum(), mode="valid")
    talk = np.zeros(script.seconds)
    at = 0.0
    while (at := at + chance.uniform(35.0, 125.0)) < script.seconds:
        since = np.clip(seconds - at, 0.0, None)
        talk += (
            chance.uniform(0.03, 0.16)
            * (1 - np.exp(-since / chance.uniform(4.0, 14.0)))
            * np.exp(-since / chance.uniform(30.0, 90.0))
        )
    return np.asarray(crowd * (1 + talk))


def _jitter(seconds: int, chance: np.random.Generator) -> Floats:
    """Around 1: moods that last some twenty seconds, and jumps from one second to the next."""
    wide = np.hanning(45)
    moods = np.convolve(chance.standard_normal(seconds + 44), wide, mode="valid")
    moods /= np.sqrt((wide**2).sum())
    return np.asarray(1 + WANDER * moods + JUMP * chance.standard_normal(seconds))


def _solve(
    script: NightScript, crowd: Floats, shapes: Floats, jitter: Floats
) -> tuple[float, Floats]:
    """The crowd's scale and the stirs' sizes, a second, for which the published figures hold."""
    sizes = np.array([stir.size * 1000 / MINUTE for stir in script.stir])
    scale = 500.0
    for _ in range(40):
        over = float(((shapes * sizes[:, None]).sum(axis=0) * jitter).sum())
        scale = (script.total - over) / float((crowd * jitter).sum())
        for number, stir in enumerate(script.stir):
            if stir.published is None:
                continue
            at = script.second(stir.at)
            near = slice(at, at + stir.within + MINUTE)
            rate = crowd[near] * scale + (shapes[:, near] * sizes[:, None]).sum(axis=0)
            sums = rolling_minutes(rate * jitter[near])
            start = int(sums.argmax())
            reach = (shapes[number, near] * jitter[near])[start : start + MINUTE].sum()
            sizes[number] += (stir.published - sums[start]) / reach
    return scale, sizes


def _peaks(script: NightScript, counts: Counts) -> tuple[PeakMinute, ...]:
    """Where the busiest minute of each published stir begins."""
    found = []
    for stir in script.stir:
        if stir.published is None:
            continue
        at = script.second(stir.at)
        sums = rolling_minutes(counts[at : at + stir.within + MINUTE])
        found.append(PeakMinute(at, at + int(sums.argmax()), stir.published))
    return tuple(found)


def _hold_minute(counts: Counts, peak: PeakMinute, peaks: Sequence[PeakMinute]) -> None:
    """Give a peak minute its figure, and take from its neighbours what would top it."""
    start, end = peak.start, peak.start + MINUTE
    inside = counts[start:end]
    wrong = peak.figure - int(inside.sum())
    share = spread_evenly(abs(wrong), inside.astype(np.float64))
    inside += share if wrong > 0 else -share
    others = [other for other in peaks if other is not peak]
    first = max((o.start + MINUTE for o in others if o.start < start), default=0)
    last = min((o.start for o in others if o.start > start), default=len(counts))
    # A minute that begins j + 1 seconds later trades the first seconds of this one for the next
    # ones outside; it stays below as long as it gets less than it gives. The same to the left.
    gives = gets = 0
    for j in range(min(MINUTE, last - end)):
        gives += int(counts[start + j])
        counts[end + j] = min(int(counts[end + j]), gives - gets - 1)
        gets += int(counts[end + j])
    gives = gets = 0
    for j in range(min(MINUTE, start - first)):
        gives += int(counts[end - 1 - j])
        counts[start - 1 - j] = min(int(counts[start - 1 - j]), gives - gets - 1)
        gets += int(counts[start - 1 - j])


def _shares(script: NightScript, parts: Floats, shapes: Floats) -> Floats:
    """What each second's mentions are about; the last term takes what no other has."""
    rate = parts.sum(axis=0)
    steady = sum(script.steady.values()) / MINUTE
    drawn = shapes * np.array([stir.draws for stir in script.stir])[:, None]
    # Each stir's own mentions, and those of the resting crowd it draws.
    stirred = parts[1:] + parts[0] * drawn
    resting = parts[0] * (1 - drawn.sum(axis=0))
    shares = np.zeros((len(script.terms), script.seconds))
    for number, term in enumerate(script.terms[:-1]):
        if term in script.steady:
            shares[number] = script.steady[term] / MINUTE / rate
            continue
        weights = np.array([stir.mix.get(term, 0.0) for stir in script.stir])
        about = resting * script.crowd.mix.get(term, 0.0) + weights @ stirred
        shares[number] = about / rate * (1 - steady / rate)
    shares[-1] = 1 - shares.sum(axis=0)
    return shares
