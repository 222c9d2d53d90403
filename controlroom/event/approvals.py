"""What becomes of approvals when the event's networks change.

A yes was given to words and pictures. Another network that shows the very same needs no new yes,
and one that goes takes nothing from it; a network with words of its own does need one.
"""

from dataclasses import replace

from controlroom.event.asset import Approval, Asset
from controlroom.event.content import content_digest, is_approved
from controlroom.event.live_event import LiveEvent

Approvals = tuple[tuple[str, Approval], ...]
"""By the asset's slug."""


def carry_over(before: LiveEvent, after: LiveEvent) -> tuple[LiveEvent, Approvals]:
    """``after``, which differs from ``before`` in its accounts only, with the approvals that go on;
    and those as they were before."""
    new = set(after.channels) - set(before.channels)
    going_on = [
        asset
        for asset in before.assets
        if is_approved(asset, before.channels)
        and not new & {variant.channel for variant in asset.variants}
    ]
    kept = tuple((asset.slug, _approval(asset)) for asset in going_on)
    moved = tuple(
        (slug, replace(yes, digest=content_digest(after.asset(slug), after.channels)))
        for slug, yes in kept
    )
    changed = [slug for (slug, old), (_, yes) in zip(kept, moved, strict=True) if old != yes]
    return (
        with_approvals(after, tuple(pair for pair in moved if pair[0] in changed)),
        tuple(pair for pair in kept if pair[0] in changed),
    )


def with_approvals(event: LiveEvent, approvals: Approvals) -> LiveEvent:
    """``event`` with these approvals; an asset that is gone has none."""
    if not approvals:
        return event
    given = dict(approvals)
    assets = tuple(
        replace(asset, approval=given[asset.slug]) if asset.slug in given else asset
        for asset in event.assets
    )
    return replace(event, assets=assets)


def approvals_of(event: LiveEvent, those: Approvals) -> Approvals:
    """The approvals as ``event`` has them, of the assets named in ``those``."""
    named = {slug for slug, _ in those}
    return tuple(
        (asset.slug, asset.approval)
        for asset in event.assets
        if asset.slug in named and asset.approval is not None
    )


def _approval(asset: Asset) -> Approval:
    assert asset.approval is not None
    return asset.approval
