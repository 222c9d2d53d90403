"""Posts as X gives them back, and the words as they were sent.

X shortens every link to t.co, writes & < > as HTML, adds a link of its own for pictures, and cuts
long posts short. What each short link stands for it tells beside the text.
"""

import re
import unicodedata
from datetime import datetime

import msgspec

from controlroom.clock import MICROS

_OWN_LINK = re.compile(r"\s*https://t\.co/\w+$")
_SCHEME = re.compile(r"^https?://", re.IGNORECASE)


class Link(msgspec.Struct):
    """A short link (``url``) and what it stands for. One with ``media_key`` X added itself."""

    url: str = ""
    expanded_url: str = ""
    media_key: str = ""


class Entities(msgspec.Struct):
    """What is marked in a text."""

    urls: list[Link] = []


class Note(msgspec.Struct):
    """The whole of a long post."""

    text: str = ""
    entities: Entities = msgspec.field(default_factory=Entities)


class Attachments(msgspec.Struct):
    """What hangs on a post. A key is the kind's number, "_" and the upload's id."""

    media_keys: list[str] = []


class Counts(msgspec.Struct):
    """How a post is doing."""

    retweet_count: int = 0
    quote_count: int = 0
    reply_count: int = 0
    like_count: int = 0


class SeenTweet(msgspec.Struct):
    """A post. Fields X was not asked for, or does not have, are empty."""

    id: str
    text: str = ""
    created_at: str = ""
    entities: Entities = msgspec.field(default_factory=Entities)
    attachments: Attachments = msgspec.field(default_factory=Attachments)
    note_tweet: Note | None = None
    public_metrics: Counts | None = None

    @property
    def media(self) -> tuple[str, ...]:
        """The ids of its media, in order."""
        return tuple(key.rpartition("_")[2] for key in self.attachments.media_keys)

    @property
    def created(self) -> int | None:
        """When it was made, UTC µs by X's clock; None where X did not tell."""
        try:
            moment = datetime.fromisoformat(self.created_at)
        except ValueError:
            return None
        return round(moment.timestamp() * MICROS) if moment.tzinfo is not None else None


class SeenMedia(msgspec.Struct):
    """A picture or a video that hangs on a post."""

    media_key: str = ""
    alt_text: str = ""


class Includes(msgspec.Struct):
    """What an answer tells beside the posts."""

    media: list[SeenMedia] = []

    def alts(self, tweet: SeenTweet) -> tuple[str, ...]:
        """The alternative texts of the media of ``tweet``, in order."""
        told = {media.media_key: media.alt_text for media in self.media}
        return tuple(told.get(key, "") for key in tweet.attachments.media_keys)


class Fault(msgspec.Struct):
    """Why one of the things asked for is not in the answer. ``type`` is an address."""

    type: str = ""


class One(msgspec.Struct):
    """The answer to a question about one post; no ``tweet`` where it is not there."""

    tweet: SeenTweet | None = msgspec.field(name="data", default=None)
    includes: Includes = msgspec.field(default_factory=Includes)
    errors: list[Fault] = []

    @property
    def clear(self) -> bool:
        """Whether it shows the post, or says that there is none."""
        return self.tweet is not None or any("not-found" in one.type for one in self.errors)


class Summary(msgspec.Struct):
    """How many posts an answer holds."""

    result_count: int = 0


class Many(msgspec.Struct):
    """The answer to a question about several posts, newest first. ``told`` is None where X
    left the list out, as it does when it is empty."""

    told: list[SeenTweet] | None = msgspec.field(name="data", default=None)
    includes: Includes = msgspec.field(default_factory=Includes)
    meta: Summary | None = None

    @property
    def clear(self) -> bool:
        """Whether it shows posts, or says that there are none."""
        return self.told is not None or self.meta is not None

    @property
    def posts(self) -> list[SeenTweet]:
        """The posts."""
        return self.told or []


def words_of(tweet: SeenTweet, sent: str = "") -> str:
    """The words of ``tweet`` with X's rewriting undone.

    Where links were written without http:// X does not tell; ``sent`` is what we believe was
    sent, and exactly this is given back where the post says the same.
    """
    text, links = tweet.text, tweet.entities.urls
    if tweet.note_tweet is not None and tweet.note_tweet.text:
        text, links = tweet.note_tweet.text, tweet.note_tweet.entities.urls
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    for link in links:
        if link.url and not _is_own(link, tweet):
            text = text.replace(link.url, _as_written(link.expanded_url or link.url, sent))
    if tweet.attachments.media_keys or any(_is_own(link, tweet) for link in links):
        text = _OWN_LINK.sub("", text)
    return sent if sent and same_words(text, sent) else text


def same_words(one: str, other: str) -> bool:
    """Whether two texts are the same to X, which trims them and brings them to NFC."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()


def _is_own(link: Link, tweet: SeenTweet) -> bool:
    return bool(link.media_key) or f"/status/{tweet.id}/" in link.expanded_url


def _as_written(address: str, sent: str) -> str:
    """``address`` in the way it stands in ``sent``: perhaps without its scheme or last slash."""
    short = address.removesuffix("/")
    for form in (address, short, _SCHEME.sub("", address), _SCHEME.sub("", short)):
        match = re.search(re.escape(form), sent, re.IGNORECASE)
        if form and match:
            return match[0]
    return address
