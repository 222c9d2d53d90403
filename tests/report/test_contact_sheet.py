"""The contact sheet: one file that asks nothing of any network, and that no text breaks out of."""

import base64
import hashlib
import io
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from controlroom.event.asset import Approval, Crop, Link, Part, Picture, Slot, Variant, Verdict
from controlroom.event.content import variant_digest
from controlroom.event.live_event import LiveEvent, Person, PersonRole
from controlroom.report.contact_sheet import is_contact_sheet
from controlroom.report.contact_sheet_pictures import (
    SIZES,
    SMALLEST,
    Pictures,
    longest_side,
    scaled,
)
from tests.desk.facts_for import bundled
from tests.support.answering import AT, PIXEL, Page, sheet_of
from tests.support.approving import approved

HOSTILE = (
    "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'><!--&lt;]]>\u2028{done}"
)


def one(**other: object) -> LiveEvent:
    """The event with one asset, as ``other`` has it."""
    event = bundled()
    asset = replace(event.asset("blackout-01"), approvals=(), **other)  # type: ignore[arg-type]
    return replace(event, assets=(asset,), cues=(), slots=())


def words_of(text: str) -> str:
    return " ".join(Page(text).text)


def test_every_asset_stands_on_every_network() -> None:
    event = bundled()
    page = Page(sheet_of(event))
    cards = [(card["asset"], card["channel"]) for card in page.bound["cards"]]
    assert cards == [(asset.slug, channel) for asset in event.assets for channel in event.channels]
    assert len(page.all("article")) == len(page.all("fieldset")) == len(cards)
    for card in page.bound["cards"]:
        assert card["digest"] == variant_digest(event.asset(card["asset"]), card["channel"])


def test_it_asks_nothing_of_any_network_and_runs_only_its_own_script() -> None:
    page = Page(sheet_of(bundled()))
    allowed = next(
        meta["content"] or ""
        for meta in page.all("meta")
        if meta.get("http-equiv") == "Content-Security-Policy"
    )
    assert "default-src 'none'" in allowed
    for kind, text in (("script", page.scripts[-1]), ("style", page.styles[0])):
        seal = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{seal}'" in allowed
    assert not page.all("link")
    for _, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        for name in ("src", "href", "action", "poster"):
            assert (attributes.get(name) or "data:image/webp").startswith("data:image/webp")


@given(st.one_of(st.just(HOSTILE), st.text(max_size=60)))
def test_no_text_breaks_out(text: str) -> None:
    event = bundled()
    asset = replace(
        event.asset("blackout-01"),
        title=text,
        caption=text,
        variants=(Variant("x", caption=text, reply_to=text, authors=(text,)),),
        use_when=text,
        dont_use_when=text,
        slots=(Slot("a", 3, (text,)),),
        thread=(Part(text),),
        link=Link(text, text, text),
        provenance=text,
        regions=(text,),
        authors=(text,),
        approvals=(Approval("x", text, AT, 1, "0" * 64, None, Verdict.CHANGES, text),),
        picture=replace(bundled().assets[0].picture or Picture("", "", "", 0, 0, 0, ""), alt=text),
    )
    brand = replace(event.brand, name=text, brief=text, voice=text, goals=(text,))
    people = (Person(text or "x", PersonRole.APPROVER),)
    hostile = replace(
        event, title=text, assets=(asset,), cues=(), slots=(), brand=brand, people=people
    )
    quiet = replace(asset, title="a", caption="a")
    plain = replace(event, title="a", assets=(quiet,), cues=(), slots=())
    page, other = Page(sheet_of(hostile)), Page(sheet_of(plain))
    assert len(page.scripts) == len(other.scripts) == 2
    assert page.scripts[1] == other.scripts[1]
    allowed = {"script", "img", "meta", "style"}
    for kind in allowed:
        assert len(page.all(kind)) == len(other.all(kind))
    whole = text.encode("utf-8", "replace").decode()
    assert page.bound["cards"][0]["authors"] == list(dict.fromkeys([text]))
    assert whole.replace("\r\n", "\n").replace("\r", "\n").strip() in "".join(page.text).replace(
        "\r\n", "\n"
    ).replace("\r", "\n")


