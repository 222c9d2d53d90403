"""What a night costs on a network that charges for posts."""

from dataclasses import dataclass

from controlroom.channels.base import Channel
from controlroom.event.asset import Role
from controlroom.event.live_event import Account, LiveEvent
from controlroom.messages import Message, message
from controlroom.posting.posts import described, posts_of


@dataclass(frozen=True, slots=True)
class NightCost:
    """``dollars`` for all that is paired with a moment and goes out once (``posts``, parts of
    threads counted); ``dearest`` is the price of one of them."""

    dollars: float
    posts: int
    dearest: float


def night_cost(event: LiveEvent, account: Account, channel: Channel) -> NightCost | None:
    """What posting every cue of ``event`` once on ``account`` costs; None where it is free. Of an
    outcome set each side is counted: which one goes out is not known before."""
    paired = {cue.asset for cue in event.cues}
    assets = [one for one in event.assets if one.slug in paired and one.role is Role.POST]
    prices = [
        channel.price(post) for asset in assets for post in posts_of(asset, account, described)
    ]
    if not any(prices):
        return None
    return NightCost(sum(prices), len(prices), max(prices))


def cost_line(cost: NightCost) -> Message:
    """The same as a sentence."""
    return message(
        "account.night_cost",
        dollars=f"{cost.dollars:.2f}",
        posts=cost.posts,
        dearest=f"{cost.dearest:.3f}",
    )
