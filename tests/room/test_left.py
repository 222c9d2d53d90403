"""What a program that was killed had on its desk, by its as-run log."""

import json
from dataclasses import replace

from controlroom.event.asset import Asset, Part, Slot
from controlroom.event.live_event import LiveEvent
from controlroom.room.left import left_on_desk
from controlroom.store.as_run import AsRunLine
from tests.posting.night import WORDS_ONLY, event_on

THREAD = replace(WORDS_ONLY, thread=(Part("Two"), Part("Three")))
NETWORKS = ("bluesky", "mastodon")


def event() -> LiveEvent:
    return replace(event_on(*NETWORKS), assets=(THREAD,))


def line(
    kind: str, state: str | None = None, channel: str | None = None, **told: object
) -> AsRunLine:
    body = json.dumps({"asset": THREAD.slug, "take": "t1", **told})
    part = told.get("part", 1)
    return AsRunLine(
        seq=1,
        event="night",
        at=1,
        kind=kind,
        delivery=f"{channel} {part}",
        channel=channel,
        state=state,
        body=body,
        rehearsal=False,
        previous_hash="",
        hash="",
    )


def moves(channel: str, *states: str, **told: object) -> list[AsRunLine]:
    words = {"words": THREAD.caption}
    return [
        line("delivery", state, channel, **told, **(words if state == "pending" else {}))
        for state in states
    ]


def test_a_post_that_went_nowhere_comes_back_for_all_networks() -> None:
    lines = [line("stage"), *moves("bluesky", "pending"), *moves("mastodon", "pending")]
    lines += [*moves("bluesky", "cancelled"), *moves("mastodon", "cancelled")]
    (left,) = left_on_desk(lines, event())
    preview = left.preview(THREAD, 0, 0.0)
    assert (preview.asset, preview.channels) == (THREAD, None)


def test_what_one_network_has_comes_back_for_the_others_only() -> None:
    lines = [*moves("bluesky", "pending"), *moves("mastodon", "pending")]
    lines += moves("bluesky", "sending", "accepted", url="https://bluesky.test/1")
    lines += moves("mastodon", "waiting", "cancelled")
    (left,) = left_on_desk(lines, event())
    preview = left.preview(THREAD, 0, 0.0)
    assert (preview.asset, preview.channels) == (THREAD, ("mastodon",))


def test_what_may_have_left_does_not_come_back() -> None:
    lines = [*moves("bluesky", "pending", "sending", "unknown")]
    lines += moves("mastodon", "pending", "sending", "accepted", url="https://mastodon.test/1")
    assert left_on_desk(lines, event()) == ()


def test_the_rest_of_a_thread_comes_back_as_an_answer_to_what_is_up() -> None:
    lines = [*moves("bluesky", "pending"), *moves("bluesky", "pending", part=2)]
    lines += moves("bluesky", "pending", part=3)
    lines += moves("bluesky", "sending", "accepted", url="https://bluesky.test/1")
    lines += moves("bluesky", "waiting", "cancelled", part=2)
    lines += moves("bluesky", "waiting", "cancelled", part=3)
    (left,) = left_on_desk(lines, event())
    preview = left.preview(THREAD, 0, 0.0)
    assert preview.channels == ("bluesky",)
    assert preview.asset.caption == "Two"
    assert [part.caption for part in preview.asset.thread] == ["Three"]
    assert preview.asset.reply_to_for("bluesky") == "https://bluesky.test/1"
    again = [*lines, line("stage", channels="bluesky"), *moves("bluesky", "pending", take="t2")]
    assert left_on_desk(again, event()) == ()


def test_what_stood_in_preview_for_one_network_comes_back_for_it() -> None:
    (left,) = left_on_desk([line("stage", channels="mastodon")], event())
    assert left.preview(THREAD, 0, 0.0).channels == ("mastodon",)


def test_what_stood_in_the_gaps_comes_back_in_the_gaps() -> None:
    template = replace(THREAD, caption="{side}, {score}", slots=(Slot("side", 9), Slot("score", 9)))
    filled = template_with(template, side="Ravens", score="21-6")
    night = replace(event(), assets=(template,))
    lines = [line("stage"), line("fill", name="side", words="Saints")]
    lines += [line("fill", name="side", words="Ravens"), line("fill", name="score", words="21-6")]
    (left,) = left_on_desk(lines, night)
    assert left.preview(template, 0, 0.0).asset == filled
    # Taken, and nothing of it went out.
    words = filled.words_for("bluesky")
    for channel in NETWORKS:
        lines.append(line("delivery", "pending", channel, words=words))
    lines += [line("delivery", "cancelled", channel) for channel in NETWORKS]
    (left,) = left_on_desk(lines, night)
    assert left.preview(template, 0, 0.0).asset == filled


def template_with(template: Asset, **told: str) -> Asset:
    return replace(template, filled=tuple(told.items()))
