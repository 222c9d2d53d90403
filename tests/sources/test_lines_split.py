from hypothesis import given
from hypothesis import strategies as st

from controlroom.sources.lines_split import Piece, Splitter, TooLong

LARGEST = 20


def cut(whole: bytes, sizes: list[int]) -> list[bytes]:
    chunks = []
    for size in sizes:
        chunks.append(whole[:size])
        whole = whole[size:]
    return [*chunks, whole]


def fed(chunks: list[bytes]) -> list[Piece]:
    splitter = Splitter(LARGEST)
    return [piece for chunk in chunks for piece in splitter.feed(chunk)] + splitter.end()


@given(
    st.lists(st.binary(max_size=40).map(lambda one: one.replace(b"\n", b"")), max_size=12),
    st.lists(st.integers(0, 30), max_size=20),
)
def test_however_it_is_cut_the_lines_are_the_same(lines: list[bytes], sizes: list[int]) -> None:
    whole = b"".join(line + b"\n" for line in lines)
    expected = [line if len(line) <= LARGEST else TooLong(len(line) + 1) for line in lines]
    assert fed(cut(whole, sizes)) == expected


@given(st.binary(max_size=200), st.lists(st.integers(0, 30), max_size=20))
def test_every_byte_is_accounted_for(whole: bytes, sizes: list[int]) -> None:
    pieces = fed(cut(whole, sizes))
    sizes_told = [one.size if isinstance(one, TooLong) else len(one) + 1 for one in pieces]
    missing_end = bool(pieces) and not whole.endswith(b"\n") and isinstance(pieces[-1], bytes)
    assert sum(sizes_told) - missing_end == len(whole)


def test_a_long_line_takes_no_memory() -> None:
    splitter = Splitter(LARGEST)
    for _ in range(1_000):
        assert splitter.feed(b"x" * 1_000) == []
    assert splitter.feed(b"x\nshort\n") == [TooLong(1_000_002), b"short"]


def test_what_is_left_at_the_end_is_a_line() -> None:
    splitter = Splitter(LARGEST)
    assert splitter.feed(b"one\ntw") == [b"one"]
    assert splitter.end() == [b"tw"]
    assert splitter.end() == []
