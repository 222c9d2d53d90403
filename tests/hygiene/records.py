"""A warning or an error in the log that a test did not expect fails the test.

A test that means to provoke one asks for `expected_logs` and says which:

    def test_locked_keyring(expected_logs):
        expected_logs("the keyring did not answer")
"""

import logging
import re
from collections.abc import Callable, Iterator

import pytest

Expect = Callable[[str], None]


class Ear(logging.Handler):
    """Keeps the records of one test from WARNING on, and what it said it expects."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []
        self.expected: list[re.Pattern[str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def expect(self, pattern: str) -> None:
        """Expect at least one record whose text matches (re.search) the pattern."""
        self.expected.append(re.compile(pattern))

    def complaints(self) -> list[str]:
        """What came and was not expected, then what was expected and did not come."""
        said = [record.getMessage() for record in self.records]
        unexpected = [
            f"unexpected {record.levelname} of {record.name}: {text}"
            + (f" ({record.exc_info[1]!r})" if record.exc_info else "")
            for record, text in zip(self.records, said, strict=True)
            if not any(pattern.search(text) for pattern in self.expected)
        ]
        absent = [
            f"expected in the log, and not there: {pattern.pattern}"
            for pattern in self.expected
            if not any(pattern.search(text) for text in said)
        ]
        return unexpected + absent


@pytest.fixture(autouse=True)
def _quiet_log() -> Iterator[Ear]:
    ear = Ear()
    logging.getLogger().addHandler(ear)
    yield ear
    logging.getLogger().removeHandler(ear)
    if complaints := ear.complaints():
        pytest.fail("\n".join(complaints), pytrace=False)


@pytest.fixture
def expected_logs(_quiet_log: Ear) -> Expect:
    """Call it with a regular expression for each warning or error this test provokes."""
    return _quiet_log.expect
