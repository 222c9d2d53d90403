"""One post at a time: what is meant and what only sounds so."""

import json
import math
import re
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlroom.mentions.solemn_judge import judge
from controlroom.mentions.solemn_stream import Stream

QUIET = (
    *("they are killing it tonight", "what a bomb of a pass", "I'm dead", "RIP my team"),
    *("best shooting guard in the league", "dead ball, free kick to us", "sudden death overtime!"),
    *("he got murdered on that play", "crash in turn 3, driver is out of the car ok"),
    *(
        "they blew up the defense again",
        "the crowd just exploded",
        "I am dying at this halftime show",
    ),
    *(
        "my phone is dead and the game is on",
        "shots fired by the host lol",
        "heart attack of a finish",
    ),
    *("hope he is ok, that knee looked bad", "stretchered off, thumbs up to the fans"),
    *(
        "Carolina Hurricanes win again",
        "the Seattle Storm lead by 10",
        "purple haze cover was great",
    ),
    *("me muero de risa con este gol", "que bomba do meio da rua, golaço", "muoio, che partita"),
    *(
        "mort de rire devant ce match",
        "ich sterbe, was für ein Tor",
        "ik ga dood, wat een doelpunt",
    ),
    *("", "   ", "🔥🔥🔥", "@someone", "https://example.org/dead"),
)
SOLEMN = (
    "Explosion at the fertilizer plant, dozens injured and several dead",
    "Gunman opened fire at the mall, police confirm 4 people killed",
    "Praying for all the victims of the earthquake and their families",
    "Death toll from the train derailment rises to 12",
    "Rescuers still searching for survivors under the collapsed building",
    "Terremoto de magnitud 7 deja decenas de muertos y heridos",
    "Incêndio em boate deixa dezenas de mortos e feridos",
    "Alluvione in Sardegna, ci sono morti e dispersi",
    "Séisme de magnitude 6, plusieurs morts et blessés sous les décombres",
    "Zugunglück: mehrere Tote und viele Verletzte, Rettungskräfte vor Ort",
    "Explosie in het centrum, doden en gewonden, hulpdiensten ter plaatse",
    "Gempa bumi, puluhan orang tewas dan ratusan luka",
)


@pytest.mark.parametrize("text", QUIET)
def test_a_way_of_speaking_stays_quiet(text: str) -> None:
    assert not judge(text).solemn


@pytest.mark.parametrize("text", SOLEMN)
def test_bad_news_is_heard_in_many_languages(text: str) -> None:
    judged = judge(text)
    assert judged.solemn
    assert judged.naming


def test_who_is_passed_on_and_where_to_does_not_matter() -> None:
    said = "Explosion at the plant, dozens injured"
    passed_on = judge(f"RT @somebody: {said} https://example.org/a")
    assert passed_on.score == pytest.approx(judge(said).score)


def test_the_words_that_tell_it_are_named() -> None:
    judged = judge("Prayers for the victims of the #explosion")
    assert {"victims", "explosion"} <= set(judged.words)
    assert {"grief", "injury", "disaster"} <= judged.kinds


@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=400))
def test_any_text_can_be_judged(text: str) -> None:
    judged = judge(text)
    assert math.isfinite(judged.score)


@given(st.lists(st.sampled_from((*QUIET, *SOLEMN)), max_size=30), st.data())
def test_only_what_came_before_counts(texts: list[str], drawn: st.DataObject) -> None:
    cut = drawn.draw(st.integers(0, len(texts)))
    whole, part = Stream(), Stream()
    all_of_it = [whole.judge(text) for text in texts]
    assert [part.judge(text) for text in texts[:cut]] == all_of_it[:cut]


def test_where_people_mourn_a_hashtag_is_enough() -> None:
    ask = "roads closed, stay away and be safe #northport"
    ordinary, mourning = Stream(), Stream()
    for number in range(40):
        ordinary.judge(f"great match tonight, goal number {number} #northport")
        mourning.judge(f"explosion at plant {number}, many dead and injured #northport")
    assert not ordinary.judge(ask)[1].solemn
    assert mourning.judge(ask)[1].solemn


def test_a_stream_that_has_turned_to_other_things_forgets() -> None:
    stream = Stream()
    for number in range(60):
        stream.judge(f"explosion at plant {number}, many dead and injured")
    sad = stream.share
    for number in range(600):
        stream.judge(f"what a goal, number {number} tonight")
    assert stream.share < sad / 5


def test_the_weights_name_nobody() -> None:
    """No posts, handles, addresses or numbers; at most two words; small."""
    text = files("resources").joinpath("solemn", "weights.json").read_text("utf-8")
    assert len(text) < 100_000
    kept = json.loads(text)["weights"]
    words = [feature for feature in kept if ":" not in feature]
    assert len(words) > 300
    assert all(len(feature.split()) <= 2 for feature in words)
    assert not [feature for feature in words if re.search(r"[@/\d]|http|www", feature)]
