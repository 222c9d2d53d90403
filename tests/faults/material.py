"""The event of a fault night: accounts on the simulated networks, and assets whose words are found
again on any of them."""

import hashlib
import io
import random
from collections.abc import Mapping, Sequence

from PIL import Image

from controlroom.clock import MICROS
from controlroom.event.asset import Asset, Part, Picture, Role
from controlroom.event.live_event import Account, Brand, LiveEvent

START = 1_790_000_000 * MICROS
HOURS_US = 3_600 * MICROS


def picture(shade: int) -> tuple[Picture, bytes]:
    """A small real picture."""
    file = io.BytesIO()
    Image.new("RGB", (64, 48), (shade, 20, 60)).save(file, "PNG")
    content = file.getvalue()
    sha256 = hashlib.sha256(content).hexdigest()
    name = f"dark-{shade}.png"
    return Picture(sha256, name, "image/png", len(content), 64, 48, f"A dark stadium, {shade}"), (
        content
    )


PICTURES = tuple(picture(shade) for shade in (10, 60, 110, 160))


def bytes_of_pictures() -> Mapping[str, bytes]:
    """What the media store must hold, by SHA-256."""
    return {known.sha256: content for known, content in PICTURES}


def asset(slug: str, draw: random.Random, *, parts: int, pictures: int) -> Asset:
    """An asset whose every post has words of its own."""
    chosen = [known for known, _ in draw.sample(PICTURES, pictures)]
    return Asset(
        slug,
        slug,
        Role.POST,
        words(slug, 0, draw),
        chosen[0] if chosen else None,
        more=tuple(chosen[1:]),
        thread=tuple(Part(words(slug, place, draw)) for place in range(1, parts)),
    )


def words(slug: str, place: int, draw: random.Random) -> str:
    """Words with a mark that is in no other post."""
    said = draw.choice(
        ("Power out? No problem.", "108 yards! #SB47 ünd zurück", "See https://brand.example/x.")
    )
    return f"{slug}p{place}z {said}"


def drawn_event(slug: str, seed: int, takes: int, accounts: Sequence[Account]) -> LiveEvent:
    """An event with ``takes`` assets, drawn from ``seed``."""
    draw = random.Random(seed)
    assets = tuple(
        asset(
            f"{slug}t{number}",
            draw,
            parts=draw.choice((1, 1, 1, 2, 3)),
            pictures=draw.choice((0, 0, 1, 4)),
        )
        for number in range(takes)
    )
    return LiveEvent(
        id=slug,
        slug=slug,
        title="A night of faults",
        brand=Brand("Saltwick", "@saltwick", ""),
        zone="America/New_York",
        second_zone="America/Chicago",
        second_zone_label="New Orleans",
        starts=START,
        ends=START + 400 * HOURS_US,
        segments=(),
        moments=(),
        assets=assets,
        cues=(),
        outcome_sets=(),
        accounts=tuple(accounts),
        terms=(),
    )
