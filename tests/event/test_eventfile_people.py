"""People, sensitive dates, lists, gaps, approvals and crops, as an event file has them."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from controlroom.event.approvals import Standing, is_approved, said_of
from controlroom.event.asset import Crop, Slot
from controlroom.event.eventfile import read_event, read_event_and_pictures
from controlroom.event.live_event import LiveEvent, Person, PersonRole, Policy, Sensitive
from controlroom.messages import At
from tests.event.test_eventfile import SMALL, refused
from tests.event.test_eventfile import folder as folder  # noqa: PLC0414

NEW_YORK = "America/New_York"
RICH = (
    SMALL.replace(
        "[brand]",
        """links = ["saltwick.example/tonight"]
never = ["bloodbath"]
regions = ["Canada"]
[brand]
voice = "Dry."
belongs_in = ["snacks"]
goals = ["one kind joke"]""",
    )
    .replace(
        "[slots]",
        """policy = "client"
breaker_posts = 4
breaker_minutes = 2
[slots]""",
    )
    .replace(
        "[[account]]",
        """[[person]]
name = "Dana"
role = "approver"
client = true
phone = "555 0171"
[[person]]
name = "Theo"
role = "operator"
[[sensitive]]
title = "The fire"
day = "02-29"
[[sensitive]]
title = "The week"
first = 2013-01-21
last = 2013-01-27
regions = ["Canada"]
[[account]]""",
        1,
    )
    .replace(
        'caption = "One bag."',
        """caption = "{side}, {score}."
authors = ["Priya"]
provenance = "Our studio"
regions = ["Quebec"]""",
    )
    .replace(
        "at = 2013-02-01T10:00:00 }",
        """at = 2013-02-01T10:00:00, until = 2013-02-04T03:00:00 }
[[asset.slot]]
name = "side"
longest = 12
words = ["Ravens", "49ers"]
[[asset.slot]]
name = "score"
longest = 7""",
    )
    .replace(
        'caption = "One bag, no sharing."',
        """caption = "{score} and counting."
