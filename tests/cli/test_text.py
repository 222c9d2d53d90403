"""`controlroom text`: a JSON string a line in, what a network makes of it out."""

import io
import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given

from controlroom.channels import readings
from controlroom.channels.reading import Kind, Mark, Reading
from controlroom.cli.text import text
from controlroom.errors import WrongInput
from tests.cli.program import ROOT, WITHIN_S
from tests.support.readings import ANY_TEXTS

NETWORKS = ("bluesky", "mastodon", "x")


def told(channel: str, *texts: str) -> list[dict[str, Any]]:
    out = io.StringIO()
    lines = [json.dumps(one).encode() + b"\n" for one in texts]
    assert text(channel, lines, out) == 0
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_everything_about_one_text() -> None:
    assert told("bluesky", "é see example.com. #tag @brand.test") == [
        {
            "length": 35,
            "limit": 300,
            "valid": True,
            "problems": [],
            "links": [
                {
                    "text": "example.com",
                    "start": 6,
                    "end": 17,
                    "byte_start": 7,
                    "byte_end": 18,
                    "target": "https://example.com",
                }
            ],
            "mentions": [
                {"text": "@brand.test", "start": 24, "end": 35, "byte_start": 25, "byte_end": 36}
            ],
            "tags": [{"text": "tag", "start": 19, "end": 23, "byte_start": 20, "byte_end": 24}],
        }
    ]


@pytest.mark.parametrize(
    ("channel", "length", "links", "mentions", "tags"),
    [
        ("bluesky", 47, ["b.com", "https://c.com/d"], [], ["#e"]),
        ("mastodon", 40, ["https://c.com/d"], ["@a@social.example"], []),
        ("x", 73, ["b.com", "https://c.com/d"], [], ["e"]),
        ("threads", 47, [], [], []),
    ],
)
def test_each_network_in_its_own_way(
    channel: str, length: int, links: list[str], mentions: list[str], tags: list[str]
) -> None:
    (answer,) = told(channel, "@a@social.example b.com (https://c.com/d) ##e 1")
    assert answer["length"] == length
    assert [link["text"] for link in answer["links"]] == links
    assert [mention["text"] for mention in answer["mentions"]] == mentions
    assert [tag["text"] for tag in answer["tags"]] == tags


@pytest.mark.parametrize("channel", NETWORKS)
def test_blanks_at_the_ends_are_part_of_the_text(channel: str) -> None:
    padded, bare = told(channel, "  a #b ", "a #b")
    assert padded["length"] == bare["length"] + 3
    assert padded["tags"][0]["start"] == bare["tags"][0]["start"] + 2


@pytest.mark.parametrize("channel", NETWORKS)
def test_why_a_text_is_not_valid(channel: str) -> None:
    empty, long, fine = told(channel, "", "a" * 501, "a")
    assert (empty["valid"], empty["problems"]) == (False, ["There are no words."])
    over = 501 - long["limit"]
    assert long["problems"] == [f"{over} characters over the limit of {long['limit']}."]
    assert (fine["valid"], fine["problems"]) == (True, [])


@given(ANY_TEXTS)
def test_every_text_gets_one_line_in_ascii(given_text: str) -> None:
    for channel in NETWORKS:
        out = io.StringIO()
        assert text(channel, [json.dumps(given_text).encode()], out) == 0
        line = out.getvalue()
        assert line.isascii()
        assert line.endswith("}\n")
        assert line.count("\n") == 1
        answer = json.loads(line)
        for mark in answer["links"] + answer["mentions"]:
            assert given_text[mark["start"] : mark["end"]] == mark["text"]


def test_raw_and_escaped_letters_are_the_same_text() -> None:
    out = io.StringIO()
    lines = ['"日本 👍"\n'.encode(), json.dumps("日本 👍").encode() + b"\r\n"]
    assert text("x", lines, out) == 0
    first, second = out.getvalue().splitlines()
    assert first == second


def test_what_is_no_json_string_is_said_and_the_others_go_on(
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = io.StringIO()
    lines = [b'"a"\n', b"a\n", b"1\n", b"\n", b'["a"]\n', b'"\xff"\n', b"[" * 100_000, b'"b"\n']
    assert text("x", lines, out) == 2
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [answer.get("length") for answer in answers] == [1, *[None] * 6, 1]
    assert answers[1] == {"error": "Line 2 is no JSON string."}
    said = capsys.readouterr().err.splitlines()
    assert said == [f"controlroom: Line {number} is no JSON string." for number in range(2, 8)]


def test_an_unknown_channel_is_answered_with_those_there_are() -> None:
    with pytest.raises(WrongInput) as refused:
        text("myspace", [], io.StringIO())
    assert "“myspace”" in str(refused.value)
    assert "bluesky, mastodon, x, threads" in str(refused.value)
    assert refused.value.exit_code == 2


def test_a_channel_of_another_package_reads_by_its_own_rules(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Foreign:
        @staticmethod
        def read(text: str) -> Reading:
            return Reading(len(text), 9, (), (Mark(Kind.TAG, 0, 2, "a"),))

    class Table:
        def load(self, key: str) -> type[Foreign]:
            assert key == "foreign"
            return Foreign

    monkeypatch.setattr("controlroom.channels.table.CHANNELS", Table())
    assert readings.reader("foreign")("#a").length == 2
    (answer,) = told("foreign", "#a")
    assert (answer["limit"], answer["tags"][0]["text"]) == (9, "a")


def typed(*words: str, given: str) -> "subprocess.CompletedProcess[str]":
    """The program with ``given`` on standard input."""
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), "text", *words],
        input=given,
        capture_output=True,
        encoding="utf-8",
        timeout=WITHIN_S,
        check=False,
    )


def test_typed_as_a_command() -> None:
    done = typed("--channel", "x", given='"see b.com"\n"  日本"\n')
    assert (done.returncode, done.stderr) == (0, "")
    first, second = map(json.loads, done.stdout.splitlines())
    assert (first["length"], first["links"][0]["target"]) == (27, "https://b.com")
    assert second["length"] == 6


def test_wrong_lines_and_wrong_words_end_with_2() -> None:
    done = typed("--channel", "bluesky", given='"a"\nb\n"c"\n')
    assert done.returncode == 2
    assert len(done.stdout.splitlines()) == 3
    assert done.stderr == "controlroom: Line 2 is no JSON string.\n"
    done = typed("--channel", "myspace", given='"a"\n')
    assert (done.returncode, done.stdout) == (2, "")
    assert "bluesky, mastodon, x" in done.stderr
    assert typed(given='"a"\n').returncode == 2


def test_each_answer_comes_before_the_next_text_is_given() -> None:
    with subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), "text", "--channel", "mastodon"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        for length in (1, 2, 3):
            program.stdin.write(json.dumps("a" * length).encode() + b"\n")
            program.stdin.flush()
            assert json.loads(program.stdout.readline())["length"] == length
        program.stdin.close()
        assert program.wait(WITHIN_S) == 0


def test_a_reader_that_has_seen_enough_is_no_failure() -> None:
    with subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), "text", "--channel", "x"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as program:
        assert program.stdout is not None
        program.stdout.close()
        _, said = program.communicate(b'"a"\n' * 10, WITHIN_S)
    assert (program.returncode, said) == (0, b"")
