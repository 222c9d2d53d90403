"""One contract for every way out: the cases of ``contract``, on each of our channels."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

pytest.register_assert_rewrite("tests.channels.contract_content", "tests.channels.contract_sending")

from tests.channels import contract_content, contract_sending  # noqa: E402
from tests.channels.contract import CASES, Rig  # noqa: E402
from tests.channels.rigs import RATE, Network, rig_on  # noqa: E402
from tests.channels.rigs_networks import NETWORKS  # noqa: E402
from tests.channels.rigs_without_wire import (  # noqa: E402
    BY_A_PERSON,
    BY_HAND_ONLY,
    ON_THE_WIRE,
    SIMULATED_ONLY,
    by_hand,
    simulated,
    without_wire,
)
from tests.hygiene.records import Expect  # noqa: E402
from tests.support.networks.fast_loop import FastLoop, Flow  # noqa: E402

assert contract_content
assert contract_sending

Open = Callable[[Path], AbstractAsyncContextManager[Rig]]
LeftOut = Mapping[str, str]


def _opens(network: Network) -> Open:
    return lambda folder: rig_on(network, folder)


RIGS: dict[str, tuple[Open, LeftOut]] = {
    **{network.side: (_opens(network), network.does_not_apply) for network in NETWORKS},
    "by_hand": (by_hand, without_wire(BY_HAND_ONLY, BY_A_PERSON)),
    "simulated": (lambda _: simulated("bluesky"), without_wire(SIMULATED_ONLY, ON_THE_WIRE)),
}
APPLY = [
    pytest.param(rig, case, id=f"{rig}-{case}")
    for rig, (_, left_out) in RIGS.items()
    for case in CASES
    if case not in left_out
]


@pytest.mark.parametrize(("rig", "case"), APPLY)
def test_contract(rig: str, case: str, tmp_path: Path, expected_logs: Expect) -> None:
    if case == "an_answer_given_twice_is_one_post":
        expected_logs("more than one answer")

    async def on_its_rig() -> None:
        async with RIGS[rig][0](tmp_path) as opened:
            await CASES[case](opened)

    with asyncio.Runner(loop_factory=lambda: FastLoop(Flow.at(RATE))) as runner:
        runner.run(on_its_rig())


@pytest.mark.parametrize("rig", RIGS)
def test_what_does_not_apply_is_known_and_has_a_reason(rig: str) -> None:
    left_out = RIGS[rig][1]
    assert set(left_out) <= set(CASES)
    assert all(left_out.values())
