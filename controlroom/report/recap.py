"""The recap: one page about one night, for the client. It asks nothing of any network and runs no
script; every word of others is escaped."""

from collections.abc import Iterator, Mapping
from importlib.resources import files

from controlroom.clock import MICROS
from controlroom.messages import At, Message, Span, english, message
from controlroom.report.html import Html, element, joined
from controlroom.report.night import Happened, Hold, MomentTold, Night
from controlroom.report.recap_pictures import RecapPictures
from controlroom.report.recap_posts import Wall, post_part, say

READY = {"note": "NOTE", "no_go": "NO-GO", "caution": "CAUTION", "go": "GO"}
TAKEN_BACK = frozenset({"taken_back", "back", "undone", "removed"})


def recap(night: Night, pictures: RecapPictures, titles: Mapping[str, str]) -> str:
    """The page, as one HTML document. ``titles``: what each network is called."""
    event = night.event
    title = english(message("recap.title", event=event.title))
    css = files("resources").joinpath("recap", "recap.css").read_text("utf-8")
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element(
            "meta",
            http_equiv="Content-Security-Policy",
            content="default-src 'none'; img-src data:; style-src 'unsafe-inline'",
        ),
        element("title", title),
        Html(f"<style>{css}</style>"),
    )
    body = element("body", _header(night), *_parts(night, pictures, titles), _foot(night))
    return f"<!doctype html>\n{element('html', head, body, lang='en')}\n"


def _header(night: Night) -> Html:
    event = night.event
    brand = event.brand
    start = At(night.live_from or event.starts, event.zone)
    end = At(night.live_until or event.ends, event.zone)
    day, year = f"{start:date}", f"{start.local():%Y}"
    return element(
        "header",
        element("p", say("recap.kicker", brand=brand.name, handle=brand.handle), class_="kicker"),
        element("h1", event.title),
        element("p", say("recap.when", day=day, year=year, start=start, end=end), class_="when"),
        element("p", say("recap.rehearsal"), class_="banner") if night.rehearsal else None,
        None if night.is_empty else _figures(night),
    )


def _figures(night: Night) -> Html:
    public = night.public
    accounts = {(one.channel, one.handle) for post in public for one in post.sent if one.accepted}
    waits = [post.wait for post in public if post.wait is not None]
    counted = [post.numbers for post in public if post.numbers is not None]
    reactions = sum(one.likes + one.reposts + one.replies for one in counted)
    dash = say("recap.none")
    fastest = f"{Span(min(waits) / MICROS):short}" if waits else dash
    figures = (
        (str(len(public)), "recap.figure.posts"),
        (str(len(accounts)), "recap.figure.accounts"),
        (fastest, "recap.figure.fastest"),
        (f"{reactions:,}" if counted else dash, "recap.figure.numbers"),
        (str(len(night.silences)), "recap.figure.silences"),
    )
    return element(
        "ul",
        *(element("li", element("b", value), element("span", say(id_))) for value, id_ in figures),
        class_="figures",
    )


def _parts(
    night: Night, pictures: RecapPictures, titles: Mapping[str, str]
) -> Iterator[Html | None]:
    wall = Wall(night)
    if night.is_empty:
        empty = (say("recap.empty"), element("br"), say("recap.empty.do"))
        yield element("p", *empty, class_="none")
    told = [one for one in night.moments if one.posts]
    if told:
        yield element("h2", say("recap.moments"))
    for moment in told:
        yield _moment(moment, wall, pictures, titles)
    began = night.live_from
    before = [post for post in night.loose if began is not None and post.taken < began]
    loose = [post for post in night.loose if post not in before]
    for title, posts in (("recap.before", before), ("recap.loose", loose)):
        yield _section(title, [post_part(post, wall, pictures, titles) for post in posts])
    yield _section("recap.silences", [*_silences(night)])
    yield _section("recap.holds", [_hold(one, wall) for one in night.holds])
    yield _section("recap.retracts", [_retract(one, wall, titles) for one in night.retracted])
    yield _section("recap.refusals", [_refusal(one, wall) for one in night.refused])
    yield _section("recap.readiness", [*_readiness(night)])
    yield _section("recap.overrides", [_override(one, wall) for one in night.overrides])
    yield _brief(night)


def _section(title: str, lines: list[Html]) -> Html | None:
    return joined(element("h2", say(title)), *lines) if lines else None


def _moment(
    moment: MomentTold, wall: Wall, pictures: RecapPictures, titles: Mapping[str, str]
) -> Html:
    at = moment.at if moment.at is not None else moment.posts[0].taken
    found = element("span", say("recap.found"), class_="note") if moment.by_spike else None
    head = element(
        "div",
        element("span", wall.at(at), class_="clock"),
        element("h3", moment.title),
        found,
        class_="head",
    )
    posts = (post_part(post, wall, pictures, titles) for post in moment.posts)
    return element("section", head, *posts, class_="moment")