def test_words_are_marked_as_the_network_reads_them() -> None:
    words = "Hi {player}, see https://example.com/a #crunch {other}"
    text = sheet_of(one(caption=words, variants=(), slots=(Slot("player", 12, ("Jo", "Al")),)))
    assert '<span class="gap">{player}</span>' in text
    assert '<span class="link">https://example.com/a</span>' in text
    assert '<span class="tag">#crunch</span>' in text
    assert '<span class="gap">{other}' not in text
    assert "at most 12 characters, one of: Jo, Al" in words_of(text)


def test_what_is_known_of_an_asset_stands_with_it() -> None:
    event = bundled()
    asset = replace(
        event.asset("blackout-01"),
        authors=("Kim",),
        provenance="our own studio",
        embargo_until=event.starts,
        rights_until=event.ends,
    )
    asset = approved(replace(asset, approvals=()), ("bluesky",), "Dana", AT)
    asked = Approval(
        "x", "Jo", AT, 3, variant_digest(asset, "x"), None, Verdict.CHANGES, "Drop the pun."
    )
    asset = replace(asset, approvals=(*asset.approvals, asked))
    told = words_of(sheet_of(replace(event, assets=(asset,))))
    for words in (
        "Lights out, key 5, for surprises",
        asset.use_when,
        asset.dont_use_when,
        "Kim",
        "our own studio",
        "not before Sun 3 Feb",
        "Approved by Dana",
        "Jo asked for changes: Drop the pun.",
        "Nobody has answered this yet.",
        event.brand.brief,
        "47 of 300 characters",
    ):
        assert words in told


def test_too_many_words_and_missing_alt_text_are_told() -> None:
    event = one(caption="x" * 301, variants=())
    picture = event.assets[0].picture
    assert picture is not None
    event = event.with_asset(replace(event.assets[0], picture=replace(picture, alt=" ")))
    told = words_of(sheet_of(event))
    assert "1 too many: 301 of 300 characters" in told
    assert "Nobody has described this picture yet." in told


def test_only_what_waits() -> None:
    event = bundled()
    first = replace(event.assets[0], approvals=())
    event = event.with_asset(approved(first, ("bluesky", "x"), "Dana", AT))
    cards = Page(sheet_of(event, waiting=True)).bound["cards"]
    assert (first.slug, "mastodon") in {(card["asset"], card["channel"]) for card in cards}
    assert (first.slug, "x") not in {(card["asset"], card["channel"]) for card in cards}


def test_a_picture_is_in_the_page_once() -> None:
    text = sheet_of(bundled())
    sources = re.findall(r'src="(data:[^"]+)"', text)
    pictures = {
        picture.sha256
        for asset in bundled().assets
        for channel in bundled().channels
        for picture in asset.pictures_for(channel)
    }
    assert len(sources) == len(pictures)
    page = Page(text)
    known = {image["id"] for image in page.all("img") if "id" in image}
    borrowed = {image["data-same"] for image in page.all("img") if "data-same" in image}
    assert borrowed <= known
    assert all("alt" in image and image["loading"] == "lazy" for image in page.all("img"))


def drawn(size: tuple[int, int], kind: str, **how: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind, **how)
    return out.getvalue()


def shown(content: bytes, mime: str = "image/jpeg", side: int = 640) -> str:
    picture = Picture("ab" * 32, "a.jpg", mime, len(content), 1, 1, "Red.", 12.4)
    return str(Pictures(lambda sha256: content, side).show(picture))


def test_pictures_are_scaled_down_and_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    html = shown(drawn((3000, 1500), "JPEG", exif=exif))
    found = re.search(r'src="data:image/webp;base64,([^"]+)"', html)
    assert found is not None
    with Image.open(io.BytesIO(base64.b64decode(found[1]))) as image:
        assert image.size == (320, 640)
    assert 'width="320" height="640"' in html


@pytest.mark.parametrize(
    "content", [b"", b"no picture", PIXEL[:40], drawn((9, 9), "PNG")[:45]], ids=repr
)
def test_a_picture_that_cannot_be_read_is_a_card(content: bytes) -> None:
    assert "cannot be shown here" in shown(content)


@pytest.mark.parametrize("kind", ["TIFF", "BMP", "ICO", "PPM"])
def test_a_picture_in_a_format_no_network_takes_is_a_card(kind: str) -> None:
    assert "cannot be shown here" in shown(drawn((16, 16), kind))
    with pytest.raises(OSError, match="cannot identify"):
        scaled(drawn((16, 16), kind), 64)


