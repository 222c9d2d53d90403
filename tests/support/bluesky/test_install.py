"""The real servers are an offer: without them the tests skip and say why."""

import os
from pathlib import Path

import pytest

from tests.net.fake_server import closed_port
from tests.support.bluesky import install
from tests.support.bluesky.server import running_pds


@pytest.fixture
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("platformdirs.user_cache_path", lambda _name: tmp_path)
    return tmp_path


def test_without_an_install_the_command_is_named(empty_cache: Path) -> None:
    with pytest.raises(install.Unavailable, match=r"run python tests/support/bluesky/install\.py"):
        install.installed()


async def test_without_a_network_one_line_says_so_and_nothing_half_is_left(
    empty_cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("npm_config_registry", f"http://127.0.0.1:{await closed_port()}")
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    monkeypatch.setenv("npm_config_cache", str(empty_cache / "npm"))

    assert install.main() == 0

    assert "tests that need them are skipped" in capsys.readouterr().out.splitlines()[-1]
    with pytest.raises(install.Unavailable, match="could not be installed"):
        install.installed()
    left = [path.name for path in (empty_cache / "test-servers").iterdir()]
    assert left == [f"{install.folder().name}.unavailable"]


@pytest.mark.pds
def test_a_server_ends_with_its_block_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    try:
        with running_pds() as pds:
            assert pds.create_account("brand.test").handle == "brand.test"
    except install.Unavailable as reason:
        pytest.skip(f"Bluesky test servers: {reason}")
    with pytest.raises(ProcessLookupError):
        os.kill(pds.pid, 0)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.pds
def test_installing_a_second_time_does_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        there = install.installed()
    except install.Unavailable as reason:
        pytest.skip(f"Bluesky test servers: {reason}")
    before = there.stat().st_mtime_ns
    assert install.main() == 0
    assert "are installed in" in capsys.readouterr().out
    assert there.stat().st_mtime_ns == before
