"""What will become of the answers of a contact sheet, told before anything is changed.

An answer is for the words and pictures that stood on the sheet: it carries their digest, and where
the asset says something else by now it is kept apart.
"""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from controlroom.errors import Refused, WrongInput
from controlroom.event.answer_file import AnswerFile, AnswerForm
from controlroom.event.approvals import is_author
from controlroom.event.asset import Approval, Asset, Verdict
from controlroom.event.content import variant_digest
from controlroom.event.edits_people import SayOf
from controlroom.event.live_event import LiveEvent, Person, PersonRole
from controlroom.event.people import same
from controlroom.messages import Message, message

MICROS = 1_000_000
EARLY_S = 15 * 60
"""A clock may be this much ahead of ours, or behind, before what it says is not believed."""
FIRST = 946_684_800 * MICROS
"""The year 2000 begins (UTC): before it there were no contact sheets."""


class Fate(StrEnum):
    """What becomes of an answer. ALREADY: this very word stands there; CHANGED: the asset says
    something else by now."""

    APPLIED = "applied"
    ALREADY = "already"
    CHANGED = "changed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer and what becomes of it; ``edit`` where it is to be applied, ``why`` where not."""

    asset: str
    title: str
    channel: str
    verdict: Verdict
    note: str
    fate: Fate
    why: Message | None = None
    edit: SayOf | None = None


@dataclass(frozen=True, slots=True)
class Weighed:
    """All answers of a file, in its order. ``by`` as the event writes the name; ``answered`` UTC
    µs."""

    sha256: str
    sheet: str
    by: str
    answered: int
    answers: tuple[Answer, ...]

    @property
    def edits(self) -> tuple[SayOf, ...]:
        """What is to be changed."""
        return tuple(one.edit for one in self.answers if one.edit is not None)

    def count(self, fate: Fate) -> int:
        """How many answers meet this fate."""
        return sum(one.fate is fate for one in self.answers)

    @property
    def not_applied(self) -> int:
        """How many are lost on the event: changed since, or refused."""
        return self.count(Fate.CHANGED) + self.count(Fate.REFUSED)


def weigh(file: AnswerFile, event: LiveEvent, now: int) -> Weighed:
    """What becomes of each answer of ``file`` at ``now`` (UTC µs). ``WrongInput`` where the file is
    for another event, from the future or older than its sheet, ``Refused`` for a name that may not
    approve."""
    if file.event != event.slug:
        raise WrongInput(
            message("answers.other_event", event=event.slug, asked=file.event),
            message("answers.other_event.do", asked=file.event),
        )
    if file.answered > now + EARLY_S * MICROS:
        raise WrongInput(message("answers.future"), message("answers.future.do"))
    if file.answered < max(file.made - EARLY_S * MICROS, FIRST):
        raise WrongInput(message("answers.before"), message("answers.future.do"))
    by = _approver(file.by, event)
    # A plain dict: 1,000 assets on five networks would be looked through 5,000 times.
    assets = {asset.slug: asset for asset in event.assets}
    times = Counter((one.asset, one.channel) for one in file.answers)
    answers = tuple(
        _weighed(one, assets.get(one.asset), by, file, event, times) for one in file.answers
    )
    return Weighed(file.sha256, file.sheet, by, file.answered, answers)


def may_approve(person: Person) -> bool:
    """Whether ``person`` may say yes to an asset: approvers, and whoever speaks for the client."""
    return person.role is PersonRole.APPROVER or person.client


def approver_names(event: LiveEvent) -> tuple[str, ...]:
    """The names of all who may approve, the one that the settings name among them."""
    names = [person.name for person in event.people if may_approve(person)]
    named = event.settings.approver.strip()
    if named and not any(same(named, person.name) for person in event.people):
        names.append(named)
    return tuple(names)


def _approver(name: str, event: LiveEvent) -> str:
    """``name`` as the event writes it; any name where the event has nobody."""
    names = approver_names(event)
    if not names and not event.people:
        return name
    for one in names:
        if same(one, name):
            return one
    raise Refused(
        message("answers.no_approver", by=name, event=event.slug),
        message("answers.no_approver.do", event=event.slug, names=", ".join(names) or "–"),
    )


def _weighed(
    one: AnswerForm,
    asset: Asset | None,
    by: str,
    file: AnswerFile,
    event: LiveEvent,
    times: Counter[tuple[str, str]],
) -> Answer:
    def told(fate: Fate, why: Message | None = None, edit: SayOf | None = None) -> Answer:
        title = one.asset if asset is None else asset.title
        return Answer(one.asset, title, one.channel, one.verdict, one.note, fate, why, edit)

    if asset is None:
        return told(Fate.REFUSED, message("answers.no_asset", asset=one.asset))
    if one.channel not in event.channels:
        return told(Fate.REFUSED, message("answers.no_channel", channel=one.channel))
    if times[one.asset, one.channel] > 1:
        return told(Fate.REFUSED, message("answers.twice"))
    digest = variant_digest(asset, one.channel)
    if one.digest != digest:
        return told(Fate.CHANGED, message("answers.changed"))
    before = next((said for said in asset.approvals if said.channel == one.channel), None)
    new = Approval(
        one.channel, by, file.answered, asset.version, digest, None, one.verdict, one.note
    )
    if before is not None and _same(before, new):
        return told(Fate.ALREADY)
    if before is not None and _is_older(new, before):
        return told(Fate.REFUSED, message("answers.older", by=before.by))
    if one.verdict is Verdict.APPROVED and is_author(asset, one.channel, by):
        return told(Fate.REFUSED, message("approval.own", by=by, asset=asset.title))
    return told(Fate.APPLIED, edit=SayOf(one.asset, new))


def _is_older(new: Approval, before: Approval) -> bool:
    """Whether ``before`` speaks of the same content and is newer; what is taken back is for any."""
    for_it = before.digest == new.digest or before.verdict is Verdict.WITHDRAWN
    return for_it and before.at > new.at


def _same(before: Approval, new: Approval) -> bool:
    """Whether the word that stands there came from this very file, or one like it."""
    said = (before.by, before.at, before.digest, before.verdict, before.note)
    return said == (new.by, new.at, new.digest, new.verdict, new.note)
