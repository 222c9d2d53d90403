"""A stand-in for X, API v2: what it does when all is well is what the real one is documented to do.

Sources: docs.x.com (OpenAPI 2.168, response codes, chunked upload, OAuth 2), and error bodies as
people saw them in 2026.
"""

import html
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from controlroom.channels.x_text import count
from controlroom.clock import MICROS, Clock, SystemClock
from tests.net.fake_server import Fault, Reply, Request
from tests.support.x_server_media import FakeMedia, invalid
from tests.support.x_server_sign_in import FakeSignIn

USER = "2244994945"
HANDLE = "brand"
NAME = "The Brand"
AVATAR = b"\x89PNG avatar"
LIMITS = {("POST", "/2/tweets"): 100, ("DELETE", "/2/tweets/:id"): 50}
LIMIT = 900
WINDOW_S = 900
SNOWFLAKE_MS = 1_288_834_974_657
LINK = re.compile(r"https?://\S+|(?<![\w@.])(?:[a-z0-9-]+\.)+(?:com|org|example)(?:/\S*)?")
Answer = Reply | Fault


@dataclass
class Tweet:
    """A post as it was sent. ``created`` UTC µs."""

    id: str
    text: str
    media: tuple[str, ...]
    reply_to: str
    created: int
    deleted: bool = False


