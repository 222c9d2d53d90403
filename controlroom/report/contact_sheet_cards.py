"""One asset of a contact sheet: what is known of it, and a card for each network."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from controlroom.channels.reading import Mark, Reading
from controlroom.event.approvals import Said, Standing, said_of
from controlroom.event.asset import GAP, Asset, Picture, Role, Slot
from controlroom.event.live_event import Account, LiveEvent
from controlroom.messages import At, Message, english, message
from controlroom.report.contact_sheet_pictures import Pictures
from controlroom.report.html import Html, element, joined


@dataclass(frozen=True, slots=True)
class Network:
    """What the sheet must know of a network: its name and how it reads a text. ``limit`` None:
    nobody knows how much it takes."""

    title: str
    read: Callable[[str], Reading]
    limit: int | None


def say(told: Message) -> str:
    """A sentence of the page."""
    return english(told)


def asset_section(
    event: LiveEvent, asset: Asset, cards: Iterable[Html], *, many: bool = True
) -> Html:
    """An asset with its cards."""
    every = element(
        "button",
        say(message("contact.approve_all")),
        type="button",
        data_all=asset.slug,
        aria_label=say(message("contact.approve_all_of", asset=asset.title)),
    )
    return element(
        "section",
        element("div", element("h2", asset.title), every if many else None, class_="top"),
        pairs(_known(event, asset)),
        element("div", *cards, class_="cards"),
        class_="asset",
        data_asset=asset.slug,
        aria_label=asset.title,
    )


def network_card(number: int, event: LiveEvent, asset: Asset, account: Account, on: "On") -> Html:
    """What goes to one network, and the place for an answer. ``number`` counts the cards."""
    channel = account.channel
    reading = on.network.read(asset.template_for(channel))
    reply = asset.reply_to_for(channel)
    return element(
        "article",
        element(
            "div",
            element("h3", on.network.title),
            element("span", f"{account.name} · {account.handle}", class_="small"),
            class_="top",
        ),
        element("p", say(_standing(said_of(asset, channel, on.now), event.zone)), class_="small"),
        element("p", say(message("contact.answers_post", url=reply)), class_="small")
        if reply
        else None,
        _words(asset.template_for(channel), reading.marks, asset.slots),
        *(_figure(picture, on.pictures) for picture in asset.pictures_for(channel)),
        _link(asset, on.pictures),
        _count(reading, on.network),
        *(
            element(
                "div",
                element("p", say(message("contact.then")), class_="small"),
                _words(part.caption, on.network.read(part.caption).marks, asset.slots),
                *(_figure(picture, on.pictures) for picture in part.pictures),
                class_="then",
            )
            for part in asset.thread
        ),
        _answer(number, asset, on, judged=can_be_judged(asset, channel, on.pictures)),
        aria_label=say(message("contact.card", asset=asset.title, network=on.network.title)),
    )


@dataclass(frozen=True, slots=True)
class On:
    """A network, the page's pictures, and the time (UTC µs)."""

    network: Network
    pictures: Pictures
    now: int


def can_be_judged(asset: Asset, channel: str, pictures: Pictures) -> bool:
    """Whether the page shows all that goes out on ``channel``: nobody says yes to the rest."""
    sent = [*asset.pictures_for(channel)]
    for part in asset.thread:
        sent += part.pictures
    if asset.link is not None and asset.link.thumb is not None:
        sent.append(asset.link.thumb)
    return all(map(pictures.shows, sent))


def _answer(number: int, asset: Asset, on: "On", *, judged: bool) -> Html:
    legend = message("contact.your_answer", asset=asset.title, network=on.network.title)
    choices = (
        ("approved", "contact.approve"),
        ("changes", "contact.changes"),
        ("", "contact.no_answer"),
    )
    return element(
        "fieldset",
        element("legend", say(legend)),
        *(
            element(
                "label",
                element(
                    "input",
                    type="radio",
                    name=f"answer-{number}",
                    value=value,
                    disabled=value == "approved" and not judged,
                ),
                say(message(words)),
            )
            for value, words in choices
        ),
        None if judged else element("p", say(message("contact.unseen")), class_="over"),
        element("p", say(message("contact.own")), class_="own small", hidden=True),
        element(
            "label",
            element("span", say(message("contact.note"))),
            element("textarea", rows=2, maxlength=2000),
            class_="note",
        ),
        data_card=number,
    )


