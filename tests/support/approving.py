"""Assets to which somebody has said yes."""

from dataclasses import replace

from controlroom.event.asset import Approval, Asset
from controlroom.event.content import variant_digest


def approved(
    asset: Asset,
    channels: tuple[str, ...],
    by: str = "Dana",
    at: int = 0,
    until: int | None = None,
) -> Asset:
    """``asset`` with a yes of ``by`` to what it says and shows now, on each of ``channels``; any
    word on another channel stays. ``at`` and ``until`` UTC µs."""
    others = tuple(one for one in asset.approvals if one.channel not in channels)
    words = (
        Approval(channel, by, at, asset.version, variant_digest(asset, channel), until)
        for channel in channels
    )
    return replace(asset, approvals=(*others, *words))
