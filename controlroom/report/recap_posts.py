"""One post on the recap: the picture, the words, the links, and how long each step took."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from controlroom.clock import MICROS
from controlroom.messages import At, Span, Value, english, message
from controlroom.report.html import Html, element, joined
from controlroom.report.night import Night, Post, Sent, Words
from controlroom.report.reading_posts import ALONE
from controlroom.report.recap_pictures import RecapPictures

HOW = {"pin": "recap.how.pin", "code": "recap.how.code"}
PLAIN = {
    "pending": "recap.state.pending",
    "waiting": "recap.state.waiting",
    "sending": "recap.state.sending",
    "cancelled": "recap.state.cancelled",
    "by_hand": "recap.state.by_hand",
}
REASONED = {"cancelled": "recap.state.cancelled.why", "waiting": "recap.state.waiting.why"}
BAD = {"refused": "recap.state.refused", "unknown": "recap.state.unknown"}
TIMED = {
    "accepted": "recap.state.accepted",
    "verified": "recap.state.verified",
    "retracted": "recap.state.retracted",
}


@dataclass(frozen=True, slots=True)
class Wall:
    """The clock on the wall of a night."""

    night: Night

    @property
    def zone(self) -> str:
        """The event's."""
        return self.night.event.zone

    def at(self, micros: int) -> str:
        """The time of day (UTC µs), with its day where that is not the night's."""
        began = self.night.live_from or self.night.event.starts
        at = At(micros, self.zone)
        same = at.local().date() == At(began, self.zone).local().date()
        return say("recap.at" if same or self.night.is_within(micros) else "recap.at.day", at=at)


def post_part(post: Post, wall: Wall, pictures: RecapPictures, titles: Mapping[str, str]) -> Html:
    """One TAKE."""
    zone = wall.zone
    shown = [pictures.show(seen) for seen in post.shown]
    about = element(
        "div",
        *(part for words in post.words for part in _words(words, len(post.words), titles)),
        None if post.words else element("blockquote", post.title),
        _times(post, wall),
        _table(post, zone, titles),
        *_numbers(post, zone),
        *_said(post),
    )
    if not shown:
        return element("article", about, class_="post words-only")
    more = element("div", *shown[1:], class_="more") if shown[1:] else None
    return element(
        "article", element("div", shown[0], more, class_="pictures"), about, class_="post"
    )


def _words(words: Words, kinds: int, titles: Mapping[str, str]) -> Iterator[Html]:
    yield element("blockquote", words.words)
    for one in words.thread:
        yield element("p", one, class_="thread")
    if words.link:
        yield element("p", link(words.link), class_="label")
    if kinds > 1:
        networks = ", ".join(titles.get(one, one) for one in words.channels)
        yield element("p", say("recap.words.on", networks=networks), class_="label")


def _times(post: Post, wall: Wall) -> Html:
    """When each step was, and how long after the one before."""
    steps = (
        ("recap.times.moment", post.happened),
        ("recap.times.stage", post.staged),
        ("recap.times.take", post.taken),
        ("recap.times.accepted", post.accepted),
    )
    told: list[Html] = []
    before: int | None = None
    # What was staged ahead of its moment waited for it.
    for at, id_ in sorted((at, id_) for id_, at in steps if at is not None):
        after = None if before is None else _after(at - before)
        clock = element("b", wall.at(at))
        told.append(element("div", element("span", say(id_)), clock, after))
        before = at
    return element("div", *told, class_="times")


def _after(micros: int) -> Html:
    seconds = micros / MICROS
    span = f"{Span(seconds):tenths}" if seconds < 60 else f"{Span(seconds)}"
    return element("em", say("recap.times.after", span=span))


def _table(post: Post, zone: str, titles: Mapping[str, str]) -> Html | None:
    if not post.sent:
        return None
    rows = [
        element(
            "tr",
            element("td", element("b", _network(one, titles)), element("small", one.handle)),
            element("td", _state(one, zone), class_="bad" if one.state in BAD else None),
            element("td", link(one.url)),
        )
        for one in post.sent
    ]
    return element("table", element("tbody", *rows))


def _network(sent: Sent, titles: Mapping[str, str]) -> str:
    title = titles.get(sent.channel, sent.channel)
    return title if sent.part == 1 else say("recap.part", network=title, part=sent.part)


def _state(sent: Sent, zone: str) -> str:
    if sent.state in BAD:
        return say(BAD[sent.state], why=sent.problem or say("recap.none"))
    if sent.state in REASONED and sent.problem:
        return say(REASONED[sent.state], why=sent.problem)
    if sent.state in PLAIN:
        return say(PLAIN[sent.state])
    at = sent.retracted if sent.state == "retracted" else sent.accepted
    if at is None or sent.state not in TIMED:
        return sent.state
    if sent.word and sent.state != "retracted":
        return say("recap.state.word", who=sent.word, at=At(at, zone))
    return say(TIMED[sent.state], at=At(at, zone))


def _numbers(post: Post, zone: str) -> Iterator[Html]:
    told = post.numbers
    if told is not None:
        line = say("recap.numbers", likes=told.likes, reposts=told.reposts, replies=told.replies,
                   at=At(told.at, zone))  # fmt: skip
        yield element("p", line, class_="note")


def _said(post: Post) -> Iterator[Html]:
    """Who sent it, what the guards said, and who said yes all the same."""
    for one in post.answers:
        if one.level == "caution":
            told = say("recap.caution", label=one.label, says=one.says)
            yield element("p", told, class_="note caution")
        elif one.level == "note":
            yield element("p", say("recap.note", label=one.label, says=one.says), class_="note")
    if post.key_how == ALONE and post.key_why:
        told = say("recap.key.solo.why", who=post.key_by, why=post.key_why)
        yield element("p", told, class_="note caution")
    elif post.key_how == ALONE:
        yield element("p", say("recap.key.solo", who=post.key_by), class_="note caution")
    elif post.key_by:
        known = HOW.get(post.key_how)
        how = message("words", words=post.key_how) if known is None else message(known)
        told = say("recap.key", who=post.key_by, how=how)
        yield element("p", told, class_="note")
    if post.who and post.window_s is not None:
        told = say("recap.by.window", who=post.who, seconds=f"{post.window_s:g}")
        yield element("p", told, class_="note")
    elif post.who:
        yield element("p", say("recap.by", who=post.who), class_="note")


def link(url: str) -> Html | None:
    """A link that opens a page and tells it nothing; only the words where it is no web address."""
    if not url:
        return None
    try:
        leads = urlsplit(url).scheme in ("http", "https")
    except ValueError:
        leads = False
    if not leads:
        return joined(url)
    return element("a", url, href=url, rel="noopener noreferrer nofollow")


def say(id_: str, /, **values: Value) -> str:
    """A sentence of the catalogue, in English."""
    return english(message(id_, **values))
