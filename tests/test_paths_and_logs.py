"""Where things are kept, and that no secret gets into a log."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from controlroom import logs, paths


def test_one_folder_holds_everything_when_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path / "from env"))
    kept = paths.folders()
    assert {kept.data, kept.config, kept.cache, kept.logs} == {
        tmp_path / "from env" / name for name in ("data", "config", "cache", "logs")
    }
    assert paths.data_folder(tmp_path / "told") == tmp_path / "told" / "data"
    assert not (tmp_path / "from env").exists()


def test_else_the_system_says_where(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(paths.HOME_VARIABLE, raising=False)
    kept = paths.folders()
    assert all("Control Room" in str(one) for one in (kept.data, kept.config, kept.cache))
    assert kept.data.is_absolute()


@pytest.mark.parametrize(
    ("said", "secret"),
    [
        ("Authorization: Bearer abc.def-123456", "abc.def-123456"),
        ("headers {'authorization': 'DPoP qwertyuiop', 'accept': '*/*'}", "qwertyuiop"),
        ("[(b'Authorization', b'Basic dXNlcjpwdw==')]", "dXNlcjpwdw"),
        ('{"accessJwt": "short", "handle": "brand.example"}', "short"),
        ('{"refresh_token":"r3fr3sh"}', "r3fr3sh"),
        ("POST /token?client_secret=s3cr3t&x=1", "s3cr3t"),
        ("password=hunter2", "hunter2"),
        ("signed in with abcd-efgh-ij12-3kl4.", "abcd-efgh-ij12-3kl4"),
        ("got eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJkaWQ6In0.c2lnbmF0dXJl back", "eyJzdWIi"),
        ("Set-Cookie: session=topsecret; Path=/", "topsecret"),
        ("postgresql+psycopg://desk:hunter2@db/night", "hunter2"),
        ("DPoP: eyJ0eXAi.eyJqdGki.c2ln", "eyJqdGki"),
        ("api_key = 0123456789abcdef", "0123456789abcdef"),
    ],
)
def test_secrets_are_hidden(said: str, secret: str) -> None:
    shown = logs.redacted(said)
    assert secret not in shown
    assert logs.HIDDEN in shown


@pytest.mark.parametrize(
    "said",
    [
        "delivery 0190f5c2-7b1a-7c3d-8e4f-123456789abc bluesky accepted 84 ms",
        "opened https://example.org:443/xrpc/com.atproto.repo.createRecord",
        "matched 12 words of blackout-01 against 200 terms",
        "at://did:plc:abcdefghijklmnop/app.bsky.feed.post/3lbqy7k2a2c2z",
    ],
)
def test_what_one_needs_to_find_a_fault_stays(said: str) -> None:
    assert logs.redacted(said) == said


@pytest.fixture
def log_file(tmp_path: Path) -> Iterator[Path]:
    writer = logs.start_logging(tmp_path / "logs")
    yield tmp_path / "logs" / logs.FILE_NAME
    logs.stop_logging(writer)


def test_lines_have_utc_time_and_no_secret_even_in_arguments_and_tracebacks(
    log_file: Path,
) -> None:
    log = logging.getLogger("controlroom.posting")
    try:
        int("token=s3cr3t")
    except ValueError:
        log.info("sending with %s", {"Authorization": "Bearer s3cr3t-too"}, exc_info=True)
    written = log_file.read_text(encoding="utf-8")
    first = written.splitlines()[0]
    when, level, name = first.split()[:3]
    assert when[10] == "T"
    assert when.endswith("Z")
    assert (level, name) == ("INFO", "controlroom.posting:")
    assert "Traceback" in written
    assert "s3cr3t" not in written


def test_the_log_never_takes_more_than_five_files(
    log_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = logging.getLogger(logs.ROOT).handlers[-1]
    monkeypatch.setattr(writer, "maxBytes", 2_000)
    for number in range(500):
        logging.getLogger("controlroom.store").info("line %d %s", number, "x" * 50)
    kept = sorted(log_file.parent.iterdir())
    assert len(kept) == logs.FILES_KEPT
    assert all(path.stat().st_size <= 2_000 for path in kept)
    assert "line 499" in log_file.read_text(encoding="utf-8")
