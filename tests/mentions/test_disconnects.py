"""Lines break, stall, repeat and reorder: every mention still counts once, in its own second."""

from tests.mentions.disconnects import differences


def test_counts_are_the_truth_across_thirty_faults() -> None:
    assert differences(60_000, 30) == []
