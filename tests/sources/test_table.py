from collections.abc import Callable
from importlib.metadata import EntryPoint

import pytest

from controlroom.messages import english
from controlroom.plugins import PluginBroken
from controlroom.sources.jetstream import Jetstream
from controlroom.sources.table import SOURCES


class OlderSource:
    api = 0


def point(name: str, where: str) -> tuple[EntryPoint, ...]:
    return (EntryPoint(name, where, SOURCES.group),)


def test_every_built_in_source_loads_under_its_own_key() -> None:
    assert {SOURCES.load(key).key for key in SOURCES.built_in} == set(SOURCES.built_in)


def test_sources_of_other_packages_are_listed_after_ours() -> None:
    entries = SOURCES.known(point("weather", "somewhere:Weather"))
    assert [one.key for one in entries] == [*SOURCES.built_in, "weather"]
    assert not entries[-1].built_in


def test_a_built_in_name_cannot_be_taken_over(expected_logs: Callable[[str], None]) -> None:
    expected_logs("source jetstream of somewhere:Else hides behind ours")
    assert SOURCES.load("jetstream", point("jetstream", "somewhere:Else")) is Jetstream


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("no.such.module:Source", "No module named"),
        ("controlroom.sources.jetstream:Nothing", "Nothing"),
    ],
)
def test_a_broken_one_says_why(where: str, said: str, expected_logs: Callable[[str], None]) -> None:
    expected_logs("source odd cannot be loaded")
    with pytest.raises(PluginBroken) as broken:
        SOURCES.load("odd", point("odd", where))
    assert said in english(broken.value.line)


def test_one_written_for_another_version_says_so() -> None:
    with pytest.raises(PluginBroken) as broken:
        SOURCES.load("odd", point("odd", f"{__name__}:OlderSource"))
    assert "another version" in english(broken.value.line)


def test_an_unknown_one_says_so() -> None:
    with pytest.raises(PluginBroken) as broken:
        SOURCES.load("nowhere", ())
    assert "nowhere" in english(broken.value.line)
