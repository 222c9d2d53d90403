"""How posts are doing, as far as their networks tell."""

import asyncio
import logging
from collections.abc import Iterable, Mapping

from controlroom.channels.base import Channel, ChannelError, Metrics
from controlroom.event.delivery import Delivery
from controlroom.posting.way import receipt_of

LOG = logging.getLogger("controlroom.posting")


async def together(channels: Mapping[str, Channel], rows: Iterable[Delivery]) -> Metrics | None:
    """How these posts are doing together; None where no network tells."""
    told = await asyncio.gather(*(_of(channels.get(row.channel), row) for row in rows))
    known = [metrics for metrics in told if metrics is not None]
    if not known:
        return None
    return Metrics(
        sum(m.likes for m in known), sum(m.reposts for m in known), sum(m.replies for m in known)
    )


async def _of(channel: Channel | None, row: Delivery) -> Metrics | None:
    if channel is None or not row.remote_id:
        return None
    try:
        return await channel.metrics(receipt_of(row))
    except ChannelError as problem:
        LOG.info("%s does not tell numbers: %s", row.channel, problem)
    except Exception:
        # Numbers are no reason to fail.
        LOG.exception("%s: numbers failed", row.channel)
    return None
