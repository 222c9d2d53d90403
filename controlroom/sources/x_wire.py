"""What X sends: posts of the stream and of the search, counts, rules, problems.

Source: docs.x.com OpenAPI 2.167 and the pages on the filtered stream; read 2026-11. Fields come in
any order, unknown ones may come at any time.
"""

import msgspec

from controlroom.sources.mention import Mention
from controlroom.sources.times import microseconds

SNOWFLAKE_MS = 1_288_834_974_657
FIELDS = "created_at,author_id,lang,referenced_tweets,note_tweet,edit_history_tweet_ids"


class Referenced(msgspec.Struct, gc=False):
    """A post that this one answers, quotes or passes on (``type``)."""

    type: str = ""
    id: str | int = ""


class Note(msgspec.Struct, gc=False):
    """The whole text of a long post."""

    text: str = ""


class Tweet(msgspec.Struct, gc=False):
    """A post."""

    id: str | int
    text: str | None = ""
    created_at: str | None = ""
    author_id: str | int | None = ""
    lang: str | None = ""
    note_tweet: Note | None = None
    referenced_tweets: list[Referenced] | None = None
    edit_history_tweet_ids: list[str] | None = None


class Matched(msgspec.Struct, gc=False):
    """A rule that let a post through."""

    id: str | int = ""
    tag: str | None = None


class Problem(msgspec.Struct, gc=False):
    """What went wrong, in X's words."""

    title: str = ""
    detail: str = ""
    message: str = ""


class Streamed(msgspec.Struct, gc=False):
    """A line of the stream: a post, or why there will be no more."""

    tweet: Tweet | None = msgspec.field(name="data", default=None)
    matching_rules: list[Matched] | None = None
    errors: list[Problem] | None = None
    title: str = ""
    detail: str = ""


class Bucket(msgspec.Struct, gc=False):
    """How many posts a minute had; ISO 8601 times."""

    start: str
    end: str
    tweet_count: int


class Meta(msgspec.Struct, gc=False):
    """How to go on."""

    next_token: str = ""


class Counted(msgspec.Struct, gc=False):
    """Counts, the oldest first."""

    minutes: list[Bucket] | None = msgspec.field(name="data", default=None)
    meta: Meta = msgspec.field(default_factory=Meta)


class Page(msgspec.Struct, gc=False):
    """Posts that a search found, the newest first."""

    tweets: list[Tweet] | None = msgspec.field(name="data", default=None)
    meta: Meta = msgspec.field(default_factory=Meta)


class KeptRule(msgspec.Struct, gc=False):
    """A rule as X keeps it."""

    id: str | int = ""
    value: str = ""
    tag: str | None = None


class Rules(msgspec.Struct, gc=False):
    """Rules, and what is wrong with those asked for."""

    rules: list[KeptRule] | None = msgspec.field(name="data", default=None)
    errors: list[Problem] | None = None
    meta: Meta = msgspec.field(default_factory=Meta)


class Refused(msgspec.Struct, gc=False):
    """The body of a refusal."""

    title: str = ""
    detail: str = ""
    errors: list[Problem] | None = None


read_streamed = msgspec.json.Decoder(Streamed).decode


def mention_of(tweet: Tweet, source: str) -> Mention:
    """A post as a mention. An edit carries the id of the first wording, so it counts once.

    ValueError where its time cannot be read.
    """
    first = (tweet.edit_history_tweet_ids or [str(tweet.id)])[0]
    answered = [str(one.id) for one in tweet.referenced_tweets or () if one.type == "replied_to"]
    text = tweet.note_tweet.text if tweet.note_tweet is not None else ""
    return Mention(
        first,
        _time_of(tweet),
        text or tweet.text or "",
        str(tweet.author_id or ""),
        source,
        "" if tweet.lang in (None, "und") else str(tweet.lang),
        answered[0] if answered else "",
    )


def _time_of(tweet: Tweet) -> int:
    if tweet.created_at:
        return microseconds(tweet.created_at)
    # An id holds the millisecond in which it was given.
    number = int(tweet.id)
    if number < 1 << 50:
        raise ValueError("neither a time nor an id that holds one")
    return ((number >> 22) + SNOWFLAKE_MS) * 1_000
