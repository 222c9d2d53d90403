"""What the crowd of a night says: sentences made from the night's script, by invented people."""

import random
import re
from dataclasses import dataclass

from controlroom.rehearsal.night_curve import Counts
from controlroom.rehearsal.night_script import MICROS, NightScript

# How often a line is one made for this stretch of the night, where there are such lines.
TIMELY = 0.85
FIELD = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class SampleMention:
    """One invented mention. ``time_us`` UTC µs; ``author`` a handle under ``.example``."""

    id: str
    time_us: int
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class _Lines:
    """Lines about one term, offered in the seconds [``begins``, ``ends``) of the night."""

    begins: int
    ends: int
    lines: tuple[str, ...]


class Voices:
    """Makes mentions. What a second says depends on the script and the second alone."""

    def __init__(self, script: NightScript) -> None:
        self._script = script
        self._always: dict[str, list[str]] = {slug: [] for slug in script.terms}
        self._timely: dict[str, list[_Lines]] = {slug: [] for slug in script.terms}
        for say in script.say:
            if not say.during:
                self._always[say.about].extend(say.lines)
            for begins, ends in say.during:
                self._timely[say.about].append(
                    _Lines(script.second(begins), script.second(ends), say.lines)
                )

    def said(
        self, second: int, begins: int, subjects: Counts, also_game: Counts, wanted: int
    ) -> tuple[SampleMention, ...]:
        """``wanted`` mentions of one second, or all of them if there are fewer.

        ``subjects`` [terms] are the second's mentions by subject, ``also_game`` [terms] how many
        of these also name the game. Both are sampled evenly: a subject with no mentions is never
        spoken of, and where all are asked for, the numbers agree exactly.
        """
        chance = random.Random(self._script.seed ^ (second << 32))
        drawn = _draw(subjects, also_game, wanted, chance)
        chance.shuffle(drawn)
        times = sorted(chance.randrange(MICROS) for _ in drawn)
        lines = {slug: self._lines(slug, second) for slug in {slug for slug, _ in self._of(drawn)}}
        return tuple(
            SampleMention(
                f"night-{second}-{number}",
                begins + time,
                self._author(chance),
                self._sentence(*lines[slug], with_game, chance),
            )
            for number, (time, (slug, with_game)) in enumerate(
                zip(times, self._of(drawn), strict=True)
            )
        )

    def _of(self, drawn: list[tuple[int, bool]]) -> list[tuple[str, bool]]:
        return [(self._script.terms[term], with_game) for term, with_game in drawn]

    def _lines(self, slug: str, second: int) -> tuple[list[str], list[str]]:
        timely = [
            line
            for stretch in self._timely[slug]
            if stretch.begins <= second < stretch.ends
            for line in stretch.lines
        ]
        return timely, self._always[slug] or timely

    def _sentence(
        self, timely: list[str], always: list[str], with_game: bool, chance: random.Random
    ) -> str:
        chosen = timely if timely and chance.random() < TIMELY else always
        colour = self._script.colour
        text = chance.choice(colour.before) + chance.choice(chosen) + chance.choice(colour.after)
        if with_game:
            text += chance.choice(self._script.tails.lines)
        text = FIELD.sub(lambda field: chance.choice(self._script.words[field[1]]), text)
        return text.lower() if chance.random() < 0.12 else text

    def _author(self, chance: random.Random) -> str:
        people = self._script.people
        name = f"{chance.choice(people.first)}{chance.choice(people.second)}"
        return f"{name}{chance.randrange(10, 1000)}.example"


def _draw(
    subjects: Counts, also_game: Counts, wanted: int, chance: random.Random
) -> list[tuple[int, bool]]:
    """Every n-th of the second's mentions as (term, also names the game), from a random first."""
    kinds = [
        (term, with_game, int(count))
        for with_game, counts in ((False, subjects - also_game), (True, also_game))
        for term, count in enumerate(counts)
        if count
    ]
    total = sum(count for _, _, count in kinds)
    wanted = min(wanted, total)
    offset = chance.random()
    drawn: list[tuple[int, bool]] = []
    passed = 0
    for term, with_game, count in kinds:
        passed += count
        # Mentions (k + offset) / wanted of the way through, for k = 0, 1, 2, ...
        while len(drawn) < wanted and (len(drawn) + offset) * total < passed * wanted:
            drawn.append((term, with_game))
    return drawn
