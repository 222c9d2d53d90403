"""Row ``mentions-per-second-200-terms``: our way from message to count against json and re."""

from benchmarks.mentions_load import measure_counting
from benchmarks.rows import Outcome


def measure() -> Outcome:
    found = measure_counting()
    return {"mentions-per-second-200-terms": (found["ours"], found["json_and_re"])}, ""
