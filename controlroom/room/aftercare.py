"""Orders about what has left: retract, try again, look it up, say what became of it."""

from dataclasses import replace

from controlroom.errors import Refused
from controlroom.event.asset import Asset, Role
from controlroom.event.room_state import RoomState
from controlroom.messages import english, message
from controlroom.posting.looks import Evidence
from controlroom.posting.preview import By
from controlroom.posting.retract import MAY_BE_UP
from controlroom.room.floor import Floor

STAGES = frozenset({RoomState.REHEARSAL, RoomState.LIVE, RoomState.HOLD})
SENDS = frozenset({RoomState.REHEARSAL, RoomState.LIVE})


class AftercareOrders(Floor):
    """What the operator does with posts that are, or may be, public."""

    @property
    def left_before_hold(self) -> int:
        """How many posts were under way when HOLD came and are, or may be, public."""
        return self.night.posting.had_left() if self.now_state is RoomState.HOLD else 0

    async def retract(self, delivery: str) -> None:
        """Take down what is on air on every network, or one delivery; then the correction is
        staged."""
        if not delivery and self.now_state is RoomState.PREP:
            raise Refused(message("retract.nothing"))
        posting = self.night.posting
        named = tuple(row for row in posting.outbox.all if row.id == delivery)
        rows = named if delivery else posting.on_air()
        up = tuple(row for row in rows if row.state in MAY_BE_UP)
        slug = rows[0].asset if rows else None
        problems = await posting.retract(delivery)
        told = "; ".join(english(problem) for problem in problems) or None
        await self.night.journal.log(
            "retract",
            self.now,
            about=delivery or None,
            take=up[0].take if up else None,
            asset=slug,
            title=next((one.title for one in self.event.assets if one.slug == slug), slug),
            networks=list(dict.fromkeys(row.channel for row in up)),
            problems=told,
        )
        self.say(problems[0] if problems else message("retracted"))
        if not problems and slug is not None:
            await self._stage_correction(slug)

    async def _stage_correction(self, retracted: str) -> None:
        """The event's correction, unless that is what was retracted. What stood in Preview comes
        back with Space."""
        correction = self._correction()
        if correction is None or correction.slug == retracted or self.now_state not in STAGES:
            return
        posting = self.night.posting
        if posting.preview is not None:
            if posting.preview.asset.slug == correction.slug:
                return
            posting.kept.append(posting.preview)
            posting.clear()
            await self.night.journal.log("aside", self.now)
        how = message("staged.correction")
        self.put_in_preview(correction, None, By.AUTO, how)
        await self.night.journal.log("stage", self.now, asset=correction.slug, by=By.AUTO)
        self.say(message("retracted.correction", asset=correction.title))

    def _correction(self) -> Asset | None:
        slot = dict(self.event.slots).get("C")
        if slot is not None:
            return self.event.asset(slot)
        return next((one for one in self.event.assets if one.role is Role.CORRECTION), None)

    async def retry(self, delivery: str) -> None:
        """R: the network that failed; else Preview is staged again from the library."""
        preview = self.night.posting.preview
        try:
            await self.night.posting.retry(delivery)
        except Refused:
            if preview is None or delivery:
                raise
            fresh = replace(preview, asset=self.asset(preview.asset.slug))
            how = message("staged.again")
            self.put_in_preview(fresh.asset, fresh.moment, By.YOU, how, channels=fresh.channels)

    async def look_up(self, delivery: str) -> None:
        """Look on the network for a post of which nobody knows whether it is there."""
        await self.night.posting.look_up(delivery)
        await self._log("look_up", delivery)
        self.changed()

    async def resolve(self, delivery: str, verdict: str, url: str) -> None:
        """The operator's word on it: "sent", "not_sent" or "again"."""
        if verdict == "again" and self.now_state not in SENDS:
            raise Refused(message("hold.already" if self.held_since else "resolve.not_now"))
        await self.night.posting.resolve(delivery, verdict, url)
        await self._log("resolve", delivery, verdict=verdict, url=url or None)
        self.changed()

    async def _log(self, kind: str, delivery: str, **told: str | None) -> None:
        """A line with who, what, and what was seen when it was said."""
        posting = self.night.posting
        seen = posting.evidence.get(delivery, Evidence())
        row = posting.outbox.get(delivery)
        await self.night.journal.log(
            kind,
            self.now,
            state=row.state,
            by=self.operator,
            about=row.id,
            looked_at=seen.looked_at,
            looked=seen.times,
            seen=" ".join(one.receipt.url for one in seen.newest[:5]) or None,
            unseen=None if seen.problem is None else english(seen.problem),
            **told,
        )
