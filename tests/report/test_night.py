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
     "part", "accepted", "retracted", "url", "why", "title", "window_s", "staged_at", "likes"]
)  # fmt: skip
KINDS = st.sampled_from(
    ["state", "edit", "undo", "take", "take_refused", "delivery", "metrics", "silence", "hold",
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
