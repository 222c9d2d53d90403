"""Reading an event from its folder: the bundled one, and everything that can be wrong with one."""

import io
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from PIL import Image

from controlroom.errors import UserFacingError
from controlroom.event.approvals import is_approved
from controlroom.event.asset import Role
from controlroom.event.eventfile import read_event, read_event_and_pictures
from controlroom.event.live_event import LiveEvent
from controlroom.event.moment import Anchor, Intent
from controlroom.event.times import expected_times
from controlroom.messages import At, english

NEW_YORK = "America/New_York"

SMALL = """
format = 1
slug = "a-night"
id = "013c9d3a-4d00-7000-8000-000000000001"
title = "A night"
zone = "America/New_York"
second_zone = "America/Chicago"
second_zone_label = "Chicago"
starts = 2013-02-03T18:00:00
ends = 2013-02-03T23:00:00

[brand]
name = "Saltwick"
handle = "@saltwick"
brief = "Be kind."

[settings]
hold_window_s = 5

[slots]
5 = "one"

[[account]]
channel = "bluesky"
handle = "@saltwick.example"
name = "Saltwick"
avatar = "art/one.jpg"

[[term]]
slug = "power"
label = "Power"
group = "event"
phrases = ["power"]

[[segment]]
slug = "all"
title = "All of it"
short = "All"

[[moment]]
slug = "start"
title = "Start"
short = "Start"
segment = "all"
anchor = "hard"
at = 2013-02-03T18:30:00

[[moment]]
slug = "middle"
title = "Middle"
short = "Middle"
segment = "all"
anchor = "soft"
after = "start"
offset_min = 90
spread_min = 5
cues = ["one"]

[[moment]]
slug = "blackout"
title = "Blackout"
short = "Blackout"
segment = "all"
anchor = "float"
terms = ["power"]

[[moment]]
slug = "result"
title = "Result"
short = "Result"
segment = "all"
anchor = "float"
outcome_set = "final"

[[outcome_set]]
slug = "final"
title = "Final result"
[[outcome_set.outcome]]
slug = "win"
title = "Win"
cues = ["one"]
[[outcome_set.outcome]]
slug = "lose"
title = "Lose"

[[asset]]
slug = "one"
title = "One"
caption = "One bag."
picture = "art/one.jpg"
alt = "A bag."
rights_until = 2013-06-30
approval = { by = "Dana", at = 2013-02-01T10:00:00 }
[[asset.variant]]
channel = "bluesky"
caption = "One bag, no sharing."
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a small, right event."""
    (tmp_path / "art").mkdir()
    Image.new("RGB", (32, 24), "orange").save(tmp_path / "art" / "one.jpg")
    (tmp_path / "event.toml").write_text(SMALL, encoding="utf-8")
    return tmp_path


def refused(folder: Path) -> str:
    """What a person is told about the event in ``folder``."""
    with pytest.raises(UserFacingError) as told:
        read_event(folder)
    assert told.value.what_to_do is not None
    assert english(told.value.what_to_do).endswith(".")
    return str(told.value)


def test_a_small_event_reads(folder: Path) -> None:
    event, pictures = read_event_and_pictures(folder)
    assert event.settings.hold_window_s == 5
    assert event.slots == (("5", "one"),)
    start, middle, blackout, _ = event.moments
    assert start.hard is not None
    assert (start.hard.local, start.hard.zone) == ("2013-02-03T18:30:00", NEW_YORK)
    assert f"{At(start.hard.utc, NEW_YORK):hmz}" == "18:30:00 EST"
    assert middle.planned == start.hard.utc + 90 * 60 * 1_000_000
    assert (middle.offset_s, middle.spread_s) == (5400, 300)
    assert (blackout.planned, blackout.terms) == (None, ("power",))
    assert [(cue.asset, cue.outcome) for cue in event.cues_of("result")] == [("one", "win")]
    one = event.asset("one")
    assert one.picture is not None
    assert (one.picture.width, one.picture.height, one.picture.mime) == (32, 24, "image/jpeg")
    assert pictures[one.picture.sha256] == (folder / "art" / "one.jpg").read_bytes()
    assert event.accounts[0].avatar == one.picture.sha256
    assert one.words_for("bluesky") == "One bag, no sharing."
    assert one.rights_until is not None
    assert f"{At(one.rights_until, NEW_YORK):day} {At(one.rights_until, NEW_YORK)}" == (
        "30 Jun 23:59:59"
    )


