"""The GO poll: every guard's answer, and the worst of them."""

import logging
from dataclasses import dataclass

from controlroom.guards import (
    account,
    alt_text,
    approval,
    cap,
    context,
    hashtags,
    held,
    media,
    networks,
    outcome,
    posted_before,
    price,
    rights,
    spacing,
    tone,
    window,
    words,
)
from controlroom.guards.caption import same_tag
from controlroom.guards.known import Answer, Known, Level
from controlroom.guards.table import Guard, foreign_guards
from controlroom.messages import message

LOG = logging.getLogger("controlroom.guards")

GUARDS: tuple[tuple[str, Guard], ...] = (
    ("account", account.guard),
    ("networks", networks.guard),
    ("approval", approval.guard),
    ("media", media.guard),
    ("words", words.guard),
    ("alt_text", alt_text.guard),
    ("rights", rights.guard),
    ("posted_before", posted_before.guard),
    ("spacing", spacing.guard),
    ("cap", cap.guard),
    ("price", price.guard),
    ("window", window.guard),
    ("tone", tone.guard),
    ("hashtags", hashtags.guard),
    ("context", context.guard),
    ("outcome", outcome.guard),
    ("held", held.guard),
)


@dataclass(frozen=True, slots=True)
class GoPoll:
    """The answers in the guards' order; guards with nothing to say are left out.

    ``asked`` is what a second key is asked for: the guards that say CAUTION, and by name the sad
    things two of them speak of. Who said yes to one of these said nothing of another.
    """

    answers: tuple[tuple[str, Answer], ...]
    asked: frozenset[str] = frozenset()

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
    answers = tuple((name, answer) for name, answer in asked if answer is not None)
    return GoPoll(answers, _asked(known, answers))


def _asked(known: Known, answers: tuple[tuple[str, Answer], ...]) -> frozenset[str]:
    """Names only, no figures: those change from second to second."""
    names = {name for name, answer in answers if answer.level is Level.CAUTION}
    if "tone" in names:
        names |= {f"solemn {same_tag(subject)}" for subject in known.solemn}
    if "context" in names:
        names |= {f"context {one.slug}" for one in known.contexts if context.is_solemn(one)}
    return frozenset(names)


def _ask(name: str, guard: Guard, known: Known) -> Answer | None:
    """A foreign guard may fail in any way; it must not take TAKE with it, nor pass unseen."""
    try:
        return guard(known)
    except Exception:
        LOG.exception("guard %s failed", name)
        label = message("words", words=name)
        return Answer(Level.CAUTION, label, message("guard.failed"))
