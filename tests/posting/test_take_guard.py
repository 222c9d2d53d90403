"""When a press of TAKE does not count, whichever key, button or deck it came from."""

from dataclasses import replace

import pytest

from controlroom.errors import Refused
from controlroom.event.asset import Picture, Variant
from controlroom.event.live_event import Account, LiveEvent
from controlroom.messages import message
from controlroom.posting.preview import By, Preview
from controlroom.posting.take_guard import TakeGuard
from tests.posting.night import BLACKOUT, PICTURE, START, Night, event_on

EVENT = event_on("bluesky", "mastodon")


def staged(by: By, at: float) -> Preview:
    return Preview(BLACKOUT, "lights-out", by, message("staged.space"), START, at)


def refused(guard: TakeGuard, preview: Preview | None, now: float, seen: str = "") -> str:
    if preview is not None:
        seen = seen or preview.fingerprint(EVENT)
    with pytest.raises(Refused) as refusal:
        guard.check(preview, EVENT, seen, now)
    return refusal.value.what_happened.id


def test_an_empty_preview_cannot_be_taken() -> None:
    assert refused(TakeGuard(), None, 100.0) == "take.nothing"


@pytest.mark.parametrize(("by", "settled"), [(By.YOU, 0.4), (By.AUTO, 1.5)])
def test_what_has_just_changed_is_not_taken(by: By, settled: float) -> None:
    guard, preview = TakeGuard(), staged(by, 100.0)
    assert refused(guard, preview, 100.0) == "take.just_changed"
    assert refused(guard, preview, 100.0 + settled - 0.01) == "take.just_changed"
    seen = preview.fingerprint(EVENT)
    assert guard.check(preview, EVENT, seen, 100.0 + settled + 0.01) is preview


def test_a_second_press_within_a_second_does_not_count() -> None:
    guard, preview = TakeGuard(), staged(By.YOU, 90.0)
    guard.taken(100.0)
    assert refused(guard, preview, 100.99) == "take.too_quick"
    assert guard.check(preview, EVENT, preview.fingerprint(EVENT), 101.0) is preview


def test_a_refused_press_does_not_push_the_second_away() -> None:
    guard, preview = TakeGuard(), staged(By.YOU, 90.0)
    guard.taken(100.0)
    for now in (100.2, 100.5, 100.9):
        assert refused(guard, preview, now) == "take.too_quick"
    assert guard.check(preview, EVENT, preview.fingerprint(EVENT), 101.0) is preview


def other_words() -> Preview:
    return staged(By.YOU, 90.0).with_words("x", "Other words", 90.0)


@pytest.mark.parametrize(
    "shown",
    [
        replace(staged(By.YOU, 90.0), asset=replace(BLACKOUT, caption="Power out?")),
        replace(
            staged(By.YOU, 90.0),
            asset=replace(BLACKOUT, picture=replace(PICTURE, sha256="cd" * 32)),
        ),
        replace(
            staged(By.YOU, 90.0), asset=replace(BLACKOUT, picture=replace(PICTURE, alt="Dark"))
        ),
        replace(staged(By.YOU, 90.0), asset=replace(BLACKOUT, picture=None)),
        replace(staged(By.YOU, 90.0), asset=replace(BLACKOUT, slug="blackout-02")),
        replace(staged(By.YOU, 90.0), moment="lights-back"),
        staged(By.YOU, 90.0).with_words("bluesky", "Only here", 90.0),
    ],
    ids=["words", "picture", "alt text", "no picture", "asset", "moment", "one network"],
)
def test_whatever_differs_from_what_was_seen_is_refused(shown: Preview) -> None:
    seen = staged(By.YOU, 90.0).fingerprint(EVENT)
    assert refused(TakeGuard(), shown, 100.0, seen) == "take.changed"


@pytest.mark.parametrize(
    "event",
    [
        replace(EVENT, accounts=EVENT.accounts[:1]),
        replace(EVENT, accounts=(*EVENT.accounts, Account("x", "saltwick", "Saltwick"))),
        replace(
            EVENT,
            accounts=(replace(EVENT.accounts[0], handle="private.example"), EVENT.accounts[1]),
        ),
    ],
    ids=["one fewer", "one more", "another identity"],
)
def test_other_accounts_are_another_fingerprint(event: LiveEvent) -> None:
    preview = staged(By.YOU, 90.0)
    with pytest.raises(Refused, match="Preview changed"):
        TakeGuard().check(preview, event, preview.fingerprint(EVENT), 100.0)


def test_what_nobody_sees_does_not_change_the_fingerprint() -> None:
    preview = staged(By.YOU, 90.0)
    same = replace(preview, asset=replace(BLACKOUT, use_when="the lights go out", tags=("dark",)))
    assert same.fingerprint(EVENT) == preview.fingerprint(EVENT)
    elsewhere = preview.with_words("linkedin", "Nobody posts there", 90.0)
    assert elsewhere.fingerprint(EVENT) == preview.fingerprint(EVENT)


def test_words_changed_on_one_network_keep_its_picture_and_the_others() -> None:
    wide = Picture("ef" * 32, "wide.jpg", "image/jpeg", 9, 16, 9, "Wide")
    asset = replace(BLACKOUT, variants=(Variant("mastodon", "M", wide),))
    preview = replace(staged(By.AUTO, 90.0), asset=asset).with_words("mastodon", "New", 95.0)
    assert preview.asset.words_for("mastodon") == "New"
    assert preview.asset.picture_for("mastodon") == wide
    assert preview.asset.words_for("bluesky") == BLACKOUT.caption
    assert (preview.by, preview.changed) == (By.YOU, 95.0)


def test_the_guard_stands_before_posting(night: Night) -> None:
    preview = night.stage()
    seen = preview.fingerprint(night.event)
    with pytest.raises(Refused, match="just changed"):
        night.posting.may_take(seen)
    night.pass_time(0.5)
    assert night.posting.may_take(seen) is preview
    night.take(5.0)
    with pytest.raises(Refused, match="nothing in Preview"):
        night.posting.may_take(seen)
    night.stage()
    night.pass_time(0.5)
    with pytest.raises(Refused, match="within a second"):
        night.posting.may_take(seen)
    night.pass_time(0.5)
    night.posting.may_take(seen)


def test_a_pending_post_is_frozen(night: Night) -> None:
    async def edit() -> None:
        night.posting.edit_words("bluesky", "too late")

    with pytest.raises(Refused, match="nothing in Preview to edit"):
        night.run(edit())
    night.stage()
    night.take(5.0)
    with pytest.raises(Refused, match="cancel it first"):
        night.run(edit())


def test_edited_words_go_out_and_are_uploaded_with_their_picture(night: Night) -> None:
    night.stage()

    async def edit() -> None:
        night.posting.edit_words("bluesky", "Lights out!")

    night.run(edit())
    night.take(0.0)
    night.pass_time(10)
    said = {name: channel.up[0][1].text for name, channel in night.channels.items()}
    assert said == {"bluesky": "Lights out!", "mastodon": BLACKOUT.caption}
    assert all(channel.up[0][1].media == (PICTURE.sha256,) for channel in night.channels.values())
