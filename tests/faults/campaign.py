"""N deliveries through faults: programs ended at every step of the code, then long nights."""

import asyncio
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from tests.faults.night import Ended, Plan, Stage
from tests.faults.steps import Step
from tests.faults.toll import Toll
from tests.support.networks.side import usable

AT_ONCE = 12
RECORDINGS = 12
"""Nights that are followed to learn the steps, for each network."""
TAKES = 6
LONG_SHARE = 0.3
"""Part of the deliveries that belong to long nights."""

Say = Callable[[str], None]


@dataclass
class Campaign:
    """``steps`` are those that were seen, with the nights they were seen in; ``ended_at`` those at
    which a program was killed."""

    stage: Stage
    seed: int
    say: Say
    toll: Toll = field(default_factory=Toll)
    bad: list[Ended] = field(default_factory=list)
    steps: dict[Step, tuple[Plan, int]] = field(default_factory=dict)
    ended_at: Counter[Step] = field(default_factory=Counter)
    nights: int = 0

    def __post_init__(self) -> None:
        self._draw = random.Random(self.seed)

    async def fight(self, deliveries: int) -> None:
        """All of it, until ``deliveries`` were made."""
        await self._all(self._recordings(min(RECORDINGS, max(1, deliveries // 100))))
        self.say(f"{len(self.steps)} steps of the code, found in {self.nights} nights")
        await self._all(self._killings(int(deliveries * (1 - LONG_SHARE))))
        missed = len(self.steps) - len(self.ended_at)
        self.say(
            f"{sum(self.ended_at.values())} programs killed at {len(self.ended_at)} steps"
            + (f", {missed} steps left out" if missed else "")
        )
        await self._all(self._long_nights(deliveries))

    # What to play

    def _seed(self) -> int:
        return self._draw.randrange(2**31)

    def _recordings(self, of_each: int) -> Iterator[Plan]:
        for number in range(of_each):
            for side in usable():
                ill = 0.0 if number == 0 else self._draw.choice((0.3, 0.6, 0.9))
                yield Plan(self._seed(), (side,), ill, acts=number > 1, follows=True)

    def _killings(self, deliveries: int) -> Iterator[Plan]:
        turn = 0
        while self.toll.deliveries < deliveries:
            steps = list(self.steps.items())
            self._draw.shuffle(steps)
            for step, (plan, times) in steps:
                yield replace(
                    plan,
                    end_at=step,
                    nth=1 if turn == 0 else self._draw.randint(1, times),
                    again_after_s=self._draw.choice((None, None, self._draw.uniform(0, 50))),
                )
                if self.toll.deliveries >= deliveries:
                    return
            turn += 1

    def _long_nights(self, deliveries: int) -> Iterator[Plan]:
        while self.toll.deliveries < deliveries:
            yield Plan(
                self._seed(),
                self._one_of_each(),
                self._draw.choice((0.1, 0.3, 0.6)),
                takes=TAKES,
                acts=True,
                end_after_s=self._draw.choice((None, self._draw.uniform(5, 300))),
            )

    def _one_of_each(self) -> tuple[str, ...]:
        """A simulated network for each channel."""
        kinds: dict[str, list[str]] = defaultdict(list)
        for side in usable():
            kinds[side.partition("-")[0]].append(side)
        return tuple(self._draw.choice(those) for those in kinds.values())

    # Playing

    async def _all(self, plans: Iterator[Plan]) -> None:
        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(self._some(plans))

    async def _some(self, plans: Iterator[Plan]) -> None:
        for plan in plans:
            self._reckon(await self.stage.play(plan))

    def _reckon(self, ended: Ended) -> None:
        self.nights += 1
        self.toll += ended.toll
        if not ended.toll.nothing or ended.toll.errors:
            self.bad.append(ended)
            self.say(told(ended))
        for step, times in ended.steps.items():
            self.steps.setdefault(step, (ended.plan, times))
        if ended.killed and ended.plan.end_at is not None:
            self.ended_at[ended.plan.end_at] += 1


def told(ended: Ended) -> str:
    """What went wrong, and how to see it again."""
    toll = ended.toll
    lines = [f"{ended.plan!r}"]
    for name, wrong in (
        ("duplicate", toll.duplicates),
        ("loss", toll.losses),
        ("untrue", toll.untrue),
        ("logged", toll.errors),
    ):
        lines += [f"  {name}: {line.strip()}" for line in wrong]
    return "\n".join(lines)
