"""``make fuzz``: hostile lines into every source for FUZZ_S seconds (600), from FUZZ_SEED.

Each round has a number; ``FUZZ_SEED=number FUZZ_S=1`` plays it again.
"""

import asyncio
import logging
import os
import random
import secrets
import sys
import tempfile
import time
import traceback
from pathlib import Path

from tests.fuzz import rounds

LINES = 2_000
FEED = 1_500
BREAKS = 8
TOLD_EVERY_S = 10.0


async def play(seed: int) -> None:
    """One round of everything."""
    chance = random.Random(seed)
    rounds.words(chance, LINES)
    with tempfile.TemporaryDirectory(prefix="fuzz") as folder:
        await rounds.a_file(chance, FEED, Path(folder))
        await rounds.a_port(chance, FEED)
        await rounds.a_jetstream(chance, FEED, BREAKS, Path(folder))


def main() -> int:
    """0 when nothing was found."""
    logging.basicConfig(level=logging.ERROR)
    seed = int(os.environ.get("FUZZ_SEED") or secrets.randbelow(10**9))
    began = told = time.monotonic()
    until = began + float(os.environ.get("FUZZ_S") or 600)
    played = 0
    while played == 0 or time.monotonic() < until:
        try:
            asyncio.run(play(seed + played))
        except Exception:  # noqa: BLE001 - whatever it is, it is what was looked for
            traceback.print_exc()
            print(f"fuzz: found in round FUZZ_SEED={seed + played}", flush=True)
            return 1
        played += 1
        if time.monotonic() - told > TOLD_EVERY_S:
            told = time.monotonic()
            print(f"fuzz: {played} rounds from {seed}, {told - began:.0f} s", flush=True)
    lines = played * (2 * LINES + 3 * FEED)
    print(f"fuzz: {played} rounds from {seed}, {lines} lines, nothing found", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
