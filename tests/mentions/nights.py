"""A night for tests: an even crowd, and after 3,500 s the lights go out."""

from dataclasses import dataclass

from controlroom.clock import MICROS

BEGINS_US = 1_359_934_000 * MICROS
DARK_FROM = 3_500


@dataclass(frozen=True)
class Said:
    id: str
    time_us: int
    text: str
    author: str


@dataclass(frozen=True)
class Second:
    any: int
    terms: dict[str, int]
    samples: tuple[Said, ...]


class Blackout:
    start_us = BEGINS_US
    end_us = BEGINS_US + 7_200 * MICROS

    def second(self, t_us: int, samples: int) -> Second:
        number = (t_us - BEGINS_US) // MICROS
        dark = number >= DARK_FROM
        text = "blackout, the power is gone" if dark else "what power in that throw"
        said = [Said(f"{number}.{n}", t_us + n, text, "me") for n in range(min(samples, 20))]
        return Second(500 if dark else 100, {"power": 420 if dark else 20}, tuple(said))
