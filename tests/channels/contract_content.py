"""The contract of every way out: media, threads, replies, cards and marks, and taking it down."""

import pytest

from controlroom.channels.base import (
    ChannelError,
    HandedOver,
    LinkCard,
    MediaRefused,
    NotSent,
    Receipt,
)
from controlroom.net.http import public_gate
from tests.channels.contract import Rig, case, picture, video
from tests.support.networks.illness import Goes

# --- media


@case
async def refused_media_are_told_while_staging(rig: Rig) -> None:
    rig.refuse_media()
    with pytest.raises(MediaRefused):
        await rig.channel.stage(rig.post(media=(picture(),)))
    assert rig.up() == []


@case
async def media_still_processing_are_waited_for(rig: Rig) -> None:
    rig.slow_media()
    staged, key = await rig.staged(rig.post(media=(video(),)))
    assert rig.up() == []
    await rig.channel.send(staged, key)
    assert rig.up()[0].kinds == ("video/mp4",)


@case
async def pictures_arrive_in_order_with_their_alt_texts(rig: Rig) -> None:
    most = rig.channel.limits.pictures
    pictures = tuple(picture(number) for number in range(most))
    await rig.sent(rig.post(media=pictures))
    assert rig.up()[0].alts == tuple(one.alt for one in pictures)
    assert rig.channel.check(rig.post(media=(*pictures, picture(99)))) != ()


@case
async def media_go_up_once_and_not_with_the_post(rig: Rig) -> None:
    staged, key = await rig.staged(rig.post(media=(picture(),)))
    uploads = rig.uploads()
    assert uploads == 1
    again = await rig.channel.stage(staged.post, staged)
    assert rig.uploads() == uploads
    await rig.channel.send(again, key)
    assert rig.uploads() == uploads


@case
async def what_is_uploaded_survives_a_restart(rig: Rig) -> None:
    staged, key = await rig.staged(rig.post(media=(picture(),)))
    uploads = rig.uploads()
    again = rig.again()
    try:
        await again.send(await again.stage(staged.post, staged), key)
    finally:
        await again.close()
    assert rig.uploads() == uploads
    assert rig.up()[0].alts == (picture().alt,)


@case
async def one_video(rig: Rig) -> None:
    await rig.sent(rig.post(media=(video(),)))
    assert rig.up()[0].kinds == ("video/mp4",)


# --- what a post is part of


@case
async def a_thread_hangs_together(rig: Rig) -> None:
    first = await rig.sent(rig.post("one"))
    second = await rig.sent(rig.post("two"), first)
    await rig.sent(rig.post("three"), second)
    up = {post.text: post for post in rig.up()}
    assert up["one"].parent == ""
    assert up["two"].parent == up["one"].id
    assert up["three"].parent == up["two"].id


@case
async def a_reply_answers_the_post_at_its_address(rig: Rig) -> None:
    address, known_as = rig.foreign
    await rig.sent(rig.post("an answer", reply_to=address))
    assert rig.up()[0].parent == known_as


@case
async def a_link_card_is_shown(rig: Rig) -> None:
    card = LinkCard("https://brand.example.com/lights", "Lights", "All about them")
    await rig.sent(rig.post("See https://brand.example.com/lights", card=card))
    assert rig.up()[0].card == card.url


@case
async def marks_stand_at_their_bytes(rig: Rig) -> None:
    text = f"Zurück 🏈 #SB47 @{rig.mention} https://brand.example.com/x."
    await rig.sent(rig.post(text))
    (up,) = rig.up()
    assert up.text == text
    said = text.encode()
    marked = [said[start:end].decode() for start, end, _ in up.spans]
    assert marked == ["#SB47", f"@{rig.mention}", "https://brand.example.com/x"]
    assert up.spans[-1][2] == "https://brand.example.com/x"


@case
async def words_arrive_as_they_were_written(rig: Rig) -> None:
    text = f"Zurück 🏈 #SB47 & <b> @{rig.mention} https://brand.example.com/x.\n\nSecond paragraph"
    staged, key = await rig.staged(rig.post(text))
    await rig.channel.send(staged, key)
    assert rig.up()[0].text == text
    seen = await rig.channel.find(staged, key)
    assert seen is not None
    assert seen.text == text


@case
async def what_is_handed_over_stands_there_once(rig: Rig) -> None:
    staged, key = await rig.staged(rig.post("Lights out.", media=(picture(),)))
    for _ in range(2):
        handed = await rig.fails(staged, key)
        assert isinstance(handed, HandedOver)
        (folder,) = rig.handed()
        assert str(folder) == handed.folder
    files = [file.read_bytes() for file in folder.rglob("*") if file.is_file()]
    assert picture().content in files
    assert any(b"Lights out." in content for content in files)
    for asked in (
        rig.channel.find(staged, key),
        rig.channel.retract(Receipt(rig.channel.key, "", "", 0)),
    ):
        with pytest.raises(ChannelError):
            await asked


# --- stopping


@case
async def a_closed_gate_stops_posts_and_nothing_else(rig: Rig) -> None:
    staged, key = await rig.staged(rig.post("up already"))
    receipt = await rig.channel.send(staged, key)
    public_gate.set(lambda: False)
    held, other = await rig.staged(rig.post("held", media=(picture(),)))
    asked = rig.script.asked
    assert isinstance(await rig.fails(held, other), NotSent)
    assert rig.script.asked == asked
    assert await rig.channel.find(staged, key) is not None
    await rig.channel.retract(receipt)
    assert rig.up() == []


@case
async def retracting_takes_it_down_and_again_is_no_error(rig: Rig) -> None:
    staged, key = await rig.staged(rig.post(media=(picture(),)))
    receipt = await rig.channel.send(staged, key)
    await rig.channel.retract(receipt)
    assert rig.up() == []
    assert await rig.channel.find(staged, key) is None
    await rig.channel.retract(receipt)


@case
async def retracting_without_a_clear_answer_is_told(rig: Rig) -> None:
    receipt = await rig.sent()
    for goes in (Goes.ERROR, Goes.CUT, Goes.STALL, Goes.HALF, Goes.NONSENSE, Goes.GARBLED):
        rig.script.next_other = [goes] * 4
        with pytest.raises(ChannelError):
            await rig.channel.retract(receipt)
        rig.script.next_other = []
        assert len(rig.up()) == 1, goes
    rig.script.next_other = [Goes.APPLIED_CUT] * 4
    with pytest.raises(ChannelError):
        await rig.channel.retract(receipt)
    rig.script.next_other = []
    assert rig.up() == []
    await rig.channel.retract(receipt)
