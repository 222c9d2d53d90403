from controlroom.net.http import Answer
from controlroom.net.xrpc import Fault, fault, method_url


def test_arguments_are_quoted() -> None:
    url = method_url("https://pds.example", "app.bsky.feed.getPosts", uris="at://did:plc:a/b c&d")
    assert url.removeprefix("https://pds.example/xrpc/") == (
        "app.bsky.feed.getPosts?uris=at%3A%2F%2Fdid%3Aplc%3Aa%2Fb%20c%26d"
    )


def test_a_refusal_is_read() -> None:
    answer = Answer(400, {}, b'{"error":"BlobNotFound","message":"Could not find blob"}')
    assert fault(answer) == Fault("BlobNotFound", "Could not find blob")


def test_a_refusal_without_words_says_its_name() -> None:
    assert fault(Answer(400, {}, b'{"error":"ExpiredToken"}')).words == "ExpiredToken"


def test_a_page_of_a_proxy_is_told_by_its_status() -> None:
    for body in (b"<html>Bad Gateway</html>", b"", b"\xff\xfe", b"[1]", b'{"error": 5}'):
        assert fault(Answer(502, {}, body)) == Fault("", "HTTP 502")
