"""`controlroom check`: the readiness board at the command line."""

import pytest

from tests.cli.typing_in import EVENT, Said, Terminal
from tests.support import town

CHECK = ("check", EVENT)


def stops(done: Said) -> list[str]:
    return [
        line["line"]
        for line in done.of_kind("check")
        if line["level"] == "no_go" and line["overridden"] is None
    ]


def line(done: Said, check: str, about: str) -> dict[str, object]:
    lines = done.of_kind("check")
    return next(one for one in lines if (one["check"], one["about"]) == (check, about))


def test_every_line_says_what_was_found_and_what_to_do(terminal: Terminal) -> None:
    terminal.signed_in()
    done = terminal.types(*CHECK, "--json")
    assert done.code == 1
    assert "NO-GO on the readiness board" in done.err
    checks = done.of_kind("check")
    assert {"account", "face", "money", "assets", "moment", "feed", "clock", "disk", "keyring",
            "approver", "also_stop", "at_hand"} == {one["check"] for one in checks}  # fmt: skip
    assert set(checks[0]) == {
        *("kind", "line", "check", "about", "level", "label", "what", "do", "overridden"),
    }
    assert all(one["do"] for one in checks if one["level"] != "go")
    assert line(done, "account", "town")["level"] == "go"
    assert line(done, "account", "x")["level"] == "no_go"
    (ended,) = done.of_kind("checked")
    assert ended["no_go"] == len(stops(done)) > 0
    assert ended["ready"] + ended["not_ready"] == 21
    assert done.lines[-1] is not None
    assert done.lines[-1]["kind"] == "checked"
    # Looking made nothing public.
    assert town.town()["posts"] == {}
    assert town.town()["requests"] == 0


def test_faces_approvers_and_overrides_clear_the_way(terminal: Terminal) -> None:
    terminal.signed_in()
    first = terminal.types(*CHECK, "--json", "--confirm", "town", "--reached", "Dana")
    (face,) = first.of_kind("face")
    assert (face["handle"], face["by"]) == ("crier", "operator")
    assert line(first, "face", "town")["level"] == "go"
    words = [word for key in stops(first) for word in ("--override", key)]
    done = terminal.types(*CHECK, "--json", *words, "--by", "dana", "--reason", "a dry run")
    assert done.code == 0, done.err
    assert stops(done) == []
    signed = [one["overridden"] for one in done.of_kind("check") if one["overridden"]]
    assert {(one["by"], one["reason"]) for one in signed} == {("Dana", "a dry run")}
    # They stand for the next look, too, and for that account's face only.
    assert terminal.types(*CHECK).code == 0
    assert terminal.types(*CHECK).out.count("overridden by Dana: a dry run") == len(signed)


def test_people_read_the_line_to_override(terminal: Terminal) -> None:
    done = terminal.types(*CHECK)
    assert done.code == 1
    told = done.out.splitlines()
    place = next(at for at, one in enumerate(told) if one.startswith("NO-GO  X @saltwick"))
    assert " -> Sign in again" in told[place]
    assert told[place + 1].startswith("  line account:x:")
    assert told[-1].endswith("assets ready, 1 not")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--override", "account:x:1"), 2, "--override goes with --reason"),
        (("--reason", "because"), 2, "--override goes with --reason"),
        (("--by", "Dana"), 2, "--override goes with --reason"),
        (("--override", "account:x:1", "--reason", "because"), 2, "no line “account:x:1”"),
        (("--confirm", "no such thing"), 2, "no such thing"),
        (("--confirm", "x"), 1, "Nobody is signed in"),
        (("--reached", "Nobody"), 2, "no approver"),
    ],
)
def test_wrong_words_change_nothing(
    terminal: Terminal, words: tuple[str, ...], code: int, told: str
) -> None:
    done = terminal.types(*CHECK, *words)
    assert (done.code, told in done.err) == (code, True), done.err


def test_an_event_nobody_has(terminal: Terminal) -> None:
    assert terminal.types("check", "no-such-night").code == 2
