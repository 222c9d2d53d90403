"""Invented crowds: what people say about a brand called Saltwick, seeded, second by second.

All of it is made up. Grumbling is what a brand hears every day; anger is what it hears when it
has done something; some of the anger is put so that no word list would know it.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from controlroom.clock import MICROS
from controlroom.mentions.fire import FireWatch
from controlroom.mentions.watches import Fire
from controlroom.sources.mention import Mention

START_S = 1_790_000_000

FRIENDLY = (
    "Saltwick and the game, that is my whole evening",
    "who else has a bowl of saltwick in front of them",
    "the sour cream saltwick is so good it should be illegal",
    "saltwick crisps > every other crisp, fight me",
    "ok that saltwick ad was actually funny",
    "fucking love these saltwick things",
    "holy shit saltwick that was quick",
    "saltwick at half time, as is tradition",
    "my kid calls all crisps saltwick now",
    "opened the saltwick during the anthem, no regrets",
    "saltwick social person deserves a raise",
    "is it too early for saltwick",
    "just ate a whole bag of saltwick watching this terrible call by the ref",
    "I hate how good saltwick is",
    "saltwick dip recipe? asking for a friend",
    "the ravens are killing it and so is this saltwick",
    "brb getting more saltwick",
    "saltwick sponsored section looks packed",
    "new saltwick flavour at the corner shop!",
    "not bad for a crisp advert @saltwick",
    "saltwick is the official snack of me shouting at the television",
    "dad dropped the saltwick at the touchdown",
)
GRUMBLE = (
    "saltwick app is down again, anyone else?",
    "@saltwick my order has not arrived, that is four days now",
    "why is the saltwick bag half air",
    "saltwick put their prices up again",
    "@saltwick support please answer my message",
    "still can't log in to the saltwick app",
    "the coupon code from saltwick does not work",
    "saltwick website so slow tonight",
    "my saltwick was stale, bit disappointed",
    "saltwick used to taste better",
    "error 503 on saltwick, great timing",
    "waiting 40 minutes for the saltwick delivery",
    "saltwick please bring back the vinegar ones",
    "hey @saltwick the checkout keeps failing",
)
SOUR = (
    "saltwick is terrible and their app is awful",
    "worst company, saltwick never answers",
    "unacceptable @saltwick, third late delivery",
    "saltwick sucks, total scam",
    "I am done, never buying saltwick again",
    "saltwick customer service is a joke, disgraceful",
)
ANGER = (
    "who approved this, {us}?",
    "{us} this is disgusting. Take it down.",
    "shame on you {us}",
    "I have bought {us} for ten years. Not any more. Boycott.",
    "how dare you make fun of this, {us}",
    "really {us}? People are grieving and you post a crisp joke. Delete this.",
    "so tone deaf {us}, read the room",
    "this is so offensive to parents, {us}",
    "an insult to every mother I know, {us}",
    "{us} should be ashamed. Pull the ad.",
    "{us} I am appalled, you owe people an apology",
    "wow {us}. just wow. 🤮",
    "#boycott{us} #fail",
    "unfollowed {us}, that was vile",
    "condescending rubbish from {us}, they lost a customer tonight",
    "not funny {us}. not funny at all.",
    "whoever runs the {us} account should be fired",
    "fuck you {us}",
    "my sister is in hospital and {us} makes jokes. heartless.",
    "{us} insulting, sexist nonsense, apologise now",
    "too soon {us} 😡",
    "incredible how a whole team at {us} looked at that and said yes",
    "{us} I carried my baby every day, it is not a fashion statement",
    "did nobody at {us} stop and think for one second",
    "so {us} thinks we wear our kids to look good. ok then.",
    "{us} hope you are proud of yourselves",
    "and there goes {us}. congratulations marketing department 👏",
    "{us} ihr seid geschmacklos, löscht das",
    "qué vergüenza {us}, borren esto",
)


@dataclass(frozen=True)
class Talk:
    """``per_minute`` posts, of which the shares are grumbling, sour and angry."""

    per_minute: float
    grumble: float = 0.2
    sour: float = 0.05
    anger: float = 0.0


class Crowd:
    """Makes posts. ``people`` is how many may speak; ``answers`` the id of our post they answer."""

    def __init__(self, seed: int, people: int = 4_000) -> None:
        self._chance = random.Random(seed)
        self._people = people
        self._number = 0

    def second(self, at_s: int, talk: Talk, answers: str = "") -> Iterator[Mention]:
        """The posts of one second."""
        chance = self._chance
        times = talk.per_minute / 60
        count = int(times) + (chance.random() < times % 1)
        for _ in range(count):
            self._number += 1
            yield Mention(
                f"m{self._number}",
                at_s * MICROS + chance.randrange(MICROS),
                self._text(talk),
                f"person{chance.randrange(self._people)}",
                "bluesky",
                "en",
                answers,
            )

    def _text(self, talk: Talk) -> str:
        chance = self._chance
        kind = chance.random()
        if kind < talk.anger:
            us = chance.choice(("saltwick", "@saltwick", "Saltwick"))
            return chance.choice(ANGER).replace("{us}", us).replace("#boycott@", "#boycott")
        calm = (kind - talk.anger) / max(1e-9, 1 - talk.anger)
        if calm < talk.sour:
            return chance.choice(SOUR)
        if calm < talk.sour + talk.grumble:
            return chance.choice(GRUMBLE)
        return chance.choice(FRIENDLY)


@dataclass(frozen=True)
class Raised:
    """A fire and the second in which it was told; ``angry`` how many of anger had come by then."""

    fire: Fire
    at_s: int
    angry: int


BRAND = 3


def play(
    talk: Callable[[int], Talk],
    seconds: int,
    seed: int = 1,
    *,
    answers: Callable[[int], tuple[Talk, str] | None] = lambda at: None,
    watch: FireWatch | None = None,
) -> tuple[list[Raised], list[Fire]]:
    """Play a stretch; what was raised, and every fire as it stood last. Offsets in seconds."""
    watch = watch or FireWatch()
    watch.set_brand(frozenset({BRAND}))
    crowd = Crowd(seed)
    raised: dict[int, Raised] = {}
    latest: dict[int, Fire] = {}
    angry = 0
    for offset in range(seconds):
        at_s = START_S + offset
        for mention in crowd.second(at_s, talk(offset)):
            angry += talk(offset).anger > 0 and "saltwick" in mention.text.casefold()
            watch.see(mention, (1, BRAND), answers_own=False)
        answered = answers(offset)
        if answered is not None:
            for mention in crowd.second(at_s, *answered):
                angry += 1
                watch.see(mention, (), answers_own=True)
        watch.look(at_s)
        for fire in watch.take():
            raised.setdefault(fire.since_us, Raised(fire, offset, angry))
            latest[fire.since_us] = fire
    return list(raised.values()), list(latest.values())