def test_an_approval_holds_for_the_words_of_the_file_only(folder: Path) -> None:
    before = read_event(folder).asset("one")
    assert is_approved(before, ("bluesky",), 0)
    text = SMALL.replace("no sharing", "no caring")
    (folder / "event.toml").write_text(text, encoding="utf-8")
    after = read_event(folder).asset("one")
    assert before.approvals[0].digest != after.approvals[0].digest


BROKEN = [
    ('title = "A night"', 'title = "A night', "line 5"),
    ('slug = "a-night"', 'slug = "a-night"\nslug = "b"', "line"),
    ("format = 1", "format = 2\nnew_key = 1", "format 2"),
    ('title = "Middle"', 'titel = "Middle"', "moment “middle”: nobody knows the key “titel”"),
    ('title = "Middle"\n', "", "moment “middle”: “title” is missing"),
    ('label = "Power"\n', "", "term “power”: “label” is missing"),
    ("[brand]", '[brand]\nslogan = "no"', "nobody knows the key “slogan”"),
    ("hold_window_s = 5", 'hold_window_s = "5"', "“hold_window_s” holds text in quotation marks"),
    ("hold_window_s = 5", "hold_window_s = -5", "“hold_window_s” is below zero"),
    ('phrases = ["power"]', 'phrases = "power"', "should hold a list"),
    ('anchor = "soft"', 'anchor = "sfot"', "“sfot” is no choice for “anchor”"),
    ('slug = "blackout"', 'slug = "middle"', "two of moment are called “middle”"),
    ('slug = "lose"', 'slug = "win"', "two of outcome are called “win”"),
    ('slug = "blackout"', 'slug = "Black out"', "“Black out” cannot be the slug"),
    ('cues = ["one"]\n\n[[m', 'cues = ["two"]\n\n[[m', "“cues” points to asset “two”"),
    ('cues = ["one"]\n[[o', 'cues = ["two"]\n[[o', "outcome “win”: “cues” points to asset “two”"),
    ('after = "start"', 'after = "begin"', "“after” points to moment “begin”"),
    ('segment = "all"\nanchor = "soft"', 'segment = "none"\nanchor = "soft"', "segment “none”"),
    ('terms = ["power"]', 'terms = ["water"]', "“terms” points to term “water”"),
    ('outcome_set = "final"', 'outcome_set = "last"', "points to outcome_set “last”"),
    ('5 = "one"', '5 = "two"', "points to asset “two”"),
    ('5 = "one"', '4 = "one"', "no slot “4”"),
    ('[[asset.variant]]\nchannel = "bluesky"', '[[asset.variant]]\nchannel = "x"', "account “x”"),
    ('zone = "America/New_York"', 'zone = "America/Gotham"', "no such time zone"),
    ('second_zone = "America/Chicago"', 'second_zone = "../etc"', "“second_zone” is “../etc”"),
    ("ends = 2013-02-03T23:00:00", "ends = 2013-02-03T17:00:00", "ends before it starts"),
    ("at = 2013-02-03T18:30:00", "", "moment “start” is HARD and has no time"),
    (
        "at = 2013-02-03T18:30:00",
        "at = 2013-02-03",
        "“at” holds a date, but should hold a date with",
    ),
    ("at = 2013-02-03T18:30:00", "at = 2013-02-03T18:30:00Z", "its own offset"),
    ("at = 2013-02-03T18:30:00", "at = 2013-03-10T02:30:00", "skip the time in “at”"),
    ('after = "start"\n', "", "moment “middle” is SOFT and hangs on nothing"),
    ('after = "start"', 'after = "middle"', "moment “middle” hangs on itself"),
    ('after = "start"', 'after = "blackout"', "“after” is “blackout”, a FLOAT"),
    ('terms = ["power"]', 'after = "start"', "a FLOAT moment cannot have “after”"),
    ('terms = ["power"]', "at = 2013-02-03T18:30:00", "a FLOAT moment cannot have “at”"),
    ("spread_min = 5", "spread_min = -5", "“spread_min” is below zero"),
    ("spread_min = 5", 'intent = "silent"', "moment “middle” is SILENT and has cues"),
    ("spread_min = 5", 'outcome_set = "final"', "cues of its own and an outcome set"),
    ('[[outcome_set.outcome]]\nslug = "lose"\ntitle = "Lose"', "", "fewer than two sides"),
    ("rights_until = 2013-06-30", 'rights_until = "June"', "should hold a date"),
    ("rights_until = 2013-06-30", "rights_until = 9999-12-31", "asset “one”: “rights_until” is in"),
    ("rights_until = 2013-06-30", "rights_until = 0001-01-01", "“rights_until” is in the year 1,"),
    ("rights_until = 2013-06-30", "offer_until = 9999-12-31T23:00:00", "“offer_until” is in the"),
    ("starts = 2013-02-03T", "starts = 0001-01-01T", "the file itself: “starts” is in the year 1"),
    ("ends = 2013-02-03T", "ends = 9999-12-31T", "the file itself: “ends” is in the year 9999"),
    ("at = 2013-02-03T18:30:00", "at = 9999-12-31T23:30:00", "moment “start”: “at” is in the year"),
    ("offset_min = 90", "offset_min = inf", "the value of “offset_min” cannot be used"),
    ("offset_min = 90", "offset_min = -1e300", "the value of “offset_min” cannot be used"),
    ("offset_min = 90", "offset_min = nan", "the value of “offset_min” cannot be used"),
    ("spread_min = 5", "spread_min = inf", "the value of “spread_min” cannot be used"),
    ('picture = "art/one.jpg"', 'picture = "art/two.jpg"', "asset “one”: the picture art/two.jpg"),
    ('picture = "art/one.jpg"', 'picture = "../one.jpg"', "outside the event’s folder"),
    ('picture = "art/one.jpg"', 'picture = "event.toml"', "event.toml cannot be read as a picture"),
    ('avatar = "art/one.jpg"', 'avatar = "art"', "account “bluesky”: the picture art is not there"),
]


