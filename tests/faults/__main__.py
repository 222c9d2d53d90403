"""``make faults``: FAULTS_N deliveries (10,000) and as many races for HOLD, from FAULTS_SEED.

``python -m tests.faults 'Plan(seed=…)'`` plays one night again, and ``… 'Race(…)'`` one race.
"""

import asyncio
import logging
import os
import secrets
import sys
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import seed as use_seed
from hypothesis.stateful import run_state_machine_as_test

from tests.faults.campaign import Campaign, told
from tests.faults.night import Plan, Stage
from tests.faults.races import Race, run_races
from tests.room.states_model import StatesModel

DELIVERIES = 10_000
DELIVERIES_A_NIGHT = 200


def say(line: str) -> None:
    """One line, at once."""
    print(line, flush=True)


async def deliveries(count: int, seed: int) -> bool:
    """The fault nights. Whether nothing was doubled, lost or untrue."""
    with tempfile.TemporaryDirectory(prefix="faults") as folder:
        campaign = Campaign(Stage(Path(folder)), seed, say)
        await campaign.fight(count)
    toll = campaign.toll
    say("states: " + ", ".join(f"{number} {state}" for state, number in toll.states.most_common()))
    say(
        "unknown: "
        + (", ".join(f"{number} on {kind}" for kind, number in sorted(toll.unknown.items())) or "0")
    )
    say(
        f"faults: {toll.deliveries} deliveries, {len(toll.duplicates)} duplicates, "
        f"{len(toll.losses)} losses, {len(toll.untrue)} untrue"
    )
    return toll.nothing


def held(count: int, seed: int) -> bool:
    """The races. Whether HOLD was kept in each."""
    counted = run_races(count, seed)
    total = counted.total
    for number in counted.lost:
        say(f"Race({number}) was lost: {counted.each[number]}")
    say(
        f"races: {count}, HOLD acknowledged {total.holds} times ({total.beaten} of them with a "
        f"post pending), {total.before} public requests, {total.after} after HOLD"
    )
    return not counted.lost


def states(count: int, seed: int) -> None:
    """Nights of orders, sleep and kills against the model of the room's states. Raises, with the
    orders that led there, where the room did otherwise."""
    nights = settings(
        max_examples=count,
        stateful_step_count=40,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(use_seed(seed)(StatesModel), settings=nights)
    say(f"states: {count} nights as the table says")


async def again(written: str) -> bool:
    """One night, as it was printed."""
    plan = eval(written, {"Plan": Plan})
    with tempfile.TemporaryDirectory(prefix="faults") as folder:
        ended = await Stage(Path(folder)).play(plan)
    say(f"{told(ended)}\n  killed: {ended.killed}, {dict(ended.toll.states)}")
    return ended.toll.nothing


def main(arguments: list[str]) -> int:
    """The exit code."""
    if arguments and arguments[0].startswith("Race("):
        counted = Race(int(arguments[0][5:-1])).run()
        say(repr(counted))
        return 1 if counted.after else 0
    if arguments:
        return 0 if asyncio.run(again(arguments[0])) else 1
    logging.getLogger("controlroom").setLevel(logging.CRITICAL)
    count = int(os.environ.get("FAULTS_N", DELIVERIES))
    seed = int(os.environ.get("FAULTS_SEED", secrets.randbelow(2**31)))
    say(f"seed: {seed}")
    well = held(count, seed)
    states(max(1, count // DELIVERIES_A_NIGHT), seed)
    return 0 if asyncio.run(deliveries(count, seed)) and well else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
