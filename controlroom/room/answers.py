"""Orders about the answers of a contact sheet: look at a file, take it in.

What is taken in is what was looked at: its hash is named with the order.
"""

import asyncio
from pathlib import Path

from controlroom.desk.answers import answers, no_answers
from controlroom.desk.answers_view import AnswersView
from controlroom.errors import Refused, UserFacingError, WrongInput
from controlroom.event.answer_file import MOST_BYTES, AnswerFile, read_answers
from controlroom.event.answers import Fate, Weighed, weigh
from controlroom.event.asset import Verdict
from controlroom.messages import Message, message
from controlroom.room.floor import Floor


class AnswerOrders(Floor):
    """What is done with answers. ``took`` is what became of the file that was taken in last."""

    answers_sheet: AnswersView | None = None
    took: Weighed | None = None

    async def answers_look(self, path: str) -> None:
        """Show what taking the file in would do; a file that cannot be used is shown, too."""
        name = Path(path).name
        try:
            weighed = self._weigh_answers(await read_file(path))
        except UserFacingError as error:
            self.answers_sheet = no_answers(error, path, name)
        else:
            self.answers_sheet = answers(
                weighed,
                path,
                name,
                self.event.zone,
                lambda channel: self.around.rules[channel].title,
            )
        self.changed()

    async def answers_close(self) -> None:
        """Leave the file as it is."""
        self.answers_sheet = None
        self.changed()

    async def take_answers(self, path: str, seen: str | None = None) -> None:
        """Apply the answers of the file at ``path``, each as an edit of its own: those that still
        fit, all or none of them. ``seen`` is the SHA-256 of the file that was looked at.

        ``WrongInput`` where it is no file of answers, ``Refused`` where it is another one by now.
        """
        file = await read_file(path)
        if seen and seen != file.sha256:
            raise Refused(message("answers.moved"), message("answers.moved.do"))
        weighed = self._weigh_answers(file)
        before = self.event.revision
        if weighed.edits:
            await self.night.book.apply_all(weighed.edits, weighed.by, self.now)
        await self._log_words(weighed, before)
        await self._log_answers(weighed)
        self.took, self.answers_sheet = weighed, None
        self.say(_became(weighed))

    def _weigh_answers(self, file: AnswerFile) -> Weighed:
        # People answer by their own clocks.
        now = max(self.now, self.around.live_clock.now())
        return weigh(file, self.event, now)

    async def _log_words(self, weighed: Weighed, before: int) -> None:
        """A line for each word that was taken in: whose it is, and for what. Its edit is the next
        revision after ``before`` and so on."""
        for place, edit in enumerate(weighed.edits, 1):
            said = edit.approval
            approved = said.verdict is Verdict.APPROVED
            await self.night.journal.log(
                "approval" if approved else "changes_asked",
                self.now,
                channel=said.channel,
                asset=edit.asset,
                by=said.by,
                verdict=said.verdict,
                version=said.version,
                digest=said.digest,
                answered=said.at,
                note=said.note or None,
                file=weighed.sha256,
                revision=before + place,
            )

    async def _log_answers(self, weighed: Weighed) -> None:
        applied = [one for one in weighed.answers if one.fate is Fate.APPLIED]
        approved = sum(one.verdict is Verdict.APPROVED for one in applied)
        await self.night.journal.log(
            "answers",
            self.now,
            by=weighed.by,
            sha256=weighed.sha256,
            sheet=weighed.sheet,
            answered=weighed.answered,
            approved=approved,
            changes=len(applied) - approved,
            already=weighed.count(Fate.ALREADY),
            changed_since=weighed.count(Fate.CHANGED),
            refused=weighed.count(Fate.REFUSED),
            revision=self.event.revision,
        )


def _became(weighed: Weighed) -> Message:
    applied, left = weighed.count(Fate.APPLIED), weighed.not_applied
    if applied and left:
        return message("answers.took_some", applied=applied, left=left, by=weighed.by)
    if applied:
        return message("answers.took", applied=applied, by=weighed.by)
    if left:
        return message("answers.took_none", left=left, by=weighed.by)
    return message("answers.nothing_new", by=weighed.by)


async def read_file(path: str) -> AnswerFile:
    """The answers in a file. ``WrongInput`` where it cannot be read or holds none."""
    return read_answers(await asyncio.to_thread(_content, Path(path)))


def _content(path: Path) -> bytes:
    if path.exists() and not path.is_file():
        raise _unreadable(path, message("answers.no_file"))  # a pipe would never end
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as problem:
        raise _unreadable(path, problem.strerror or str(problem)) from problem


def _unreadable(path: Path, why: Message | str) -> WrongInput:
    return WrongInput(
        message("answers.unreadable", file=path.name, why=why), message("answers.unreadable.do")
    )