class FakeX:
    """Give it to a FakeServer.

    ``next_replies[method, path]`` are answered first, one each, instead of doing anything;
    ``lost_answers[method, path]`` instead of the answer, when the work is done. A path may be the
    real one or a pattern with ``:id``. ``tweets`` is the truth, oldest first. ``foreign`` are posts
    of others by id, with whether they summoned the account.
    """

    def __init__(self, clock: Clock | None = None) -> None:
        self.clock = clock or SystemClock()
        self.next_replies: dict[tuple[str, str], list[Answer]] = defaultdict(list)
        self.lost_answers: dict[tuple[str, str], list[Answer]] = defaultdict(list)
        self.asked: list[tuple[str, str]] = []
        self.tweets: list[Tweet] = []
        self.foreign: dict[str, bool] = {}
        self.long_posts = False
        self.credits = True
        self.day_left: int | None = None
        self.sign_in = FakeSignIn()
        self.media = FakeMedia()
        self.sign_in.now = self.clock.now() / MICROS
        self.first = self.sign_in.grant()
        self.limits = dict(LIMITS)
        self._left: dict[tuple[str, str], tuple[int, float]] = {}
        self._last_id = 0

    @property
    def public(self) -> list[Tweet]:
        """What the world sees, oldest first."""
        return [tweet for tweet in self.tweets if not tweet.deleted]

    def asked_for(self, method: str, path: str) -> int:
        """How often that was asked for; ``path`` as a pattern."""
        return self.asked.count((method, path))

    def post(self, text: str, media: tuple[str, ...] = (), reply_to: str = "") -> Tweet:
        """Something the account posted, whoever did it."""
        now = self.clock.now()
        self._last_id = max(self._last_id + 1, (now // 1_000 - SNOWFLAKE_MS) << 22)
        tweet = Tweet(str(self._last_id), text, media, reply_to, now)
        self.tweets.append(tweet)
        return tweet

    def __call__(self, request: Request) -> Answer:
        self.sign_in.now = self.media.now = self.clock.now() / MICROS
        pattern, answering = self._route(request)
        for path in (request.path, pattern):
            if self.next_replies[request.method, path]:
                self.asked.append((request.method, pattern))
                return self.next_replies[request.method, path].pop(0)
        self.asked.append((request.method, pattern))
        answer = self._headers(request.method, pattern, self._allowed(request, pattern, answering))
        for path in (request.path, pattern):
            if self.lost_answers[request.method, path]:
                return self.lost_answers[request.method, path].pop(0)
        return answer

    def _route(self, request: Request) -> tuple[str, Callable[[], Reply]]:
        path, ways = request.path, self._ways(request)
        if (request.method, path) in ways:
            return path, ways[request.method, path]
        pattern = re.sub(r"/\d+(?=/|$)", "/:id", path.replace("/2/", "/_/", 1)).replace(
            "/_/", "/2/"
        )
        return pattern, ways.get((request.method, pattern), lambda: Reply(404, b""))

    def _ways(self, request: Request) -> dict[tuple[str, str], Callable[[], Reply]]:
        numbers = re.findall(r"/(\d+)(?=/|$)", request.path.removeprefix("/2"))
        named = numbers[0] if numbers else ""
        return {
            ("POST", "/2/tweets"): lambda: self._create(request.json),
            ("GET", "/2/tweets/:id"): lambda: self._look_up(named, request.query),
            ("DELETE", "/2/tweets/:id"): lambda: self._delete(named),
            ("GET", "/2/users/:id/tweets"): lambda: self._timeline(request.query),
            ("GET", "/2/users/me"): lambda: self._me(request),
            ("GET", "/avatar_400x400.png"): lambda: Reply(200, AVATAR),
            ("POST", "/2/media/upload"): lambda: self.media.one_shot(request),
            ("GET", "/2/media/upload"): lambda: self.media.status(request),
            ("POST", "/2/media/upload/initialize"): lambda: self.media.initialize(request),
            ("POST", "/2/media/upload/:id/append"): lambda: self.media.append(request, named),
            ("POST", "/2/media/upload/:id/finalize"): lambda: self.media.finalize(named),
            ("POST", "/2/media/metadata"): lambda: self.media.metadata(request),
            ("POST", "/2/oauth2/token"): lambda: self.sign_in.token(request),
            ("POST", "/2/oauth2/revoke"): lambda: self.sign_in.revoke(request),
        }

    def _allowed(self, request: Request, path: str, answering: Callable[[], Reply]) -> Reply:
        if not path.startswith("/2/") or path.startswith("/2/oauth2/"):
            return answering()
        if not self.sign_in.knows(request):
            return problem(401, "Unauthorized", "Unauthorized")
        if not self.credits:
            kind = "https://api.x.com/2/problems/credits"
            words = "Your enrolled account does not have any credits to fulfill this request."
            return problem(402, "CreditsDepleted", words, kind)
        left, until = self._window(request.method, path)
        if left <= 0 or (path == "/2/tweets" and self.day_left == 0):
            return problem(429, "Too Many Requests", "Too Many Requests")
        self._left[request.method, path] = (left - 1, until)
        return answering()

    def _window(self, method: str, path: str) -> tuple[int, float]:
        now = self.clock.now() / MICROS
        left, until = self._left.get((method, path), (0, 0.0))
        if now >= until:
            return self.limits.get((method, path), LIMIT), now + WINDOW_S
        return left, until

    def _headers(self, method: str, path: str, reply: Reply) -> Reply:
        now = self.clock.now() // MICROS
        date = format_datetime(datetime.fromtimestamp(now, UTC), usegmt=True)
        more = {"date": date, "content-type": "application/json; charset=utf-8"}
        if path.startswith("/2/") and not path.startswith("/2/oauth2/"):
            left, until = self._window(method, path)
            more["x-rate-limit-limit"] = str(self.limits.get((method, path), LIMIT))
            more["x-rate-limit-remaining"] = str(left)
            more["x-rate-limit-reset"] = str(int(until))
        if path == "/2/tweets" and self.day_left is not None:
            if reply.status == 201:
                self.day_left -= 1
            more["x-user-limit-24hour-limit"] = "100"
            more["x-user-limit-24hour-remaining"] = str(self.day_left)
            more["x-user-limit-24hour-reset"] = str(now + 86_000)
        return replace(reply, headers={**more, **reply.headers})

    def _me(self, request: Request) -> Reply:
        told = {"id": USER, "name": NAME, "username": HANDLE}
        if "profile_image_url" in request.query.get("user.fields", ""):
            told["profile_image_url"] = f"http://{request.headers['host']}/avatar_normal.png"
        return Reply.of({"data": told})

    def _create(self, asked: dict[str, Any]) -> Reply:
        text = asked.get("text", "").strip()
        media = tuple(asked.get("media", {}).get("media_ids", []))
        reply_to = asked.get("reply", {}).get("in_reply_to_tweet_id", "")
        refusal = self._refusal(text, media, reply_to)
        if refusal is not None:
            return refusal
        tweet = self.post(text, media, reply_to)
        told = {"id": tweet.id, "text": self._shown(tweet)[0], "edit_history_tweet_ids": [tweet.id]}
        return Reply.of({"data": told}, 201)

    def _refusal(self, text: str, media: tuple[str, ...], reply_to: str) -> Reply | None:
        if not text and not media:
            return invalid("text", "You must provide text or media.")
        if len(media) > 4 or not all(self.media.usable(one) for one in media):
            return invalid("media.media_ids", "Your media IDs are invalid.")
        if count(text) > 280 and not self.long_posts:
            return problem(403, "Forbidden", "Your Tweet text is too long.")
        # A picture's own short link makes the texts of two posts differ.
        if not media and any(
            (one.text, one.media, one.reply_to) == (text, (), reply_to) for one in self.public
        ):
            words = "You are not allowed to create a Tweet with duplicate content."
            return problem(403, "Forbidden", words)
        return self._no_reply(reply_to) if reply_to else None

    def _no_reply(self, to: str) -> Reply | None:
        if any(one.id == to for one in self.public) or self.foreign.get(to):
            return None
        if to not in self.foreign:
            words = "You attempted to reply to a Tweet that is deleted or not visible to you."
            return problem(403, "Forbidden", words)
        words = "You can only reply to or quote posts where you are mentioned or are the author."
        return problem(
            403, "Forbidden", words, "https://api.x.com/2/problems/not-authorized-for-resource"
        )

    def _delete(self, named: str) -> Reply:
        for tweet in self.tweets:
            if tweet.id == named:
                gone, tweet.deleted = tweet.deleted, True
                return Reply.of({"data": {"deleted": not gone}})
        return problem(404, "Not Found Error", f"Could not find tweet with id: [{named}].")

    def _look_up(self, named: str, query: dict[str, str]) -> Reply:
        for tweet in self.public:
            if tweet.id == named:
                return Reply.of(
                    {"data": self._told(tweet, query), **self._includes([tweet], query)}
                )
        error = {
            "value": named,
            "detail": f"Could not find tweet with id: [{named}].",
            "title": "Not Found Error",
            "resource_type": "tweet",
            "type": "https://api.twitter.com/2/problems/resource-not-found",
        }
        return Reply.of({"errors": [error]})

    def _timeline(self, query: dict[str, str]) -> Reply:
        number = int(query.get("max_results", "10"))
        if not 5 <= number <= 100:
            return invalid("max_results", "The max_results must be between 5 and 100.")
        since = datetime.fromisoformat(query.get("start_time", "2010-11-06T00:00:00Z")).timestamp()
        newest = [one for one in reversed(self.public) if one.created // MICROS >= since][:number]
        if not newest:
            return Reply.of({"meta": {"result_count": 0}})
        told = [self._told(tweet, query) for tweet in newest]
        meta = {"result_count": len(told), "newest_id": newest[0].id, "oldest_id": newest[-1].id}
        return Reply.of({"data": told, "meta": meta, **self._includes(newest, query)})

    def _told(self, tweet: Tweet, query: dict[str, str]) -> dict[str, Any]:
        text, links = self._shown(tweet)
        fields = query.get("tweet.fields", "").split(",")
        told: dict[str, Any] = {"id": tweet.id, "text": text, "edit_history_tweet_ids": [tweet.id]}
        if count(tweet.text) > 280:
            told["text"] = f"{text[:250]}… https://t.co/long"
            if "note_tweet" in fields:
                told["note_tweet"] = {"text": text, "entities": {"urls": links}}
        elif "entities" in fields and links:
            told["entities"] = {"urls": links}
        if "created_at" in fields:
            moment = datetime.fromtimestamp(tweet.created // 1_000 / 1_000, UTC)
            told["created_at"] = f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"
        if "attachments" in fields and tweet.media:
            told["attachments"] = {"media_keys": [self.media.uploads[m].key for m in tweet.media]}
        if "public_metrics" in fields:
            told["public_metrics"] = {"retweet_count": 3, "reply_count": 2, "like_count": 5} | {
                "quote_count": 1,
                "bookmark_count": 0,
                "impression_count": 900,
            }
        return told

    def _includes(self, tweets: list[Tweet], query: dict[str, str]) -> dict[str, Any]:
        if "attachments.media_keys" not in query.get("expansions", ""):
            return {}
        alts = "alt_text" in query.get("media.fields", "")
        found = []
        for media in [self.media.uploads[one] for tweet in tweets for one in tweet.media]:
            told = {"media_key": media.key, "type": "photo"}
            found.append(told | ({"alt_text": media.alt} if alts and media.alt else {}))
        return {"includes": {"media": found}} if found else {}

    def _shown(self, tweet: Tweet) -> tuple[str, list[dict[str, Any]]]:
        """The text as X gives it back: links shortened, & < > as HTML, a link for the media."""
        links: list[dict[str, Any]] = []

        def shorten(match: "re.Match[str]") -> str:
            short = f"https://t.co/{tweet.id[-4:]}u{len(links)}"
            address = match[0] if "://" in match[0] else f"http://{match[0]}"
            links.append({"url": short, "expanded_url": address, "display_url": match[0][:20]})
            return short

        text = html.escape(LINK.sub(shorten, tweet.text), quote=False)
        if tweet.media:
            short = f"https://t.co/{tweet.id[-4:]}pic"
            where = f"https://x.com/{HANDLE}/status/{tweet.id}/photo/1"
            text = f"{text} {short}".strip()
            for media in tweet.media:
                key = self.media.uploads[media].key
                links.append({"url": short, "expanded_url": where, "media_key": key})
        for link in links:
            link["start"] = text.find(link["url"])
            link["end"] = link["start"] + len(link["url"])
        return text, links


def problem(status: int, title: str, words: str, kind: str = "about:blank") -> Reply:
    """What X answers when it says no."""
    told = {"title": title, "detail": words, "type": kind, "status": status}
    return Reply.of(told, status)
