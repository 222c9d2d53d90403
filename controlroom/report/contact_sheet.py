"""The contact sheet: one HTML file with every asset on every network, to be answered without the
program. It asks nothing of any network, and runs nothing but its own script.

What comes back is a file of answers (``controlroom.event.answer_file``), bound to the words and
pictures by the digests that stand here.
"""

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

import msgspec

from controlroom.event.answer_file import FORMAT, LONGEST_NAME
from controlroom.event.answers import approver_names
from controlroom.event.approvals import Standing, said_of
from controlroom.event.asset import Asset
from controlroom.event.content import variant_digest
from controlroom.event.live_event import Account, Brand, LiveEvent
from controlroom.messages import At, message
from controlroom.messages.words import template
from controlroom.report.contact_sheet_cards import (
    Network,
    On,
    asset_section,
    can_be_judged,
    network_card,
    pairs,
    say,
)
from controlroom.report.contact_sheet_pictures import Pictures, ReadMedia, longest_side
from controlroom.report.html import Html, element, joined

GENERATOR = "Control Room contact sheet"
LOOK_INTO = 2_048
"""So far into a file its maker is looked for."""

# What the script says: the catalogue's templates, filled in by it.
SCRIPT_WORDS = {
    "count": "contact.js.count",
    "saved": "contact.js.saved",
    "copied": "contact.js.copied",
    "name": "contact.js.name",
    "none": "contact.js.none",
    "own": "contact.js.own",
    "note": "contact.js.note",
}


@dataclass(frozen=True, slots=True)
class Made:
    """When a sheet is made (UTC µs), and under which id."""

    id: str
    at: int


def cards_of(
    event: LiveEvent, assets: Iterable[Asset], now: int, *, waiting: bool
) -> tuple[tuple[Asset, tuple[Account, ...]], ...]:
    """What goes on a sheet: assets with the accounts they are shown on; with ``waiting`` only where
    nobody has said yes to what stands there now."""
    made = []
    for asset in assets:
        accounts = tuple(
            account
            for account in event.accounts
            if not waiting or said_of(asset, account.channel, now).standing is not Standing.APPROVED
        )
        if accounts:
            made.append((asset, accounts))
    return tuple(made)


def contact_sheet(
    event: LiveEvent,
    shown: Sequence[tuple[Asset, tuple[Account, ...]]],
    networks: Mapping[str, Network],
    read: ReadMedia,
    made: Made,
) -> bytes:
    """The page for ``shown`` (as ``cards_of`` makes it), UTF-8. ``networks`` by channel."""
    different = {
        picture.sha256
        for asset, accounts in shown
        for account in accounts
        for picture in asset.pictures_for(account.channel)
    }
    pictures = Pictures(read, longest_side(len(different)))
    sections, cards = [], list[dict[str, object]]()
    for asset, accounts in shown:
        mine = []
        for account in accounts:
            on = On(networks[account.channel], pictures, made.at)
            mine.append(network_card(len(cards), event, asset, account, on))
            judged = can_be_judged(asset, account.channel, pictures)
            cards.append({**_bound(asset, account.channel), "judged": judged})
        can = sum(card["judged"] is True for card in cards[len(cards) - len(mine) :])
        sections.append(asset_section(event, asset, mine, many=can > 1))
    told = {
        "format": FORMAT,
        "event": event.slug,
        "sheet": made.id,
        "made": At(made.at, "UTC").local().isoformat(),
        "cards": cards,
        "words": {name: template(id_) for name, id_ in SCRIPT_WORDS.items()},
    }
    return _page(event, sections, len(cards), told, made).encode("utf-8", "replace")


def is_contact_sheet(beginning: bytes) -> bool:
    """Whether a file that begins so is a contact sheet of ours."""
    marked = element("meta", name="generator", content=GENERATOR)
    return beginning.startswith(b"<!doctype html>") and marked.encode() in beginning[:LOOK_INTO]


