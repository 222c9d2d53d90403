from collections.abc import Callable
from importlib.metadata import EntryPoint

import pytest

from controlroom.messages import english
from controlroom.sources.jetstream import Jetstream
from controlroom.sources.table import BUILT_IN, GROUP, SourceBroken, known_sources, load_source


class OlderSource:
    api = 0


def point(name: str, where: str) -> tuple[EntryPoint, ...]:
    return (EntryPoint(name, where, GROUP),)


def test_every_built_in_source_loads_under_its_own_key() -> None:
    assert {load_source(key).key for key in BUILT_IN} == set(BUILT_IN)


def test_sources_of_other_packages_are_listed_after_ours() -> None:
    entries = known_sources(point("weather", "somewhere:Weather"))
    assert [one.key for one in entries] == [*BUILT_IN, "weather"]
    assert not entries[-1].built_in


def test_a_built_in_name_cannot_be_taken_over(expected_logs: Callable[[str], None]) -> None:
    expected_logs("source jetstream of somewhere:Else hides")
    assert load_source("jetstream", point("jetstream", "somewhere:Else")) is Jetstream


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("no.such.module:Source", "No module named"),
        ("controlroom.sources.jetstream:Nothing", "Nothing"),
    ],
)
def test_a_broken_one_says_why(where: str, said: str, expected_logs: Callable[[str], None]) -> None:
    expected_logs("source odd cannot be loaded")
    with pytest.raises(SourceBroken) as broken:
        load_source("odd", point("odd", where))
    assert said in english(broken.value.line)


def test_one_written_for_another_version_says_so() -> None:
    with pytest.raises(SourceBroken) as broken:
        load_source("odd", point("odd", f"{__name__}:OlderSource"))
    assert "another version" in english(broken.value.line)


def test_an_unknown_one_says_so() -> None:
    with pytest.raises(SourceBroken) as broken:
        load_source("nowhere", ())
    assert "nowhere" in english(broken.value.line)