def _silences(night: Night) -> Iterator[Html]:
    wall = Wall(night)
    for moment in night.moments:
        if moment.silence is not None:
            yield _line(moment.silence, wall, moment.title, message("recap.silence"))
        elif moment.skipped is not None:
            who = moment.skipped_by or say("recap.none")
            yield _line(moment.skipped, wall, moment.title, message("recap.skipped", who=who))


def _line(at: int, wall: Wall, title: str, *sentences: Message) -> Html:
    """A clock, what it is about, and what there is to say of it."""
    return element(
        "div",
        element("span", wall.at(at), class_="clock"),
        element(
            "div",
            element("p", element("b", title)) if title else None,
            *(element("p", english(one)) for one in sentences),
        ),
        class_="quiet",
    )


def _hold(hold: Hold, wall: Wall) -> Html:
    since, went = At(hold.since, wall.zone), wall.night.out_during(hold)
    but = ".but" if went else ""
    if hold.until is None:
        told = [message(f"recap.hold.open{but}", since=since)]
    else:
        span = Span((hold.until - hold.since) / MICROS)
        until = At(hold.until, wall.zone)
        told = [message(f"recap.hold{but}", since=since, until=until, span=span)]
    for post, count in went:
        how = "recap.hold.taken" if post.taken >= hold.since else "recap.hold.left"
        one = ".one" if count == 1 else ""
        told.append(message(how + one, title=post.title, **({} if one else {"count": count})))
    if hold.why:
        told.append(message("recap.hold.why", why=hold.why))
    if hold.who:
        told.append(message("recap.hold.who", who=hold.who))
    if hold.told:
        told.append(message("recap.hold.told", what=", ".join(hold.told)))
    return _line(hold.since, wall, "", *told)


def _retract(one: Happened, wall: Wall, titles: Mapping[str, str]) -> Html:
    who = one.who or say("recap.none")
    if one.networks:
        networks = ", ".join(titles.get(channel, channel) for channel in one.networks)
        how = "recap.retract.asked" if one.why else "recap.retract.on"
        told = [message(how, networks=networks, who=who)]
    else:
        told = [message("recap.retract", who=who)]
    if one.why:
        told.append(message("recap.retract.problem", why=one.why))
    return _line(one.at, wall, one.what, *told)


def _refusal(one: Happened, wall: Wall) -> Html:
    if not one.what:
        return _line(one.at, wall, "", message("recap.refusal.no_title", why=one.why))
    return _line(one.at, wall, "", message("recap.refusal", title=one.what, why=one.why))


def _readiness(night: Night) -> Iterator[Html]:
    lines = [one for one in night.readiness if one.what]
    if night.readiness and not lines:
        yield element("p", say("recap.readiness.go"), class_="good")
    for one in lines:
        level = READY.get(one.kind, one.kind.upper())
        told = "recap.readiness.yes" if one.who else "recap.readiness.line"
        who = {"who": one.who} if one.who else {}
        yield element("p", say(told, level=level, label=one.what, what=one.why, **who))


def _override(one: Happened, wall: Wall) -> Html:
    who = one.who or say("recap.none")
    if one.kind in TAKEN_BACK:
        return _line(one.at, wall, "", message("recap.override.back", what=one.what, who=who))
    return _line(one.at, wall, "", message("recap.override", what=one.what, who=who, why=one.why))


def _brief(night: Night) -> Html | None:
    brand = night.event.brand
    told = (
        ("recap.brief.is", (brand.brief,)),
        ("recap.brief.voice", (brand.voice,)),
        ("recap.brief.goals", brand.goals),
        ("recap.brief.in", brand.belongs_in),
        ("recap.brief.out", brand.stay_out_of),
    )
    rows = [
        part
        for id_, lines in told
        if any(lines)
        for part in (element("dt", say(id_)), element("dd", _listed(lines)))
    ]
    return joined(element("h2", say("recap.brief")), element("dl", *rows)) if rows else None


def _listed(lines: tuple[str, ...]) -> Html:
    if len(lines) == 1:
        return joined(lines[0])
    return element("ul", *(element("li", line) for line in lines))


def _foot(night: Night) -> Html:
    head = night.head
    if head is None:
        return element("footer", say("recap.no_head"))
    count = "recap.head" if head.keyed else "recap.head.unkeyed"
    return element(
        "footer",
        element("p", say("recap.foot"), " ", say(count, count=head.count)),
        element("p", element("code", str(head))),
        element("p", say("recap.head.about")),
    )
