"""The list of sources: which are live, late, stale, at their ceiling or refused."""

from controlroom.desk.facts import Facts
from controlroom.desk.feed_view import FeedRow, FeedView
from controlroom.messages import Message, message
from controlroom.sources.mention import Phase, SourceState

WELL = frozenset({Phase.LIVE})
TITLES = {"jetstream": "Bluesky", "mastodon": "Mastodon", "x": "X", "counted": "reconstruction"}
"""Where a mention comes from, in a person's words, by the source's name."""


def feeds(facts: Facts) -> FeedView | None:
    """Every source that runs, None where none does."""
    states = facts.feed.sources
    if not states:
        return None
    rows = sorted((_row(facts, state) for state in states), key=lambda row: row.well)
    unwell = [row for row in rows if not row.well]
    if not unwell:
        line = message("feed.all_well", count=len(rows))
    elif len(unwell) == 1:
        line = message("feed.one_unwell", feed=unwell[0].title, line=unwell[0].line)
    else:
        line = message("feed.some_unwell", count=len(unwell), all=len(rows))
    costs = [state.cost_per_hour for state in states if state.cost_per_hour is not None]
    return FeedView(
        line,
        not unwell,
        tuple(rows),
        message("feed.cost", dollars=f"{sum(costs):.2f}") if costs else None,
    )


def title_of(facts: Facts, source: str) -> Message:
    """What a source is called: the name it was given, or its network's."""
    if facts.event.synthetic and source == "counted":
        return message("masthead.reconstruction")
    return message("words", words=TITLES.get(source, source))


def _row(facts: Facts, state: SourceState) -> FeedRow:
    notes = []
    if state.phase is Phase.SATURATED:
        notes.append(message("feed.floor"))
    if state.bad:
        notes.append(message("feed.bad", count=state.bad))
    if state.dropped:
        notes.append(message("feed.dropped", count=state.dropped))
    if state.cost_per_hour is not None:
        notes.append(message("feed.cost", dollars=f"{state.cost_per_hour:.2f}"))
    return FeedRow(
        state.source,
        title_of(facts, state.source),
        state.phase.value,
        state.line,
        tuple(notes),
        state.phase in WELL,
    )
