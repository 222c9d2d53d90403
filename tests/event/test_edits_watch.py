"""Terms, ways in and hashtags of an event: changed, and taken back exactly."""

from dataclasses import replace

import pytest

from controlroom.errors import WrongInput
from controlroom.event.edits import Edit, apply, as_json, from_json
from controlroom.event.edits_watch import (
    PutFeed,
    PutTerm,
    RemoveFeed,
    RemoveTerm,
    SetHashtags,
    SetTerms,
)
from controlroom.event.live_event import LiveEvent
from controlroom.event.slugs import is_slug, slug_from
from controlroom.event.watch import CONTEXT, EventFeed, WatchTerm
from controlroom.event.watch_rules import MOST_TERMS, is_hashtag, too_many, wrong_in_term
from controlroom.messages import english
from tests.event.test_edits import an_event

POWER = WatchTerm("power", "Power", "event", ("power", "lights"), ("power play",))
RAVENS = WatchTerm("ravens", "Ravens", "rivals", ("ravens",))
GAME = WatchTerm("game", "The game", "event", ("#SB47",))
BLUESKY = EventFeed("jetstream")
PRESS = EventFeed("lines", "press", (("file", "press.jsonl"),))
EVENT = replace(an_event(), terms=(POWER, RAVENS), feeds=(BLUESKY, PRESS), hashtags=("#SB47",))


def there_and_back(edit: Edit) -> LiveEvent:
    """The event after ``edit``, which can be taken back and done again, from the disk too."""
    after, inverse = apply(EVENT, from_json(as_json(edit)))
    before, again = apply(after, from_json(as_json(inverse)))
    assert replace(before, revision=0) == EVENT
    assert replace(apply(before, again)[0], revision=0) == replace(after, revision=0)
    return after


def test_a_term_is_put_behind_the_others_or_where_it_belongs() -> None:
    assert there_and_back(PutTerm(GAME)).terms == (POWER, RAVENS, GAME)
    assert there_and_back(PutTerm(GAME, 1)).terms == (POWER, GAME, RAVENS)
    assert there_and_back(PutTerm(GAME, 99)).terms == (POWER, RAVENS, GAME)


def test_a_term_that_is_there_is_changed_at_its_place() -> None:
    changed = replace(POWER, label="Lights", exclusions=())
    assert there_and_back(PutTerm(changed)).terms == (changed, RAVENS)
    assert there_and_back(PutTerm(changed, 1)).terms == (RAVENS, changed)


def test_a_term_goes_and_comes_back_to_its_place() -> None:
    assert there_and_back(RemoveTerm("power")).terms == (RAVENS,)
    with pytest.raises(WrongInput, match="no watch term “lights”"):
        apply(EVENT, RemoveTerm("lights"))


def test_many_terms_are_set_as_a_whole() -> None:
    assert there_and_back(SetTerms((GAME, POWER))).terms == (GAME, POWER)


def test_ways_in_are_called_by_their_own_name_or_their_sources() -> None:
    other = EventFeed("jetstream", "", (("endpoint", "wss://example.org"),))
    assert there_and_back(PutFeed(other)).feeds == (other, PRESS)
    second = EventFeed("lines", "radio")
    assert there_and_back(PutFeed(second, 0)).feeds == (second, BLUESKY, PRESS)
    assert there_and_back(RemoveFeed("press")).feeds == (BLUESKY,)
    assert there_and_back(RemoveFeed("jetstream")).feeds == (PRESS,)
    with pytest.raises(WrongInput, match="no feed “lines”"):
        apply(EVENT, RemoveFeed("lines"))


def test_hashtags_are_set_as_a_whole() -> None:
    assert there_and_back(SetHashtags(("#停電",))).hashtags == ("#停電",)
    assert there_and_back(SetHashtags(())).hashtags == ()


@pytest.mark.parametrize(
    ("term", "told"),
    [
        (POWER, None),
        (replace(POWER, slug="Power"), "cannot be the slug"),
        (replace(POWER, group="teams"), "brand, rivals, event, players, solemn"),
        (replace(POWER, group=CONTEXT), "no group “context”"),
        (replace(POWER, phrases=()), "no phrases"),
        (replace(POWER, phrases=("a", " \u3000")), "empty"),
        (replace(POWER, exclusions=("",)), "empty"),
        (replace(POWER, phrases=("a\ud83d",)), "no text may"),
        (replace(POWER, label="\0"), "no text may"),
    ],
)
def test_what_a_term_must_keep_to(term: WatchTerm, told: str | None) -> None:
    why = wrong_in_term(term)
    assert (why is None) if told is None else (why is not None and told in english(why))


def test_how_many_terms_there_may_be() -> None:
    many = [replace(POWER, slug=f"t{number}") for number in range(MOST_TERMS + 1)]
    assert too_many(many[:-1]) is None
    why = too_many(many)
    assert why is not None
    assert "500" in english(why)


def test_what_is_a_hashtag() -> None:
    assert all(map(is_hashtag, ["#SB47", "#スーパーボウル", "#🔥", "#a-b"]))
    assert not any(map(is_hashtag, ["SB47", "#", "# a", "#a b", "##a", "#a#b", "", "#\ud83d"]))


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("Super Bowl", "super-bowl"),
        ("#SB47!", "sb47"),
        ("Beyoncé", "beyonce"),
        ("停電", "term"),
        ("Power", "power-2"),
        ("a" * 60, "a" * 40),
        ("x" * 39 + " y", "x" * 39),
    ],
)
def test_a_slug_reads_like_its_words(words: str, slug: str) -> None:
    made = slug_from(words, {"power"}, "term")
    assert made == slug
    assert is_slug(made)
