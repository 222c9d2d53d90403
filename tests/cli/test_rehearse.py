"""``controlroom rehearse --headless``."""

import json
from pathlib import Path

import pytest
from PIL import Image

from controlroom.store.open import open_store
from tests.cli.program import told, typed

FULL = Path("/dev/full")


def test_the_blackout_is_posted_to_three_networks_and_written_down(tmp_path: Path) -> None:
    out = tmp_path / "night"
    done = typed(
        *("rehearse", "--headless", "--speed", "120"),
        *("--from", "20:36:00", "--to", "20:40:00", "--out", out),
    )
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in (out / "as-run.jsonl").read_text("utf-8").splitlines()]
    assert all(list(line)[:5] == ["time", "kind", "delivery", "channel", "state"] for line in lines)
    assert all(line["rehearsal"] for line in lines)
    accepted = {
        line["channel"]
        for line in lines
        if line["state"] == "accepted" and line["asset"].startswith("blackout")
    }
    assert accepted == {"bluesky", "mastodon", "x"}
    with Image.open(out / "desk.png") as picture:
        assert picture.size == (1920, 1080)
    assert str(out / "as-run.jsonl") in done.stdout


def test_a_rehearsal_leaves_the_user_s_own_data_alone(
    tmp_path: Path, controlroom_home: Path
) -> None:
    """It is no obstacle to a desk that runs, nor is one to it."""
    with open_store(controlroom_home / "data") as own:
        done = typed(
            *("rehearse", "--headless", "--speed", "1000"),
            *("--from", "22:58", "--to", "22:59", "--out", tmp_path / "night"),
        )
        assert done.returncode == 0, done.stderr
        assert own.events.list_events() == ()


@pytest.mark.skipif(not FULL.exists(), reason="there is no full disk to write to here")
def test_a_log_that_a_full_disk_cuts_is_told_at_the_end_and_nothing_else_fails(
    tmp_path: Path,
) -> None:
    out = tmp_path / "night"
    out.mkdir()
    (out / "as-run.jsonl").symlink_to(FULL)
    done = typed(
        *("rehearse", "--headless", "--speed", "120"),
        *("--from", "20:36:00", "--to", "20:40:00", "--out", out),
    )
    said = told(done, 1)
    assert said.count("No space left on device") == 1
    assert f"--rehearsal --json --data {out / 'room'}" in said
    assert "3 accepted" in done.stdout
    anew = typed("log", "super-bowl-xlvii", "--rehearsal", "--json", "--data", out / "room")
    log = tmp_path / "anew.jsonl"
    log.write_bytes(anew.stdout.encode("ascii"))
    assert typed("log", "--verify", log).returncode == 0


def test_a_second_rehearsal_in_the_same_folder_is_told_so(tmp_path: Path) -> None:
    with open_store(tmp_path / "night" / "room"):
        done = typed(
            "rehearse",
            "--headless",
            "--from",
            "22:58",
            "--to",
            "22:59",
            "--out",
            tmp_path / "night",
        )
    assert "already" in told(done, 2)
