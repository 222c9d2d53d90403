"""Every sentence the program can say is in the catalogue, is complete, and is said somewhere."""

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

ROOT = Path(__file__).parent.parent
CATALOGUE = ROOT / "controlroom" / "messages" / "english"


@dataclass(frozen=True)
class Said:
    """One call of message(): where, what the id can be, and the values given."""

    where: str
    ids: tuple[str, ...]
    """Written out; two where a condition chooses."""
    patterns: tuple[re.Pattern[str], ...]
    """Put together from parts while the program runs."""
    values: frozenset[str]
    complete: bool
    """Whether all values are written out (no ``**``)."""


@cache
def catalogue() -> dict[str, str]:
    return {id_: text for module in CATALOGUE.glob("*.py") for id_, text in _texts(module)}


def _texts(module: Path) -> list[tuple[str, str]]:
    """The entries of the dict TEXT, twice written ones twice."""
    for node in ast.parse(module.read_text("utf-8")).body:
        match node:
            case (
                ast.Assign(targets=[ast.Name("TEXT")], value=ast.Dict() as table)
                | ast.AnnAssign(target=ast.Name("TEXT"), value=ast.Dict() as table)
            ):
                return [
                    (ast.literal_eval(key), ast.literal_eval(value))
                    for key, value in zip(table.keys, table.values, strict=True)
                    if key is not None
                ]
    return []


def _fields(text: str) -> set[str]:
    return {
        re.split(r"[.\[]", field)[0]
        for _, field, _, _ in Formatter().parse(text)
        if field is not None
    }


@cache
def _code() -> list[tuple[Path, ast.Module]]:
    paths = [path for folder in ("controlroom", "ui") for path in (ROOT / folder).rglob("*.py")]
    return [
        (path, ast.parse(path.read_text("utf-8")))
        for path in [*paths, ROOT / "main.py"]
        if path.exists() and CATALOGUE not in path.parents
    ]


@cache
def said() -> list[Said]:
    found = []
    for path, tree in _code():
        for node in ast.walk(tree):
            match node:
                case ast.Call(
                    func=ast.Name("message") | ast.Attribute(attr="message"), args=[first, *_]
                ):
                    ids, patterns = _ids(first)
                    found.append(
                        Said(
                            where=f"{path.relative_to(ROOT)}:{node.lineno}",
                            ids=tuple(ids),
                            patterns=tuple(patterns),
                            values=frozenset(word.arg for word in node.keywords if word.arg),
                            complete=all(word.arg for word in node.keywords),
                        )
                    )
    return found


def _ids(expression: ast.expr) -> tuple[list[str], list[re.Pattern[str]]]:
    """What an id can be; nothing for a variable, whose ids stand elsewhere as plain text."""
    match expression:
        case ast.Constant(str(text)):
            return [text], []
        case ast.JoinedStr(values=parts):
            pattern = "".join(
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+"
                for part in parts
            )
            return [], [re.compile(pattern)]
        case ast.IfExp(body=one, orelse=other):
            ids, patterns = _ids(one)
            more_ids, more_patterns = _ids(other)
            return ids + more_ids, patterns + more_patterns
    return [], []


def _matching(pattern: re.Pattern[str]) -> list[str]:
    return [id_ for id_ in catalogue() if pattern.fullmatch(id_)]


def test_no_id_is_written_twice() -> None:
    ids = [id_ for module in CATALOGUE.glob("*.py") for id_, _ in _texts(module)]
    assert sorted(ids) == sorted(set(ids))


def test_what_the_program_says_is_in_the_catalogue() -> None:
    unknown = [
        f"{call.where} {id_}" for call in said() for id_ in call.ids if id_ not in catalogue()
    ]
    unknown += [
        f"{call.where} {pattern.pattern}"
        for call in said()
        for pattern in call.patterns
        if not _matching(pattern)
    ]
    assert not unknown


def test_every_sentence_gets_exactly_its_values() -> None:
    wrong = []
    for call in said():
        wanted = {field for id_ in call.ids for field in _fields(catalogue().get(id_, ""))}
        if call.ids and not call.patterns:
            fits = call.values == wanted if call.complete else call.values <= wanted
            if not fits:
                wrong.append(f"{call.where} {call.ids}: {sorted(call.values ^ wanted)}")
        # Which id a pattern will be is known only at run time; one of them has to fit.
        for pattern in call.patterns if call.complete else ():
            if not any(_fields(catalogue()[id_]) <= call.values for id_ in _matching(pattern)):
                wrong.append(f"{call.where} {pattern.pattern}: no sentence takes its values")
    assert not wrong


def test_every_sentence_is_said_somewhere() -> None:
    plain = {
        node.value
        for _, tree in _code()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    composed = {id_ for call in said() for pattern in call.patterns for id_ in _matching(pattern)}
    silent = [id_ for id_ in catalogue() if id_ not in plain and id_ not in composed]
    assert not silent


@pytest.mark.parametrize("module", sorted(CATALOGUE.glob("*.py")), ids=lambda path: path.stem)
def test_every_sentence_can_be_filled_in(module: Path) -> None:
    """Its fields have names (Formatter raises on a brace too many) and no blanks hang on it."""
    broken = [
        id_
        for id_, text in _texts(module)
        if text != text.strip() or not all(name.isidentifier() for name in _fields(text))
    ]
    assert not broken
