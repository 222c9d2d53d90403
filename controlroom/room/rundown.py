"""Orders about the rundown: what happened, what was skipped, which side came true."""

from controlroom.errors import Refused
from controlroom.event.edits import DecideOutcome, MarkMoment, SkipMoment, UnmarkMoment
from controlroom.event.moment import Anchor, Moment
from controlroom.event.times import next_moment
from controlroom.messages import At, message
from controlroom.room.floor import Floor


class RundownOrders(Floor):
    """What the operator does with moments and the library."""

    async def mark(self, moment: str | None) -> None:
        """M: it is happening now. The chosen moment, else the next one with a time."""
        found = self.moment(moment) if moment else self._chosen()
        if found is None:
            raise Refused(message("mark.nothing"))
        if found.marked is not None:
            raise Refused(message("mark.already", moment=found.title))
        now = self.now
        await self.edit(MarkMoment(found.slug, now))
        self.selected_moment = None
        self.say(message("marked", moment=found.title, at=At(now, self.event.zone)))

    def _chosen(self) -> Moment | None:
        chosen = self.moment(self.selected_moment)
        if chosen is not None:
            return chosen
        preview = self.night.posting.preview
        staged = self.moment(preview.moment) if preview is not None else None
        if staged is not None and staged.marked is None and staged.anchor is not Anchor.FLOAT:
            return staged
        return next_moment(self.event, self.expected(), self.now)

    async def unmark(self) -> None:
        """Shift+M: the last mark was wrong."""
        marked = [m for m in self.event.moments if m.marked is not None]
        if not marked:
            raise Refused(message("unmark.nothing"))
        last = max(marked, key=lambda moment: moment.marked or 0)
        await self.edit(UnmarkMoment(last.slug))

    async def skip(self, moment: str | None) -> None:
        """X: let it pass."""
        found = self.moment(moment) if moment else self._chosen()
        if found is None or found.marked is not None:
            raise Refused(message("skip.nothing"))
        await self.edit(SkipMoment(found.slug))

    async def decide(self, outcome_set: str, outcome: str | None) -> None:
        """Arm one side of an outcome set (its slug, or its moment's). ``outcome``: a side's slug,
        its digit, or None (0) to open it again."""
        moment = self.moment(outcome_set)
        name = outcome_set if moment is None else moment.outcome_set
        known = next((one for one in self.event.outcome_sets if one.slug == name), None)
        if known is None:
            raise Refused(message("decide.nothing"))
        if outcome is not None and outcome.isdigit():
            place = int(outcome)
            if place > len(known.outcomes):
                raise Refused(message("decide.nothing"))
            outcome = known.outcomes[place - 1].slug if place else None
        await self.edit(DecideOutcome(known.slug, outcome))

    async def select_moment(self, moment: str) -> None:
        """A click: this one, or none when it was chosen already."""
        self.selected_moment = None if moment == self.selected_moment else moment
        self.changed()

    async def select_by(self, steps: int) -> None:
        """Arrow keys: the row above or below, in PREP the asset before or behind."""
        slugs = [moment.slug for moment in self.event.moments]
        if not slugs:
            return
        start = self.selected_moment
        if start is None:
            upcoming = next_moment(self.event, self.expected(), self.now)
            start = upcoming.slug if upcoming else slugs[0]
        place = max(0, min(len(slugs) - 1, slugs.index(start) + steps))
        self.selected_moment = slugs[place]
        self.changed()

    async def select_asset(self, asset: str) -> None:
        """Show this asset in PREP."""
        self.selected_asset = self.asset(asset).slug
        self.changed()

    async def search(self, text: str) -> None:
        """Find assets as one types."""
        self.searched = text
        await self.look_in_library()
        self.changed()

    async def filter_assets(self, name: str) -> None:
        """PREP's filter."""
        self.shown_filter = name
        self.changed()

    async def lay_out(self, layout: str) -> None:
        """Prep or Run; only PREP has both."""
        self.layout = layout
        self.changed()
