"""Which solemn subjects and fires stand, and the answer "not ours"."""

from controlroom.mentions.watches import Fire, Solemn
from controlroom.room.subjects import Subjects, burning, unanswered
from controlroom.sources.mention import Mention

S = 1_000_000
NOW = 1_790_000_000 * S
TITLES = {"jetstream": "Bluesky"}


def solemn(subject: str, since_s: int = -60, latest_s: int = 0, *, strong: bool = False) -> Solemn:
    post = Mention("p1", NOW + latest_s * S, f"pray for the {subject}", "ann", "jetstream")
    since, latest = NOW + since_s * S, NOW + latest_s * S
    return Solemn(subject, since, latest, strong, (subject,), (post,), 9, 0.2, 0.01)


def names(subjects: Subjects, *found: Solemn, now: int = NOW) -> list[tuple[str, bool]]:
    standing = subjects.standing(found, now, now, TITLES)
    return [(one.subject, one.not_ours_until is not None) for one in standing]


def test_strong_ones_first_then_the_newest() -> None:
    found = (solemn("fire", -90), solemn("crash", -30), solemn("shooting", -80, strong=True))
    assert [name for name, _ in names(Subjects(), *found)] == ["shooting", "crash", "fire"]


def test_a_subject_stands_until_nobody_spoke_of_it_for_a_quarter_of_an_hour() -> None:
    assert names(Subjects(), solemn("crash", -2_000, -899)) == [("crash", False)]
    assert names(Subjects(), solemn("crash", -2_000, -901)) == []


def test_while_nothing_is_told_nothing_is_over() -> None:
    found = (solemn("crash", -4_000, -3_000),)
    assert Subjects().standing(found, NOW - 2_900 * S, NOW, TITLES) != ()


def test_not_ours_holds_for_fifteen_minutes_and_for_this_subject_alone() -> None:
    subjects = Subjects()
    until = subjects.not_ours("Crash", "film", NOW)
    assert until == NOW + 900 * S
    found = (solemn("crash", latest_s=800), solemn("fire", latest_s=800))
    assert names(subjects, *found) == [("fire", False), ("crash", True)]
    standing = subjects.standing(found, NOW, NOW, TITLES)
    assert [one.subject for one in unanswered(standing)] == ["fire"]
    assert [one.reason for one in standing] == ["", "film"]
    assert names(subjects, *found, now=NOW + 899 * S)[1] == ("crash", True)
    assert ("crash", False) in names(subjects, *found, now=NOW + 900 * S), "it comes back"


def test_the_answer_can_be_taken_back() -> None:
    subjects = Subjects()
    subjects.not_ours("crash", "film", NOW)
    assert subjects.ours_again("crash")
    assert not subjects.ours_again("crash")
    assert names(subjects, solemn("crash")) == [("crash", False)]


def test_a_subject_raised_anew_while_it_is_answered_is_answered() -> None:
    subjects = Subjects()
    subjects.not_ours("crash", "film", NOW)
    later = (solemn("crash", -60, 100), solemn("crash", 90, 100, strong=True))
    assert names(subjects, *later, now=NOW + 120 * S) == [("crash", True)]


def test_posts_say_when_and_where() -> None:
    (seen,) = Subjects().standing((solemn("crash"),), NOW, NOW, TITLES)
    assert [(post.text, post.at, post.source) for post in seen.posts] == [
        ("pray for the crash", NOW, "Bluesky")
    ]


def fire(since_s: int, own: str = "", *, over: bool = False) -> Fire:
    since = NOW + since_s * S
    return Fire(since, NOW, own, "jetstream" if own else "", 0.6, 0.05, 12, (), (), over)


def test_fires_burn_until_they_are_over_ours_first() -> None:
    found = (fire(-50), fire(-400, "did/1"), fire(-30), fire(-10, over=True))
    seen = burning(found, NOW, NOW, TITLES)
    assert [(one.since, one.own) for one in seen] == [
        (NOW - 400 * S, ("jetstream", "did/1")),
        (NOW - 30 * S, None),
        (NOW - 50 * S, None),
    ]
