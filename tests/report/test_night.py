"""A night read from its as-run log."""

from hypothesis import given
from hypothesis import strategies as st

from controlroom.report.night import Night
from controlroom.report.reading import night_of
from tests.report.lines_of import PICTURE, Lines, at
from tests.room.still_room import bundled


def read(lines: Lines) -> Night:
    return night_of(bundled(), lines.all)


def test_a_moment_has_its_post_and_the_time_of_each_step() -> None:
    night = read(Lines().mark("lights-out", 100, spike=True).post("t1", 110))
    (moment,) = night.moments
    assert (moment.title, moment.at, moment.by_spike) == (
        bundled().moment("lights-out").title,
        at(100),
        True,
    )
    (post,) = moment.posts
    assert (post.happened, post.staged, post.taken, post.accepted) == (
        at(100),
        at(107),
        at(110),
        at(115),
    )
    assert [(words.channels, words.words) for words in post.words] == [
        (("bluesky",), "Power’s out."),
        (("x",), "Out."),
    ]
    assert [seen.sha256 for seen in post.shown] == [PICTURE]
    assert [(one.channel, one.url) for one in post.sent] == [
        ("bluesky", "https://bluesky.test/t1"),
        ("x", "https://x.test/t1"),
    ]


def test_networks_that_say_the_same_stand_together() -> None:
    same = {"handle": "@s", "words": "One.", "pictures": []}
    night = read(Lines().post("t1", 10, shown={"bluesky": same, "x": same}))
    (post,) = night.posts
    assert [words.channels for words in post.words] == [("bluesky", "x")]


def test_a_mark_that_was_undone_is_none() -> None:
    lines = Lines().mark("lights-out", 100).add("undo", 101, revision=3)
    assert read(lines).moments == ()
    lines = Lines().mark("lights-out", 100).mark("lights-out", 130).add("undo", 140)
    assert read(lines).moments[0].at == at(100)


def test_an_undo_takes_back_the_edit_that_it_names_and_no_mark_beside_it() -> None:
    lines = Lines().mark("lights-out", 100, revision=7)
    # What was taken in as a whole, or by another way, has no line of an edit.
    assert read(lines.add("undo", 140, takes_back=9, revision=10)).moments[0].at == at(100)
    assert read(lines.add("undo", 150, takes_back=7, revision=11)).moments == ()


def test_the_newest_numbers_count() -> None:
    lines = Lines().post("t1", 10)
    lines.add("metrics", 300, take="t1", likes=5, reposts=1, replies=0)
    lines.add("metrics", 600, take="t1", likes=50, reposts=11, replies=4)
    lines.add("metrics", 600, take="nobody's", likes=9, reposts=9, replies=9)
    numbers = read(lines).posts[0].numbers
    assert numbers is not None
    assert (numbers.at, numbers.likes, numbers.reposts, numbers.replies) == (at(600), 50, 11, 4)


def test_silences_and_what_was_let_pass() -> None:
    silent = next(one for one in bundled().moments if one.intent == "silent")
    lines = Lines().add("silence", 50, "marked", moment=silent.slug, title="x", since=at(49))
    lines.add("edit", 60, edit="SkipMoment", operator="Ann", what={"moment": "half-time"})
    night = read(lines)
    assert [(one.slug, one.silence) for one in night.silences] == [(silent.slug, at(49))]
    passed = next(one for one in night.moments if one.slug == "half-time")
    assert (passed.skipped, passed.skipped_by) == (at(60), "Ann")


SILENT = next(one.slug for one in bundled().moments if one.intent == "silent")


def silence() -> Lines:
    lines = Lines().mark(SILENT, 49, revision=7)
    return lines.add("silence", 50, "marked", moment=SILENT, title="x", since=at(49))


def test_a_silence_goes_with_its_mark_and_comes_back_with_it() -> None:
    lines = silence()
    assert [one.slug for one in read(lines).silences] == [SILENT]
    gone = {"edit": "UnmarkMoment", "what": {"moment": SILENT}}
    assert read(lines.add("edit", 60, revision=8, **gone)).silences == ()
    assert [one.slug for one in read(lines.add("undo", 61, takes_back=8)).silences] == [SILENT]
    assert read(lines.add("undo", 62, takes_back=7)).silences == ()


def test_a_silence_whose_time_had_passed_needs_no_mark() -> None:
    lines = Lines().mark(SILENT, 10, revision=7).add("undo", 11, takes_back=7)
    lines.add("silence", 50, "passed", moment=SILENT, title="x", since=at(49))
    assert [one.silence for one in read(lines).silences] == [at(49)]


