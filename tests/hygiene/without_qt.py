"""`--without-qt`: the core is tested with Qt made unimportable (`make test-core`).

Use it with `-p no:pytest-qt`, which would import Qt by itself. Tests under tests/ui and tests
marked `ui` are left out; everything else must pass.
"""

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import pytest

QT_PACKAGES = frozenset({"PySide6", "shiboken6", "pyqtgraph", "pytestqt"})
UI_TESTS = Path(__file__).parent.parent / "ui"


class NoQt:
    """An import finder that refuses Qt and what needs it."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Refuse Qt; leave every other name to the finders behind this one."""
        if name.partition(".")[0] in QT_PACKAGES:
            raise ImportError(f"{name} is made unimportable: the core must do without Qt")
        return None


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    parser.addoption("--without-qt", action="store_true", help="make Qt unimportable")
    if not pluginmanager.hasplugin("pytest-qt"):
        # pyproject.toml sets them, and pytest refuses settings nobody declared.
        parser.addini("qt_api", "of pytest-qt, which is switched off")
        parser.addini("qt_log_level_fail", "of pytest-qt, which is switched off")
        parser.addini("qt_log_ignore", "of pytest-qt, which is switched off", type="linelist")


def pytest_configure(config: pytest.Config) -> None:
    if not config.getoption("--without-qt"):
        return
    present = sorted(QT_PACKAGES & sys.modules.keys())
    if present:
        raise pytest.UsageError(f"{', '.join(present)} imported already; add -p no:pytest-qt")
    sys.meta_path.insert(0, NoQt)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    if config.getoption("--without-qt") and collection_path == UI_TESTS:
        return True
    return None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if UI_TESTS in item.path.parents:
            item.add_marker("ui")
        if item.get_closest_marker("ui"):
            # The usual way, a signal, waits for Python; a thread also ends a hang inside Qt.
            item.add_marker(pytest.mark.timeout(method="thread"))
    if not config.getoption("--without-qt"):
        return
    left_out = [item for item in items if item.get_closest_marker("ui")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
