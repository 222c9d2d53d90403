import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import zstandard

from controlroom.clock import SystemClock
from controlroom.sources.base import Option
from controlroom.sources.jetstream import LARGEST_EVENT, Jetstream
from controlroom.sources.jetstream_zstd import V1_DICTIONARY, Dictionary, Garbled, Inflate
from tests.sources.receiving import bads, receive, texts
from tests.support.jetstream_server import JetstreamServer, dictionary, post_event

START_US = 1_779_719_009_000_000
OTHER = 20_260_811

trained = cache(dictionary)


def posts(count: int) -> list[str]:
    return [json.dumps(post_event(f"post {n}", START_US + n, f"r{n}")) for n in range(count)]


def compressed(server: JetstreamServer, folder: Path, **options: Option) -> Jetstream:
    wanted = {"endpoint": server.url, "compress": "1", "cache": str(folder), **options}
    return Jetstream(wanted, SystemClock())


def kept(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def read(server: JetstreamServer, folder: Path, count: int = 10) -> list[str]:
    arrived = await receive(compressed(server, folder), count)
    assert not bads(arrived)
    return texts(arrived)


ALL = [f"post {n}" for n in range(10)]


async def test_the_dictionary_is_fetched_once_and_kept(tmp_path: Path) -> None:
    with JetstreamServer(posts(10), compressed_with=trained(V1_DICTIONARY)) as server:
        assert await read(server, tmp_path) == ALL
        assert await read(server, tmp_path) == ALL
        assert server.compressed == [True, True]
        assert server.fetched == [f"id={V1_DICTIONARY}"]
        assert not any("permessage-deflate" in offered for offered in server.extensions)
    assert kept(tmp_path) == [f"jetstream-{V1_DICTIONARY}.zstd-dictionary"]


async def test_compression_is_off_unless_wanted(tmp_path: Path) -> None:
    with JetstreamServer(posts(10), compressed_with=trained(V1_DICTIONARY)) as server:
        arrived = await receive(Jetstream({"endpoint": server.url}, SystemClock()), 10)
        assert texts(arrived) == ALL
        assert server.compressed == [False]
        assert server.fetched == []
        assert server.extensions == [""]


async def test_without_a_dictionary_messages_come_plain(tmp_path: Path) -> None:
    with JetstreamServer(posts(10)) as server:
        assert await read(server, tmp_path) == ALL
        assert server.compressed == [False]
    assert kept(tmp_path) == []


async def test_a_dictionary_that_is_not_the_frames_own_is_given_up(tmp_path: Path) -> None:
    made_with, published = trained(V1_DICTIONARY), trained(OTHER)
    with JetstreamServer(posts(10), compressed_with=made_with, published=published) as server:
        assert await read(server, tmp_path) == ALL
        assert server.compressed == [True, False]


async def test_the_number_in_the_frames_says_which_dictionary_to_fetch(tmp_path: Path) -> None:
    with JetstreamServer(posts(1), compressed_with=trained(V1_DICTIONARY)) as server:
        assert await read(server, tmp_path, 1) == ["post 0"]
    with JetstreamServer(posts(10), compressed_with=trained(OTHER)) as server:
        assert await read(server, tmp_path) == ALL
        assert server.fetched == [f"id={OTHER}"]
        assert server.compressed == [True, True]


@pytest.mark.parametrize(
    "broken",
    [b"", b"no dictionary", V1_DICTIONARY.to_bytes(4, "little") * 40],
    ids=["empty", "text", "numbers"],
)
async def test_a_kept_file_that_is_no_dictionary_is_replaced(tmp_path: Path, broken: bytes) -> None:
    file = tmp_path / f"jetstream-{V1_DICTIONARY}.zstd-dictionary"
    file.write_bytes(broken)
    with JetstreamServer(posts(10), compressed_with=trained(V1_DICTIONARY)) as server:
        assert await read(server, tmp_path) == ALL
        assert server.compressed == [True]
    assert file.read_bytes() == trained(V1_DICTIONARY)


async def test_a_folder_that_cannot_be_written_costs_nothing_but_the_next_fetch(
    tmp_path: Path, expected_logs: Callable[[str], None]
) -> None:
    expected_logs("the dictionary cannot be kept")
    folder = tmp_path / "file"
    folder.write_bytes(b"")
    with JetstreamServer(posts(10), compressed_with=trained(V1_DICTIONARY)) as server:
        assert await read(server, folder) == ALL
        assert server.compressed == [True]


async def test_bombs_and_broken_frames_are_bad_and_stop_nothing(tmp_path: Path) -> None:
    content = zstandard.ZstdCompressionDict(trained(V1_DICTIONARY))
    bomb = b"a" * (64 << 20)
    hostile = [
        zstandard.ZstdCompressor(dict_data=content).compress(bomb),
        zstandard.ZstdCompressor(dict_data=content, write_content_size=False).compress(bomb),
        zstandard.ZstdCompressor().compress(b"{")[:-2],
        b"\x28\xb5\x2f\xfd",
        b"\x28\xb5\x2f\xfd" + b"\xff" * 60,
    ]
    with JetstreamServer(posts(1), compressed_with=trained(V1_DICTIONARY)) as server:
        assert await read(server, tmp_path, 1) == ["post 0"]
    with JetstreamServer([*hostile, *posts(10)]) as server:
        arrived = await receive(compressed(server, tmp_path), 15)
    assert len(bads(arrived)) == len(hostile)
    assert texts(arrived) == ALL


def test_no_more_is_ever_made_than_is_allowed() -> None:
    known = Dictionary.read(trained(OTHER))
    assert known is not None
    inflate = Inflate(known, LARGEST_EVENT)
    content = zstandard.ZstdCompressionDict(trained(OTHER))
    for told in (True, False):
        compress = zstandard.ZstdCompressor(dict_data=content, write_content_size=told).compress
        assert len(inflate(compress(b"a" * LARGEST_EVENT))) == LARGEST_EVENT
        with pytest.raises(Garbled):
            inflate(compress(b"a" * (LARGEST_EVENT + 1)))
