"""What a fault run costs: the outbox as it was left, compared with what the servers hold."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from controlroom.event.delivery import PUBLIC, Delivery, DeliveryState

S = DeliveryState
NOT_THERE = frozenset({S.REFUSED, S.CANCELLED, S.RETRACTED})
SAID = NOT_THERE | {S.UNKNOWN, S.BY_HAND}


@dataclass(frozen=True)
class Truth:
    """One server's: the words of all that is up now, and of all that was ever put up. ``tells``:
    whether looking can tell that a post is not there; ``signed_in``: whether the server still lets
    the account look at all."""

    kind: str
    tells: bool
    signed_in: bool
    up: tuple[str, ...]
    ever: tuple[str, ...]


@dataclass
class Toll:
    """D, L and U, each a list of what exactly went wrong; ``unknown`` counts what stayed so, by
    kind of network, and may."""

    deliveries: int = 0
    duplicates: list[str] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)
    untrue: list[str] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    @property
    def nothing(self) -> bool:
        """Whether all is well."""
        return not (self.duplicates or self.losses or self.untrue)

    def __iadd__(self, other: "Toll") -> "Toll":
        self.deliveries += other.deliveries
        self.duplicates += other.duplicates
        self.losses += other.losses
        self.untrue += other.untrue
        self.unknown += other.unknown
        self.states += other.states
        self.errors += other.errors
        return self


def toll(rows: Iterable[Delivery], truths: Mapping[str, Truth], taken: Iterable[str]) -> Toll:
    """Compare. ``truths`` by channel; ``taken`` are the takes the operator was told of."""
    known = tuple(rows)
    made = Toll(deliveries=len(known))
    for row in known:
        _look_at(row, truths[row.channel], made)
    takes = {row.take for row in known}
    made.losses += [f"take {take} is not in the outbox" for take in taken if take not in takes]
    return made


def _look_at(row: Delivery, truth: Truth, made: Toll) -> None:
    mark = row.words.split(" ", 1)[0]
    there = sum(mark in words for words in truth.up)
    copies = sum(mark in words for words in truth.ever)
    told = f"{truth.kind} {mark} {row.state} ({row.problem}), there: {there}, ever: {copies}"
    made.states[str(row.state)] += 1
    if copies > 1:
        made.duplicates += [told] * (copies - 1)
    if not there and row.state not in SAID:
        made.losses.append(told)
    if row.state is S.UNKNOWN:
        if truth.signed_in and (there or truth.tells):
            made.untrue.append(told)
        else:
            made.unknown[truth.kind if truth.signed_in else f"{truth.kind}, signed out"] += 1
    elif bool(there) != (row.state in PUBLIC):
        made.untrue.append(told)
