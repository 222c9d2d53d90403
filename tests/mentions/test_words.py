"""Which words are given as the reason of a spike."""

from controlroom.mentions.words import RisingWords, spoken_words
from controlroom.rehearsal.night import load_night
from controlroom.room.opening import BUNDLED

NOW = 1_000
ORDINARY = (
    "the second quarter begins",
    "those pretzels are gone",
    "what a throw by the quarterback",
    "my team needs a field goal",
)


def rising(now: list[str]) -> tuple[str, ...]:
    words = RisingWords()
    for second in range(NOW - 130, NOW):
        for text in ORDINARY:
            words.add(second, text)
    return words.rising(now, NOW)


def test_the_word_that_everybody_says_all_at_once_comes_first() -> None:
    now = ["the lights are out", "LIGHTS!!", "who turned the lights off", "lights and pretzels"]
    assert rising([*now, *now, *ORDINARY])[0] == "lights"


def test_words_that_are_always_said_do_not_rise() -> None:
    assert rising(list(ORDINARY) * 20) == ()


def test_a_word_said_twice_is_no_reason() -> None:
    assert rising(["a tornado", "tornado", *ORDINARY]) == ()


def test_filler_rises_with_every_crowd_and_is_no_reason_in_any_language() -> None:
    said = [
        "what’s going on",
        "que está pasando",
        "c’est quoi ça",
        "não é possível",
        "das ist doch",
    ]
    telling = set.union(*(spoken_words(text) for text in said))
    assert telling == {"pasando", "quoi", "possivel"}


def test_a_word_and_its_hashtag_are_one_reason() -> None:
    now = ["blackout", "#blackout", "blackout again", "#blackout"] * 5
    found = rising(now)
    assert len([word for word in found if "blackout" in word]) == 1


def test_addresses_and_names_of_accounts_are_no_words() -> None:
    assert spoken_words("@power https://example.com/lights see") == set()


def test_on_the_night_of_the_blackout_it_is_the_lights_and_the_power() -> None:
    night = load_night(BUNDLED)
    dark_s = night.actual["lights-out"] // 1_000_000
    words, now = RisingWords(), []
    for second in range(dark_s - 140, dark_s + 12):
        for one in night.second(second * 1_000_000, 60).samples:
            words.add(second, one.text)
            if second >= dark_s:
                now.append(one.text)
    assert {"lights", "power"} <= set(words.rising(now, dark_s + 12))
