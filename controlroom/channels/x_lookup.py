"""Which of the account's newest posts is the one whose request got no answer.

It is known by the uploads it names or by its words, and it cannot be older than its key.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import msgspec

from controlroom.channels.base import Post, Staged
from controlroom.channels.x_calls import Call
from controlroom.channels.x_media import Uploaded
from controlroom.channels.x_seen import SeenTweet, same_words, words_of
from controlroom.clock import MICROS

TIMELINE = "/2/users/:id/tweets"
FIELDS = (
    ("tweet.fields", "created_at,entities,attachments,note_tweet,public_metrics"),
    ("expansions", "attachments.media_keys"),
    ("media.fields", "alt_text"),
)
LOOK_AT = 10
NEWEST = 5
"""Each post read costs; five is the least X lets one ask for."""

_ASK_BEFORE_S = 600
"""Posts are asked for from so long before the key was minted: our clock may be wrong."""
_SLACK_S = 5
"""The same, once X's own clock is known."""
_FIRST_S = 1_289_001_600
"""2010-11-06, before which X has no posts to show (epoch seconds)."""


class Uploads(msgspec.Struct):
    """What staging learned: ``media`` in the order of the pictures; ``reply_to`` the number of the
    post it answers."""

    media: tuple[Uploaded, ...] = ()
    reply_to: str = ""

    @property
    def ids(self) -> tuple[str, ...]:
        """The uploads' numbers, in the order of the pictures."""
        return tuple(one.id for one in self.media)


def read_uploads(staged: Staged) -> Uploads:
    """What ``staged`` brought up; nothing where it is not ours."""
    try:
        return msgspec.json.decode(staged.uploads[0], type=Uploads)
    except (IndexError, msgspec.DecodeError):
        return Uploads()


def timeline(user: str, number: int, since: str = "") -> Call:
    """The question for the ``number`` newest posts of an account, no older than ``since``."""
    start = (("start_time", since),) if since else ()
    arguments = (("max_results", str(number)), ("exclude", "retweets"), *start, *FIELDS)
    return Call("GET", f"/2/users/{user}/tweets", arguments, lane=TIMELINE)


@dataclass(frozen=True, slots=True)
class Sought:
    """A post that may be up: ``ids`` its uploads, ``begun`` UTC µs by our clock before which its
    request cannot have left. ``skew`` is by how many µs X's clock is ahead, None while unknown."""

    post: Post
    ids: frozenset[str]
    begun: int

    @staticmethod
    def of(staged: Staged, key: str, newest: Callable[[str], str]) -> "Sought":
        """The post sent with ``key``; ``newest`` tells which upload took the place of another."""
        ids = frozenset(newest(one) for one in read_uploads(staged).ids)
        return Sought(staged.post, ids, _minted(key) or staged.prepared)

    def call(self, user: str, skew: int | None) -> Call:
        """The question that has it among its answers."""
        asked = (self.begun + (skew or 0)) // MICROS - _ASK_BEFORE_S
        since = datetime.fromtimestamp(max(asked, _FIRST_S), UTC)
        return timeline(user, LOOK_AT, f"{since:%Y-%m-%dT%H:%M:%SZ}")

    def among(self, tweets: list[SeenTweet], skew: int | None) -> SeenTweet | None:
        """The one of ``tweets`` that it is. The same words from before are an earlier post."""
        slack = _ASK_BEFORE_S if skew is None else _SLACK_S
        first = self.begun + (skew or 0) - slack * MICROS
        young = [one for one in tweets if one.created is None or one.created >= first]
        by_media = [one for one in young if set(one.media) & self.ids]
        return next(iter((*by_media, *filter(self._says_the_same, young))), None)

    def _says_the_same(self, tweet: SeenTweet) -> bool:
        # Uploads may have been made anew by a run of the program that is over.
        fits = len(tweet.media) in {0, len(self.post.media)}
        return fits and same_words(words_of(tweet, self.post.text), self.post.text)


def _minted(key: str) -> int:
    """UTC µs at which ``key`` was minted; 0 for one that is not ours."""
    try:
        return (UUID(key).int >> 80) * 1_000
    except ValueError:
        return 0
