"""What Bluesky would refuse is known while typing."""

from dataclasses import replace
from pathlib import Path

import pytest

from controlroom.accounts.vault import MemoryVault
from controlroom.channels.base import Post, Tools
from controlroom.channels.bluesky import Bluesky
from controlroom.channels.bluesky_check import LIMITS
from controlroom.clock import ManualClock
from controlroom.event.live_event import Account
from controlroom.net.http import Http
from controlroom.net.pacing import Pacing
from tests.channels.fake_pds import HANDLE
from tests.channels.test_bluesky_faults import CARD, FILM, NOW, PICTURED, WORDS, picture


def told(post: Post) -> set[str]:
    clock = ManualClock(NOW)
    bluesky = Bluesky(
        Account("bluesky", HANDLE, "The desk"),
        Tools(Http(), MemoryVault(), Pacing(clock), clock, {}, Path()),
    )
    return {trouble.what.id for trouble in bluesky.check(post)}


@pytest.mark.parametrize(
    ("post", "troubles"),
    [
        (WORDS, set()),
        (replace(WORDS, text=" \n"), {"check.nothing"}),
        (replace(PICTURED, text=""), set()),
        (replace(WORDS, text="x" * 301), {"check.too_long"}),
        (replace(WORDS, text="👩‍👩‍👧‍👦" * 121), {"check.too_many_bytes"}),
        (replace(WORDS, langs=("en", "de", "fr", "es")), {"check.too_many_langs"}),
        (replace(WORDS, media=(picture(),) * 10), set()),
        (replace(WORDS, media=(picture(),) * 11), {"check.too_many_pictures"}),
        (replace(WORDS, media=(picture(bytes(LIMITS.picture_bytes)),)), set()),
        (
            replace(WORDS, media=(picture(bytes(LIMITS.picture_bytes + 1)),)),
            {"check.picture_too_big"},
        ),
        (replace(WORDS, media=(replace(picture(), mime="text/html"),)), {"check.no_picture"}),
        (replace(WORDS, text="", card=CARD), set()),
        (replace(PICTURED, card=CARD), {"bluesky.card_or_media"}),
        (replace(WORDS, card=replace(CARD, url="example.com")), {"bluesky.card_address"}),
        (
            replace(WORDS, card=replace(CARD, thumb=picture(bytes(1_000_001)))),
            {"bluesky.thumb_too_big"},
        ),
        (replace(WORDS, media=(FILM,)), set()),
        (replace(WORDS, media=(FILM, picture())), {"bluesky.video_alone"}),
        (replace(WORDS, media=(replace(FILM, mime="video/webm"),)), {"bluesky.video_kind"}),
        (replace(WORDS, media=(replace(FILM, seconds=180.5),)), {"bluesky.video_too_long"}),
        (replace(WORDS, reply_to="https://example.com/"), {"bluesky.not_a_post"}),
        (replace(WORDS, reply_to=f"https://bsky.app/profile/{HANDLE}/post/3k2a"), set()),
        (replace(WORDS, media=(replace(picture(), alt="x" * 2_001),)), {"check.alt_too_long"}),
    ],
)
def test_what_would_be_refused_is_known_before(post: Post, troubles: set[str]) -> None:
    assert told(post) == troubles
