import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlroom.sources.jetstream_wire import read_event
from controlroom.sources.mention import Bad, Deleted, Mention
from tests.support.jetstream_server import post_event

AT_US = 1_779_719_009_157_119


def said(event: dict[str, Any]) -> Mention | Deleted | Bad | None:
    return read_event(json.dumps(event).encode(), "wire")


def post(**record: Any) -> dict[str, Any]:
    event = post_event("lights", AT_US, "r1")
    event["commit"]["record"] |= record
    return event


PLAIN = Mention("did:plc:alice/r1", AT_US, "lights", "did:plc:alice", "wire", "en")


def answering(uri: str) -> dict[str, Any]:
    return post(reply={"root": {"uri": "at://x/y/z"}, "parent": {"uri": uri, "cid": "c"}})


def test_a_post_is_read() -> None:
    assert said(post()) == PLAIN


def test_an_answer_names_the_post_it_answers() -> None:
    answer = said(answering("at://did:plc:bob/app.bsky.feed.post/r0"))
    assert isinstance(answer, Mention)
    assert answer.reply_to == "did:plc:bob/r0"


@pytest.mark.parametrize(
    "uri",
    ["", "at://did:plc:bob", "at://did:plc:bob/app.bsky.feed.like/r0", "https://x.y/"],
)
def test_what_answers_no_post_still_counts(uri: str) -> None:
    assert said(answering(uri)) == PLAIN


@pytest.mark.parametrize(
    "odd",
    [
        {"langs": "en"},
        {"langs": [5]},
        {"reply": []},
        {"reply": 7},
        {"reply": {"parent": {"uri": 5}}},
    ],
)
def test_what_is_not_needed_keeps_no_post_out(odd: dict[str, Any]) -> None:
    read = said(post(**odd))
    assert isinstance(read, Mention)
    assert (read.id, read.time_us, read.text) == (PLAIN.id, PLAIN.time_us, PLAIN.text)


def test_other_collections_and_kinds_say_nothing_whatever_is_in_them() -> None:
    like = post(text={"not": "a text"})
    like["commit"]["collection"] = "app.bsky.feed.like"
    assert said(like) is None
    assert said({"did": "a", "time_us": AT_US, "kind": "identity", "identity": {}}) is None


def test_a_deletion_names_the_post() -> None:
    assert said(post_event("", AT_US, "r1", operation="delete")) == Deleted(PLAIN.id, "wire")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=400))
def test_every_text_comes_back_as_it_was_written(text: str) -> None:
    read = said(post(text=text))
    assert isinstance(read, Mention)
    assert read.text == text


@given(st.binary(max_size=300))
def test_no_bytes_at_all_make_it_raise(line: bytes) -> None:
    assert isinstance(read_event(line, "wire"), Bad)
