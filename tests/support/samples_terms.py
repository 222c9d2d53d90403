"""The sheet of watch terms in its states, for tests of its panel and for looking at it."""

from dataclasses import replace

from controlroom.desk.terms import TermCounts, terms
from controlroom.desk.terms_view import TermAnswer, TermsView
from controlroom.event.live_event import LiveEvent
from controlroom.event.watch import WatchTerm
from tests.desk.facts_for import bundled
from tests.support.samples_preview import said

TERMS = (
    WatchTerm("saltwick", "Saltwick", "brand", ("saltwick", "#saltwick", "@saltwick.example")),
    WatchTerm(
        "crunch", "Crunchwell", "rivals", ("crunchwell", "#crunchwell"), ("crunchwell road",)
    ),
    WatchTerm("peppers", "Peppers & Co", "rivals", ("peppers and co", "peppers & co")),
    WatchTerm("game", "The game", "event", ("super bowl", "#sb47", "superbowl", "the game")),
    WatchTerm("power", "Power, lights, blackout", "event", ("power", "lights", "blackout", "dark")),
    WatchTerm("halftime", "Halftime", "event", ("halftime", "half time", "#halftime")),
    WatchTerm("touchdown", "Touchdown", "event", ("touchdown", "td")),
    WatchTerm("jones", "Jacoby Jones", "players", ("jacoby jones", "jacoby")),
    WatchTerm("flacco", "Joe Flacco", "players", ("flacco", "#flacco")),
    WatchTerm("kaepernick", "Kaepernik", "players", ("kaepernik",)),
    WatchTerm("injury", "Injury", "solemn", ("injured", "injury", "stretcher", "ambulance")),
    WatchTerm("shooting", "Shooting", "solemn", ("shooting", "gunman"), ("shooting guard",)),
)
RATES = (34, 12, 0, 12_480, 231_500, 210, 96, 41, 55, 0, 7, 2)
TOTALS = (4_112, 1_890, 12, 1_204_511, 402_118, 88_190, 40_021, 9_312, 12_006, 0, 311, 95)


def event_of(watched: tuple[WatchTerm, ...]) -> LiveEvent:
    """An event that watches for these."""
    return replace(bundled(), terms=watched)


def counts_of(watched: tuple[WatchTerm, ...]) -> TermCounts:
    """What is counted of them, over and over the same figures."""
    slugs = [term.slug for term in watched]
    return TermCounts(
        rates={slug: float(RATES[at % len(RATES)]) for at, slug in enumerate(slugs)},
        totals={slug: TOTALS[at % len(TOTALS)] for at, slug in enumerate(slugs)},
        watched_s=dict.fromkeys(slugs, 7_200),
    )


def sheet(
    watched: tuple[WatchTerm, ...] = TERMS,
    *,
    counted: bool = True,
    rehearsal: bool = False,
    answer: TermAnswer | None = None,
    removed: WatchTerm | None = None,
) -> TermsView:
    """The sheet of an event that watches for these."""
    counts = counts_of(watched) if counted else None
    return terms(event_of(watched), counts, rehearsal=rehearsal, answer=answer, removed=removed)


def many(number: int) -> tuple[WatchTerm, ...]:
    """So many terms, mostly players."""
    more = (
        WatchTerm(f"player-{at}", f"Player number {at}", "players", (f"player {at}", f"#p{at}"))
        for at in range(number - len(TERMS))
    )
    return (*TERMS, *more)


def answered(number: int, slug: str, line: str = "Watching for it.") -> TermAnswer:
    """An order was carried out."""
    return TermAnswer(number, said(line), slug)


def refused(number: int, line: str, field: str) -> TermAnswer:
    """An order was not."""
    return TermAnswer(number, said(line), refused=True, field=field)
