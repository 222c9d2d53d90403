"""What is counted: everything once, whatever happens on the way."""

from controlroom.sources.mention import Bad, Gap, Phase
from tests.sources.contract import Rig, case, listening, said, until

PER_CUT = 20
CUTS = 5
# A gap is told in the feed's own times, which are as late as the feed is.
NEAR_US = 100_000


def _tells_of(time_us: int, gaps: list[Gap]) -> bool:
    return any(one.from_us - NEAR_US <= time_us <= one.until_us + NEAR_US for one in gaps)


@case
async def what_is_said_arrives_as_it_was_written(rig: Rig) -> None:
    before_us = rig.clock.now()
    words = [*said(3), "lights, größer 🏟️ 光 \u2028 \\u0000 \x7f", "lights " + "ü" * 2_000]
    async with listening(rig) as ear:
        await rig.say(*words)
        await until(lambda: ear.heard(words))
        mentions = ear.mentions
    assert sorted(ear.texts) == sorted(words)
    assert len({one.id for one in mentions}) == len(words)
    assert {one.source for one in mentions} == {rig.name}
    assert all(one.author for one in mentions)
    assert all(before_us - 10**6 <= one.time_us <= rig.clock.now() + 10**6 for one in mentions)


@case
async def it_goes_on_by_itself_and_each_counts_once(rig: Rig) -> None:
    async with listening(rig) as ear:
        for number in range(CUTS):
            words = said(PER_CUT, number * PER_CUT)
            lives = ear.phases.count(Phase.LIVE)
            await rig.say(*words)
            await until(lambda words=words: ear.heard(words))  # type: ignore[misc]
            await rig.cut()
            await until(lambda lives=lives: ear.phases.count(Phase.LIVE) > lives)  # type: ignore[misc]
        await rig.say("the lights are back")
        await until(lambda: ear.heard(["the lights are back"]))
        assert ear.count == CUTS * PER_CUT + 1


@case
async def what_is_said_meanwhile_comes_or_is_told_as_a_gap(rig: Rig) -> None:
    async with listening(rig) as ear:
        await rig.say(*said(5))
        await until(lambda: ear.heard(said(5)))
        lives = ear.phases.count(Phase.LIVE)
        await rig.go()
        await until(lambda: ear.phases[-1] is not Phase.LIVE)
        missed_us = rig.clock.now()
        await rig.say(*said(5, first=5))
        await rig.come_back()
        await until(lambda: ear.phases.count(Phase.LIVE) > lives)
        await rig.say(*said(5, first=10))
        await until(lambda: ear.heard(said(5, first=10)))
        if rig.tells_again:
            await until(lambda: ear.heard(said(15)))
            assert ear.count == 15
        else:
            assert _tells_of(missed_us, ear.of(Gap))
            assert ear.count == 10


@case
async def repeats_and_reorderings_count_once(rig: Rig) -> None:
    words = said(10)
    async with listening(rig) as ear:
        await rig.say(*words)
        await until(lambda: ear.heard(words))
        await rig.repeat(*reversed(words))
        await rig.repeat(*words[3:6])
        await rig.say("the lights are back")
        await until(lambda: ear.heard(["the lights are back"]))
        assert ear.count == 11


@case
async def what_its_author_takes_back_does_not_count(rig: Rig) -> None:
    words = said(4)
    async with listening(rig) as ear:
        await rig.say(*words)
        await until(lambda: ear.heard(words))
        await rig.delete(words[1])
        await until(lambda: ear.count == 3)
        await rig.repeat(words[1])
        await rig.delete(words[1])
        await rig.say("the lights are back")
        await until(lambda: ear.heard(["the lights are back"]))
        assert ear.count == 4


@case
async def what_cannot_be_read_is_told_and_stops_nothing(rig: Rig) -> None:
    async with listening(rig) as ear:
        await rig.say(*said(3))
        hostile = await rig.garble()
        await rig.say(*said(3, first=3))
        await until(lambda: ear.heard(said(6)))
        await until(lambda: len(ear.of(Bad)) >= hostile)
        assert len(ear.of(Bad)) == hostile
        assert {one.source for one in ear.of(Bad)} == {rig.name}
        assert ear.count == 6


@case
async def another_run_goes_on_where_the_first_ended(rig: Rig) -> None:
    source = rig.source()
    async with listening(rig, source) as ear:
        await rig.say(*said(5))
        await until(lambda: ear.heard(said(5)))
    left = source.resume()
    missed_us = rig.clock.now()
    if rig.tells_again:
        await rig.say(*said(5, first=5))
    async with listening(rig, rig.again(left), ear.intake) as later:
        await rig.say(*said(5, first=10))
        await until(lambda: later.heard(said(5, first=10)))
        if rig.tells_again:
            await until(lambda: later.heard(said(10, first=5)))
            assert later.count == 15
        else:
            assert _tells_of(missed_us, later.of(Gap))
            assert later.count == 10


@case
async def another_run_repeats_nothing(rig: Rig) -> None:
    source = rig.source()
    async with listening(rig, source) as ear:
        await rig.say(*said(5))
        await until(lambda: ear.heard(said(5)))
    async with listening(rig, rig.again(source.resume())) as later:
        await rig.say("the lights are back")
        await until(lambda: later.heard(["the lights are back"]))
        assert later.texts == ["the lights are back"]


@case
async def other_terms_disturb_nothing(rig: Rig) -> None:
    source = rig.source()
    async with listening(rig, source) as ear:
        await rig.say(*said(3))
        source.retarget(())
        await rig.say(*said(3, first=3))
        await until(lambda: ear.heard(said(6)))
        assert ear.count == 6
