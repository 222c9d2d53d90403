"""What a watch term, a hashtag and the ways in of an event must keep to."""

import re
from collections.abc import Sequence

from controlroom.event.slugs import is_slug
from controlroom.event.watch import GROUPS, EventFeed, WatchTerm
from controlroom.messages import Message, message

MOST_TERMS = 500
"""So many watch terms an event may have."""

# Half a surrogate pair is no text, and PostgreSQL keeps no NUL.
_NO_TEXT = re.compile("[\0\ud800-\udfff]")
_HASHTAG = re.compile(r"#[^\s#]+")
_SECRET = re.compile(r"(?:.*[_-])?(?:token|password|secret|key|bearer)(?:[_-].*)?", re.IGNORECASE)


def wrong_in_term(term: WatchTerm) -> Message | None:
    """What is wrong with ``term``, None where nothing is."""
    if not is_slug(term.slug):
        return message("terms.slug", slug=term.slug)
    if term.group not in GROUPS:
        return message("terms.group", group=term.group, groups=", ".join(GROUPS))
    if not term.phrases:
        return message("terms.no_phrases")
    for phrase in (*term.phrases, *term.exclusions):
        if not phrase.strip():
            return message("terms.empty_phrase")
        if _NO_TEXT.search(phrase):
            return message("terms.no_text")
    if _NO_TEXT.search(term.label):
        return message("terms.no_text")
    return None


def too_many(terms: Sequence[WatchTerm]) -> Message | None:
    """That there are more terms than an event may have, None where there are not."""
    return message("terms.too_many", most=MOST_TERMS) if len(terms) > MOST_TERMS else None


def is_hashtag(text: str) -> bool:
    """Whether ``text`` is a # and, without blanks, what follows it."""
    return _HASHTAG.fullmatch(text) is not None and _NO_TEXT.search(text) is None


def feed_name(feed: EventFeed) -> str:
    """What tells a feed from the event's others."""
    return feed.name or feed.source


def secret_option(feed: EventFeed) -> str | None:
    """The option of ``feed`` that by its name is a secret, which no event may hold."""
    return next((name for name, _ in feed.options if _SECRET.fullmatch(name)), None)
