"""What an asset posts beside its first words, as an event file has it."""

from pathlib import Path

import pytest

from controlroom.event.approvals import is_approved
from controlroom.event.eventfile import read_event_and_pictures
from tests.event.test_eventfile import SMALL, refused
from tests.event.test_eventfile import folder as folder  # noqa: PLC0414

RICHER = """
more = [{ path = "art/one.jpg", alt = "Again" }, { path = "art/one.jpg" }]

[asset.link]
url = "https://saltwick.test/one"
title = "One"
thumb = "art/one.jpg"

[[asset.thread]]
caption = "And another."

[[asset.thread]]
caption = "And the last."
pictures = [{ path = "art/one.jpg", alt = "The end" }]
"""


def richer(folder: Path, wrong: tuple[str, str] = ("", "")) -> Path:
    """The same event with all a post can have."""
    right = '[[asset.variant]]\nchannel = "bluesky"'
    assert right in SMALL
    reply = '\nreply_to = "https://bsky.app/profile/somebody.test/post/3k2a"\nmore = []'
    text = SMALL.replace(right, RICHER.replace(*wrong) + "\n" + right + reply)
    (folder / "event.toml").write_text(text, encoding="utf-8")
    return folder


def test_pictures_threads_cards_and_replies_are_read(folder: Path) -> None:
    event, pictures = read_event_and_pictures(richer(folder))
    one = event.asset("one")
    assert one.picture is not None
    assert [picture.alt for picture in one.more] == ["Again", ""]
    assert {picture.sha256 for picture in one.more} == {one.picture.sha256} == set(pictures)
    assert [part.caption for part in one.thread] == ["And another.", "And the last."]
    assert [len(part.pictures) for part in one.thread] == [0, 1]
    assert one.link is not None
    assert (one.link.url, one.link.title) == ("https://saltwick.test/one", "One")
    assert one.link.thumb is not None
    assert one.pictures_for("bluesky") == (one.picture,)
    assert one.pictures_for("mastodon") == (one.picture, *one.more)
    assert one.reply_to_for("bluesky").endswith("/post/3k2a")
    assert one.reply_to_for("mastodon") == ""
    assert is_approved(one, ("bluesky",), 0)


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("https://saltwick.test/one", "saltwick.test/one", "“url” is “saltwick.test/one”"),
        ("https://saltwick.test/one", "https://", "no web address"),
        ('pictures = [{ path = "art/one.jpg"', 'pictures = [{ path = "two.jpg"', "two.jpg"),
        ('title = "One"', "", "“title” is missing"),
    ],
)
def test_what_is_wrong_with_them_is_told_by_place(
    folder: Path, right: str, wrong: str, told: str
) -> None:
    assert told in refused(richer(folder, (right, wrong)))
