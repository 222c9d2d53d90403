"""Fault runs: a few hundred with every test run, ten thousand with ``make faults``."""

from collections.abc import Callable

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--all-faults", action="store_true", help="10,000 deliveries and 10,000 races for HOLD"
    )


@pytest.fixture
def many(request: pytest.FixtureRequest) -> int:
    """How many deliveries, or races."""
    return 10_000 if request.config.getoption("--all-faults", default=False) else 300


@pytest.fixture
def summary(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Says a line with the numbers, whether or not the test fails."""

    def say(line: str) -> None:
        with capsys.disabled():
            print(f"\n{line}", flush=True)

    return say