@pytest.mark.parametrize(("right", "wrong", "told"), BROKEN)
def test_a_broken_file_is_told_by_place(folder: Path, right: str, wrong: str, told: str) -> None:
    assert right in SMALL
    text = SMALL.replace(right, wrong, 1)
    (folder / "event.toml").write_text(text, encoding="utf-8")
    sentence = refused(folder)
    assert told in sentence
    assert sentence.startswith("event.toml")


def cut_short(folder: Path) -> None:
    content = io.BytesIO()
    Image.effect_noise((400, 300), 80).save(content, "JPEG")
    (folder / "art" / "one.jpg").write_bytes(content.getvalue()[:4000])


def not_utf8(folder: Path) -> None:
    (folder / "event.toml").write_bytes(SMALL.replace("A night", "Nuit d’été").encode("cp1252"))


def gone(folder: Path) -> None:
    (folder / "event.toml").unlink()


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (cut_short, "art/one.jpg cannot be read as a picture"),
        (not_utf8, "event.toml is not text in UTF-8"),
        (gone, "holds no event.toml"),
    ],
)
def test_files_that_cannot_be_read_are_told(
    folder: Path, spoil: Callable[[Path], None], told: str
) -> None:
    spoil(folder)
    assert told in refused(folder)


def test_the_second_of_two_equal_hours_can_be_chosen(folder: Path) -> None:
    twice = "at = 2013-11-03T01:30:00"
    for fold, shown in ((0, "01:30:00 EDT"), (1, "01:30:00 EST")):
        text = SMALL.replace("at = 2013-02-03T18:30:00", f"{twice}\nfold = {fold}")
        (folder / "event.toml").write_text(text, encoding="utf-8")
        hard = read_event(folder).moment("start").hard
        assert hard is not None
        assert f"{At(hard.utc, NEW_YORK):hmz}" == shown


