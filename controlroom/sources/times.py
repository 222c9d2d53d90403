"""Times as networks write them."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def microseconds(written: str) -> int:
    """UTC µs of an ISO 8601 time; without an offset it is UTC. ValueError for what is none."""
    when = datetime.fromisoformat(written)
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return (when - EPOCH) // _MICROSECOND


def iso(time_us: int) -> str:
    """UTC µs as ISO 8601 with Z, in whole seconds."""
    return f"{EPOCH + timedelta(seconds=time_us // 1_000_000):%Y-%m-%dT%H:%M:%SZ}"
