"""The recap: one page that says what happened, and that nobody can break into."""

import io
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from PIL import Image

from controlroom.errors import WrongInput
from controlroom.event.live_event import LiveEvent
from controlroom.messages import message
from controlroom.report.reading import night_of
from controlroom.report.recap import recap
from controlroom.report.recap_pictures import RecapPictures
from tests.report.lines_of import Lines, at
from tests.room.still_room import bundled

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>&amp;{x}%s\u202e'
VOID = frozenset({"meta", "img", "br"})
TITLES = {"bluesky": "Bluesky", "x": "X"}


class Page(HTMLParser):
    """Reads a page as a browser would, and holds it to being well-formed."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == [], "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), "no attribute is written twice"
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag, "elements close in their order"

    def handle_data(self, data: str) -> None:
        if "style" not in self._open:
            self.words += data


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (2_000, 1_000), "navy").save(out, "PNG")
    return out.getvalue()


def gone(sha256: str) -> bytes:
    raise WrongInput(message("store.no_media", sha256=sha256))


def page_of(lines: Lines, event: LiveEvent | None = None, read=lambda sha256: picture()) -> Page:
    night = night_of(event or bundled(), lines.all)
    return Page(recap(night, RecapPictures(read), TITLES))


def a_night() -> Lines:
    lines = Lines().add("state", 1, "live", operator="Ann")
    lines.mark("lights-out", 100, spike=True).post("t1", 110)
    lines.add("metrics", 400, take="t1", likes=1234, reposts=56, replies=7)
    return lines


def test_a_moment_is_told_with_picture_words_links_and_times() -> None:
    page = page_of(a_night())
    for words in ("Power’s out.", "Out.", "on Bluesky", "+7.0 s", "+3.0 s", "+5.0 s",
                  "1,234 likes, 56 reposts, 7 replies", "found by a spike",
                  "TAKEN by Ann"):  # fmt: skip
        assert words in page.words, words
    (shown,) = [told for tag, told in page.tags if tag == "img"]
    assert (shown["src"] or "").startswith("data:image/webp;base64,")
    assert (shown["alt"], shown["width"], shown["height"]) == ("A lamp", "640", "320")
    links = [told for tag, told in page.tags if tag == "a"]
    assert [told["href"] for told in links] == ["https://bluesky.test/t1", "https://x.test/t1"]
    assert all("noopener" in (told["rel"] or "") for told in links)


def test_the_page_asks_nothing_of_anybody_and_runs_nothing() -> None:
    page = page_of(a_night())
    assert "script" not in {tag for tag, _ in page.tags}
    asked = [
        told[name] or "" for _, told in page.tags for name in ("src", "srcset") if name in told
    ]
    assert all(one.startswith("data:") for one in asked)
    assert not [tag for tag, _ in page.tags if tag in ("link", "iframe", "object", "form")]
    policy = next(told for _, told in page.tags if told.get("http-equiv"))
    assert (policy["content"] or "").startswith("default-src 'none'")


def test_hostile_words_stay_words() -> None:
    brand = replace(
        bundled().brand, name=HOSTILE, brief=HOSTILE, voice=HOSTILE, goals=(HOSTILE, HOSTILE)
    )
    event = replace(bundled(), title=HOSTILE, brand=brand)
    shown = {"handle": HOSTILE, "words": HOSTILE, "link": "javascript:alert(1)",
             "pictures": [{"sha256": HOSTILE, "alt": HOSTILE}],
             "thread": [{"words": HOSTILE, "pictures": []}]}  # fmt: skip
    guards = [{"guard": "g", "level": "caution", "label": HOSTILE, "says": HOSTILE}]
    lines = Lines().post("t1", 10, shown={"x": shown}, title=HOSTILE, operator=HOSTILE,
                         key_by=HOSTILE, key_how=HOSTILE, guards=guards)  # fmt: skip
    lines.add("delivery", 20, "refused", "x", "t1 x", take="t1", url="javascript:alert(1)",
              problem=HOSTILE)  # fmt: skip
    lines.add("take_refused", 30, why=HOSTILE, operator=HOSTILE, title=HOSTILE)
    lines.add("silence", 40, moment="gone", title=HOSTILE, since=at(40))
    lines.add("state", 50, "hold").add("hold", 50, by="key").add("hold_reason", 51, why=HOSTILE)
    lines.add("retract", 60, problems=HOSTILE, operator=HOSTILE)
    lines.add("override", 61, "overridden", what=HOSTILE, by=HOSTILE, reason=HOSTILE)
    page = page_of(lines, event, gone)
    assert "script" not in {tag for tag, _ in page.tags}
    assert not [told for _, told in page.tags if "onerror" in told]
    assert not [told for tag, told in page.tags if tag == "a" and "javascript" in str(told)]
    assert page.words.count("<script>alert(1)</script>") >= 12


def test_a_picture_that_is_gone_leaves_its_description() -> None:
    page = page_of(a_night(), read=gone)
    assert "A lamp" in page.words
    assert "img" not in {tag for tag, _ in page.tags}


def test_what_is_no_picture_leaves_its_description() -> None:
    assert "A lamp" in page_of(a_night(), read=lambda sha256: b"no picture").words


def test_the_brief_is_printed() -> None:
    brand = replace(
        bundled().brand, voice="dry", goals=("be there",), belongs_in=("snacks", "lights")
    )
    page = page_of(a_night(), replace(bundled(), brand=brand))
    for words in ("dry", "be there", "snacks", "lights", *brand.stay_out_of, brand.brief):
        assert words in page.words


def test_the_head_of_the_log_is_printed() -> None:
    lines = a_night()
    page = page_of(lines)
    assert f"{len(lines.all)}:{lines.all[-1].hash}" in page.words
    assert "without a key" in page.words


@pytest.mark.parametrize("how", ["pin", "code", "solo", "something new"])
def test_who_said_yes_is_told(how: str) -> None:
    guards = [{"guard": "tone", "level": "caution", "label": "Tone", "says": "a sad evening"}]
    lines = Lines().post("t1", 10, key_by="Dana", key_how=how, guards=guards)
    page = page_of(lines)
    assert "CAUTION, Tone: a sad evening" in page.words
    assert "Dana" in page.words


@pytest.mark.parametrize(
    ("state", "told", "words"),
    [
        ("pending", {}, "pending"),
        ("waiting", {}, "waiting"),
        ("sending", {}, "sending"),
        ("verified", {"accepted": at(15)}, "and read back"),
        ("refused", {"problem": "too long"}, "failed: too long"),
        ("unknown", {"problem": "no answer"}, "unknown: no answer"),
        ("cancelled", {}, "cancelled, nothing left"),
        ("cancelled", {"problem": "NO-GO: Rights"}, "cancelled, nothing left: NO-GO: Rights"),
        ("waiting", {"problem": "X asks to wait"}, "waiting: X asks to wait"),
        ("retracted", {"retracted": at(40)}, "retracted"),
        ("by_hand", {}, "handed to a person"),
        ("of a later version", {}, "of a later version"),
    ],
)
def test_each_state_of_a_post_is_told(state: str, told: dict[str, object], words: str) -> None:
    lines = Lines().post("t1", 10)
    lines.add("delivery", 40, state, "x", "t1 x", take="t1", part=2, **told)
    page = page_of(lines)
    assert words in page.words
    assert "X, part 2" in page.words


def test_holds_retracts_refusals_silences_readiness_and_overrides_are_told() -> None:
    silent = next(one for one in bundled().moments if one.intent == "silent")
    lines = Lines().add("readiness", 1, "note")
    lines.add("readiness_line", 1, "note", label="Disk", what="nearly full")
    lines.add("readiness_line", 1, "no_go", label="X", what="signed out", overridden="Ann")
    lines.add("override", 2, "overridden", what="X is signed out", by="Ann", reason="by hand")
    lines.add("override", 3, "taken_back", what="The clock", by="Ann")
    lines.add("state", 4, "live").add("state", 20, "hold", operator="Ann").add("hold", 20, by="key")
    lines.add("hold_reason", 22, why="solemn").add("also_stop", 23, "told", what="Push messages")
    lines.add("state", 50, "live").add("state", 60, "hold").add("hold", 60, by="key")
    lines.add("silence", 70, moment=silent.slug, title=silent.title, since=at(70))
    lines.add("edit", 71, edit="SkipMoment", operator="Ann", what={"moment": "half-time"})
    lines.add("retract", 80, operator="Ann", problems="X did not answer")
    lines.add("take_refused", 81, why="Preview has changed.")
    page = page_of(lines)
    for words in ("NOTE · Disk: nearly full", "overridden by Ann", "by hand", "taken back by Ann",
                  "30 s: nothing went out.", "Reason: solemn.", "Push messages",
                  "on: nothing went out.", silent.title, "by order of Ann", "Not everywhere",
                  "Preview has changed."):  # fmt: skip
        assert words in page.words, words


def test_a_hold_in_which_something_went_out_says_what() -> None:
    lines = Lines().add("state", 0, "live").post("t1", 16).add("state", 20, "hold")
    lines.add("hold", 20, by="key").post("t2", 30, moment=None, title=HOSTILE, shown={})
    page = page_of(lines.add("state", 62, "live"))
    assert "42 s." in page.words
    assert "nothing went out" not in page.words
    assert "Had left when HOLD came: Blackout 01, on 2 accounts." in page.words
    assert f"Went out by a TAKE in HOLD: {HOSTILE}, on 2 accounts." in page.words


def test_a_retract_says_what_and_where() -> None:
    lines = Lines().post("t1", 10)
    told = {"take": "t1", "asset": "blackout-01", "networks": ["bluesky", "x"], "operator": "Ann"}
    words = page_of(lines.add("retract", 40, **told)).words
    assert "Blackout 01Taken down on Bluesky, X by order of Ann." in words
    words = page_of(lines.add("retract", 50, problems="X did not answer", **told)).words
    assert "A retract on Bluesky, X was ordered by Ann." in words
    assert "Not everywhere: X did not answer" in words


def test_the_fastest_is_no_post_that_was_out_before_its_mark() -> None:
    lines = Lines().mark("half-time", 5).post("t1", 10, moment="half-time")
    early = lines.post("t2", 20).mark("lights-out", 100)
    assert "00:10fastest" in page_of(early).words


def test_the_word_of_a_person_is_told_as_one() -> None:
    lines = Lines().mark("lights-out", 5)
    told = {"take": "t", "asset": "a", "moment": "lights-out"}
    lines.add("delivery", 9, "accepted", "x", "d", accepted=at(9), **told)
    lines.add("resolve", 9, "accepted", about="d", verdict="sent", operator=HOSTILE)
    words = page_of(lines).words
    assert f"up on the word of {HOSTILE}, given at " in words
    assert "1posts went out1on accounts–fastest" in words


def test_why_somebody_said_yes_alone_is_told() -> None:
    lines = Lines().add("second_key", 1, "turned", fingerprint="f", why=HOSTILE)
    lines.post("t1", 10, fingerprint="f", key_by="Ann", key_how="solo")
    words = page_of(lines).words
    assert f"SOLO: Ann alone, held for three seconds. Reason: {HOSTILE}" in words


def test_what_was_before_the_night_stands_by_itself_with_its_day() -> None:
    day = -3 * 24 * 3_600
    lines = Lines().add("state", day, "live").add("for_a_command", day)
    lines.post("t1", day, moment=None, by="command").add("state", day + 9, "wrap")
    lines.add("state", 0, "live").post("t2", 10, moment=None).add("state", 9_000, "wrap")
    words = page_of(lines).words
    assert "Sun 3 Feb 2013 · 18:00 to 20:30 EST" in words
    assert words.index("Before the night") < words.index("Without a moment")
    assert "TAKEThu 31 Jan 18:00:00" in words
    assert "TAKE18:00:10" in words


def test_everything_go_is_said() -> None:
    lines = Lines().add("readiness", 1, "go").add("state", 4, "live").post("t1", 10)
    assert "Everything said GO." in page_of(lines).words


def test_an_empty_night_says_so() -> None:
    page = page_of(Lines())
    assert "Nothing was taken, held or kept silent in this night." in page.words
    assert "Nothing has been logged yet." in page.words


def test_a_rehearsal_says_that_nothing_was_public() -> None:
    lines = Lines(rehearsal=True).post("t1", 10)
    night = night_of(bundled(), lines.all, rehearsal=True)
    page = Page(recap(night, RecapPictures(gone), TITLES))
    assert "Nothing of this was public." in page.words
