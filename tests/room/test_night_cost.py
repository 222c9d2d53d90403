"""What a night costs where posts cost money."""

from dataclasses import replace
from pathlib import Path

from controlroom.accounts.vault import MemoryVault
from controlroom.channels.base import Tools
from controlroom.channels.bluesky import Bluesky
from controlroom.channels.x import X
from controlroom.clock import ManualClock
from controlroom.event.live_event import Account
from controlroom.messages import english
from controlroom.net.http import Http
from controlroom.net.pacing import Pacing
from controlroom.room.night_cost import cost_line, night_cost
from tests.room.still_room import bundled

CLOCK = ManualClock(1)
TOOLS = Tools(Http(), MemoryVault(), Pacing(CLOCK), CLOCK, {}, Path())


def test_a_link_makes_a_post_on_x_thirteen_times_as_dear_and_the_night_with_it() -> None:
    event = bundled()
    x = X(Account("x", "@saltwick", "Saltwick", server="https://api.x.com"), TOOLS)
    plain = night_cost(event, event.accounts[0], x)
    assert plain is not None
    linked = event.asset("blackout-01")
    linked = replace(linked, caption=f"{linked.caption} https://saltwick.com/dark")
    dear = night_cost(event.with_asset(linked), event.accounts[0], x)
    assert dear is not None
    assert dear.posts == plain.posts
    assert round(dear.dollars - plain.dollars, 3) == 0.185
    assert dear.dearest >= 0.2 > plain.dearest
    assert f"{plain.posts} posts" in english(cost_line(plain))


def test_a_free_network_has_no_line() -> None:
    event = bundled()
    bluesky = Bluesky(Account("bluesky", "a.test", "A", server="https://bsky.social"), TOOLS)
    assert night_cost(event, event.accounts[0], bluesky) is None