authors = ["Kit"]
crop = [0.25, 0.0, 0.5, 1.0]""",
    )
)


@pytest.fixture
def rich(folder: Path) -> Path:
    """A folder with all there is."""
    (folder / "event.toml").write_text(RICH, encoding="utf-8")
    return folder


def test_all_of_it_is_read(rich: Path) -> None:
    event = read_event(rich)
    assert event.links == ("saltwick.example/tonight",)
    assert (event.never, event.regions) == (("bloodbath",), ("Canada",))
    brand = event.brand
    assert (brand.voice, brand.belongs_in, brand.goals) == ("Dry.", ("snacks",), ("one kind joke",))
    settings = event.settings
    assert (settings.policy, settings.breaker_posts, settings.breaker_minutes) == (
        *(Policy.CLIENT, 4, 2),
    )
    assert event.people == (
        Person("Dana", PersonRole.APPROVER, client=True, phone="555 0171"),
        Person("Theo", PersonRole.OPERATOR),
    )
    fire, week = event.sensitive
    assert fire == Sensitive("The fire", "02-29")
    assert (week.title, week.day, week.regions) == ("The week", "", ("Canada",))
    assert week.first is not None
    assert week.last is not None
    assert f"{At(week.first, NEW_YORK):day} {At(week.first, NEW_YORK)}" == "21 Jan 00:00:00"
    assert f"{At(week.last, NEW_YORK):day} {At(week.last, NEW_YORK)}" == "27 Jan 23:59:59"
    one = event.asset("one")
    assert one.slots == (Slot("side", 12, ("Ravens", "49ers")), Slot("score", 7))
    assert (one.provenance, one.regions) == ("Our studio", ("Quebec",))
    assert one.authors_of("bluesky") == ("Priya", "Kit")


def test_a_yes_of_the_file_covers_the_rules_of_the_gaps_and_ends(rich: Path) -> None:
    event = read_event(rich)
    one, ends = event.asset("one"), event.asset("one").approvals[0].until
    assert ends is not None
    assert f"{At(ends, NEW_YORK):date} {At(ends, NEW_YORK):hm}" == "Mon 4 Feb 03:00"
    filled = replace(one, filled=(("score", "21-6"), ("side", "Ravens")))
    assert filled.words_for("bluesky") == "21-6 and counting."
    assert is_approved(filled, ("bluesky",), event.starts)
    assert not is_approved(filled, ("bluesky",), ends)
    too_long = replace(one, filled=(("score", "twenty-one to six"),))
    assert said_of(too_long, "bluesky", event.starts).standing is Standing.OUTSIDE


def test_a_yes_up_to_a_day_holds_until_its_end(rich: Path) -> None:
    text = RICH.replace("until = 2013-02-04T03:00:00", "until = 2013-02-04")
    (rich / "event.toml").write_text(text, encoding="utf-8")
    ends = read_event(rich).asset("one").approvals[0].until
    assert ends is not None
    assert f"{At(ends, NEW_YORK):date} {At(ends, NEW_YORK)}" == "Mon 4 Feb 23:59:59"


@pytest.mark.parametrize(
    ("day", "last"),
    [("2024-03-30", "22:59:59"), ("2024-10-26", "23:59:59"), ("2024-06-30", "23:59:59")],
)
def test_a_day_ends_where_clocks_change_at_midnight_too(rich: Path, day: str, last: str) -> None:
    text = RICH.replace("rights_until = 2013-06-30", f"rights_until = {day}")
    zone = 'zone = "America/Nuuk"'
    text = text.replace('zone = "America/New_York"', zone, 1)
    (rich / "event.toml").write_text(text, encoding="utf-8")
    ends = read_event(rich).asset("one").rights_until
    assert ends is not None
    assert f"{At(ends, 'America/Nuuk').local():%Y-%m-%d %H:%M:%S}" == f"{day} {last}"
    assert f"{At(ends + 1, 'America/Nuuk').local():%Y-%m-%d}" > day


BROKEN = [
    ('policy = "client"', 'policy = "none"', "“none” is no choice for “policy”"),
    ("breaker_posts = 4", "breaker_posts = -4", "“breaker_posts” is below zero"),
    ('links = ["saltwick.example/tonight"]', 'links = ["https://saltwick.example"]', "no place of"),
    ('links = ["saltwick.example/tonight"]', 'links = ["two words"]', "“two words” in “links”"),
    ('never = ["bloodbath"]', 'never = [" "]', "the file itself: an entry of “never” is empty"),
    ('regions = ["Quebec"]', 'regions = [""]', "asset “one”: an entry of “regions” is empty"),
    ('authors = ["Priya"]', 'authors = [" "]', "asset “one”: an entry of “authors” is empty"),
    ('name = "Theo"', 'name = " dana "', "two of person are called “ dana ”"),
    ('name = "Theo"', 'name = ""', "person number 2 has no name"),
    ('name = "Theo"', 'name = "The\\no"', "person number 2 has no name"),
    ('role = "operator"', 'role = "boss"', "person “Theo”: “boss” is no choice for “role”"),
    ('role = "operator"', "", "person “Theo”: “role” is missing"),
    ('title = "The fire"', 'title = " "', "a sensitive date has no title"),
    ('day = "02-29"', 'day = "2-30"', "sensitive “The fire”: “2-30” is no day of the year"),
    ('day = "02-29"', 'day = "12-07-1941"', "“12-07-1941” is no day"),
    ('day = "02-29"', "", "sensitive “The fire”: it is not clear when"),
    ('day = "02-29"', 'day = "02-28"\nfirst = 2013-01-01', "it is not clear when"),
    ("first = 2013-01-21\n", "", "sensitive “The week”: it is not clear when"),
    ("last = 2013-01-27", "last = 2013-01-20", "“last” comes before “first”"),
    ('regions = ["Canada"]\n[[acc', 'regions = [""]\n[[acc', "“The week”: an entry of “regions”"),
    ('name = "side"', 'name = "the side"', "a gap cannot be called “the side”"),
    ('name = "side"', 'name = "score"', "two of asset.slot are called “score”"),
    ("longest = 7", "longest = 0", "nothing can ever stand in the gap “score”"),
    ('"49ers"]', '"San Francisco"]', "“San Francisco” cannot stand in the gap “side”"),
    ('"49ers"]', '"{score}"]', "“{score}” cannot stand in the gap “side”"),
    ('"49ers"]', '" 49ers"]', "“ 49ers” cannot stand in the gap “side”"),
    ('caption = "{side}, {score}."', 'caption = "{sido}, {score}."', "no caption has the gap"),
    ('"{score} and counting."', '"{scoer} and counting."', "and no slot is called that"),
    ('alt = "A bag."', 'alt = "{score}"', "the gap “score” stands outside the captions"),
    ('by = "Dana"', 'by = "priya "', "asset “one”: priya  made this and cannot approve it"),
    ('by = "Dana"', 'by = "KIT"', "asset “one”: KIT made this and cannot approve it"),
    ('by = "Dana"', 'by = "Theo"', "Theo is not among those who may approve"),
    ('by = "Dana"', 'by = "Ruth"', "Ruth is not among those who may approve"),
    ('by = "Dana"', 'by = ""', "asset “one”: the approval names nobody"),
    ("until = 2013-02-04T", "until = 2013-01-04T", "the approval ends before it was given"),
    ("until = 2013-02-04T", "until = 9999-12-31T", "“until” is in the year 9999"),
    ("until = 2013-02-04T03:00:00", "until = 9999-12-31", "“until” is in the year 9999"),
    ("until = 2013-02-04T03:00:00", "until = 2013-01-31", "the approval ends before it was given"),
    ("until = 2013-02-04T03:00:00", "until = 2013-02-04T03:00:00Z", "“until” carries its own"),
    ("until = 2013-02-04T03:00:00", 'until = "later"', "the value of “until” cannot be used"),
    ("at = 2013-02-01T10:00:00, u", "at = 0001-01-01T00:00:00, u", "“at” is in the year 1,"),
    ("at = 2013-02-01T10:00:00, until = 2013-02-04T03:00:00", "at = 2999-01-01T10:00:00", "after"),
    ("at = 2013-02-01T10:00:00, u", "at = 2013-02-04T01:00:00, u", "the approval is from after"),
    ("last = 2013-01-27", "last = 9999-12-31", "sensitive “The week”: “last” is in the year"),
    ("first = 2013-01-21", "first = 0001-01-01", "sensitive “The week”: “first” is in the year"),
    ("[0.25, 0.0, 0.5, 1.0]", "[0.25, 0.0, 0.5]", "asset “one”: “crop” is no part"),
    ("[0.25, 0.0, 0.5, 1.0]", "[0.75, 0.0, 0.5, 1.0]", "“crop” is no part"),
    ("[0.25, 0.0, 0.5, 1.0]", "[-0.1, 0.0, 0.5, 1.0]", "“crop” is no part"),
    ("[0.25, 0.0, 0.5, 1.0]", "[0.25, 0.0, 0.0, 1.0]", "“crop” is no part"),
    ("[0.25, 0.0, 0.5, 1.0]", "[nan, 0.0, 0.5, 1.0]", "“crop” is no part"),
    ("[0.25, 0.0, 0.5, 1.0]", '["left", 0.0, 0.5, 1.0]', "“crop” holds text in quotation"),
    ('picture = "art/one.jpg"\n', "", "there is no picture to crop for bluesky"),
]


@pytest.mark.parametrize(("right", "wrong", "told"), BROKEN)
def test_what_is_wrong_with_it_is_told_by_place(
    rich: Path, right: str, wrong: str, told: str
) -> None:
    assert right in RICH
    (rich / "event.toml").write_text(RICH.replace(right, wrong, 1), encoding="utf-8")
    sentence = refused(rich)
    assert told in sentence
    assert sentence.startswith("event.toml")


def test_where_no_people_are_named_anybody_else_may_have_approved(rich: Path) -> None:
    start, end = RICH.index("[[person]]"), RICH.index("[[sensitive]]")
    text = RICH[:start] + RICH[end:].replace('by = "Dana"', 'by = "Ruth"')
    (rich / "event.toml").write_text(text, encoding="utf-8")
    assert read_event(rich).asset("one").approvals[0].by == "Ruth"


# --- Crops ---------------------------------------------------------------------------------------


def halves(folder: Path, name: str = "one.jpg", **how: object) -> None:
    """A picture, left half orange and right half blue, 32 by 24."""
    picture = Image.new("RGB", (32, 24), "orange")
    picture.paste("blue", (16, 0, 32, 24))
    picture.save(folder / "art" / name, **how)  # type: ignore[arg-type]


def cropped(folder: Path, edges: str = "[0.5, 0.0, 0.5, 1.0]") -> tuple[LiveEvent, Image.Image]:
    text = RICH.replace("[0.25, 0.0, 0.5, 1.0]", edges)
    (folder / "event.toml").write_text(text, encoding="utf-8")
    event, pictures = read_event_and_pictures(folder)
    shown = event.asset("one").picture_for("bluesky")
    assert shown is not None
    image = Image.open(io.BytesIO(pictures[shown.sha256]))
    assert (shown.width, shown.height) == image.size
    assert shown.size == len(pictures[shown.sha256])
    return event, image


def is_blue(image: Image.Image) -> bool:
    at = image.convert("RGB").getpixel((image.width // 2, image.height // 2))
    assert isinstance(at, tuple)
    return at[2] > 200 and at[0] < 60


def test_a_crop_is_a_picture_of_its_own_that_names_its_master(rich: Path) -> None:
    halves(rich)
    event, image = cropped(rich)
    assert image.size == (16, 24)
    assert is_blue(image)
    one = event.asset("one")
    shown = one.picture_for("bluesky")
    assert shown is not None
    assert one.picture is not None
    assert shown.master == one.picture.sha256 != shown.sha256
    assert shown.crop == Crop(0.5, 0.0, 0.5, 1.0)
    assert (shown.alt, shown.mime, shown.name) == ("A bag.", "image/jpeg", "one.jpg")
    assert one.picture_for("x") == one.picture


def test_it_is_cut_as_people_see_it_and_tells_nothing_of_the_camera(rich: Path) -> None:
    exif = Image.Exif()
    # The camera lay on its side: what it calls left is on top.
    exif[0x0112] = 6
    exif[0x010F] = "A camera"
    halves(rich, exif=exif)
    _, image = cropped(rich, "[0.0, 0.5, 1.0, 0.5]")
    assert image.size == (24, 16)
    assert is_blue(image)
    assert not image.getexif()


@pytest.mark.parametrize(("name", "kind"), [("one.png", "PNG"), ("one.webp", "WEBP")])
def test_it_stays_in_its_format(rich: Path, name: str, kind: str) -> None:
    halves(rich, name, lossless=True)
    text = RICH.replace('picture = "art/one.jpg"', f'picture = "art/{name}"')
    (rich / "event.toml").write_text(text, encoding="utf-8")
    event, pictures = read_event_and_pictures(rich)
    shown = event.asset("one").picture_for("bluesky")
    assert shown is not None
    assert Image.open(io.BytesIO(pictures[shown.sha256])).format == kind


def test_a_sliver_is_at_least_a_pixel(rich: Path) -> None:
    _, image = cropped(rich, "[0.999, 0.999, 0.001, 0.001]")
    assert image.size == (1, 1)


def test_what_moves_is_not_cropped(rich: Path) -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("orange", "blue")]
    frames[0].save(rich / "art" / "one.gif", save_all=True, append_images=frames[1:])
    text = RICH.replace('picture = "art/one.jpg"', 'picture = "art/one.gif"')
    (rich / "event.toml").write_text(text, encoding="utf-8")
    assert "art/one.gif moves, and cannot be cropped" in refused(rich)


def test_a_picture_of_a_telephone_that_holds_several_is_its_first(rich: Path) -> None:
    second = Image.new("RGB", (32, 24), "orange")
    Image.new("RGB", (32, 24), "blue").save(
        rich / "art" / "one.jpg", "MPO", save_all=True, append_images=[second]
    )
    event, image = cropped(rich)
    assert is_blue(image)
    picture = event.asset("one").picture
    assert picture is not None
    assert picture.mime == "image/jpeg"


def test_a_master_nobody_shows_is_not_kept(rich: Path) -> None:
    halves(rich, "two.jpg")
    crop = "crop = [0.25, 0.0, 0.5, 1.0]"
    text = RICH.replace(crop, f'picture = "art/two.jpg"\n{crop}')
    (rich / "event.toml").write_text(text, encoding="utf-8")
    event, pictures = read_event_and_pictures(rich)
    one = event.asset("one")
    shown = {p.sha256 for p in (one.picture, one.picture_for("bluesky")) if p is not None}
    assert set(pictures) == shown
