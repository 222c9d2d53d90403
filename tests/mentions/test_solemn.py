"""The watch over a stream: when it speaks, of what, and when it is quiet again."""

from collections.abc import Iterable

import pytest

from controlroom.clock import MICROS
from controlroom.mentions.solemn import CALM_S, JUDGED_A_SECOND, SolemnWatch
from controlroom.mentions.watches import Solemn
from controlroom.sources.mention import Mention
from tests.mentions.played_night import STARTS_S, News, play

CHEERS = (
    *("what a goal that was", "come on you reds", "corner again", "great save by the keeper"),
    *("that was never offside", "halftime show was fun", "this commentary is awful", "nice ad"),
)
NEWS = (
    "Explosion at the fan zone, several people dead",
    "police say many injured after explosion near the stadium",
    "my cousin saw the explosion, people were killed, horrible",
    "praying for the victims of the explosion",
    "rescuers at the fan zone, dozens injured in explosion",
    "the explosion killed at least four people, officials say",
    "rest in peace to the victims of the blast at the fan zone",
    "ambulances everywhere after the explosion, so many wounded",
    "explosion: authorities confirm nine dead",
    "terrible explosion, thoughts are with the families",
)


class Night:
    """A stream with so many cheers a minute, and a watch over it."""

    def __init__(self, a_minute: float, watch: SolemnWatch | None = None) -> None:
        self.watch = watch or SolemnWatch()
        self.told: dict[str, Solemn] = {}
        self._step_us = round(60 * MICROS / a_minute)
        self._us = STARTS_S * MICROS
        self._said = 0

    @property
    def second(self) -> int:
        return self._us // MICROS - STARTS_S

    def say(self, text: str, author: str = "") -> None:
        self._said += 1
        self._us += self._step_us
        author = author or f"author {self._said}"
        self.watch.see(Mention(str(self._said), self._us, text, author, "lines"), (1,))
        self.watch.look(self._us // MICROS - 1)
        self.told |= {one.subject: one for one in self.watch.take()}

    def cheer(self, posts: int) -> None:
        for _ in range(posts):
            self.say(f"{CHEERS[self._said % len(CHEERS)]} {self._said}")

    def hear(self, texts: Iterable[str], cheers_between: int = 0) -> None:
        for text in texts:
            self.cheer(cheers_between)
            self.say(text)


@pytest.mark.parametrize("between", [0, 1, 10])
def test_where_few_post_the_third_related_post_raises_it(between: int) -> None:
    night = Night(20)
    night.cheer(100)
    night.hear(NEWS[:3], between)
    assert night.watch.raised
    (solemn,) = night.told.values()
    assert "explosion" in solemn.subject
    assert solemn.authors >= 2
    assert {one.text for one in solemn.posts} <= set(NEWS)


@pytest.mark.parametrize(
    "texts",
    [
        (
            "Tiroteo en el centro comercial, hay varios muertos y heridos",
            "dicen que son seis los muertos en el tiroteo, que horror",
            "mis condolencias a las familias de las víctimas del tiroteo",
        ),
        (
            "Incêndio na boate deixa muitos mortos e feridos",
            "já são vinte mortos no incêndio da boate, que tragédia",
            "meus sentimentos às famílias das vítimas do incêndio",
        ),
        (
            "Crollato il ponte, ci sono morti e dispersi",
            "i vigili del fuoco cercano dispersi sotto il ponte crollato",
            "cordoglio per le vittime del ponte crollato",
        ),
        (
            "Attentat à la gare, plusieurs morts et blessés",
            "l'attentat aurait fait dix morts selon la police",
            "toutes mes pensées aux familles des victimes de l'attentat",
        ),
    ],
)
def test_bad_news_of_other_languages_raises_it(texts: tuple[str, ...]) -> None:
    night = Night(20)
    night.cheer(100)
    night.hear(texts, 1)
    assert night.watch.raised


def test_one_post_raises_nothing() -> None:
    night = Night(20)
    night.cheer(100)
    night.hear(NEWS[:1])
    night.cheer(100)
    assert not night.told


def test_one_account_is_no_crowd() -> None:
    night = Night(20)
    night.cheer(50)
    for text in NEWS:
        night.cheer(2)
        night.say(text, "one and the same")
    assert not night.told


def test_one_text_passed_on_is_no_crowd() -> None:
    night = Night(20)
    night.cheer(50)
    for number in range(30):
        night.cheer(2)
        night.say(f"RT @first: {NEWS[0]} https://example.org/{number}")
    assert not night.told


def test_three_sad_posts_about_different_things_are_no_subject() -> None:
    night = Night(20)
    night.cheer(100)
    night.hear(
        (
            "Avalanche in the alps kills two skiers",
            "Famous novelist passed away in hospital aged 90",
            "Sentenced to life for stabbing his neighbour",
        ),
        40,
    )
    assert not night.told


def test_feeds_without_authors_are_told_apart_by_their_texts() -> None:
    watch = SolemnWatch()
    for number, text in enumerate(NEWS[:3]):
        time_us = (STARTS_S + number * 10) * MICROS
        watch.see(Mention(str(number), time_us, text, "", ""), ())
    assert watch.raised


def test_it_grows_strong_and_proposes_hold() -> None:
    night = Night(20)
    night.cheer(60)
    night.hear(NEWS[:3])
    assert not any(one.strong for one in night.told.values())
    night.hear([f"{text} {word}" for word in ("tonight", "says radio") for text in NEWS])
    (solemn,) = night.told.values()
    assert solemn.strong
    assert solemn.share > 0.1


def test_it_falls_quiet_when_nobody_speaks_of_it_any_more() -> None:
    night = Night(20)
    night.cheer(50)
    night.hear(NEWS[:4])
    assert night.watch.raised
    last_s = night.second + STARTS_S
    night.cheer(20 * CALM_S // 60 - 10)
    assert night.watch.raised
    night.cheer(20)
    assert not night.watch.raised
    (solemn,) = night.told.values()
    assert solemn.latest_us // MICROS == last_s


def test_it_comes_back_when_it_is_spoken_of_again() -> None:
    night = Night(20)
    night.cheer(50)
    night.hear(NEWS[:4])
    night.cheer(300)
    assert not night.watch.raised
    night.hear(NEWS[4:8])
    assert night.watch.raised


def test_an_event_about_a_tragedy_becomes_usual_and_bad_news_is_still_heard() -> None:
    """A memorial match: a tenth of the talk remembers those who died long ago."""
    night = Night(120)
    told = 0
    while night.second < 4_000:
        night.cheer(9)
        told += 1
        night.say(f"remembering those who died in the air disaster {told} years on")
    assert not night.watch.raised
    night.told.clear()
    while night.second < 4_400:
        night.cheer(7)
        night.say(f"the players who lost their lives, the fans, {told} victims of the crash")
        night.say(f"{NEWS[night.second % len(NEWS)]} {CHEERS[night.second % 7]}")
    assert any("explosion" in one.words for one in night.told.values())


def test_a_disaster_is_not_learnt_away() -> None:
    night = Night(120)
    night.cheer(2_400)
    raised_s = night.second
    while night.second < raised_s + 3_600:
        night.cheer(4)
        night.say(f"{NEWS[night.second % len(NEWS)]}, {CHEERS[night.second % 8]} {night.second}")
        assert night.watch.raised or night.second < raised_s + 120


@pytest.mark.parametrize(("share", "within_s"), [(0.005, 75), (0.02, 45)])
def test_bad_news_in_a_flood_is_heard_within_a_minute_or_so(share: float, within_s: int) -> None:
    begins = 150
    raised = play(SolemnWatch(), begins + within_s, 7, News(begins, share))
    assert [at_s for at_s in raised if at_s >= begins]
    assert min(raised) >= begins


def test_a_piece_of_a_played_night_stays_quiet() -> None:
    """With an injury, a stir and spam in it; the whole night: tests/mentions/played_night.py."""
    assert not play(SolemnWatch(), 300, 3, from_s=1_150)


def test_what_is_judged_of_a_flood_is_bounded() -> None:
    watch = SolemnWatch()
    for number in range(3 * JUDGED_A_SECOND):
        watch.see(Mention(str(number), STARTS_S * MICROS, "what a goal", "", ""), (4, 7))
    assert watch.shares() == dict.fromkeys((0, 4, 7), (0, JUDGED_A_SECOND))


def test_shares_are_of_the_last_ten_minutes_by_column() -> None:
    watch = SolemnWatch()
    say = {4: "many dead and injured after the explosion", 7: "what a goal"}
    for number, (column, text) in enumerate(say.items()):
        watch.see(Mention(str(number), STARTS_S * MICROS, text, "", ""), (column,))
    assert watch.shares() == {0: (1, 2), 4: (1, 1), 7: (0, 1)}
    watch.look(STARTS_S + 700)
    assert watch.shares() == {}


def test_a_backlog_is_no_talk_of_now() -> None:
    night = Night(20)
    night.cheer(100)
    for number, text in enumerate(NEWS):
        time_us = (STARTS_S - 3_600 + number) * MICROS
        night.watch.see(Mention(f"old {number}", time_us, text, f"old {number}", "lines"), (1,))
    assert not night.watch.raised


def test_a_proposal_of_hold_does_not_come_and_go_with_each_minute() -> None:
    night, proposals = Night(1_200), [False]

    def minute(news_every: int) -> None:
        until = night.second + 60
        while night.second < until:
            night.cheer(news_every - 1)
            # A word of its own for each, so that nobody passes on what another said.
            own = "".join("abcdefgh"[int(digit)] for digit in f"{night.second:o}{news_every:o}")
            night.say(f"{own * 2} explosion kills many {own[::-1] * 2}")
            for solemn in night.told.values():
                if solemn.strong != proposals[-1]:
                    proposals.append(solemn.strong)

    night.cheer(1_000)
    for _ in range(5):
        minute(25)
        minute(45)
    assert proposals == [False, True]
    minute(400)
    minute(400)
    assert proposals == [False, True, False]
