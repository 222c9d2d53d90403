"""Sentences: values in, words out."""

import pytest

from controlroom.messages import At, Message, Span, english, message
from controlroom.messages.words import render, texts


def test_values_stand_where_the_template_names_them() -> None:
    late = message("running.late", by=Span(750))
    assert english(late) == "LATE +12:30"
    assert late.value("by") == Span(750)
    with pytest.raises(KeyError):
        late.value("nobody")


def test_a_sentence_within_a_sentence_and_a_list_of_them() -> None:
    inner = message("state.live")
    assert english(message("take.closed", state=inner)) == "Nothing can be posted in LIVE"
    both = (message("state.live"), message("state.hold"))
    assert english(message("words", words=both)) == "LIVE, HOLD"


def test_braces_in_what_people_wrote_stay_braces() -> None:
    assert english(message("words", words="{not} a {field:hm}")) == "{not} a {field:hm}"


def test_two_equal_sentences_are_equal_however_they_were_built() -> None:
    at = At(0, "UTC")
    one = message("chart.said_line", at=at, source="Bluesky")
    assert one == message("chart.said_line", source="Bluesky", at=at)
    assert hash(one) == hash(message("chart.said_line", source="Bluesky", at=at))


def test_another_language_brings_its_own_templates() -> None:
    german = {"running.late": "SPÄT +{by:short}"}
    assert render(message("running.late", by=Span(61)), german.__getitem__) == "SPÄT +01:01"


def test_a_missing_value_or_an_unknown_id_is_a_mistake_and_not_a_blank() -> None:
    with pytest.raises(KeyError):
        english(Message("running.late"))
    with pytest.raises(KeyError):
        english(message("nobody.wrote.this"))
    assert len(texts()) > 300
