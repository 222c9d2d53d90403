import random
from pathlib import Path

import pytest

from tests.fuzz import rounds


@pytest.mark.parametrize("seed", range(3))
def test_single_lines_are_told_good_from_bad(seed: int) -> None:
    rounds.words(random.Random(seed), 400)


@pytest.mark.parametrize("seed", range(3))
async def test_a_hostile_file_is_counted_exactly(seed: int, tmp_path: Path) -> None:
    await rounds.a_file(random.Random(seed), 300, tmp_path)


@pytest.mark.parametrize("seed", range(3))
async def test_a_hostile_port_is_counted_exactly(seed: int) -> None:
    await rounds.a_port(random.Random(seed), 300)


@pytest.mark.parametrize("seed", range(3))
async def test_a_hostile_jetstream_is_counted_exactly(seed: int, tmp_path: Path) -> None:
    await rounds.a_jetstream(random.Random(seed), 200, 3, tmp_path)
