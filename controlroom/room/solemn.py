"""Solemn subjects: what the room notes by itself, and what the operator says of them.

The room goes to CAUTION by itself and proposes HOLD; it never holds by itself.
"""

from controlroom.desk.facts import SolemnSeen
from controlroom.errors import Refused
from controlroom.event.room_state import RoomState
from controlroom.messages import At, message
from controlroom.room.states import StateOrders
from controlroom.room.subjects import unanswered

REASON = "solemn"


class SolemnOrders(StateOrders):
    """What the operator answers when people speak of something sad."""

    def proposed(self) -> SolemnSeen | None:
        """The subject for which HOLD is proposed now."""
        if self.now_state not in (RoomState.LIVE, RoomState.REHEARSAL):
            return None
        return next((one for one in unanswered(self.feed.solemn) if one.strong), None)

    async def accept_hold(self) -> None:
        """Yes to the proposal: HOLD, and why is known already."""
        subject = self.proposed()
        if subject is None:
            raise Refused(message("solemn.nothing_proposed"))
        await self.hold("solemn")
        await self.night.journal.log("solemn", self.now, state="accepted", subject=subject.subject)
        await self.hold_reason(REASON)

    async def not_ours(self, subject: str, reason: str) -> None:
        """Seen, and not about our event: no CAUTION for this subject for fifteen minutes."""
        found = self._subject(subject)
        why = " ".join(reason.split())
        if not why:
            raise Refused(message("solemn.no_reason"))
        until = self.night.reader.subjects.not_ours(found.subject, why, self.now)
        await self.night.journal.log(
            "solemn", self.now, state="not_ours", subject=found.subject, why=why, until=until
        )
        self._read_again()
        self.say(message("solemn.let_be", subject=found.subject, at=At(until, self.event.zone)))

    async def ours_again(self, subject: str) -> None:
        """The answer "not ours" was wrong, or is no longer right."""
        found = self._subject(subject, answered=True)
        self.night.reader.subjects.ours_again(found.subject)
        await self.night.journal.log("solemn", self.now, state="ours_again", subject=found.subject)
        self._read_again()
        self.say(message("solemn.watched_again", subject=found.subject))

    def _subject(self, subject: str, *, answered: bool = False) -> SolemnSeen:
        """The subject of that name, or without a name the one that is shown first."""
        for one in self.feed.solemn:
            if (one.not_ours_until is not None) is answered and subject in ("", one.subject):
                return one
        raise Refused(message("solemn.no_subject"))

    def _read_again(self) -> None:
        """See at once what the answer changes."""
        night = self.night
        self.feed = night.reader.read(self.event, self.now, night.clock.speed, self.gestures())
        self.changed()

    async def note_subjects(self) -> None:
        """Write down what was raised, grew strong, came back or is over."""
        night = self.night
        stands = {one.subject: _standing(one) for one in self.feed.solemn}
        if self.feed.age_s is None:
            return
        for one in self.feed.solemn:
            before, now = night.subjects_noted.get(one.subject), stands[one.subject]
            if now == before or now == "not_ours":
                continue
            state = "back" if before == "not_ours" else now
            await night.journal.log(
                "solemn",
                self.now,
                state=state,
                subject=one.subject,
                authors=one.authors,
                share=round(one.share, 3),
                said=one.posts[0].text if one.posts else None,
            )
        for subject in night.subjects_noted.keys() - stands.keys():
            await night.journal.log("solemn", self.now, state="over", subject=subject)
        night.subjects_noted = stands


def _standing(one: SolemnSeen) -> str:
    if one.not_ours_until is not None:
        return "not_ours"
    return "strong" if one.strong else "raised"
