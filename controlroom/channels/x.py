"""X: posts by its API, version 2.

X knows no idempotency key. What became of a request without an answer shows only the account's own
timeline: the post is known there by the uploads it names and by its words, among those made since
its key was minted. A post X has said yes to is looked up by its number, which costs one read.
Source: docs.x.com, POST and DELETE /2/tweets, GET /2/users/:id/tweets.
"""

import asyncio
from typing import Any, ClassVar, TypeVar

import msgspec

from controlroom.accounts.x_profile import ME, profile_in
from controlroom.accounts.x_session import Kept, XSession
from controlroom.accounts.x_tokens import SCOPES
from controlroom.channels.base import (
    ChannelDown,
    Limits,
    MediaRefused,
    Metrics,
    NotSent,
    OutcomeUnknown,
    Post,
    Receipt,
    Refused,
    Seen,
    Staged,
    Standing,
    Tell,
    Tools,
    Trouble,
    tell_nobody,
)
from controlroom.channels.x_calls import NETWORK, Call, XCalls, problem_in, read, refusal
from controlroom.channels.x_check import limits_for, post_number, troubles
from controlroom.channels.x_lookup import FIELDS, NEWEST, Sought, Uploads, read_uploads, timeline
from controlroom.channels.x_media import XMedia
from controlroom.channels.x_prices import about_prices, price
from controlroom.channels.x_seen import Includes, Many, One, SeenTweet, words_of
from controlroom.channels.x_text import count
from controlroom.event.live_event import Account
from controlroom.ids import uuid7
from controlroom.messages import Message, message
from controlroom.net.http import Answer
from controlroom.net.pacing import Pace

Shape = TypeVar("Shape", One, Many)

TWEETS = "/2/tweets"
ONE_TWEET = "/2/tweets/:id"


class _Made(msgspec.Struct):
    id: str


class _Gone(msgspec.Struct):
    deleted: bool


class _Deleted(msgspec.Struct):
    gone: _Gone = msgspec.field(name="data")


class _Created(msgspec.Struct):
    made: _Made = msgspec.field(name="data")


