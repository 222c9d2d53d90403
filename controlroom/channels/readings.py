"""Which network reads a text by which rule.

Ours come from the table below and from the networks posted to by hand, whose lengths are known but
not what they would mark. A channel of another package is asked through its class: ``read(text)``,
static or a class method, returns a ``Reading``. Modules are loaded when they are asked for.
"""

from collections.abc import Callable

from controlroom.channels.reading import Reading, troubles_of
from controlroom.errors import WrongInput
from controlroom.messages import message
from controlroom.plugins import PluginBroken, load_named

Read = Callable[[str], Reading]

READERS = {
    "bluesky": "controlroom.channels.bluesky_text:read",
    "mastodon": "controlroom.channels.mastodon_text:read",
    "x": "controlroom.channels.x_text:read",
}


def reader(channel: str) -> Read:
    """How ``channel`` reads a text. Raises ``WrongInput`` with the names there are rules for."""
    if channel in READERS:
        read: Read = load_named(READERS[channel])
        return read
    found = _by_hand(channel) or _of_channel(channel)
    if found is None:
        raise WrongInput(
            message("text.no_rules", channel=channel),
            message("text.no_rules.do", channels=", ".join(known())),
        )
    return found


def known() -> tuple[str, ...]:
    """The channels whose rules are known: ours, by hand, of other packages."""
    from controlroom.channels.by_hand_networks import NETWORKS
    from controlroom.channels.table import CHANNELS

    by_hand = [name for name in NETWORKS if _by_hand(name) is not None]
    foreign = [plugin.key for plugin in CHANNELS.known() if not plugin.built_in]
    names = [*READERS, *by_hand, *(name for name in foreign if _of_channel(name) is not None)]
    return tuple(dict.fromkeys(names))


def _by_hand(channel: str) -> Read | None:
    from controlroom.channels.by_hand_networks import NETWORKS, UNKNOWN

    network = NETWORKS.get(channel)
    if network is None or network.limits.characters >= UNKNOWN:
        return None
    limit, count = network.limits.characters, network.count

    def read(text: str) -> Reading:
        problems = troubles_of(text)
        # Half of a pair is told above, and some ways of counting cannot take it.
        length = count(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
        if length > limit:
            problems.append(message("check.too_long", over=length - limit, limit=limit))
        return Reading(length, limit, tuple(problems), ())

    return read


def _of_channel(channel: str) -> Read | None:
    from controlroom.channels.table import CHANNELS

    try:
        found = getattr(CHANNELS.load(channel), "read", None)
    except PluginBroken:
        return None
    return found if callable(found) else None
