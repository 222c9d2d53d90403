"""How long to wait before connecting again."""

import random
from typing import Final

FIRST_WAIT_S: Final = 0.25
LONGEST_WAIT_S: Final = 30.0


def wait_s(failures: int) -> float:
    """Real seconds before the next try, after so many in a row that failed: doubled each time, half
    of it by chance, so that all the desks of a network do not come back in the same moment."""
    whole = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** min(failures, 10))
    return whole * random.uniform(0.5, 1.0)
