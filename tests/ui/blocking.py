"""Which stalls of the Qt thread are the program's: a machine that is busy with other work stalls a
thread that waits in Qt, too."""

import re
from collections.abc import Iterable

from ui.stall_watch import Stall

AT = re.compile(r'File "([^"]+)", line')
OURS = re.compile(r"[\\/](ui|controlroom)[\\/]")
TESTS = re.compile(r"[\\/]tests[\\/]")


def in_our_code(stalls: Iterable[Stall]) -> list[str]:
    """The stacks of those that stood in code of ours, which a wait in Qt does not."""
    found = []
    for stall in stalls:
        innermost = (AT.findall(stall.stack) or [""])[-1]
        if OURS.search(innermost) and not TESTS.search(innermost):
            found.append(stall.stack)
    return found
