"""Row ``go-poll``: what each keystroke in Preview costs until every guard has answered.

The bundled night with a heavy caption and a thread on three networks, 500 deliveries, 300 posts of
the accounts, 40 names that are talked of, and lists of everything a guard reads. A round is one
keystroke: other words, what the guards know made anew, and the poll.
"""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import numpy as np

from benchmarks.rows import Outcome
from controlroom.channels.base import Receipt, Seen
from controlroom.clock import MICROS, SystemClock
from controlroom.event.asset import Asset, Link, Part, Picture, Role
from controlroom.event.delivery import Delivery, DeliveryState
from controlroom.event.eventfile import read_event_and_pictures
from controlroom.event.live_event import LiveEvent, Sensitive
from controlroom.guards.known import Context
from controlroom.guards.poll import GUARDS, poll
from controlroom.messages import message
from controlroom.posting.preview import By, Preview
from controlroom.rehearsal.network import SimulatedNetwork
from controlroom.room import Room
from controlroom.room.opening import OpenRoom, Plan

KEYS = 1_000
DELIVERIES, POSTS, CONTEXTS = 500, 300, 40
CHANNELS = ("bluesky", "mastodon", "x")
HEAVY = (
    "Power out? No problem. You can still crunch in the dark: https://saltwick.example/dark and"
    " tell @friend what you heard #SB47 #SuperBowl. Ravens, 49ers, Beyoncé, everybody in the"
    " Superdome — hold on to your crisps, it's only the lights ⚡️🏟️"
)
PICTURE = Picture("ab" * 32, "dark.jpg", "image/jpeg", 90_000, 1200, 675, "A crisp in the dark")


def _event() -> tuple[LiveEvent, dict[str, bytes]]:
    folder = files("resources").joinpath("events", "super-bowl-xlvii")
    event, pictures = read_event_and_pictures(folder)
    return replace(
        event,
        feeds=(),
        links=tuple(f"shop{n}.saltwick.example/night" for n in range(50)),
        never=tuple(f"word{n} never" for n in range(100)),
        sensitive=tuple(Sensitive(f"Storm {n}", first=0, regions=(f"R{n}",)) for n in range(20)),
        regions=("New Orleans",),
        settings=replace(event.settings, cap_per_hour=400),
    ), pictures


def _staged(key: int) -> Asset:
    """What stands in Preview after so many keys."""
    words = f"{HEAVY} {key}"
    return Asset(
        "heavy",
        "Heavy",
        Role.POST,
        words,
        PICTURE,
        more=(PICTURE,) * 3,
        thread=tuple(Part(f"{HEAVY} part {n}") for n in range(4)),
        link=Link("https://saltwick.example/dark", "In the dark", HEAVY, PICTURE),
        offer_until=2**60,
        provenance="our own",
    )


def _deliveries(event: LiveEvent, now: int) -> Iterator[Delivery]:
    for n in range(DELIVERIES):
        at = now - (n + 1) * 30 * MICROS
        yield Delivery(
            id=f"d{n}",
            take=f"t{n // 3}",
            event=event.slug,
            channel=CHANNELS[n % 3],
            handle="saltwick",
            asset=f"asset-{n}",
            moment=None,
            words=f"{HEAVY} posted {n}",
            pictures=(),
            key=f"k{n}",
            rehearsal=False,
            state=DeliveryState.VERIFIED,
            taken=at,
            sends_at=at,
            changed=at,
            accepted=at,
            remote_id=f"r{n}",
        )


def _posts(channel: str, now: int) -> tuple[Seen, ...]:
    number = POSTS // len(CHANNELS)
    return tuple(
        Seen(Receipt(channel, f"p{n}", "", now - n * 60 * MICROS), f"{HEAVY} read {n}", (), ())
        for n in range(number)
    )


def _contexts(now: int) -> tuple[Context, ...]:
    return tuple(
        Context(f"#Name{n}", f"context:#name{n}", 12.0, 3.0, now - 10**10, n % 3, 90)
        for n in range(CONTEXTS)
    )


async def _typed(room: Room) -> list[float]:
    """Milliseconds of each keystroke."""
    now, night = room.now, room.night
    await night.posting.outbox.put(tuple(_deliveries(room.event, now)))
    night.own_posts.latest |= {channel: _posts(channel, now) for channel in CHANNELS}
    talked, how = _contexts(now), message("staged.click")
    took = []
    for key in range(KEYS):
        preview = Preview(_staged(key), "blackout", By.YOU, how, now, 0.0)
        began = time.perf_counter()
        poll(replace(room.known(preview), contexts=talked))
        took.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(0)
    return took


def measure() -> Outcome:
    event, pictures = _event()
    clock = SystemClock()
    networks = {channel: SimulatedNetwork(channel, clock) for channel in CHANNELS}
    with tempfile.TemporaryDirectory() as folder:
        plan = Plan(event=event, pictures=pictures, where=Path(folder))
        opened = OpenRoom(replace(plan, channels=lambda clock: networks, tick_s=3_600.0))
        try:
            took = opened.submit(_typed(opened.room)).result()
        finally:
            opened.close()
    p95 = float(np.percentile(took, 95))
    why = f"{len(GUARDS)} guards, {KEYS} keys, median {np.median(took):.1f} ms"
    return {"go-poll": (p95, None)}, f"{why}, slowest {max(took):.1f} ms"
