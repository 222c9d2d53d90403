"""Rules of the house that no linter knows (docs/contributing.md says why)."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("controlroom", "ui")
OWN = (*PACKAGES, "tests", "benchmarks", "tools")
LONGEST_FILE = 400
EMPTY_WORDS = {"manager", "handler", "helper", "helpers", "util", "utils"} | {
    *("data", "item", "items", "process", "object", "objects"),
}
MEANT = {
    ("controlroom/paths.py", "data"): "the data folder is called that",
    ("controlroom/mentions/collector.py", "process"): "one of the operating system",
}
TEXT_SUFFIXES = (
    *(".py", ".toml", ".md", ".lock", ".txt", ".json", ".yml", ".yaml", ".spec", ".sh", ".mjs"),
    *(".svg", ".css", ".qss", ".ts", ".desktop"),
)
NOT_OURS = {
    *(".venv", ".git", "build", "dist", "node_modules", "__pycache__", "third_party"),
    *(".hypothesis", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".import_linter_cache"),
}
# Written so that this file does not hold them itself.
MACHINE_PATHS = re.compile(r"/(?:work|root|home/\w+|Users/\w+|opt/\w+)/(?!\.\.\.)")
HOSTS = re.compile(r"(?:https?|git\+\w+|ssh)://|^\s*--(?:extra-)?index-url|find-links", re.M)


def _files(*suffixes: str) -> list[Path]:
    return sorted(
        path
        for path in ROOT.rglob("*")
        if path.suffix in suffixes
        and path.is_file()
        and not NOT_OURS & set(path.relative_to(ROOT).parts)
    )


@cache
def _sources(*folders: str) -> list[Path]:
    return [
        path for path in _files(".py") if path.relative_to(ROOT).parts[0] in (*folders, "main.py")
    ]


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def _at(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT)}:{line}"


def _words(name: str) -> set[str]:
    return set(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().split("_"))


def test_no_file_is_two_things() -> None:
    too_long = [
        f"{path.relative_to(ROOT)}: {lines} lines"
        for path in _sources(*OWN)
        if (lines := len(path.read_text("utf-8").splitlines())) > LONGEST_FILE
    ]
    assert not too_long


def test_names_are_the_words_of_the_field() -> None:
    empty = [
        f"{path.relative_to(ROOT)}"
        for path in _sources(*PACKAGES)
        if EMPTY_WORDS & _words(path.stem) or EMPTY_WORDS & _words(path.parent.name)
    ]
    for path in _sources(*PACKAGES):
        empty += [
            f"{_at(path, node.lineno)} class {node.name}"
            for node in ast.walk(_tree(path))
            if isinstance(node, ast.ClassDef) and EMPTY_WORDS & _words(node.name)
        ]
        empty += [
            f"{_at(path, line)} {name}"
            for name, line in _plain_names(_tree(path))
            if (path.relative_to(ROOT).as_posix(), name) not in MEANT
        ]
    assert not empty


def _plain_names(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Functions, arguments and variables called nothing but "data" or the like.

    Methods may be: Qt and pytest choose the names of what they call.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.arg) and node.arg in EMPTY_WORDS:
            yield node.arg, node.lineno
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield from [(node.id, node.lineno)] if node.id in EMPTY_WORDS else []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name in EMPTY_WORDS:
            yield node.name, node.lineno


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    found = [
        _at(path, number)
        for path in [*_files(*TEXT_SUFFIXES), ROOT / "Makefile", ROOT / ".ci" / "run"]
        if path.exists()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if MACHINE_PATHS.search(line)
    ]
    assert not found


def test_lock_files_leave_the_registry_to_the_machine() -> None:
    locks = [*(ROOT / "requirements").iterdir(), *_files_named("package-lock.json")]
    assert len(locks) > 3
    naming = [
        str(path.relative_to(ROOT)) for path in locks if HOSTS.search(path.read_text("utf-8"))
    ]
    assert not naming


def _files_named(name: str) -> list[Path]:
    return [path for path in _files(Path(name).suffix) if path.name == name]


def test_no_import_is_relative() -> None:
    relative = [
        _at(path, node.lineno)
        for path in _sources(*OWN)
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert not relative


def test_every_folder_of_code_is_a_package() -> None:
    """Without __init__.py the import contracts do not see it and the installer leaves it out."""
    without = {
        str(path.parent.relative_to(ROOT))
        for path in _sources(*PACKAGES, "tests")
        if path.parent != ROOT and not (path.parent / "__init__.py").exists()
    }
    assert not without


def test_what_crosses_threads_in_the_bridge_is_a_slot() -> None:
    """Without @Slot a queued call can run in the thread that emitted."""
    path = ROOT / "ui" / "bridge.py"
    connected = {
        node.args[0].attr
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "connect"
        and node.args
        and isinstance(node.args[0], ast.Attribute)
        and isinstance(node.args[0].value, ast.Name)
        and node.args[0].value.id == "self"
    }
    bare = [
        f"{_at(path, node.lineno)} {node.name}"
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.FunctionDef)
        and node.name in connected
        and not any("Slot" in ast.dump(decorator) for decorator in node.decorator_list)
    ]
    assert not bare


def test_no_question_is_asked_in_a_message_box() -> None:
    """The first focus of a Yes/No box is Yes. ruff bans the import; this finds the other ways."""
    asking = [
        _at(path, number)
        for path in _sources(*PACKAGES)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if "QMessage" + "Box" in line
    ]
    assert not asking


@pytest.mark.parametrize(
    "name", ["LICENSE", "README.md", "docs/contributing.md", "docs/glossary.md"]
)
def test_a_newcomer_finds(name: str) -> None:
    assert (ROOT / name).read_text("utf-8").strip()
