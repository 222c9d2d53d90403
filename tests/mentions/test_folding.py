import sys
import unicodedata

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from controlroom.mentions import folding
from controlroom.mentions.folding import fold
from tests.mentions.plain_matching import NASTY, SHORT, TEXTS, is_mark, plain_fold, unspaced


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        ("OREO", "oreo"),
        ("Beyoncé", "beyonce"),
        ("BEYONCE\u0301", "beyonce"),
        ("straße STRASSE", "strasse strasse"),
        ("İstanbul Iğdır", "istanbul igdır"),
        ("ﬁnal", "final"),
        ("Ｏｒｅｏ", "oreo"),
        ("Ångström", "angstrom"),
        ("Ά ᾳ ς", "α αι σ"),
        ("ещё Ёлка", "еще елка"),
        ("Йод їжак", "йод їжак"),
        ("и\u0306", "й"),
        ("е\u0308\u0301", "е\u0301"),
        ("е\u0301\u0308", "е\u0301\u0308"),
        ("गाढ़ा हिन्दी", "गाढ\u093cा हिन्दी"),
        ("ｶﾞ が", "ガ が"),
        ("각 각", "각 각"),
        ("TM™️", "tmtm"),
        ("❤️", "❤️"),
        ("can’t", "can’t"),
        ("a  b\n", "a  b\n"),
        ("①½", "11⁄2"),
        ("x\U0001d167", "x"),
        ("𐌀\u0301", "𐌀\u0301"),
    ],
)
def test_known_texts(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(TEXTS)
@settings(max_examples=400)
def test_it_folds_as_the_rule_reads(text: str) -> None:
    assert fold(text) == plain_fold(text)


@given(SHORT)
def test_it_does_not_matter_how_letters_were_composed(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


def test_every_character_folds_as_the_rule_reads() -> None:
    wrong = [
        char
        for char in map(chr, range(0x80, sys.maxunicode + 1))
        # The rest of the planes hold Han, private characters and nothing.
        if ord(char) < 0x3400 or 0xA000 <= ord(char) < 0xAC10 or 0xF900 <= ord(char) < 0x1F900
        if fold(char) != plain_fold(char)
        or fold(f"a{char}\u0301 {char}") != plain_fold(f"a{char}\u0301 {char}")
        or fold(f"E{char}Éé {char}A") != plain_fold(f"E{char}Éé {char}A")
    ]
    assert wrong == []


def test_the_letters_are_those_of_unicode() -> None:
    ours = regex.compile(f"[{folding.LETTERS}]").match
    theirs = regex.compile(r"(?=\p{L})[\p{Script=Latin}\p{Script=Greek}]").match
    characters = [
        char
        for char in map(chr, range(sys.maxunicode + 1))
        # Letters younger than this Python's tables are known to one side only.
        if unicodedata.category(char)[0] == "L"
    ]
    assert [one for one in characters if bool(ours(one)) != bool(theirs(one))] == []


def test_no_mark_is_outside_what_is_looked_through() -> None:
    marks = [
        char for char in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(char)[0] == "M"
    ]
    assert [one for one in marks if fold("a" + one) != plain_fold("a" + one)] == []
    assert [one for one in marks if fold("н" + one) != plain_fold("н" + one)] == []


@pytest.mark.parametrize("char", NASTY)
def test_scripts_without_blanks(char: str) -> None:
    assert folding.unspaced(char) == unspaced(char)


def test_which_neighbours_close_an_edge() -> None:
    for char in "aé停गा\u0301\ufe0f\u20e39٣_ªʼ":
        assert folding.closed(char), char
    for char in " #@-'’.👍²½①\u200d\u00ad\ud800":
        assert not folding.closed(char), char


@given(st.lists(st.sampled_from(NASTY), max_size=30).map("".join))
@settings(max_examples=600)
def test_what_goes_wrong_alone_goes_right_among_others(text: str) -> None:
    assert fold(text) == plain_fold(text)
    bare = "".join(char for char in text if not is_mark(char))
    assert fold(bare) == plain_fold(bare)


# A letter that falls apart, marks of several classes and kinds, and what ends a run of them.
RUNS = st.lists(
    st.sampled_from("é\u0301\u0323\u0345\u0344\u0f73\u3099ﾞ\U0001d167\ufe0f 𐌀"), min_size=100
)


@given(RUNS, st.integers(2, 20))
@settings(max_examples=50)
def test_marks_without_end_fold_as_the_rule_reads(marks: list[str], times: int) -> None:
    text = "x" + "".join(marks) * times
    assert fold(text) == plain_fold(text)


def test_a_post_of_nothing_but_marks_is_folded_like_another() -> None:
    # Put in order one by one these took over a minute.
    assert fold("a" + "\u0301\u0323" * 100_000) == "a"
    assert fold("н" + "\u0f73\u0323ﾞ" * 30_000).count("\u0323") == 30_000
