"""PREP: what approvers said of an asset on each network, and who may say something."""

from controlroom.desk.facts import Facts
from controlroom.desk.prep_view import PrepSaid
from controlroom.desk.view import Tone
from controlroom.event.answers import may_approve
from controlroom.event.approvals import Said, Standing, is_author
from controlroom.event.asset import Asset, Slot, Verdict
from controlroom.event.live_event import Brand
from controlroom.event.people import same
from controlroom.messages import At, Message, message
from controlroom.posting.who_may import people_of

TONES = {
    Standing.APPROVED: Tone.GO,
    Standing.WAITING: Tone.CAUTION,
    Standing.CHANGES: Tone.NO_GO,
    Standing.CHANGED: Tone.CAUTION,
    Standing.EXPIRED: Tone.CAUTION,
    Standing.OUTSIDE: Tone.CAUTION,
}


def said(facts: Facts, asset: Asset, one: Said) -> PrepSaid:
    """How ``asset`` stands on one network, in words."""
    stands = one.approval is not None and one.standing in (Standing.CHANGES, Standing.CHANGED)
    return PrepSaid(
        line=_line(one, facts.event.zone),
        note=one.approval.note if stands and one.approval is not None else "",
        tone=TONES[one.standing],
        yes=one.standing is Standing.APPROVED,
        own=tuple(who for who in approvers(facts) if is_author(asset, one.channel, who)),
    )


def _line(one: Said, zone: str) -> Message:
    word = one.approval
    if word is None:
        return message("prep.said.waiting")
    by, at = word.by, At(word.at, zone)
    match one.standing:
        case Standing.APPROVED if word.until is not None:
            return message("prep.said.approved_until", by=by, until=At(word.until, zone))
        case Standing.APPROVED:
            return message("prep.said.approved", by=by, at=at)
        case Standing.CHANGES:
            return message("prep.said.changes", by=by, at=at)
        case Standing.EXPIRED:
            return message("prep.said.expired", by=by, until=At(word.until or word.at, zone))
        case Standing.OUTSIDE:
            return message("prep.said.outside")
    asked = word.verdict is Verdict.CHANGES
    return message("prep.said.changed_asked" if asked else "prep.said.changed", by=by)


def approvers(facts: Facts) -> tuple[str, ...]:
    """Who may say something of an asset; whoever sits here first."""
    names = [one.name for one in people_of(facts.event) if may_approve(one)]
    return tuple(sorted(names, key=lambda name: not same(name, facts.operator)))


def no_approver(facts: Facts, asset: Asset) -> Message | None:
    """Why nobody may say yes to any of it, None where somebody may."""
    names = approvers(facts)
    if not names:
        return message("prep.no_approver")
    channels = facts.event.channels
    if all(is_author(asset, channel, who) for who in names for channel in channels):
        return message("prep.only_own", names=", ".join(names))
    return None


def authors(facts: Facts, asset: Asset) -> str:
    """Who made it, and who made what is different on a network."""
    told = [*asset.authors]
    for variant in asset.variants:
        if variant.channel in facts.event.channels:
            title = facts.titles.get(variant.channel, variant.channel)
            told += [f"{who} ({title})" for who in variant.authors if who not in asset.authors]
    return ", ".join(told)


def rule_of(slot: Slot) -> Message:
    """What may stand in a gap."""
    if slot.words:
        return message("prep.slot_words", longest=slot.longest, words=", ".join(slot.words))
    return message("prep.slot_any", longest=slot.longest)


def brief(brand: Brand) -> tuple[tuple[Message, str], ...]:
    """What the brand is and is not; what nobody has written is left out."""
    told = (
        (message("prep.brief.brief"), brand.brief),
        (message("prep.brief.voice"), brand.voice),
        (message("prep.brief.belongs"), ", ".join(brand.belongs_in)),
        (message("prep.brief.stays_out"), ", ".join(brand.stay_out_of)),
        (message("prep.brief.goals"), ", ".join(brand.goals)),
    )
    return tuple((name, words) for name, words in told if words.strip())