def test_where_something_went_out_there_was_no_silence() -> None:
    assert read(silence().post("t1", 60, moment=SILENT)).silences == ()
    lines = silence().add("delivery", 60, "pending", "x", "d", take="t", asset="a", moment=SILENT)
    assert read(lines).silences == ()
    lines.add("take", 60, take="t", asset="a", moment=SILENT)
    lines.add("delivery", 61, "cancelled", "x", "d", take="t", asset="a", moment=SILENT)
    assert [one.slug for one in read(lines).silences] == [SILENT], "nothing left"


DAYS = 24 * 3_600


def test_a_rehearsal_that_ends_is_no_end_of_the_night() -> None:
    lines = Lines().add("state", -7_200, "prep").add("state", 0, "live").add("hold", 3_600)
    night = read(lines)
    assert (night.live_from, night.live_until) == (at(0), at(3_600))
    lines.add("state", 9_000, "wrap").add("state", 50_000, "prep").add("state", 60_000, "prep")
    night = read(lines)
    assert (night.live_from, night.live_until) == (at(0), at(9_000))


def for_one_command(lines: Lines, day: int, take: str) -> Lines:
    lines.add("readiness", day, "no_go").add("readiness_line", day, "no_go", label="Old", what="!")
    lines.add("state", day, "live").add("for_a_command", day)
    lines.post(take, day + 1, moment=None, by="command")
    return lines.add("state", day + 9, "wrap").add("state", day + 9, "prep")


def test_live_for_one_command_is_no_night_but_its_posts_are_told() -> None:
    lines = for_one_command(Lines(), -3 * DAYS, "t1")
    night = read(lines)
    assert (night.live_from, night.live_until, night.readiness) == (None, None, ())
    lines.add("readiness", -60, "go").add("state", 0, "live").post("t2", 10)
    for_one_command(lines.add("state", 9_000, "wrap"), 2 * DAYS, "t3")
    night = read(lines)
    assert (night.live_from, night.live_until) == (at(0), at(9_000))
    assert [(one.kind, one.what) for one in night.readiness] == [("go", "")]
    assert [post.take for post in night.public] == ["t1", "t2", "t3"]


def test_what_a_command_opened_and_somebody_went_on_with_is_a_night() -> None:
    taken = Lines().add("state", 0, "live").add("for_a_command", 0).post("t1", 10, by="key")
    assert read(taken.add("state", 90, "wrap")).live_from == at(0)
    held = Lines().add("state", 0, "live").add("for_a_command", 0).add("state", 0, "hold")
    assert read(held).live_from is None
    assert read(held.add("state", 40, "live")).live_from == at(0)


def test_the_last_of_two_nights_is_the_night() -> None:
    lines = Lines().add("state", -7 * DAYS, "live").add("state", -7 * DAYS + 9_000, "wrap")
    lines.add("state", -5 * DAYS, "prep").add("state", 0, "live").add("state", 9_000, "wrap")
    night = read(lines)
    assert (night.live_from, night.live_until) == (at(0), at(9_000))


def test_a_rehearsal_that_begins_again_is_told_from_there() -> None:
    lines = Lines(rehearsal=True).add("state", 500, "rehearsal").add("rehearsal", 500)
    lines.add("state", 600, "hold").add("state", 0, "rehearsal").add("rehearsal", 0)
    lines.post("t1", 30)
    night = night_of(bundled(), lines.all, rehearsal=True)
    assert (night.live_from, night.live_until) == (at(0), at(35))
    assert [(one.since, one.until) for one in night.holds] == [(at(600), None)]


def test_a_post_before_its_mark_did_not_wait() -> None:
    (post,) = read(Lines().post("t1", 10).mark("lights-out", 90)).posts
    assert (post.happened, post.accepted, post.wait) == (at(90), at(15), None)
    (post,) = read(Lines().mark("lights-out", 5).post("t1", 10)).posts
    assert post.wait == at(15) - at(5)


def on_the_word(state: str) -> Lines:
    lines = Lines().mark("lights-out", 5)
    told = {"take": "t", "asset": "a", "moment": "lights-out"}
    lines.add("delivery", 10, "unknown", "x", "d", **told)
    lines.add("delivery", 90, "accepted", "x", "d", accepted=at(90), url="https://x.test/1", **told)
    if state == "verified":
        lines.add("delivery", 90, "verified", "x", "d", accepted=at(12), **told)
    return lines.add("resolve", 90, state, about="d", verdict="sent", operator="Ann")


def test_on_the_operator_s_word_a_post_is_public_and_has_no_time() -> None:
    (post,) = read(on_the_word("accepted")).posts
    assert (post.is_public, post.accepted, post.wait) == (True, None, None)
    assert [one.word for one in post.sent] == ["Ann"]


def test_what_the_network_shows_needs_no_word() -> None:
    (post,) = read(on_the_word("verified")).posts
    assert (post.accepted, post.sent[0].word) == (at(12), "")


