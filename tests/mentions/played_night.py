"""A played night at 4,000 posts a second: cheering, slang, injuries, spam; and bad news on order.

``python -m tests.mentions.played_night [hours]`` plays it whole and prints what was raised. None
of these sentences is among those the weights were fitted on.
"""

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from controlroom.clock import MICROS
from controlroom.mentions.solemn import JUDGED_A_SECOND, SolemnWatch
from controlroom.mentions.watches import Solemn
from controlroom.sources.mention import Mention

STARTS_S = 1_800_000_000
A_SECOND = 4_000
SLANG_SHARE = 0.05
INJURY_EVERY_S, INJURY_LASTS_S, INJURY_SHARE = 1_200, 100, 0.12
STIR_EVERY_S, STIR_LASTS_S, STIR_SHARE = 700, 40, 0.25
SPAM_SHARE = 0.01

SIDES = ("Harbour City", "the Comets", "Rovers", "the Badgers", "Steel Town", "Real Norte")
PEOPLE = ("Halvorsen", "Mbeki Jr", "our nine", "Castellano", "the new guy", "Petrov", "Adeyemi")
TAGS = ("#final", "#comets", "#gamenight", "#cupfinal", "")
ENDS = ("", "", " 😂", " !!", " omg", " lol", " 🔥", " smh", " ffs", " 👏👏")

PLAIN = (
    "come on {side} {tag}",
    "that was offside all day long {tag}",
    "{who} has been quiet so far",
    "second half about to start, snacks refilled",
    "who else is watching with their grandma {tag}",
    "this stream is ten seconds behind, spoilers everywhere",
    "{side} {n}-{m}, what a match",
    "my heart rate is 150 right now {tag}",
    "best advert so far is the one with the llama",
    "corner for {side}, nothing comes of it",
    "{who} from way out, just over the bar",
    "the anthem was lovely {tag}",
    "ref, are you watching the same game as us",
    "why did they take {who} off, he was great",
    "{n} minutes of added time, seriously",
    "watching from work, do not tell my boss",
    "trending in {n} countries already {tag}",
    "new personal best for {who} with {n} points {tag}",
    "live from the stadium with my brother {tag}",
    "that halftime set was short but sweet",
    "police horses outside the ground, so many people {tag}",
    "officials confirm attendance of {n}{m} thousand",
    "BREAKING {side} make a double change {tag}",
    "weather holding up, bit of rain in the second half",
)
SLANG = (
    "{who} is killing them tonight",
    "absolutely dead at that celebration",
    "i'm dying, did you see his face",
    "that serve was a bomb",
    "he drops bombs from downtown all night",
    "RIP my fantasy team",
    "RIP to that defender's ankles",
    "{who} got murdered in the paint",
    "shooting guard of the year, no debate",
    "hot shooting from {side} tonight",
    "off to sudden death, I can't take this",
    "it's a dead ball, play on",
    "shots fired by the commentator",
    "{side} just blew up their defense again",
    "crash in turn 3, driver is out of the car and waving",
    "pile-up at the hairpin, everyone is fine",
    "this bass line is fire",
    "the crowd just exploded",
    "twitter is exploding",
    "someone check on {side} fans, they are not ok",
    "my phone died in the final minute of course",
    "killer pass from {who}",
    "we got slaughtered out there",
    "that was a train wreck of a drive",
    "what a disaster at the back",
    "a tragedy of a penalty",
    "storming comeback by {side}",
    "flood of messages from my dad after that goal",
    "the bench emptied, total riot out there haha",
    "attack attack attack, we have twenty minutes",
    "they are bleeding points on the road",
    "I would kill for a ticket",
    "the suspense is going to kill me",
    "bury that chance, {who}!",
    "the beat is a weapon",
    "me muero con este final",
    "morri com essa defesa",
    "mort de rire avec ce commentateur",
    "ich sterbe, was für ein spiel",
)
INJURY = (
    "oh no {who} is down and holding his knee",
    "that looked nasty, hope {who} is alright",
    "{who} being helped off, looks like the hamstring",
    "stretcher out for {who}, thumbs up to the crowd",
    "praying {who} is ok",
    "prayers for {who}",
    "hope it's not the ligament again",
    "please let {who} be fine",
    "gutted for {who}, season over?",
    "{who} injured, replaced by {who}",
    "applause from both ends for {who} as he limps away",
    "can't watch that replay of the ankle, ouch",
    "brutal tackle, that is a red all day",
    "{who} clutching his shoulder, the physio is on",
    "concussion check for {who}",
    "blood on his shirt, he has to change it",
)
BAD_NEWS = (
    "explosion outside the east gate, people are hurt",
    "there has been an explosion at the {place}, police are everywhere",
    "reports of several dead after the blast at the {place}",
    "they are saying {n} killed in the explosion, I feel sick",
    "blast near the {place}, ambulances arriving",
    "praying for everyone at the {place} after the explosion",
    "police evacuate the {place} after an explosion",
    "my sister is at the {place} and says people were killed by the blast",
    "BREAKING: explosion reported at {place}, many injured",
    "thoughts with the victims of the explosion at the {place}",
    "dozens injured in the {place} explosion, hospitals on alert",
    "oh god people died out there, this is horrible",
    "witnesses describe a loud bang and bodies on the ground at the {place}",
    "rest in peace to the victims of the {place} blast",
)
PLACES = ("east gate", "fan zone", "central station", "car park", "south stand")
SPAM = "explosion at the bank, {n} people dead, click here"