def _known(event: LiveEvent, asset: Asset) -> Iterable[tuple[Message, str]]:
    zone = event.zone
    yield message("contact.for"), _moments(event, asset)
    yield message("contact.use"), asset.use_when
    yield message("contact.dont"), asset.dont_use_when
    for slot in asset.slots:
        yield message("contact.slot", name=slot.name), say(_rule(slot))
    rights = _until(asset.rights_until, zone) or say(message("contact.rights.open"))
    yield message("contact.rights"), rights
    yield message("contact.offer"), _until(asset.offer_until, zone)
    if asset.embargo_until is not None:
        at = At(asset.embargo_until, zone)
        yield message("contact.embargo"), say(message("contact.not_before", at=at))
    yield message("contact.provenance"), asset.provenance
    yield message("contact.regions"), ", ".join(asset.regions)
    if asset.role is not Role.POST:
        yield message("contact.role"), say(message(f"contact.role.{asset.role}"))
    yield message("contact.authors"), ", ".join(asset.authors)
    yield message("contact.version"), str(asset.version)


def _moments(event: LiveEvent, asset: Asset) -> str:
    sides = {
        (one.slug, side.slug): side.title for one in event.outcome_sets for side in one.outcomes
    }
    told = []
    for cue in event.cues:
        if cue.asset != asset.slug:
            continue
        moment = event.moment(cue.moment)
        side = sides.get((moment.outcome_set or "", cue.outcome or ""))
        told.append(
            say(message("contact.moment_if", moment=moment.title, outcome=side))
            if side is not None
            else moment.title
        )
    told += [
        say(message("contact.key", digit=digit))
        for digit, slug in event.slots
        if slug == asset.slug
    ]
    return ", ".join(dict.fromkeys(told)) or say(message("contact.no_moment"))


def _rule(slot: Slot) -> Message:
    if slot.words:
        return message("contact.slot_words", longest=slot.longest, words=", ".join(slot.words))
    return message("contact.slot_any", longest=slot.longest)


def _until(until: int | None, zone: str) -> str:
    return "" if until is None else say(message("contact.until", at=At(until, zone)))


def _standing(said: Said, zone: str) -> Message:
    if said.approval is None:
        return message("contact.waiting")
    by, at = said.approval.by, At(said.approval.at, zone)
    match said.standing:
        case Standing.APPROVED:
            return message("contact.approved", by=by, at=at)
        case Standing.CHANGES:
            return message("contact.asked", by=by, note=said.approval.note or "–")
        case Standing.EXPIRED:
            return message("contact.expired", by=by)
    return message("contact.changed", by=by)


def _words(text: str, marks: Iterable[Mark], slots: tuple[Slot, ...]) -> Html:
    names = {slot.name for slot in slots}
    spans = [(mark.start, mark.end, mark.kind.value) for mark in marks]
    spans += [(one.start(), one.end(), "gap") for one in GAP.finditer(text) if one[1] in names]
    parts: list[str] = []
    at = 0
    # A gap inside of an address is still a gap: whichever begins first is marked.
    for start, end, kind in sorted(spans):
        if start >= at:
            parts += [text[at:start], element("span", text[start:end], class_=kind)]
            at = end
    return element("p", *parts, text[at:], class_="words")


def _figure(picture: Picture, pictures: Pictures) -> Html:
    crop = picture.crop
    cut = None
    if crop is not None:
        cut = say(
            message("contact.crop", wide=round(crop.width * 100), high=round(crop.height * 100))
        )
    alt = (
        message("contact.alt", alt=picture.alt)
        if picture.alt.strip()
        else message("contact.no_alt")
    )
    return element(
        "figure",
        pictures.show(picture),
        element("figcaption", say(alt)),
        element("figcaption", cut) if cut else None,
    )


def _link(asset: Asset, pictures: Pictures) -> Html | None:
    link = asset.link
    if link is None:
        return None
    return element(
        "div",
        None if link.thumb is None else pictures.show(link.thumb),
        element("strong", link.title),
        element("p", link.description) if link.description else None,
        element("span", link.url, class_="link"),
        class_="page",
    )


def _count(reading: Reading, network: Network) -> Html:
    if network.limit is None:
        return element("p", say(message("contact.length", count=reading.length)), class_="small")
    over = reading.length - network.limit
    if over > 0:
        told = message("contact.over", count=reading.length, limit=network.limit, over=over)
        return element("p", say(told), class_="over")
    told = message("contact.count", count=reading.length, limit=network.limit)
    return element("p", say(told), class_="small")


def pairs(told: Iterable[tuple[Message, str]]) -> Html:
    """Names and what is known under them; what is empty is left out."""
    rows = [
        joined(element("dt", say(name)), element("dd", words))
        for name, words in told
        if words.strip()
    ]
    return element("dl", *rows)
