"""The spike watch on counts from a file: ``time,count`` a second in, ``time,score`` alarms out.

Run as ``python -m controlroom.mentions.spikes_cli``; for benchmarks and for old nights.
"""

import csv
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from controlroom.mentions.spikes import SpikeWatch

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def alarms(rows: Iterable[dict[str, str]]) -> Iterator[tuple[str, float]]:
    """The time (ISO 8601, UTC) and ratio of each spike in rows of ``time`` and ``count``."""
    watch = SpikeWatch()
    for row in rows:
        stamp = datetime.fromisoformat(row["time"])
        second = int((stamp - EPOCH).total_seconds())
        rise = watch.look(second, (int(row["count"]),))
        if rise is not None:
            yield f"{EPOCH + timedelta(seconds=rise.at_s):%Y-%m-%dT%H:%M:%SZ}", rise.ratio


def main() -> None:
    """Read stdin to its end."""
    out = csv.writer(sys.stdout)
    out.writerow(("time", "score"))
    for time, score in alarms(csv.DictReader(sys.stdin)):
        out.writerow((time, f"{score:.2f}"))
        sys.stdout.flush()


if __name__ == "__main__":
    main()
