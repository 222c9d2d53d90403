"""The GO poll: every guard's answer, and the worst of them."""

import logging
from dataclasses import dataclass

from controlroom.guards import (
    account,
    alt_text,
    approval,
    breaker,
    cap,
    changed,
    clock,
    context,
    embargo,
    faces,
    hashtags,
    held,
    links,
    media,
    networks,
    never,
    offer,
    outcome,
    posted_before,
    price,
    promo,
    provenance,
    read_back,
    rights,
    sensitive,
    slots,
    spacing,
    stay_out,
    token,
    tone,
    window,
    words,
)
from controlroom.guards.known import Answer, Known, Level
from controlroom.guards.table import Foreign, Guard, foreign_guards
from controlroom.messages import message

LOG = logging.getLogger("controlroom.guards")

GUARDS: tuple[tuple[str, Guard], ...] = (
    ("account", account.guard),
    ("faces", faces.guard),
    ("token", token.guard),
    ("networks", networks.guard),
    ("changed", changed.guard),
    ("approval", approval.guard),
    ("slots", slots.guard),
    ("media", media.guard),
    ("words", words.guard),
    ("never", never.guard),
    ("alt_text", alt_text.guard),
    ("provenance", provenance.guard),
    ("rights", rights.guard),
    ("offer", offer.guard),
    ("embargo", embargo.guard),
    ("posted_before", posted_before.guard),
    ("spacing", spacing.guard),
    ("cap", cap.guard),
    ("breaker", breaker.guard),
    ("price", price.guard),
    ("window", window.guard),
    ("tone", tone.guard),
    ("promo", promo.guard),
    ("sensitive", sensitive.guard),
    ("hashtags", hashtags.guard),
    ("links", links.guard),
    ("context", context.guard),
    ("stay_out", stay_out.guard),
    ("outcome", outcome.guard),
    ("held", held.guard),
    ("read_back", read_back.guard),
    ("clock", clock.guard),
)


@dataclass(frozen=True, slots=True)
class GoPoll:
    """The answers, worst first, else in the guards' order; guards with nothing to say are left out.

    ``asked`` is what a second key is asked for: the guards that say CAUTION, and by name what each
    of them speaks of. Who said yes to one of these said nothing of another.
    """

    answers: tuple[tuple[str, Answer], ...]
    asked: frozenset[str] = frozenset()

    def unasked(self, before: frozenset[str]) -> Answer | None:
        """The first CAUTION that was not all among what was ``asked`` before, or None."""
        for name, answer in self.answers:
            if answer.level is Level.CAUTION and not asks(name, answer) <= before:
                return answer
        return None

    @property
    def level(self) -> Level:
        """The worst answer."""
        return max((answer.level for _, answer in self.answers), default=Level.GO)

    @property
    def worst(self) -> Answer | None:
        """The first of the worst answers, None when all say GO."""
        level = self.level
        if level is Level.GO:
            return None
        return next(answer for _, answer in self.answers if answer.level is level)


def poll(known: Known) -> GoPoll:
    """Ask every guard, ours and those of other packages. Pure; well under 5 ms."""
    asked = [(name, guard(known)) for name, guard in GUARDS]
    asked += [(name, _ask(name, guard, known)) for name, guard in foreign_guards()]
    answers = [(name, answer) for name, answer in asked if answer is not None]
    answers.sort(key=lambda one: -one[1].level)
    cautions = (asks(name, one) for name, one in answers if one.level is Level.CAUTION)
    return GoPoll(tuple(answers), frozenset().union(*cautions))


def asks(name: str, answer: Answer) -> frozenset[str]:
    """What a guard's CAUTION asks a second key for. Names only, no figures: those change from
    second to second."""
    return frozenset({name, *(f"{name} {about}" for about in answer.about)})


def _ask(name: str, guard: Foreign, known: Known) -> Answer | None:
    """A foreign guard may fail in any way; it must not take TAKE with it, nor pass unseen."""
    try:
        answer = guard(known)
        if answer is None or isinstance(answer, Answer):
            return answer
        LOG.error("guard %s answered %r", name, answer)
    except Exception:
        LOG.exception("guard %s failed", name)
    return Answer(Level.CAUTION, message("words", words=name), message("guard.failed"))
