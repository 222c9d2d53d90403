"""``controlroom watch``, as it is typed, against servers that stand in for the networks."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from controlroom.cli.feeds import feed_of, terms_of
from controlroom.cli.watch import all_over
from controlroom.cli.watch_lines import sentences
from controlroom.errors import WrongInput
from controlroom.messages import english, message
from controlroom.sources.base import Option
from controlroom.sources.mention import Phase, SourceState
from main import main
from tests.cli.program import ROOT
from tests.support.jetstream_server import JetstreamServer, post_event
from tests.support.mastodon_streams import mastodon_streams
from tests.support.x_streams import TOKEN, x_streams

WITHIN_S = 60


class Typed:
    """The program at work, and the JSON lines it has printed."""

    def __init__(self, program: asyncio.subprocess.Process) -> None:
        self.program = program
        self.lines: list[dict[str, Any]] = []

    async def until(self, **wanted: Any) -> dict[str, Any]:
        """The next line with these values."""
        assert self.program.stdout is not None
        async with asyncio.timeout(WITHIN_S):
            while written := await self.program.stdout.readline():
                assert written.isascii()
                line = json.loads(written)
                self.lines.append(line)
                if all(line.get(name) == value for name, value in wanted.items()):
                    return line
        raise AssertionError(f"it ended without {wanted}: {self.lines}")

    async def until_counted(self, **totals: int) -> dict[str, Any]:
        """The next line with these totals."""
        while True:
            line = await self.until(kind="counts")
            if totals.items() <= line["totals"].items():
                return line

    async def write(self, *lines: dict[str, Any] | str) -> None:
        """Into its standard input."""
        assert self.program.stdin is not None
        for line in lines:
            text = line if isinstance(line, str) else json.dumps(line)
            self.program.stdin.write(text.encode() + b"\n")
        await self.program.stdin.drain()

    async def ends(self) -> int:
        """Its exit code, after its last line."""
        await self.until(kind="ended")
        async with asyncio.timeout(WITHIN_S):
            return await self.program.wait()


@asynccontextmanager
async def watch(*words: str | Path) -> AsyncIterator[Typed]:
    """``controlroom watch --json WORDS``."""
    program = await asyncio.create_subprocess_exec(
        sys.executable, str(ROOT / "main.py"), "watch", "--json", *map(str, words),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL, env=dict(os.environ),
    )  # fmt: skip
    try:
        yield Typed(program)
    finally:
        if program.returncode is None:
            program.kill()
            await program.wait()
        program._transport.close()  # type: ignore[attr-defined]


def said(number: int, text: str) -> dict[str, Any]:
    return {"id": str(number), "time": f"2026-11-22T12:00:{number:02}Z", "text": text}


async def test_lines_are_counted_until_they_end(tmp_path: Path) -> None:
    terms = tmp_path / "terms.txt"
    terms.write_text("// what we watch\noreo\n\nlights out\n", encoding="utf-8")
    async with watch("--source", "lines:-?name=wire", "--terms", terms) as typed:
        assert await typed.until(kind="cost", source="wire") == {
            "kind": "cost",
            "source": "wire",
            "cost_per_hour": None,
        }
        await typed.until(kind="source", source="wire", phase="live")
        await typed.write(said(1, "lights out"), said(2, "Oreo, lights out"), said(2, "Oreo"), "?")
        await typed.write(said(3, "nothing of note"))
        counted = await typed.until_counted(**{"any": 2, "oreo": 1, "lights out": 2})
        while counted["bad"] == 0:
            counted = await typed.until(kind="counts")
        assert (counted["bad"], counted["dropped"]) == (1, 0)
        assert typed.program.stdin is not None
        typed.program.stdin.close()
        assert await typed.ends() == 0
    stopped = [line for line in typed.lines if line.get("phase") == "stopped"]
    assert stopped[0]["bad"] == 1
    assert typed.lines[-1]["totals"] == {"any": 2, "oreo": 1, "lights out": 2}
    assert typed.lines[-1]["bad"] == 1


def test_what_could_not_be_read_is_said_in_words() -> None:
    ended = {"kind": "ended", "time": "21:00", "totals": {"any": 2}, "received": 4}
    (whole,) = sentences({**ended, "bad": 0, "dropped": 0})
    assert "read," not in english(whole)
    (line,) = sentences({**ended, "bad": 3, "dropped": 1})
    assert english(line).endswith("; 3 could not be read, 1 were let go unread")


async def test_it_ends_when_its_only_feed_is_refused_for_good() -> None:
    async with watch("--source", "x?token=abc&until_us=soon", "--watch", "oreo") as typed:
        refused = await typed.until(kind="source", phase="refused")
        assert "soon" in refused["line"]
        assert await typed.ends() == 0


def test_only_what_cannot_come_back_is_over() -> None:
    gone = SourceState("wire", Phase.REFUSED, message("lines.no_stdin"))
    ended = SourceState("wire-2", Phase.STOPPED, message("source.ended"))
    asleep = SourceState("x", Phase.STOPPED, message("source.x.no_terms"))
    waits = SourceState("mastodon", Phase.REFUSED, message("source.mastodon.gone", host="h"))
    assert all_over([gone])
    assert all_over([gone, ended])
    assert not all_over([])
    assert not all_over([gone, asleep])
    assert not all_over([ended, waits])


async def test_several_feeds_are_counted_together() -> None:
    event = json.dumps(post_event("an oreo", 1_795_000_000_000_000, "r1"))
    with JetstreamServer() as sky:
        async with (
            mastodon_streams() as town,
            watch("--source", sky.url, f"mastodon:{town.url}#oreo", "--watch", "oreo") as typed,
        ):
            await town.listening("hashtag#oreo")
            await typed.until(kind="source", source="mastodon", phase="live")
            await asyncio.to_thread(sky.send, event)
            await town.post("mine", "oreo")
            await typed.until_counted(any=2, oreo=2)
            typed.program.send_signal(signal.SIGINT)
            assert await typed.ends() == 0
    assert {line["source"] for line in typed.lines if line["kind"] == "source"} == {
        "jetstream",
        "mastodon",
    }


async def test_what_x_costs_is_told_before_it_is_asked(tmp_path: Path) -> None:
    secret = tmp_path / "token"
    secret.write_text(TOKEN + "\n", encoding="utf-8")
    async with x_streams() as server:
        spec = f"x:{server.url}?budget=2.5&token=@{secret}"
        async with watch("--source", spec, "--watch", "oreo", "--for", "50") as typed:
            cost = await typed.until(kind="cost", source="x")
            assert not server.asked
            await server.listening()
            await server.post("oreo")
            await typed.until_counted(oreo=1)
            typed.program.send_signal(signal.SIGTERM)
            assert await typed.ends() == 0
    assert cost["cost_per_hour"] == 2.5
    live = next(line for line in typed.lines if line.get("phase") == "live")
    assert live["cost_per_hour"] == 2.5
    assert TOKEN not in json.dumps(typed.lines)


async def test_it_ends_after_the_time_it_was_given() -> None:
    async with (
        mastodon_streams() as town,
        watch("--source", f"mastodon:{town.url}", "--watch", "oreo", "--for", "1.5") as typed,
    ):
        assert await typed.ends() == 0


def test_what_it_would_cost_is_told_without_a_request(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["watch", "--source", "x?read=counts", "--watch", "a", "b", "--cost"]) == 0
    assert capsys.readouterr().out == "x costs at most $0.90 an hour\n"


@pytest.mark.parametrize(
    ("written", "key", "options"),
    [
        ("jetstream", "jetstream", {}),
        (
            "jetstream:wss://sky.example/subscribe?compress=yes",
            "jetstream",
            {"endpoint": "wss://sky.example/subscribe", "compress": "yes"},
        ),
        (
            "ws://127.0.0.1:6008/subscribe",
            "jetstream",
            {"endpoint": "ws://127.0.0.1:6008/subscribe"},
        ),
        ("wss://sky.example", "jetstream", {"endpoint": "wss://sky.example/subscribe"}),
        ("mastodon:https://town.example", "mastodon", {"server": "https://town.example"}),
        ("mastodon:town.example", "mastodon", {"server": "https://town.example"}),
        (
            "mastodon:https://town.example#Oreo,power?stream=hashtag:local",
            "mastodon",
            {
                "server": "https://town.example",
                "tags": ("Oreo", "power"),
                "stream": "hashtag:local",
            },
        ),
        (
            "mastodon:http://127.0.0.1:3000?stream=public#oreo",
            "mastodon",
            {"server": "http://127.0.0.1:3000", "stream": "public", "tags": ("oreo",)},
        ),
        ("x", "x", {}),
        ("x?budget=5&read=counts", "x", {"budget": "5", "read": "counts"}),
        ("x:http://127.0.0.1:99", "x", {"server": "http://127.0.0.1:99"}),
        ("lines:-", "lines", {"file": "-"}),
        ("lines:/tmp/more lines.jsonl", "lines", {"file": "/tmp/more lines.jsonl"}),
        ("lines:tcp://127.0.0.1:9000", "lines", {"tcp": "127.0.0.1:9000"}),
    ],
)
def test_a_spec_names_a_feed(written: str, key: str, options: dict[str, Option]) -> None:
    spec = feed_of(written)
    assert (spec.key, spec.options) == (key, options)


@pytest.mark.parametrize(
    "written",
    ["", "sky", "mastodon", "mastodon:", "mastodon:ftp://town", "lines", "lines:tcp://nowhere",
     "lines:tcp://host:port", "jetstream:nonsense", "wss://", "counted", "x:ftp://x",
     "wss://[bad", "wss://sky:port", "mastodon:http://[::1", "mastodon:town:port",
     "lines:tcp://[::1"],
)  # fmt: skip
def test_a_wrong_spec_is_told_with_those_there_are(
    written: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["watch", "--source", written, "--watch", "oreo"]) == 2
    assert "mastodon:https://SERVER#tag" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--watch", "oreo"], "Name one with --source"),
        (["--source", "jetstream"], "Name words with --watch"),
        (["--source", "jetstream", "--terms", "no-such-file"], "no-such-file"),
        (["--source", "jetstream", "--watch", "a", "--for", "soon"], "soon"),
        (["--source", "jetstream", "--watch", "a", "--for", "nan"], "nan"),
        (["--source", "x?budget=lots", "--watch", "a"], "lots"),
        (["--source", "x?budget=inf", "--watch", "a", "--cost"], "budget is no amount: 'inf'"),
        (["--source", "x?budget=nan", "--watch", "a", "--cost"], "budget is no amount: 'nan'"),
        (["--source", "x?read=count", "--watch", "a"], "both, counts or stream, not 'count'"),
        (["--source", "lines:F?lull_s=abc", "--watch", "a"], "lull_s=abc"),
        (["--source", "jetstream?lull_s=nan", "--watch", "a"], "lull_s=nan"),
    ],
)
def test_what_is_missing_is_told(
    words: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["watch", *words]) == 2
    assert says in capsys.readouterr().err


def test_the_same_posts_of_two_servers_are_warned_of(capsys: pytest.CaptureFixture[str]) -> None:
    feeds = ["mastodon:https://one.example", "mastodon:https://two.example"]
    assert main(["watch", "--source", *feeds, "--watch", "a", "--cost"]) == 0
    told = capsys.readouterr()
    assert "mastodon, mastodon-2" in told.err
    assert "stream=hashtag:local" in told.err


def test_terms_are_told_once_each(tmp_path: Path) -> None:
    file = tmp_path / "terms"
    file.write_text("\ufefforeo\n  // no\n#power\n", encoding="utf-8")
    terms = terms_of(["oreo", "lights out"], str(file))
    assert [term.phrases for term in terms] == [("oreo",), ("lights out",), ("#power",)]
    with pytest.raises(WrongInput):
        terms_of([], str(tmp_path))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--source", "sky"], "There is no feed sky"),
        (["--source", "x?budget=lots", "--watch", "a"], "lots"),
        (["--terms", "no-such-file"], "no-such-file"),
    ],
)
def test_a_live_desk_with_wrong_feeds_does_not_open(
    words: list[str], says: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert main(["--live", *words]) == 2
    assert says in capsys.readouterr().err