def test_the_reason_of_who_said_yes_alone() -> None:
    key = {"who": "Ann", "how": "solo", "fingerprint": "f1", "why": "nobody is here"}
    lines = Lines().add("second_key", 1, "turned", **key)
    lines.add("second_key", 2, "refused", fingerprint="f1", why="too short")
    lines.post("t1", 10, fingerprint="f1", key_by="Ann", key_how="solo")
    assert [post.key_why for post in read(lines).posts] == ["nobody is here"]


def test_a_hold_from_its_beginning_to_its_end() -> None:
    lines = Lines().add("state", 10, "live").add("state", 20, "hold", operator="Ann")
    lines.add("hold", 20, by="key").add("hold_reason", 30, why="solemn").add("state", 30, "hold")
    lines.add("also_stop", 35, "told", what="Paid campaign").add("state", 50, "live")
    lines.add("state", 90, "wrap")
    night = read(lines)
    (hold,) = night.holds
    assert (hold.since, hold.until, hold.why, hold.who, hold.told) == (
        at(20),
        at(50),
        "solemn",
        "Ann",
        ("Paid campaign",),
    )
    assert (night.live_from, night.live_until) == (at(10), at(90))


def test_what_the_guards_said_and_who_said_yes() -> None:
    guards = [
        {"guard": "tone", "level": "caution", "label": "Tone", "says": "sad"},
        {"guard": "rights", "level": "go", "label": "Rights", "says": "fine"},
    ]
    lines = Lines().post("t1", 10, guards=guards, key_by="Dana", key_how="pin", level="caution")
    (post,) = read(lines).posts
    assert [(one.level, one.label) for one in post.answers] == [("caution", "Tone")]
    assert (post.key_by, post.key_how) == ("Dana", "pin")


def test_a_retract_is_told_on_the_post_too() -> None:
    lines = Lines().post("t1", 10)
    lines.add("delivery", 40, "retracted", "x", "t1 x", take="t1", retracted=at(40))
    lines.add("retract", 40, about="t1 x", operator="Ann")
    night = read(lines)
    assert [(one.state, one.retracted) for one in night.posts[0].sent] == [
        ("accepted", None),
        ("retracted", at(40)),
    ]
    assert [one.who for one in night.retracted] == ["Ann"]
    assert night.public


def test_a_post_that_was_cancelled_did_not_go_out() -> None:
    lines = Lines().add("delivery", 1, "pending", "x", "d", take="t", asset="a", moment=None)
    lines.add("take", 1, take="t", asset="a")
    lines.add("delivery", 2, "cancelled", "x", "d", take="t", asset="a")
    night = read(lines)
    assert len(night.posts) == 1
    assert night.public == ()


def test_readiness_is_that_of_going_live() -> None:
    lines = Lines().add("readiness", 1, "no_go").add("readiness_line", 1, "no_go", label="Old")
    lines.add("readiness", 5, "note")
    lines.add("readiness_line", 5, "note", label="Disk", what="small", overridden="Ann")
    lines.add("state", 6, "live").add("readiness", 60, "go")
    night = read(lines)
    assert [(one.kind, one.what, one.why, one.who) for one in night.readiness] == [
        ("note", "", "", ""),
        ("note", "Disk", "small", "Ann"),
    ]


def test_rehearsed_lines_of_an_old_log_are_not_the_night_s() -> None:
    lines = Lines(rehearsal=True).mark("lights-out", 100).post("t1", 110)
    assert read(lines).is_empty
    assert not night_of(bundled(), lines.all, rehearsal=True).is_empty


def test_an_empty_log_is_an_empty_night() -> None:
    night = read(Lines())
    assert night.is_empty
    assert night.head is None


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["words", "pictures", "sha256", "alt", "level", "moment", "at", "thread"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)
NAMES = st.sampled_from(
    ["take", "asset", "moment", "shown", "guards", "what", "edit", "operator", "by", "since",
     "takes_back", "revision", "about", "verdict", "networks", "fingerprint",
     "part", "accepted", "retracted", "url", "why", "title", "window_s", "staged_at", "likes"]
)  # fmt: skip
KINDS = st.sampled_from(
    ["state", "edit", "undo", "take", "take_refused", "delivery", "metrics", "silence", "hold",
     "rehearsal", "for_a_command", "second_key", "resolve",
     "hold_reason", "also_stop", "retract", "override", "readiness", "readiness_line", "other"]
)  # fmt: skip


@given(
    st.lists(st.tuples(KINDS, st.dictionaries(NAMES, ANYTHING, max_size=5)), max_size=8),
)
def test_whatever_a_log_says_a_night_is_read(told: list[tuple[str, dict[str, object]]]) -> None:
    lines = Lines()
    for number, (kind, body) in enumerate(told):
        lines.add(kind, number, "live", "x", "d", **body)
    night = read(lines)
    assert night.head is None or night.head.count == len(told)
