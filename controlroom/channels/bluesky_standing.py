"""What a harmless call says about a signed-in account."""

import msgspec

from controlroom.accounts.bluesky_password import claims
from controlroom.accounts.bluesky_profile import read_profile
from controlroom.accounts.bluesky_session import BlueskySession
from controlroom.channels.base import ChannelDown, Standing
from controlroom.channels.bluesky_calls import GET_SESSION, NETWORK, BlueskyCalls, Call, refusal
from controlroom.clock import MICROS
from controlroom.messages import message
from controlroom.net.http import Http

_BROWSER_LASTS = 14 * 86_400 * MICROS
"""What servers give a program like this one, however often its tokens are renewed."""


class _Session(msgspec.Struct):
    did: str
    handle: str


async def standing(calls: BlueskyCalls, session: BlueskySession, http: Http) -> Standing:
    """Whether the account is signed in, and for how long. Raises ChannelError."""
    answer = await calls.private(Call(GET_SESSION))
    if answer.status != 200:
        raise refusal(answer)
    try:
        told = msgspec.json.decode(answer.body, type=_Session)
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise ChannelDown(message("channel.unreadable", network=NETWORK)) from problem
    kept = await calls.who()
    name, _ = await read_profile(http, kept.server, kept.did)
    if kept.grant is not None:
        return Standing(
            told.handle,
            name or told.handle,
            tuple(kept.grant.scope.split()),
            kept.grant.began + _BROWSER_LASTS,
            renews=True,
            about=(message("bluesky.by_browser"),),
        )
    ends = claims(kept.refresh).exp
    return Standing(
        told.handle,
        name or told.handle,
        tuple(claims(session.access).scope.split()),
        int(ends * MICROS) if ends else None,
        renews=True,
        about=(message("bluesky.by_password"),),
    )
