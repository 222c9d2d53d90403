"""One place for what every test gets. Each plug-in below says what it holds a test to."""

import os
from pathlib import Path

# Before anything imports Qt. Set, not defaulted: a test that opens windows on somebody's desk
# steals their keys.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_SCALE_FACTOR"] = "1"
os.environ["PYTEST_QT_API"] = "pyside6"
os.environ["PYTHON_KEYRING_BACKEND"] = "tests.hygiene.memory_keyring.MemoryKeyring"
# Programs that tests start find that backend too.
ROOT = str(Path(__file__).parent.parent)
os.environ["PYTHONPATH"] = os.pathsep.join(
    [ROOT, *(part for part in os.environ.get("PYTHONPATH", "").split(os.pathsep) if part)]
)

pytest_plugins = [
    "tests.hygiene.without_qt",
    "tests.hygiene.leftovers",  # first of the fixtures, so it looks when all others have ended
    "tests.hygiene.records",
    "tests.hygiene.network",
    "tests.hygiene.surroundings",
    "tests.hygiene.examples",
    "tests.support.bluesky.fixtures",
]
