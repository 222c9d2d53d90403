"""The core can be imported, all of it, where there is no Qt."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
# Alembic runs it, in a context that only a migration has.
NOT_IMPORTED = {"controlroom.store.migrations.env"}

PROGRAM = """
import importlib, pkgutil, sys
from tests.hygiene.without_qt import QT_PACKAGES, NoQt

sys.meta_path.insert(0, NoQt)
import controlroom

found = [module.name for module in pkgutil.walk_packages(controlroom.__path__, "controlroom.")]
for name in set(found) - set(sys.argv[1:]):
    importlib.import_module(name)
assert not QT_PACKAGES & sys.modules.keys()
print(*found)
"""


def test_every_module_of_the_core_is_imported_without_qt() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *NOT_IMPORTED],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    imported = set(done.stdout.split())
    files = (ROOT / "controlroom").rglob("*.py")
    there = {".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files}
    assert imported >= {name for name in there if not name.endswith("__init__")}
