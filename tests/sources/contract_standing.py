"""How a source stands: what it says of itself, and how it ends."""

import asyncio
import threading

from controlroom.messages import english
from controlroom.sources.base import API
from controlroom.sources.mention import Phase, SourceState
from controlroom.sources.table import SOURCES
from tests.sources.contract import Ear, Rig, case, listening, said, until

PROMPT_S = 3.0


@case
async def it_says_what_it_is(rig: Rig) -> None:
    source = rig.source()
    kind = type(source)
    assert kind.key == rig.key
    assert kind.api == API
    assert kind.title.strip()
    if rig.key in SOURCES.built_in:
        assert SOURCES.load(rig.key) is kind


@case
async def its_states_carry_its_name_and_a_sentence(rig: Rig) -> None:
    async with listening(rig) as ear:
        await rig.cut()
        await until(lambda: ear.phases.count(Phase.LIVE) > 1)
    assert {one.source for one in ear.states} == {rig.name}
    assert all(english(one.line) for one in ear.states)


@case
async def a_refusal_says_why(rig: Rig) -> None:
    async with listening(rig) as ear:
        words = await rig.refuse()
        await until(lambda: Phase.REFUSED in ear.phases)
        refused: list[SourceState] = [one for one in ear.states if one.phase is Phase.REFUSED]
    assert words in english(refused[0].line)


@case
async def nobody_there_is_told_until_somebody_is(rig: Rig) -> None:
    await rig.go()
    ear = Ear(rig)
    running = asyncio.create_task(ear.listen(rig.source()))
    try:
        await until(lambda: len(ear.states) >= 1, running)
        assert Phase.LIVE not in ear.phases
        await rig.come_back()
        await until(lambda: Phase.LIVE in ear.phases and rig.listeners, running)
        await rig.say(*said(2))
        await until(lambda: ear.heard(said(2)), running)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


@case
async def silence_is_told_and_then_a_word(rig: Rig) -> None:
    async with listening(rig) as ear:
        await until(lambda: Phase.STALE in ear.phases)
        await rig.say(*said(2))
        await until(lambda: ear.heard(said(2)))
        assert Phase.LIVE in ear.phases[ear.phases.index(Phase.STALE) :]


async def _ends(rig: Rig, running: "asyncio.Task[None]", before: set[object]) -> None:
    threads = set(threading.enumerate())
    async with asyncio.timeout(PROMPT_S):
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert running.cancelled()
    await until(lambda: rig.listeners == 0)
    await until(lambda: asyncio.all_tasks() <= before)
    # Threads of the loop's own pool are the loop's to end.
    left = {one for one in set(threading.enumerate()) - threads if "asyncio" not in one.name}
    assert not left


@case
async def cancelled_it_ends_at_once_and_leaves_nothing(rig: Rig) -> None:
    before: set[object] = set(asyncio.all_tasks())
    ear = Ear(rig)
    running = asyncio.create_task(ear.listen(rig.source()))
    await until(lambda: rig.listeners and Phase.LIVE in ear.phases, running)
    await rig.say(*said(2))
    await until(lambda: ear.heard(said(2)), running)
    before |= asyncio.all_tasks() - {running}
    await _ends(rig, running, before)


@case
async def cancelled_while_nobody_is_there_it_ends_at_once(rig: Rig) -> None:
    await rig.go()
    before: set[object] = set(asyncio.all_tasks())
    ear = Ear(rig)
    running = asyncio.create_task(ear.listen(rig.source()))
    await until(lambda: ear.states, running)
    await _ends(rig, running, before)
