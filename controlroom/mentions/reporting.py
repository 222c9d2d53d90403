"""Making a report of what an intake took in."""

from collections.abc import Mapping

from controlroom.mentions.intake import Intake
from controlroom.mentions.lane import Lane
from controlroom.mentions.report import Increments, Report
from controlroom.mentions.tally import KEPT_S
from controlroom.sources.base import Option
from controlroom.sources.mention import SourceState

SECONDS_A_REPORT = 3_600

Resume = Mapping[str, Mapping[str, Option]]


def report_of(
    intake: Intake,
    states: tuple[SourceState, ...] = (),
    resume: Resume | None = None,
    most: int = SECONDS_A_REPORT,
) -> Report:
    """What came since the last report, at most ``most`` seconds of each source.

    ``resume`` how each source would go on now, by its name: told with the last of its counts.
    """
    sources = tuple(_increments(intake, lane, resume or {}, most) for lane in intake.lanes)
    return Report(
        sources=sources,
        received=intake.received,
        heard=intake.take_heard(),
        latest=intake.take_latest(),
        taken_back=intake.take_taken_back(),
        spikes=intake.take_spikes(),
        solemn=intake.take_solemn(),
        fires=intake.take_fires(),
        solemn_of=intake.solemn_of(),
        states=states,
        more=any(len(one.seconds) == most for one in sources),
    )


def _increments(intake: Intake, lane: Lane, resume: Resume, most: int) -> Increments:
    seconds, counts = lane.tally.take(intake.columns, most)
    # What a feed brings of long ago is let go with each report, and not piled up.
    lane.tally.forget((lane.horizon_s or 0) - KEPT_S)
    # With counts still to come the source would resume after what is not here yet.
    options = resume.get(lane.name) if len(seconds) < most else None
    return Increments(lane.name, intake.slugs, seconds, counts, lane.take_covered(), options)
