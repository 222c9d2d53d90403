"""Answering a post: where it is, and how a record names the post it answers.

A record names its parent and the first post of the conversation, each by address and content
(a "strong ref"), so both must be known before it is sent.
"""

import re

import msgspec

from controlroom.channels.base import ChannelDown, Receipt, Refused
from controlroom.channels.bluesky_calls import NETWORK, BlueskyCalls, Call, refusal
from controlroom.channels.bluesky_record import COLLECTION, Ref, Reply
from controlroom.messages import message
from controlroom.net.xrpc import fault

_PAGE = re.compile(r"https://[^/?#]+/profile/(?P<who>[^/?#]+)/post/(?P<rkey>[A-Za-z0-9._:~-]+)/?")
_AT = re.compile(rf"at://(?P<who>[^/?#]+)/{re.escape(COLLECTION)}/(?P<rkey>[A-Za-z0-9._:~-]+)")


class Answerable(msgspec.Struct, frozen=True):
    """What an answer to a post must name: the post, and where its conversation begins."""

    root: Ref
    itself: Ref = msgspec.field(name="self")

    @staticmethod
    def of(itself: Ref, reply: Reply | None) -> "Answerable":
        """What an answer to the post ``itself``, which says ``reply``, must name."""
        return Answerable(itself if reply is None else reply.root, itself)

    @property
    def text(self) -> str:
        """As a receipt carries it."""
        return msgspec.json.encode(self).decode()

    def reply(self) -> Reply:
        """What an answer to this post says."""
        return Reply(self.root, self.itself)


class _Replying(msgspec.Struct):
    reply: Reply | None = None


class _Got(msgspec.Struct):
    uri: str
    cid: str
    value: _Replying


class _Resolved(msgspec.Struct):
    did: str


def place(url: str) -> tuple[str, str] | None:
    """Whose post an address names (a handle or a DID) and its record key; None where it names none.

    Taken are the addresses of the network's pages, on whatever site they are shown, and at:// ones.
    """
    found = _PAGE.fullmatch(url.strip()) or _AT.fullmatch(url.strip())
    return None if found is None else (found["who"], found["rkey"])


async def answer_to(calls: BlueskyCalls, url: str) -> Reply:
    """What a record that answers the post at ``url`` says. Raises ChannelError."""
    found = place(url)
    if found is None:
        raise Refused(message("bluesky.not_a_post", address=url))
    who, rkey = found
    did = who if who.startswith("did:") else await resolve(calls, who.lower())
    if did is None:
        raise _gone(url)
    return await _look_up(calls, did, rkey, url)


async def answer_to_ours(calls: BlueskyCalls, parent: Receipt) -> Reply:
    """What a record that answers our own post says; asks nobody where its receipt tells. Raises
    ChannelError."""
    try:
        return msgspec.json.decode(parent.answer, type=Answerable).reply()
    except msgspec.DecodeError:
        pass
    found = place(parent.remote_id)
    if found is None:
        raise Refused(message("bluesky.not_a_post", address=parent.remote_id))
    return await _look_up(calls, *found, parent.url)


async def resolve(calls: BlueskyCalls, handle: str) -> str | None:
    """The DID of ``handle``, None where nobody has it. Raises ChannelError."""
    call = Call("com.atproto.identity.resolveHandle", arguments=(("handle", handle),))
    answer = await calls.ask(call)
    if answer.status >= 500:
        raise refusal(answer)
    try:
        resolved = msgspec.json.decode(answer.body, type=_Resolved)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return resolved.did if answer.status == 200 else None


async def _look_up(calls: BlueskyCalls, did: str, rkey: str, url: str) -> Reply:
    where = (("repo", did), ("collection", COLLECTION), ("rkey", rkey))
    answer = await calls.ask(Call("com.atproto.repo.getRecord", arguments=where))
    if answer.status != 200:
        raise _gone(url) if fault(answer).name == "RecordNotFound" else refusal(answer)
    try:
        got = msgspec.json.decode(answer.body, type=_Got)
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise ChannelDown(message("channel.unreadable", network=NETWORK)) from problem
    return Answerable.of(Ref(got.uri, got.cid), got.value.reply).reply()


def _gone(url: str) -> Refused:
    return Refused(message("bluesky.no_such_post", address=url))