@dataclass(frozen=True, slots=True)
class News:
    """Bad news: from when (s into the night), how fast its ``share`` is reached, how long."""

    from_s: int
    share: float
    rises_s: int = 20
    lasts_s: int = 1_800

    def now(self, at_s: int) -> float:
        """Its share of what is said."""
        passed = at_s - self.from_s
        if not 0 <= passed < self.lasts_s:
            return 0.0
        return self.share * min(1.0, passed / self.rises_s)


def posts(
    seconds: int, seed: int, news: News | None = None, from_s: int = 0
) -> Iterator[tuple[int, list[Mention]]]:
    """Each second of the night with the posts of it that can be judged."""
    dice = random.Random(seed)
    for at_s in range(from_s, from_s + seconds):
        texts = [_text(dice, at_s, news) for _ in range(JUDGED_A_SECOND)]
        yield (
            STARTS_S + at_s,
            [
                Mention(
                    f"{at_s}-{number}",
                    (STARTS_S + at_s) * MICROS + number,
                    text,
                    author or f"p{dice.randrange(3_000_000)}",
                    "lines",
                )
                for number, (text, author) in enumerate(texts)
            ],
        )


def play(
    watch: SolemnWatch,
    seconds: int,
    seed: int,
    news: News | None = None,
    from_s: int = 0,
) -> dict[int, Solemn]:
    """Play it to ``watch``; by the second (s into the night) in which it was raised, each subject
    as it was told last."""
    raised: dict[tuple[int, str], tuple[int, Solemn]] = {}
    for second, mentions in posts(seconds, seed, news, from_s):
        for one in mentions:
            watch.see(one, (1,))
        for _ in range(A_SECOND - len(mentions)):
            watch.see(mentions[-1], (1,))
        watch.look(second)
        for solemn in watch.take():
            key = (solemn.since_us, solemn.subject)
            first = raised[key][0] if key in raised else second - STARTS_S
            raised[key] = (first, solemn)
    return dict(raised.values())


def _text(dice: random.Random, at_s: int, news: News | None) -> tuple[str, str]:
    """A post, and who wrote it where that matters."""
    if news is not None and dice.random() < news.now(at_s):
        return _said(dice, dice.choice(BAD_NEWS)), ""
    if dice.random() < SPAM_SHARE:
        one_account = dice.random() < 0.5
        text = SPAM.format(n=dice.randrange(2, 90) if one_account else 12)
        return text, "spammer" if one_account else ""
    stirred = at_s > STIR_EVERY_S and at_s % STIR_EVERY_S < STIR_LASTS_S
    hurt = at_s > INJURY_EVERY_S and at_s % INJURY_EVERY_S < INJURY_LASTS_S
    kind = dice.random()
    if hurt and kind < INJURY_SHARE:
        return _said(dice, dice.choice(INJURY)), ""
    if kind < (STIR_SHARE if stirred else SLANG_SHARE):
        return _said(dice, dice.choice(SLANG)), ""
    return _said(dice, dice.choice(PLAIN)), ""


def _said(dice: random.Random, pattern: str) -> str:
    text = pattern.format(
        side=dice.choice(SIDES),
        who=dice.choice(PEOPLE),
        tag=dice.choice(TAGS),
        n=dice.randrange(1, 9),
        m=dice.randrange(0, 9),
        place=dice.choice(PLACES),
    )
    return f"{text}{dice.choice(ENDS)} {dice.choice(TAGS)}".strip()


def main() -> None:
    hours = float(sys.argv[1]) if len(sys.argv) > 1 else 4.0
    raised = play(SolemnWatch(), int(hours * 3_600), seed=1)
    print(f"{hours:g} h at {A_SECOND} posts a second: {len(raised)} raised")
    for at_s, solemn in sorted(raised.items()):
        shown = "; ".join(one.text for one in solemn.posts[:3])
        print(f"  {at_s // 60} min: {solemn.subject} ({solemn.share:.4f}): {shown}")


if __name__ == "__main__":
    main()
