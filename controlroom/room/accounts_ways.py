"""The ways out of an event: one channel for each of its accounts, as they are bound right now."""

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping

from controlroom.accounts.ways_in import WAYS_IN
from controlroom.channels.base import Channel, Tools
from controlroom.channels.by_hand import ByHand
from controlroom.channels.table import CHANNELS
from controlroom.event.live_event import Account, LiveEvent
from controlroom.messages import english
from controlroom.plugins import PluginBroken
from controlroom.rehearsal.network import RULES, rules_of
from controlroom.room.night import Rule

LOG = logging.getLogger("controlroom.room")


def has_adapter(channel: str) -> bool:
    """Whether the program can post to ``channel`` itself; otherwise a person does, by hand."""
    return any(plugin.key == channel for table in (CHANNELS, WAYS_IN) for plugin in table.known())


def channel_for(account: Account, tools: Tools) -> Channel | None:
    """The way out of ``account``; None where nobody is signed in or its plug-in is broken."""
    if not has_adapter(account.channel):
        return ByHand(account, tools)
    if account.server is None:
        return None
    try:
        made: Channel = CHANNELS.load(account.channel)(account, tools)
    except PluginBroken as broken:
        LOG.warning("%s", english(broken.line))
        return None
    return made


class EventWays(Mapping[str, Channel]):
    """By channel, made when first asked for and anew when another account was bound. Engine thread
    only."""

    def __init__(self, tools: Tools, event: Callable[[], LiveEvent]) -> None:
        self._tools = tools
        self._event = event
        self._made: dict[str, tuple[Account, Channel | None]] = {}
        self._closing: set[asyncio.Task[None]] = set()

    def __getitem__(self, channel: str) -> Channel:
        account = self._event().account(channel)
        way = self._way(account) if account is not None else None
        if way is None:
            raise KeyError(channel)
        return way

    def __iter__(self) -> Iterator[str]:
        return (one.channel for one in self._event().accounts if self._way(one) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def of(self, account: Account) -> Channel | None:
        """The way out of ``account``, if it is the one the event posts as."""
        return self.get(account.channel) if account in self._event().accounts else None

    def forget(self, channel: str) -> None:
        """Make the way of ``channel`` anew when it is next asked for: somebody signed in again."""
        _, old = self._made.pop(channel, (None, None))
        if old is not None:
            task = asyncio.get_running_loop().create_task(old.close(), name=f"close {channel}")
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)

    def _way(self, account: Account) -> Channel | None:
        known = self._made.get(account.channel)
        if known is not None and known[0] == account:
            return known[1]
        self.forget(account.channel)
        made = channel_for(account, self._tools)
        self._made[account.channel] = (account, made)
        return made


class Rules(dict[str, Rule]):
    """How each network counts, whether or not anybody is signed in there; networks nobody wrote an
    adapter for count as they are served by hand."""

    def __init__(self) -> None:
        super().__init__({channel: Rule(*rules) for channel, rules in RULES.items()})

    def __missing__(self, channel: str) -> Rule:
        self[channel] = made = Rule(*rules_of(channel))
        return made