def _bound(asset: Asset, channel: str) -> dict[str, object]:
    return {
        "asset": asset.slug,
        "channel": channel,
        "digest": variant_digest(asset, channel),
        "authors": list(asset.authors_of(channel)),
    }


def _page(
    event: LiveEvent,
    sections: Sequence[Html],
    cards: int,
    told: Mapping[str, object],
    made: Made,
) -> str:
    style, script = _resource("sheet.css"), _resource("answers.mjs") + _resource("page.mjs")
    allowed = (
        "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none';"
        f" style-src {_hash(style)}; script-src {_hash(script)}"
    )
    title = say(message("contact.title", event=event.title))
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="generator", content=GENERATOR),
        element("meta", http_equiv="Content-Security-Policy", content=allowed),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", title),
        element("style", Html(style)),
    )
    # "<" would let a caption end the script it stands in.
    inside = Html(msgspec.json.encode(told).decode().replace("<", "\\u003c"))
    body = element(
        "body",
        element(
            "header",
            element("h1", title),
            element(
                "p",
                say(message("contact.about", cards=cards, at=At(made.at, event.zone))),
                class_="soft",
            ),
            element("noscript", element("p", say(message("contact.no_script")), class_="over")),
            class_="head",
        ),
        _bar(approver_names(event)),
        element("main", _brief(event.brand), _out(), *sections, _nothing(bool(sections))),
        element("script", inside, type="application/json", id="sheet"),
        element("script", Html(script), type="module"),
    )
    return f"<!doctype html>\n{element('html', head, body, lang='en')}\n"


def _bar(names: Sequence[str]) -> Html:
    filters = (
        ("all", "contact.show_all"),
        ("open", "contact.show_open"),
        ("changes", "contact.show_changes"),
    )
    return element(
        "div",
        element(
            "div",
            element(
                "label",
                say(message("contact.name")),
                element(
                    "input",
                    type="text",
                    id="name",
                    maxlength=LONGEST_NAME,
                    required=True,
                    autocomplete="name",
                    list="names",
                ),
            ),
            element("datalist", *(element("option", value=name) for name in names), id="names"),
            element("span", "", id="count", role="status"),
            element("progress", "", id="bar", value=0, max=1, aria_labelledby="count"),
            element(
                "div",
                *(
                    element(
                        "button",
                        say(message(words)),
                        type="button",
                        data_filter=name,
                        aria_pressed="false",
                    )
                    for name, words in filters
                ),
                class_="filters",
                role="group",
                aria_label=say(message("contact.show")),
            ),
            element(
                "button", say(message("contact.save")), type="button", id="save", class_="push"
            ),
            element("p", "", id="problem", role="alert"),
            element("p", say(message("contact.unsaved")), id="unsaved", hidden=True),
            element("p", say(message("contact.not_kept")), id="kept", hidden=True),
        ),
        class_="bar",
    )


def _brief(brand: Brand) -> Html:
    told = (
        (message("contact.brief.brief"), brand.brief),
        (message("contact.brief.voice"), brand.voice),
        (message("contact.brief.belongs"), ", ".join(brand.belongs_in)),
        (message("contact.brief.stays_out"), ", ".join(brand.stay_out_of)),
        (message("contact.brief.goals"), ", ".join(brand.goals)),
    )
    head = element("h2", say(message("contact.brief", brand=brand.name)))
    return element("section", head, pairs(told), class_="brief")


def _out() -> Html:
    return element(
        "section",
        element("p", "", id="saved", role="status"),
        element("label", say(message("contact.text")), for_="text"),
        element("textarea", id="text", readonly=True, spellcheck="false"),
        element("button", say(message("contact.copy")), type="button", id="copy"),
        id="out",
        hidden=True,
    )


def _nothing(anything: bool) -> Html:
    words = message("contact.none_shown") if anything else message("contact.empty")
    return joined(element("p", say(words), id="nothing", class_="brief", hidden=anything))


def _resource(name: str) -> str:
    text = files("resources").joinpath("sheet", name).read_text("utf-8")
    return text.replace("\r\n", "\n")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
