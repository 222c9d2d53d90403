"""Approvals: a person's word on what an asset says and shows on one channel.

It binds to that content (``content.variant_digest``); whoever changes the content on a channel has
no yes there any more, and keeps those on the others.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from controlroom.errors import Refused
from controlroom.event.asset import Approval, Asset, Verdict
from controlroom.event.content import variant_digest
from controlroom.event.live_event import LiveEvent
from controlroom.event.people import same
from controlroom.event.slots import fits
from controlroom.messages import message

Approvals = tuple[tuple[str, tuple[Approval, ...]], ...]
"""By the asset's slug."""


Changed = tuple[Asset, Approval | None, Approval | None]
"""An asset, and the word on one of its channels before and after."""


class Standing(StrEnum):
    """How an asset stands on a channel. CHANGED: something was said of other content; EXPIRED: the
    yes has ended; OUTSIDE: what stands in its gaps breaks their rules."""

    WAITING = "waiting"
    APPROVED = "approved"
    CHANGES = "changes"
    CHANGED = "changed"
    EXPIRED = "expired"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Said:
    """How an asset stands on ``channel``, and the word of the approver that speaks of it."""

    channel: str
    standing: Standing
    approval: Approval | None = None


def said_of(asset: Asset, channel: str, now: int) -> Said:
    """How ``asset`` stands on ``channel`` at ``now`` (UTC µs)."""
    approval = next((one for one in asset.approvals if one.channel == channel), None)
    if approval is None or approval.verdict is Verdict.WITHDRAWN:
        return Said(channel, Standing.WAITING)
    if approval.digest != variant_digest(asset, channel):
        return Said(channel, Standing.CHANGED, approval)
    if approval.verdict is Verdict.CHANGES:
        return Said(channel, Standing.CHANGES, approval)
    if approval.until is not None and now >= approval.until:
        return Said(channel, Standing.EXPIRED, approval)
    if is_author(asset, channel, approval.by):
        # They were given another name, or wrote the same words anew, after they said it.
        return Said(channel, Standing.WAITING)
    if not fits(asset, channel):
        return Said(channel, Standing.OUTSIDE, approval)
    return Said(channel, Standing.APPROVED, approval)


def is_approved(asset: Asset, channels: tuple[str, ...], now: int) -> bool:
    """Whether somebody said yes to exactly this content on each of ``channels``, and the yes still
    holds at ``now`` (UTC µs)."""
    return bool(channels) and all(
        said_of(asset, channel, now).standing is Standing.APPROVED for channel in channels
    )


def newest_word(asset: Asset) -> Approval:
    """The newest word that counts, on any channel. ValueError where there is none."""
    words = (one for one in asset.approvals if one.verdict is not Verdict.WITHDRAWN)
    return max(words, key=lambda one: one.at)


def with_word(asset: Asset, approval: Approval) -> Asset:
    """``asset`` with the newest word on one channel. ``Refused`` for a yes to one's own, and for a
    word of nobody."""
    if not approval.by.strip():
        raise Refused(message("approval.unsigned", asset=asset.title))
    if approval.verdict is Verdict.APPROVED and is_author(asset, approval.channel, approval.by):
        raise Refused(message("approval.own", by=approval.by, asset=asset.title))
    others = tuple(one for one in asset.approvals if one.channel != approval.channel)
    return replace(asset, approvals=(*others, approval))


def is_author(asset: Asset, channel: str, who: str) -> bool:
    """Whether ``who`` made any of what goes to ``channel``."""
    return any(same(who, one) for one in asset.authors_of(channel))


def assets_with_yes(event: LiveEvent, who: str) -> int:
    """How many assets carry a yes of ``who`` to what they say and show now."""
    return sum(
        any(
            one.verdict is Verdict.APPROVED
            and same(one.by, who)
            and one.digest == variant_digest(asset, one.channel)
            for one in asset.approvals
        )
        for asset in event.assets
    )


def changed_words(before: LiveEvent, after: LiveEvent) -> list[Changed]:
    """Each word on an asset of both that is another one in ``after``."""
    known = {asset.slug: asset for asset in before.assets}
    found: list[Changed] = []
    for asset in after.assets:
        earlier = known.get(asset.slug)
        if earlier is None or earlier.approvals == asset.approvals:
            continue
        was = {one.channel: one for one in earlier.approvals}
        now = {one.channel: one for one in asset.approvals}
        found += [
            (asset, was.get(channel), now.get(channel))
            for channel in {**was, **now}
            if was.get(channel) != now.get(channel)
        ]
    return found


def carry_over(before: LiveEvent, after: LiveEvent) -> tuple[LiveEvent, Approvals]:
    """``after``, which has more accounts than ``before`` and is else the same: where a new channel
    shows the very same as one somebody said yes to, that yes counts there too. And the approvals of
    those assets as they were."""
    new = [channel for channel in after.channels if channel not in before.channels]
    made: dict[str, tuple[Approval, ...]] = {}
    for asset in after.assets:
        more = [one for channel in new if (one := _same_said(asset, channel)) is not None]
        if more:
            made[asset.slug] = (*asset.approvals, *more)
    was = tuple((asset.slug, asset.approvals) for asset in after.assets if asset.slug in made)
    return with_approvals(after, tuple(made.items())), was


def with_approvals(event: LiveEvent, approvals: Approvals) -> LiveEvent:
    """``event`` with these approvals; an asset that is gone has none."""
    if not approvals:
        return event
    given = dict(approvals)
    assets = tuple(
        replace(asset, approvals=given[asset.slug]) if asset.slug in given else asset
        for asset in event.assets
    )
    return replace(event, assets=assets)


def approvals_of(event: LiveEvent, those: Approvals) -> Approvals:
    """The approvals as ``event`` has them, of the assets named in ``those``."""
    named = {slug for slug, _ in those}
    return tuple((asset.slug, asset.approvals) for asset in event.assets if asset.slug in named)


def _same_said(asset: Asset, channel: str) -> Approval | None:
    if any(one.channel == channel for one in asset.approvals):
        return None
    digest = variant_digest(asset, channel)
    words = [one for one in asset.approvals if one.digest == digest]
    # Where one approver wants the very same changed elsewhere, somebody has to be asked.
    if not words or any(one.verdict is not Verdict.APPROVED for one in words):
        return None
    newest = max(words, key=lambda one: one.at)
    return None if is_author(asset, channel, newest.by) else replace(newest, channel=channel)
