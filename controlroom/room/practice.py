"""The rehearsal's stopwatch: spike → stage → TAKE → accepted, against the best so far."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from controlroom.clock import MICROS
from controlroom.desk.facts import Practice


@dataclass(slots=True)
class Stopwatch:
    """Runs from a spike until its post is accepted. Times UTC µs of the night."""

    practice: Practice = field(default_factory=Practice)
    _take: str | None = None

    def spike(self, at: int) -> None:
        """A spike is shown: start, unless the operator is about to take for the last one."""
        if self.practice.staged is None or self.practice.taken is not None:
            self.practice = Practice(started=at, best=self.practice.best, run=self.practice.run)
            self._take = None

    def staged(self, at: int) -> None:
        """Something was staged by the operator."""
        if self.practice.started is not None and self.practice.taken is None:
            self.practice = replace(self.practice, staged=self._since(at))

    def taken(self, take: str, at: int) -> None:
        """The post was taken."""
        if self.practice.staged is not None and self.practice.taken is None:
            self._take = take
            self.practice = replace(self.practice, taken=self._since(at))

    def accepted(self, take: str, at: int) -> None:
        """A network accepted a post."""
        if take != self._take or self.practice.accepted is not None:
            return
        taken = self.practice.taken or 0.0
        best = min(taken, self.practice.best) if self.practice.best is not None else taken
        self.practice = replace(self.practice, accepted=self._since(at), best=best)

    def follow(self, cancelled: Callable[[str], bool]) -> None:
        """A post that was cancelled is not taken any more; ``cancelled`` tells by take."""
        if self._take is not None and self.practice.accepted is None and cancelled(self._take):
            self.practice = replace(self.practice, taken=None)
            self._take = None

    def again(self) -> None:
        """Start over; the best time stays."""
        self.practice = Practice(best=self.practice.best, run=self.practice.run + 1)
        self._take = None

    def _since(self, at: int) -> float:
        assert self.practice.started is not None
        return (at - self.practice.started) / MICROS
