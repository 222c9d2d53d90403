"""One contract for every way in: the cases of ``contract``, on each of our sources."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import cache
from pathlib import Path

import pytest

pytest.register_assert_rewrite("tests.sources.contract_counting", "tests.sources.contract_standing")

from controlroom.sources.jetstream_zstd import V1_DICTIONARY  # noqa: E402
from controlroom.sources.table import SOURCES  # noqa: E402
from tests.sources import contract_counting, contract_standing  # noqa: E402
from tests.sources.contract import CASES, Rig  # noqa: E402
from tests.sources.rig_counted import CountedRig  # noqa: E402
from tests.sources.rigs import FILES, FileRig, jetstream, pipe, port  # noqa: E402
from tests.support.jetstream_server import dictionary  # noqa: E402

assert contract_counting
assert contract_standing

trained = cache(dictionary)

Open = Callable[[Path], AbstractAsyncContextManager[Rig]]
LeftOut = Mapping[str, str]

NOBODY_REFUSES = "there is nobody who could say no"
BY_TIME = "an instance without numbers tells some of the last seconds once more"
NO_CONNECTION = "there is no connection that could break"
SAYS_EACH_ONCE = "whoever counts a second says it once"


@asynccontextmanager
async def _file(folder: Path) -> AsyncIterator[Rig]:
    yield FileRig(folder)


@asynccontextmanager
async def _pipe(_folder: Path) -> AsyncIterator[Rig]:
    with pipe() as rig:
        yield rig


@asynccontextmanager
async def _counted(_folder: Path) -> AsyncIterator[Rig]:
    yield CountedRig()


ONE_PIPE = {
    "it_goes_on_by_itself_and_each_counts_once": NO_CONNECTION,
    "what_is_said_meanwhile_comes_or_is_told_as_a_gap": NO_CONNECTION,
    "its_states_carry_its_name_and_a_sentence": NO_CONNECTION,
    "nobody_there_is_told_until_somebody_is": NO_CONNECTION,
    "cancelled_while_nobody_is_there_it_ends_at_once": NO_CONNECTION,
    "a_refusal_says_why": NOBODY_REFUSES,
}
RIGS: dict[str, tuple[Open, LeftOut]] = {
    "jetstream": (lambda _: jetstream(), {}),
    "jetstream-by-time": (
        lambda _: jetstream(sequenced=False),
        {"another_run_repeats_nothing": BY_TIME},
    ),
    "jetstream-zstd": (
        lambda folder: jetstream(
            compressed_with=trained(V1_DICTIONARY), compress="yes", cache=str(folder)
        ),
        {},
    ),
    "file": (_file, {"a_refusal_says_why": NOBODY_REFUSES}),
    "tcp": (lambda _: port(), {"a_refusal_says_why": NOBODY_REFUSES}),
    "stdin": (_pipe, {**ONE_PIPE, "cancelled_it_ends_at_once_and_leaves_nothing": NO_CONNECTION}),
    "counted": (
        _counted,
        {
            **ONE_PIPE,
            "repeats_and_reorderings_count_once": SAYS_EACH_ONCE,
            "what_its_author_takes_back_does_not_count": SAYS_EACH_ONCE,
            "what_cannot_be_read_is_told_and_stops_nothing": SAYS_EACH_ONCE,
            "silence_is_told_and_then_a_word": "seconds without a mention are counted too",
            "cancelled_it_ends_at_once_and_leaves_nothing": NO_CONNECTION,
        },
    ),
}
APPLY = [
    pytest.param(
        rig,
        case,
        id=f"{rig}-{case}",
        marks=pytest.mark.skipif(
            rig == "file" and not FILES.exists(), reason="open files are not told here"
        ),
    )
    for rig, (_, left_out) in RIGS.items()
    for case in CASES
    if case not in left_out
]


@pytest.mark.parametrize(("rig", "case"), APPLY)
async def test_contract(rig: str, case: str, tmp_path: Path) -> None:
    async with RIGS[rig][0](tmp_path) as opened:
        await CASES[case](opened)


@pytest.mark.parametrize("rig", RIGS)
def test_what_does_not_apply_is_known_and_has_a_reason(rig: str) -> None:
    left_out = RIGS[rig][1]
    assert set(left_out) <= set(CASES)
    assert all(left_out.values())


def test_no_way_in_is_forgotten() -> None:
    ours = {"jetstream", "lines", "counted"}
    elsewhere = {"mastodon", "x"}
    assert ours | elsewhere == set(SOURCES.built_in)
