"""Solemn subjects and fires in the room: which stand, and what the operator said of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from controlroom.clock import MICROS
from controlroom.desk.facts import FireSeen, Said, SolemnSeen
from controlroom.mentions.folding import fold
from controlroom.mentions.watches import Fire, Solemn
from controlroom.sources.mention import Mention

STANDS_US = 900 * MICROS
"""Nobody has spoken of a subject for so long: it stands no more."""
FIRE_STANDS_US = 4 * 3600 * MICROS
NOT_OURS_US = 900 * MICROS
"""For so long an answer "not ours" holds."""
SHOWN = 4


@dataclass(frozen=True, slots=True)
class NotOurs:
    """The operator saw it and it is not about our event. ``until`` UTC µs."""

    until: int
    reason: str


@dataclass(slots=True)
class Subjects:
    """What stands in one night, and which subjects were answered. Times UTC µs."""

    answers: dict[str, NotOurs] = field(default_factory=dict)

    def standing(
        self, found: Iterable[Solemn], fed_until: int, now: int, titles: Mapping[str, str]
    ) -> tuple[SolemnSeen, ...]:
        """The subjects that stand: strong ones first, then the newest; answered ones last.

        ``fed_until``: while nothing is told, nothing is over. ``titles`` of sources by name.
        """
        newest: dict[str, Solemn] = {}
        for one in found:
            if fed_until - one.latest_us <= STANDS_US and one.since_us <= now:
                newest[fold(one.subject)] = one
        self.answers = {
            subject: answer for subject, answer in self.answers.items() if answer.until > now
        }
        seen = [self._seen(key, one, titles) for key, one in newest.items()]
        return tuple(
            sorted(seen, key=lambda s: (s.not_ours_until is not None, not s.strong, -s.since))
        )

    def _seen(self, key: str, one: Solemn, titles: Mapping[str, str]) -> SolemnSeen:
        answer = self.answers.get(key)
        return SolemnSeen(
            one.subject,
            one.since_us,
            one.latest_us,
            one.strong,
            one.words,
            posts_of(one.posts, titles),
            one.authors,
            one.share,
            one.usual,
            answer.until if answer is not None else None,
            answer.reason if answer is not None else "",
        )

    def not_ours(self, subject: str, reason: str, now: int) -> int:
        """Let ``subject`` be for fifteen minutes; until when (UTC µs)."""
        until = now + NOT_OURS_US
        self.answers[fold(subject)] = NotOurs(until, reason)
        return until

    def ours_again(self, subject: str) -> bool:
        """Take the answer back; whether there was one."""
        return self.answers.pop(fold(subject), None) is not None


def unanswered(subjects: Iterable[SolemnSeen]) -> tuple[SolemnSeen, ...]:
    """The subjects that make CAUTION."""
    return tuple(one for one in subjects if one.not_ours_until is None)


def burning(
    found: Iterable[Fire], fed_until: int, now: int, titles: Mapping[str, str]
) -> tuple[FireSeen, ...]:
    """The fires that burn: those about a post of ours first, then the newest."""
    seen = [
        FireSeen(
            one.since_us,
            one.latest_us,
            (one.source, one.own_post) if one.own_post else None,
            posts_of(one.posts, titles),
            one.words,
            one.authors,
            one.share,
            one.usual,
        )
        for one in found
        if not one.over and one.since_us <= now and fed_until - one.latest_us <= FIRE_STANDS_US
    ]
    return tuple(sorted(seen, key=lambda one: (one.own is None, -one.since)))


def posts_of(mentions: Iterable[Mention], titles: Mapping[str, str]) -> tuple[Said, ...]:
    """A few posts to read."""
    return tuple(
        Said(one.id, one.time_us, one.text, titles.get(one.source, one.source))
        for one in tuple(mentions)[:SHOWN]
    )