class X:
    """One account on X. ``tools.http`` is shared; whoever made it closes it."""

    api: ClassVar[int] = 2
    key: ClassVar[str] = "x"
    title: ClassVar[str] = NETWORK
    honours_key: ClassVar[bool] = False

    def __init__(self, account: Account, tools: Tools) -> None:
        self._http = tools.http
        self._clock = tools.clock
        session = XSession(account.handle, tools.http, tools.vault, tools.pacing, tools.clock)
        self._calls = XCalls(account.handle, session, tools.http, tools.pacing, tools.clock)
        self._media = XMedia(self._calls, tools.clock)
        self._limits = limits_for(tools.settings)
        self._sent: dict[str, str] = {}
        self._warm = ""

    @property
    def limits(self) -> Limits:
        """The limits by the settings."""
        return self._limits

    @property
    def pace(self) -> Pace | None:
        """How many posts X still takes, of the quarter of an hour or the day, whichever binds."""
        return self._calls.pace("POST", TWEETS)

    def count(self, text: str) -> int:
        """Weighted length."""
        return count(text)

    def check(self, post: Post) -> tuple[Trouble, ...]:
        """Why X would refuse ``post``, as far as it can be known."""
        return troubles(post, self._limits)

    def price(self, post: Post) -> float:
        """What posting it costs, in US dollars."""
        return price(post)

    def mint_key(self, now: int) -> str:
        """A key of our own, which X never sees; the time inside tells where to look."""
        return uuid7(now)

    async def test(self) -> Standing:
        """See whether the account is signed in, and say what the night will cost. Raises
        ChannelError."""
        answer = await self._calls.private(Call("GET", ME))
        if answer.status != 200:
            raise refusal(answer)
        profile = profile_in(answer)
        if profile is None:
            raise ChannelDown(message("channel.unreadable", network=NETWORK))
        kept = await self._calls.who()
        return Standing(
            profile.username,
            profile.name,
            kept.scopes,
            until=None if kept.refresh else kept.until,
            renews=bool(kept.refresh),
            about=(*about_prices(), message("x.replies"), *_lacking(kept)),
            lacks=_missing_scopes(kept),
        )

    async def stage(
        self, post: Post, before: Staged | None = None, tell: Tell = tell_nobody
    ) -> Staged:
        """Upload media with their alternative texts, renew the token, and keep a connection open
        from then on. Raises ChannelError."""
        started = self._clock.now()
        reply_to = _reply_number(post)
        had = read_uploads(before).media if before else ()
        who = await self._calls.who()
        self._warm = f"{who.server}/"
        self._http.keep_warm(self._warm)
        await self._calls.make_ready()
        reached, media = await asyncio.gather(
            self._http.warm(self._warm), self._media.up(post, had, tell)
        )
        # A dead connection is thrown away by the first try, and a busy line may let it wait.
        if not reached and not await self._http.warm(self._warm):
            raise ChannelDown(message("channel.unreachable", network=NETWORK))
        tell(1.0)
        uploads = msgspec.json.encode(Uploads(media, reply_to)).decode()
        until = min((one.until for one in media), default=None)
        return Staged(post, (uploads,), started, until)

    async def send(self, staged: Staged, key: str, parent: Receipt | None = None) -> Receipt:
        """Post it. No more than one public request is made, whatever comes. Raises ChannelError."""
        who = await self._calls.who()
        uploads = read_uploads(staged)
        media = [self._media.newest(one) for one in uploads.ids]
        body = _body(staged.post, media, parent.answer if parent else uploads.reply_to)
        call = Call("POST", TWEETS, body=msgspec.json.encode(body), changes=True)
        try:
            answer = await self._calls.publish(call)
        except (OutcomeUnknown, asyncio.CancelledError):
            self._media.spend(media)
            raise
        if answer.status not in {200, 201}:
            if media and answer.status == 400 and "media" in problem_in(answer).words.lower():
                await self._upload_again(staged.post, uploads, answer)
            raise refusal(answer)
        self._media.spend(media)
        created = read(answer, _Created)
        if created is None or not created.made.id:
            raise OutcomeUnknown(message("channel.may_have_arrived", network=NETWORK))
        self._sent[key] = created.made.id
        return self._receipt(who, created.made.id, self._clock.now())

    async def find(self, staged: Staged, key: str) -> Seen | None:
        """The post X said yes to, or the one of the newest posts that is it. Raises
        ChannelError."""
        who = await self._calls.who()
        if key in self._sent:
            call = Call("GET", f"{TWEETS}/{self._sent[key]}", FIELDS, lane=ONE_TWEET)
            one = await self._asked(call, One, gone=One())
            tweet, includes = one.tweet, one.includes
        else:
            sought = Sought.of(staged, key, self._media.newest)
            many = await self._asked(sought.call(who.id, self._calls.skew), Many)
            tweet, includes = sought.among(many.posts, self._calls.skew), many.includes
        if tweet is None:
            return None
        self._sent.setdefault(key, tweet.id)
        return self._seen(who, tweet, includes, staged.post.text)

    async def recent(self) -> tuple[Seen, ...]:
        """The account's own newest posts, newest first. Each costs a read. Raises ChannelError."""
        who = await self._calls.who()
        many = await self._asked(timeline(who.id, NEWEST), Many)
        return tuple(self._seen(who, tweet, many.includes) for tweet in many.posts)

    async def retract(self, receipt: Receipt) -> None:
        """Delete it; one that is gone already is no error. Raises ChannelError."""
        path = f"{TWEETS}/{receipt.remote_id}"
        answer = await self._calls.private(Call("DELETE", path, lane=ONE_TWEET, changes=True))
        if answer.status in {204, 404}:
            return
        if answer.status != 200:
            raise refusal(answer)
        # "deleted": false is one that was gone.
        if read(answer, _Deleted) is None:
            raise OutcomeUnknown(message("channel.may_have_arrived", network=NETWORK))

    async def metrics(self, receipt: Receipt) -> Metrics | None:
        """Likes, reposts (quotes among them) and replies; None for a post that is gone. Raises
        ChannelError."""
        fields = (("tweet.fields", "public_metrics"),)
        call = Call("GET", f"{TWEETS}/{receipt.remote_id}", fields, lane=ONE_TWEET)
        one = await self._asked(call, One, gone=One())
        counts = one.tweet.public_metrics if one.tweet else None
        if counts is None:
            return None
        reposts = counts.retweet_count + counts.quote_count
        return Metrics(counts.like_count, reposts, counts.reply_count)

    async def close(self) -> None:
        """Stop keeping a connection open."""
        self._http.let_cool(self._warm)

    async def _asked(self, call: Call, shape: type[Shape], gone: Shape | None = None) -> Shape:
        """What X tells; ``gone`` where it says that there is no such thing. An answer that does
        not say so is never taken for absence. Raises ChannelError."""
        answer = await self._calls.private(call)
        if answer.status == 404 and gone is not None:
            return gone
        if answer.status != 200:
            raise refusal(answer)
        told = read(answer, shape)
        if told is None or not told.clear:
            raise ChannelDown(message("channel.unreadable", network=NETWORK))
        return told

    async def _upload_again(self, post: Post, uploads: Uploads, answer: Answer) -> None:
        """X knows the media no more. Once: they go up again. Twice: it will not have them."""
        if self._media.was_replaced(uploads.ids):
            raise MediaRefused(refusal(answer).what)
        await self._media.up_again(post, uploads.ids)
        raise NotSent(message("channel.uploaded_anew", network=NETWORK))

    def _seen(self, who: Kept, tweet: SeenTweet, includes: Includes, sent: str = "") -> Seen:
        created = tweet.created
        receipt = self._receipt(who, tweet.id, self._clock.now() if created is None else created)
        # X serves pictures re-encoded.
        return Seen(receipt, words_of(tweet, sent), (), includes.alts(tweet))

    def _receipt(self, who: Kept, number: str, accepted: int) -> Receipt:
        url = f"https://x.com/{who.handle}/status/{number}"
        return Receipt(self.key, number, url, accepted, answer=number)


def _body(post: Post, media: list[str], reply_to: str) -> dict[str, Any]:
    body: dict[str, Any] = {}
    if post.text:
        body["text"] = post.text
    if media:
        body["media"] = {"media_ids": media}
    if reply_to:
        body["reply"] = {"in_reply_to_tweet_id": reply_to}
    return body


def _reply_number(post: Post) -> str:
    if not post.reply_to:
        return ""
    number = post_number(post.reply_to)
    if number is None:
        raise Refused(message("x.not_a_post", address=post.reply_to))
    return number


def _lacking(kept: Kept) -> tuple[Message, ...]:
    found: list[Message] = []
    if not kept.refresh:
        found.append(message("x.no_renewal"))
    missing = _missing_scopes(kept)
    if missing:
        found.append(message("x.missing_scopes", scopes=" ".join(missing)))
    return tuple(found)


def _missing_scopes(kept: Kept) -> tuple[str, ...]:
    return tuple(scope for scope in SCOPES if kept.scopes and scope not in kept.scopes)