def test_a_video_is_a_card() -> None:
    assert "Video “a.jpg”, 12 s" in shown(b"", "video/mp4")


GONE = Picture("0" * 64, "gone.jpg", "image/jpeg", 1, 1, 1, "Gone.")
VIDEO = Picture("1" * 64, "v.mp4", "video/mp4", 1, 1, 1, "A bag.", seconds=8.0)


MOVING = Picture("2" * 64, "m.gif", "image/gif", 1, 1, 1, "A bag.")


def frames(kind: str) -> bytes:
    out = io.BytesIO()
    first, second = (Image.new("RGB", (8, 8), colour) for colour in ("red", "blue"))
    first.save(out, kind, save_all=True, append_images=[second])
    return out.getvalue()


def read(sha256: str) -> bytes:
    return {GONE.sha256: b"", MOVING.sha256: frames("GIF")}.get(sha256, PIXEL)


@pytest.mark.parametrize(
    "other",
    [
        {"picture": GONE},
        {"picture": VIDEO},
        {"picture": MOVING},
        {"more": (GONE,)},
        {"thread": (Part("Then.", (VIDEO,)),)},
        {"link": Link("https://example.com", "A page", "", GONE)},
    ],
    ids=["picture", "video", "moves", "second picture", "thread", "card of a link"],
)
def test_what_is_not_shown_cannot_be_approved(other: dict[str, object]) -> None:
    page = Page(sheet_of(one(variants=(), **other), read=read))
    radios = [each for each in page.all("input") if each["type"] == "radio"]
    yes = [radio for radio in radios if radio["value"] == "approved"]
    assert len(yes) == 3
    assert all("disabled" in radio for radio in yes)
    assert not [radio for radio in radios if "disabled" in radio and radio not in yes]
    assert [card["judged"] for card in page.bound["cards"]] == [False] * 3
    assert " ".join(page.text).count("so it cannot be approved here") == 3
    assert not [button for button in page.all("button") if "data-all" in button]


def test_a_picture_of_a_telephone_that_holds_several_views_can_be_approved() -> None:
    page = Page(sheet_of(one(variants=()), read=lambda sha256: frames("MPO")))
    assert [card["judged"] for card in page.bound["cards"]] == [True] * 3


def test_what_is_shown_elsewhere_can_be_approved_there() -> None:
    page = Page(sheet_of(one(variants=(Variant("x", picture=VIDEO),)), read=read))
    judged = {card["channel"]: card["judged"] for card in page.bound["cards"]}
    assert judged == {"bluesky": True, "mastodon": True, "x": False}
    assert len([button for button in page.all("button") if "data-all" in button]) == 1


def test_many_pictures_are_smaller() -> None:
    assert longest_side(1) == longest_side(SIZES[0][0]) == SIZES[0][1]
    assert longest_side(1_000) == SMALLEST


def test_a_crop_is_told() -> None:
    event = one(variants=())
    picture = event.assets[0].picture
    assert picture is not None
    cropped = replace(picture, master="cd" * 32, crop=Crop(0.1, 0, 0.5, 0.75))
    told = words_of(sheet_of(event.with_asset(replace(event.assets[0], picture=cropped))))
    assert "50 % of its width, 75 % of its height" in told


def test_every_answer_can_be_given_by_keyboard_and_is_named() -> None:
    page = Page(sheet_of(one()))
    assert page.elements[0] == ("html", {"lang": "en"})
    radios = [each for each in page.all("input") if each["type"] == "radio"]
    assert len({radio["name"] for radio in radios}) == 3
    assert {radio["value"] for radio in radios} == {"approved", "changes", ""}
    labels = len(page.all("label"))
    # The name, three choices and a note on each network, and the text to copy.
    assert labels == 1 + 3 * 4 + 1
    assert all(button.get("type") == "button" for button in page.all("button"))


def test_an_event_without_anything_says_so() -> None:
    assert "There is nothing to look at." in words_of(sheet_of(replace(bundled(), assets=())))


def test_only_a_contact_sheet_is_known_as_one() -> None:
    page = sheet_of(one()).encode()
    assert is_contact_sheet(page[:2_048])
    assert not is_contact_sheet(b"<!doctype html><title>Control Room contact sheet</title>")
    assert not is_contact_sheet(b"")
