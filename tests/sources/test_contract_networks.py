"""The contract of every way in, on Mastodon and X."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager

import pytest

pytest.register_assert_rewrite("tests.sources.contract_counting", "tests.sources.contract_standing")

from tests.sources import contract_counting, contract_standing  # noqa: E402
from tests.sources.contract import CASES, Rig  # noqa: E402
from tests.sources.rigs_networks import mastodon, x  # noqa: E402

assert contract_counting
assert contract_standing

PAGES = {
    "its_states_carry_its_name_and_a_sentence": "pages have no connection that could break",
    "it_goes_on_by_itself_and_each_counts_once": "pages have no connection that could break",
    "what_its_author_takes_back_does_not_count": "pages tell no deletions",
    "what_cannot_be_read_is_told_and_stops_nothing": "a page that cannot be read is a refusal",
    "silence_is_told_and_then_a_word": "a server that is asked answers",
    "cancelled_it_ends_at_once_and_leaves_nothing": "who has asked is not listening",
}
LEFT_OUT: dict[str, Mapping[str, str]] = {
    "mastodon-socket": {
        "silence_is_told_and_then_a_word": "pings that nobody sees keep a websocket",
    },
    "mastodon-events": {},
    "mastodon-pages": PAGES,
    "x": {
        "what_its_author_takes_back_does_not_count": "X tells no deletions this way",
        "silence_is_told_and_then_a_word": "a silent stream is opened anew",
        "other_terms_disturb_nothing": "without terms there is nothing to pay for",
    },
}
OPEN: dict[str, Callable[[], AbstractAsyncContextManager[Rig]]] = {
    "mastodon-socket": lambda: mastodon("socket"),
    "mastodon-events": lambda: mastodon("events"),
    "mastodon-pages": mastodon,
    "x": x,
}


@pytest.mark.parametrize(
    ("rig", "case"), [(rig, case) for rig in OPEN for case in CASES if case not in LEFT_OUT[rig]]
)
async def test_contract(rig: str, case: str) -> None:
    async with OPEN[rig]() as opened:
        await CASES[case](opened)


@pytest.mark.parametrize("rig", OPEN)
def test_what_does_not_apply_is_known(rig: str) -> None:
    assert set(LEFT_OUT[rig]) <= set(CASES)