@pytest.fixture(scope="module")
def bundled() -> LiveEvent:
    """The event that ships with the program."""
    return read_event(files("resources").joinpath("events", "super-bowl-xlvii"))


def test_the_bundled_event_is_whole(bundled: LiveEvent) -> None:
    assert bundled.synthetic
    assert len(bundled.moments) == 38
    assert len(bundled.assets) >= 18
    assert [account.handle for account in bundled.accounts] == [
        "@saltwick.example",
        "@saltwick@snack.example",
        "@saltwick",
    ]
    assert dict(bundled.slots) == {
        "5": "blackout-01",
        "6": "fake-kick",
        "7": "record",
        "8": "extra-time",
        "9": "butterfingers",
        "0": "pause-01",
    }
    assert {asset.role for asset in bundled.assets} == set(Role)
    assert bundled.brand.stay_out_of
    assert all("555" in card.phone for card in bundled.also_stop)


def test_the_bundled_rundown_plans_the_plannable_only(bundled: LiveEvent) -> None:
    assert f"{At(bundled.moment('kick-off').planned or 0, NEW_YORK):hm}" == "18:30"
    offer = bundled.moment("late-night-offer")
    assert (offer.anchor, f"{At(offer.planned or 0, NEW_YORK):hm}") == (Anchor.HARD, "22:00")
    for slug in ("lights-out", "long-return", "reunion"):
        assert bundled.moment(slug).anchor is Anchor.FLOAT
    for slug in ("injury", "fan-on-pitch"):
        assert bundled.moment(slug).intent is Intent.SILENT
        assert bundled.cues_of(slug) == ()
    assert all(moment.marked is None for moment in bundled.moments)
    assert all(len(moment.short) <= 18 for moment in bundled.moments)
    times = [
        expected_times(bundled).at[moment.slug]
        for moment in bundled.moments
        if moment.anchor is not Anchor.FLOAT
    ]
    assert times == sorted(time for time in times if time is not None)


def test_lights_out_is_answered_in_order_of_preference(bundled: LiveEvent) -> None:
    cues = [cue.asset for cue in bundled.cues_of("lights-out")]
    assert cues == ["blackout-01", "blackout-02", "crisplight"]
    assert bundled.moment("lights-out").terms == bundled.asset("blackout-01").terms == ("power",)


def test_each_side_of_the_result_has_its_own_asset(bundled: LiveEvent) -> None:
    cues = bundled.cues_of("final-whistle")
    assert {(cue.outcome, cue.asset) for cue in cues} == {
        ("ravens", "purple-night"),
        ("49ers", "gold-all-over"),
    }
    assert bundled.outcome_set("final-result").decided is None


def test_bundled_words_fit_and_pictures_are_described(bundled: LiveEvent) -> None:
    limits = {"bluesky": 300, "mastodon": 500, "x": 280}
    for asset in bundled.assets:
        assert asset.use_when, asset.slug
        assert asset.dont_use_when, asset.slug
        for channel, limit in limits.items():
            assert 0 < len(asset.words_for(channel)) <= limit
            picture = asset.picture_for(channel)
            assert picture is not None
            assert picture.alt, asset.slug
            assert picture.size < 976_560, "over what Bluesky takes"
        for term in ("Ravens", "49ers", "Super Bowl"):
            assert term not in asset.caption


def test_only_the_champions_wait_for_a_yes(bundled: LiveEvent) -> None:
    waiting = [
        a.slug for a in bundled.assets if not is_approved(a, bundled.channels, bundled.starts)
    ]
    assert waiting == ["champions"]
