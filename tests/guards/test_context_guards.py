"""Hashtags and names in the words: whose list they are on, and what people say of them now."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlroom.event.asset import Asset, Part, Role, Variant
from controlroom.guards.caption import hashtags_in
from controlroom.guards.context import is_solemn
from controlroom.guards.known import Context, Known, Level
from controlroom.guards.poll import poll
from controlroom.messages import english
from tests.guards.knowledge import ASSET, EVENT, NOW, S, known
from tests.support.approving import approved

LISTED = replace(EVENT, hashtags=("#SB47", "#Öko"))


def says(caption: str, **other: object) -> Known:
    asset = approved(replace(ASSET, caption=caption), ("bluesky", "x"))
    return known(asset=asset, event=LISTED, **other)


def told(guard: str, now: Known) -> tuple[Level, str] | None:
    answers = {name: (one.level, english(one.detail)) for name, one in poll(now).answers}
    return answers.get(guard)


@pytest.mark.parametrize(
    ("caption", "answer"),
    [
        ("Power out? No problem.", None),
        ("We are #1 and C# & a&#39;b", None),
        ("Look at SB/#top", (Level.CAUTION, "#top not on the list")),
        ("#SB47.Boston", (Level.CAUTION, "#SB47.Boston not on the list")),
        ("#SB47-Tragedy", (Level.CAUTION, "#SB47-Tragedy not on the list")),
        ("#SB47#pray", (Level.CAUTION, "#SB47#pray not on the list")),
        ("$SB is a symbol", None),
        ("Lights! #SB47", (Level.GO, "1 on the list")),
        ("Lights! #sb47 #SB47 ＃sb47", (Level.GO, "1 on the list")),
        ("Grün #öko", (Level.GO, "1 on the list")),
        ("Look at #Aurora", (Level.CAUTION, "#Aurora not on the list")),
        ("#SB47 #sb470", (Level.CAUTION, "#sb470 not on the list")),
        ("#a1 #b2 #c3 #SB47", (Level.CAUTION, "#a1 and 2 more not on the list")),
    ],
)
def test_a_hashtag_that_is_not_on_the_list_asks_for_the_second_key(
    caption: str, answer: tuple[Level, str] | None
) -> None:
    assert told("hashtags", says(caption)) == answer


def test_without_a_list_every_hashtag_asks() -> None:
    now = replace(says("#SB47"), event=replace(EVENT, hashtags=()))
    assert told("hashtags", now) == (Level.CAUTION, "#SB47 not on the list")


def test_the_words_of_every_network_and_of_the_thread_are_read() -> None:
    plain = replace(ASSET, caption="Lights")
    on_x = replace(plain, variants=(Variant("x", "Lights #WhyIStayed"),))
    in_thread = replace(plain, thread=(Part("and #WhyIStayed"),))
    elsewhere = replace(plain, variants=(Variant("mastodon", "Lights #WhyIStayed"),))

    def asked(asset: Asset) -> tuple[Level, str] | None:
        return told("hashtags", known(asset=asset, event=LISTED))

    assert asked(on_x) == asked(in_thread) == (Level.CAUTION, "#WhyIStayed not on the list")
    assert asked(elsewhere) is None, "it does not go to Mastodon"


@pytest.mark.parametrize(
    ("channel", "words", "tags"),
    [
        ("bluesky", "#SB-Tragedy", ["#SB-Tragedy"]),
        ("bluesky", "#boston#pray!", ["#boston#pray"]),
        ("mastodon", "#SB·pray", ["#SB·pray"]),
        ("mastodon", "#SB-Tragedy", ["#SB"]),
        ("x", "a/#pray", ["#pray"]),
        ("x", "#47️⃣boom", ["#47️⃣boom"]),
        ("x", "#हिन्दी", ["#हिन्दी"]),
        ("x", "#โอรีโอ", ["#โอรีโอ"]),
        ("instagram", "Lights #SB-Tragedy", ["#SB"]),
        ("of somebody else", "Lights #SB-Tragedy", ["#SB"]),
    ],
)
def test_each_network_s_own_hashtags_are_read(channel: str, words: str, tags: list[str]) -> None:
    assert list(hashtags_in(words, (channel,))) == tags


def test_a_tag_of_one_network_is_no_tag_of_another() -> None:
    by_hand = ("bluesky", "mastodon", "x", "instagram")
    assert hashtags_in("#SB-Pray", by_hand) == ("#SB-Pray", "#SB")


@given(st.text())
def test_any_words_can_be_read(words: str) -> None:
    for channel in ("", "bluesky", "mastodon", "x"):
        tags = hashtags_in(words, (channel,))
        assert all(tag.startswith("#") and len(tag) > 1 for tag in tags)
        assert len(tags) <= words.count("#") + words.count("＃")


def talk(label: str, solemn: int, judged: int, usual: float = 0.0) -> Context:
    slug = f"context:{label.casefold()}"
    since = NOW - 3600 * S
    return Context(label, slug, 12.0, 3.0, since, solemn, judged, usual)


@pytest.mark.parametrize(
    ("one", "solemn"),
    [
        (talk("#Aurora", 0, 0), False),
        (talk("#Aurora", 1, 3), False),
        (talk("#Aurora", 2, 3), True),
        (talk("#Aurora", 2, 25), False),
        (talk("#Aurora", 8, 150), True),
        (talk("#Aurora", 8, 200), False),
        (talk("#Aurora", 8, 20, 0.2), False),
        (talk("#Aurora", 13, 20, 0.2), True),
    ],
)
def test_what_people_speak_of_solemnly(one: Context, solemn: bool) -> None:
    assert is_solemn(one) is solemn
    answer = told("context", known(contexts=(talk("Ravens", 0, 90), one)))
    if solemn:
        expected = f"#Aurora: {one.solemn} of {one.judged} posts solemn"
        assert answer == (Level.CAUTION, expected)
    else:
        assert answer == (Level.GO, "no harm")


def test_celeb_boutique_is_stopped() -> None:
    """2012: "#Aurora is trending, clearly about our Kim K inspired #Aurora dress"."""
    aurora = says(
        "#Aurora is trending, clearly about our new dress",
        contexts=(talk("#Aurora", 31, 40, 0.01),),
    )
    assert poll(aurora).level is Level.CAUTION
    assert told("hashtags", aurora) == (Level.CAUTION, "#Aurora not on the list")
    assert told("context", aurora) == (Level.CAUTION, "#Aurora: 31 of 40 posts solemn")
    # On the list it would still be what people say that stops it.
    listed = replace(aurora, event=replace(EVENT, hashtags=("#aurora",)))
    assert told("hashtags", listed) == (Level.GO, "1 on the list")
    assert poll(listed).level is Level.CAUTION


def test_a_name_that_was_just_typed_is_not_called_harmless() -> None:
    fresh = Context("#new", "context:#new", None, None, NOW - 5 * S)
    assert told("context", known(contexts=(fresh,))) == (Level.NOTE, "not read yet")
    silent = replace(fresh, since=NOW - 60 * S, per_minute=0.0)
    assert told("context", known(contexts=(silent,))) == (Level.GO, "no harm")
    assert told("context", known(contexts=(fresh,), feed_age_s=None)) is None


def test_the_pause_asset_may_name_what_is_solemn() -> None:
    pause = replace(ASSET, role=Role.PAUSE)
    assert told("context", known(asset=pause, contexts=(talk("Aurora", 9, 10),))) is None


def test_a_solemn_subject_is_named() -> None:
    now = known(solemn_since=NOW - 60 * S, solemn=("stand collapse", "crash"))
    assert told("tone", now) == (Level.CAUTION, "stand collapse, 20:36")
