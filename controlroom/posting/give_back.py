"""What a take leaves behind when some of it was cancelled: content to bring back to Preview."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from controlroom.event.asset import Variant
from controlroom.event.delivery import OPEN, PUBLIC, Delivery, DeliveryState
from controlroom.posting.preview import Preview

NOWHERE = frozenset({DeliveryState.CANCELLED, DeliveryState.REFUSED})


def left_over(
    preview: Preview, rows: Sequence[Delivery], given_back: Collection[str]
) -> Mapping[tuple[str, ...], Preview]:
    """What to bring back, by the channels each is for; nothing while some of it may yet leave.

    ``rows`` are the deliveries of the take as they stand, ``given_back`` the channels whose
    content is back already. A channel that only refused is left to "try again", unless everything
    comes back.
    """
    if any(row.state in OPEN for row in rows):
        return {}
    by_channel: dict[str, list[Delivery]] = {}
    for row in rows:
        by_channel.setdefault(row.channel, []).append(row)
    states = {channel: {row.state for row in those} for channel, those in by_channel.items()}
    cancelled = {
        channel
        for channel, those in states.items()
        if DeliveryState.CANCELLED in those and channel not in given_back
    }
    if not cancelled:
        return {}
    if not given_back and all(those <= NOWHERE for those in states.values()):
        return {tuple(states): preview}
    back: dict[tuple[str, ...], Preview] = {}
    whole = tuple(c for c in states if c in cancelled and states[c] <= NOWHERE)
    if whole:
        back[whole] = replace(preview, channels=whole)
    for channel in cancelled - set(whole):
        rest = _rest(preview, by_channel[channel])
        if rest is not None:
            back[(channel,)] = rest
    return back


def _rest(preview: Preview, rows: Sequence[Delivery]) -> Preview | None:
    """The rest of a thread that was cut. None where nobody knows what is up of it, or it was taken
    down."""
    last = [row for row in rows if row.state is not DeliveryState.CANCELLED][-1]
    if last.state not in PUBLIC or not last.url:
        return None
    return rest_of(preview, last.channel, last.place, last.url)


def rest_of(preview: Preview, channel: str, place: int, url: str) -> Preview | None:
    """What of ``preview`` comes after the part at ``place``, as an answer to that part at ``url``.
    None where that is the last one."""
    parts = preview.asset.thread[place:]
    if not parts:
        return None
    first, pictures = parts[0], parts[0].pictures
    asset = replace(
        preview.asset,
        caption=first.caption,
        picture=pictures[0] if pictures else None,
        more=pictures[1:],
        variants=(Variant(channel, reply_to=url),),
        thread=parts[1:],
        link=None,
    )
    return replace(preview, asset=asset, channels=(channel,))
