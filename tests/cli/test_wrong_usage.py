"""What cannot be done is told in a sentence, with exit code 2 and never a traceback."""

from pathlib import Path

import pytest

from controlroom.store.open import DATABASE_NAME, open_store
from main import main
from tests.cli.program import told, typed

OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["rehearse", "--headless", "--from", "25:00"], "25:00"),
        (["rehearse", "--headless", "--to", "soon"], "soon"),
        (["rehearse", "--headless", "--from", "20:40", "--to", "20:30"], "20:30"),
        (["rehearse", "--headless", "--speed", "0"], "speed"),
        (["rehearse", "--headless", "--speed", "nan"], "speed"),
        (["rehearse", "--headless", "--speed", "fast"], "fast"),
        (["rehearse", "no-such-night", "--headless"], "no-such-night"),
        (["rehearse", "../super-bowl-xlvii", "--headless"], "no event"),
        (["--speed", "-3"], "-3"),
        (["--from", "half past eight"], "half past eight"),
        (["shot", "desk.png", "--size", "big"], "big"),
        (["shot", "desk.png", "--size", "0x0"], "0x0"),
        (["shot", "desk.png", "--scale", "wide"], "wide"),
        (["shot", "desk.png", "--state", "asleep"], "asleep"),
        (["sing"], "sing"),
        (["--watch"], "--watch"),
    ],
)
def test_wrong_words(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    expected: str,
) -> None:
    """In this process, which is quicker: what the console script calls."""
    monkeypatch.chdir(tmp_path)
    try:
        code = main(words)
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    said = capsys.readouterr().err
    assert (code, "Traceback" in said) == (2, False)
    assert expected in said
    assert list(tmp_path.iterdir()) == []


def test_wrong_words_as_they_are_typed(tmp_path: Path) -> None:
    assert "25:00" in told(typed("rehearse", "--headless", "--from", "25:00", cwd=tmp_path), 2)
    assert "sing" in told(typed("sing", cwd=tmp_path), 2)
    assert list(tmp_path.iterdir()) == []


def test_an_out_that_is_a_file(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("mine")
    said = told(typed("rehearse", "--headless", "--out", file / "night"), 2)
    assert str(file) in said
    assert file.read_text() == "mine"


def test_a_picture_that_cannot_be_written(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("mine")
    assert str(file) in told(typed("shot", file / "desk.png"), 2)
    assert file.read_text() == "mine"


def test_a_second_copy_on_the_same_data(controlroom_home: Path) -> None:
    with open_store(controlroom_home / "data"):
        assert "already" in told(typed(env=OFFSCREEN), 2)


def test_a_damaged_database_is_left_as_it_is(controlroom_home: Path) -> None:
    data = controlroom_home / "data"
    data.mkdir(parents=True)
    (data / DATABASE_NAME).write_bytes(b"this is no database, " * 500)
    said = told(typed(env=OFFSCREEN), 2)
    assert str(data) in said
    assert (data / DATABASE_NAME).read_bytes().startswith(b"this is no database")


def test_a_home_that_is_a_file(tmp_path: Path) -> None:
    file = tmp_path / "home"
    file.write_text("mine")
    assert str(file) in told(typed(env={**OFFSCREEN, "CONTROLROOM_HOME": str(file)}), 2)


def test_version_and_help_need_nothing(tmp_path: Path) -> None:
    for word in ("--version", "--help"):
        done = typed(word, env={"CONTROLROOM_HOME": str(tmp_path / "never")})
        assert done.returncode == 0
        assert "controlroom" in done.stdout
    assert not (tmp_path / "never").exists()
