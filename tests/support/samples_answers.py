"""Files of answers on the window, for tests of the sheet and for looking at it."""

from dataclasses import replace

from controlroom.desk.answers_view import AnswerRow, AnswersView
from controlroom.desk.view import Tone
from controlroom.messages import Message, message
from tests.support.samples_prep import said

NOTE = (
    "The second sentence sounds as if we were glad that somebody dropped the ball. Say it about the"
    " ball, please, and leave the player out of it. The picture is fine as it is."
)


def row(title: str, network: str, verdict: str, fate: str, tone: Tone, note: str = "") -> AnswerRow:
    """One answer."""
    return AnswerRow(title, network, said(verdict), note, said(fate), tone)


ROWS = (
    row("Champions", "Bluesky", "approved", "Dana has said something newer", Tone.NO_GO),
    row("Butterfingers", "X", "changes", "changed since: the answer is for other words or another"
        " picture", Tone.CAUTION, NOTE),
    row("Butterfingers", "Bluesky", "changes", "for what stands there now", Tone.GO, NOTE),
    row("Blackout 01", "Bluesky", "approved", "for what stands there now", Tone.GO),
    row("Blackout 01", "Mastodon", "approved", "for what stands there now", Tone.GO, "Lovely."),
    row("Blackout 01", "X", "approved", "in already", Tone.QUIET),
)  # fmt: skip
ANSWERS = AnswersView(
    path="/somewhere/answers-super-bowl-xlvii-robin-fox.json",
    name="answers-super-bowl-xlvii-robin-fox.json",
    seen="ab" * 32,
    head=said("Robin Fox answered Sat 2 Feb, 16:42"),
    line=said("3 to apply, 1 changed since, 1 refused, 1 in already."),
    rows=ROWS,
    apply=said("Apply 3"),
)
NOTHING_NEW = replace(
    ANSWERS,
    line=said("Nothing new: these answers of Robin Fox are in already."),
    rows=tuple(replace(one, fate=said("in already"), tone=Tone.QUIET) for one in ROWS),
    apply=None,
)


def wrong(what: Message | None = None) -> AnswersView:
    """A file that is no file of answers."""
    return AnswersView(
        path="/somewhere/other.json",
        name="other.json",
        seen="",
        head=what or message("answers.not_json"),
        line=message("answers.again"),
        problem=True,
    )


MANY = replace(ANSWERS, rows=tuple(replace(ROWS[3], title=f"Asset {n}") for n in range(3_000)))
