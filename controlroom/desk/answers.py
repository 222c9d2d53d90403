"""A file of answers as it is shown before it is taken in."""

from collections.abc import Callable

from controlroom.desk.answers_view import AnswerRow, AnswersView
from controlroom.desk.view import Tone
from controlroom.errors import UserFacingError
from controlroom.event.answers import Answer, Fate, Weighed
from controlroom.messages import At, Message, message

TONES = {
    Fate.APPLIED: Tone.GO,
    Fate.ALREADY: Tone.QUIET,
    Fate.CHANGED: Tone.CAUTION,
    Fate.REFUSED: Tone.NO_GO,
}
ORDER = (Fate.REFUSED, Fate.CHANGED, Fate.APPLIED, Fate.ALREADY)


def answers(
    weighed: Weighed,
    path: str,
    name: str,
    zone: str,
    title: Callable[[str], str],
) -> AnswersView:
    """What taking ``weighed`` in would do. ``title`` names a network."""
    in_order = sorted(weighed.answers, key=lambda one: ORDER.index(one.fate))
    applied = weighed.count(Fate.APPLIED)
    return AnswersView(
        path=path,
        name=name,
        seen=weighed.sha256,
        head=message("answers.head", by=weighed.by, at=At(weighed.answered, zone)),
        line=_line(weighed),
        rows=tuple(_row(one, title) for one in in_order),
        apply=message("answers.apply", count=applied) if applied else None,
    )


def no_answers(error: UserFacingError, path: str, name: str) -> AnswersView:
    """A file that cannot be used, and why."""
    to_do = error.what_to_do or message("nothing")
    return AnswersView(path, name, "", error.what_happened, to_do, problem=True)


def fate_of(one: Answer) -> Message:
    """What becomes of an answer, as a sentence."""
    return one.why or message(f"answers.fate.{one.fate}")


def _line(weighed: Weighed) -> Message:
    if not weighed.answers:
        return message("answers.line.none")
    if weighed.count(Fate.ALREADY) == len(weighed.answers):
        return message("answers.nothing_new", by=weighed.by)
    return message(
        "answers.line",
        applied=weighed.count(Fate.APPLIED),
        changed=weighed.count(Fate.CHANGED),
        refused=weighed.count(Fate.REFUSED),
        already=weighed.count(Fate.ALREADY),
    )


def _row(one: Answer, title: Callable[[str], str]) -> AnswerRow:
    return AnswerRow(
        title=one.title,
        network=title(one.channel),
        verdict=message(f"answers.verdict.{one.verdict}"),
        note=one.note,
        fate=fate_of(one),
        tone=TONES[one.fate],
    )
