"""The words of a status, and how far a timeline has been read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlroom.event.watch import WatchTerm
from controlroom.net.markup import LONGEST
from controlroom.sources.mastodon_text import words_of
from controlroom.sources.mastodon_timelines import Mark, Timeline, timelines
from controlroom.sources.mastodon_wire import rank, server_sent
from tests.sources.listening import term

SECOND = 1_000_000


LINK = (
    '<p>see <a href="https://a.example/long/way"><span class="invisible">https://</span>'
    '<span class="ellipsis">a.example/long</span><span class="invisible">/way</span></a>'
)
TAG_AND_NAME = (
    '<p><a href="https://t.example/tags/Oreo" class="mention">#<span>Oreo</span></a>'
    ' by <span class="h-card"><a href="https://t.example/@ada">@<span>ada</span></a></span>'
)


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>one &amp; two</p><p>three<br/>four</p>", "one & two\nthree\nfour"),
        (LINK, "see https://a.example/long/way"),
        (TAG_AND_NAME, "#Oreo by @ada"),
        ('<a href="https://a.example/cut/short">a.example/cut…</a>', "https://a.example/cut/short"),
        ("<ul><li>one</li><li>two</li></ul>", "one\ntwo"),
        ("plain text, 1 < 2", "plain text, 1 < 2"),
        ("<script>alert(1)</script>shown", "shown"),
        ("", ""),
    ],
)
def test_html_becomes_the_words_that_were_written(html: str, words: str) -> None:
    assert words_of("", html) == words


def test_warnings_and_hashtags_outside_the_text_are_part_of_it() -> None:
    assert words_of("the news", "<p>a #Oreo</p>", ("oreo", "power")) == "the news\na #Oreo #power"


@given(st.text(), st.text())
def test_no_html_is_too_broken(spoiler: str, html: str) -> None:
    assert isinstance(words_of(spoiler, html), str)


@pytest.mark.parametrize(
    "piece",
    ["<a ", "<!--", "<?", "</a", '<a href="', '<a href="x>"', "<a b='x>", '<a b="x c="q>', "<p>",
     "<script>", "<a = >"],
)  # fmt: skip
def test_no_html_holds_up_the_other_feeds(piece: str) -> None:
    # Read as the parser reads it, each of these takes minutes.
    words = words_of("", "said " + piece * (240_000 // len(piece)))
    assert words.startswith("said")
    assert len(words) <= LONGEST


def test_a_million_hashtags_hold_up_nothing() -> None:
    assert words_of("", "<p>a b</p>", (str(n) for n in range(10**6))).startswith("a b #0 #1 ")


def test_what_is_no_tag_is_shown_and_quotes_are_no_trouble() -> None:
    html = "<p class='a' id=b hidden>1 <2 & <i>\"three\"</i> <a\nhref = \"/?a='2'\">4</a><br /></p>"
    assert words_of("", html) == '1 <2 & "three" 4'


def test_hashtags_of_terms_and_options_are_followed() -> None:
    terms = (term("#Oreo", "cookies"), WatchTerm("s", "s", "event", ("#SuperBowl",)))
    assert timelines({"tags": "power,#lights"}, terms) == (
        Timeline("hashtag", "power"),
        Timeline("hashtag", "lights"),
        Timeline("hashtag", "oreo"),
        Timeline("hashtag", "superbowl"),
    )
    assert timelines({}, (term("cookies"),)) == (Timeline("public"),)
    assert timelines({"stream": "public:local"}, terms) == (Timeline("public:local"),)
    assert timelines({"stream": "hashtag:local"}, (term("#a"),)) == (
        Timeline("hashtag:local", "a"),
    )


def test_addresses() -> None:
    tag = Timeline("hashtag:local", "größe")
    assert tag.stream_path == "/api/v1/streaming/hashtag/local?tag=gr%C3%B6%C3%9Fe"
    assert tag.page_path({"since_id": "5"}) == (
        "/api/v1/timelines/tag/gr%C3%B6%C3%9Fe?since_id=5&local=true"
    )
    assert tag.order("subscribe") == '{"type":"subscribe","stream":"hashtag:local","tag":"größe"}'
    assert Timeline("public:remote").page_path({}) == "/api/v1/timelines/public?remote=true"


def test_ids_are_in_the_order_in_which_a_server_gave_them() -> None:
    assert rank("9") < rank("10") < rank("112233445566778899")
    assert rank("01HZ0000000000000000000000") < rank("01HZ0000000000000000000001")


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 40)), max_size=80), st.integers(0, 90))
def test_after_a_break_nothing_of_the_last_minute_is_left_out(
    posts: list[tuple[int, int]], away_s: int
) -> None:
    mark = Mark(0, "1")
    now, told = 0, [(0, 1)]
    for number, (wait_s, _) in enumerate(posts, start=2):
        now += wait_s
        mark.saw(str(number), now * SECOND)
        told.append((now, number))
    again = int(mark.rewound((now + away_s) * SECOND))
    assert again <= int(mark.newest) == told[-1][1]
    late = [number for at, number in told if at > now + away_s - 60]
    assert len(late) > 100 or all(number >= again for number in late)


@given(st.lists(st.sampled_from([b":)", b":thump", b"event: update", b"data: {}", b"data: 5", b"",
                                 b"id: 7", b"nonsense", b"data"]), max_size=30))  # fmt: skip
async def test_any_lines_make_events_with_a_name(lines: list[bytes]) -> None:
    async def coming():  # type: ignore[no-untyped-def]
        for line in lines:
            yield line

    told = [one async for one in server_sent(coming())]
    events = [one for one in told if one is not None]
    assert all(one.event for one in events)
    assert len(events) <= lines.count(b"")
