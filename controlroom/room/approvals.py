"""Orders about approvals: yes, ask for changes, take it back; and the gaps of a template.

A yes is said ahead of the night, by somebody whom the event names. On the night the second key is
turned instead.
"""

from collections.abc import Iterable

from controlroom.errors import Refused, WrongInput
from controlroom.event.answers import may_approve
from controlroom.event.asset import Approval, Asset, Verdict
from controlroom.event.content import variant_digest
from controlroom.event.edits_people import PutApprovals, SayOfAll
from controlroom.event.people import same
from controlroom.event.slots import as_typed, gaps_in
from controlroom.event.wall_clock import typed_time
from controlroom.messages import At, message
from controlroom.posting.who_may import people_of
from controlroom.room.floor import NOBODY_NAMED, Floor

ALL = "all"
"""Instead of a channel: every one of the event's."""


class ApprovalOrders(Floor):
    """What approvers say of assets, and what the operator fills in."""

    async def approve(
        self, asset: str | None, channel: str, by: str | None, until: str | None
    ) -> None:
        """Say yes to what ``asset`` (or the chosen one) says and shows on ``channel`` or ALL.

        ``by`` is who says so, else whoever sits at the desk. ``until`` is a time in the event's
        zone at which the yes ends, else it goes on. Raises ``Refused``, ``WrongInput``.
        """
        before, channels = self._meant_by(asset, channel)
        ends = None if not until else self._ends_at(until)
        who = self._who_says(by)
        await self._put_words(before, channels, who, Verdict.APPROVED, until=ends)
        on = self._titles_of(channels)
        if ends is None:
            self.say(message("approval.given", by=who, asset=before.title, on=on))
        else:
            at = At(ends, self.event.zone)
            self.say(message("approval.given_until", by=who, asset=before.title, on=on, at=at))

    async def ask_changes(self, asset: str | None, channel: str, by: str | None, note: str) -> None:
        """Ask that ``asset`` is changed on ``channel`` or ALL; ``note`` says how."""
        before, channels = self._meant_by(asset, channel)
        if not (said := note.strip()):
            raise WrongInput(message("approval.no_note"))
        who = self._who_says(by)
        await self._put_words(before, channels, who, Verdict.CHANGES, note=said)
        on = self._titles_of(channels)
        self.say(message("approval.changes_asked", by=who, asset=before.title, on=on))

    async def take_back_approval(self, asset: str | None, channel: str) -> None:
        """What was said of ``asset`` on ``channel`` or ALL, a yes or a wish, counts no longer."""
        before, channels = self._meant_by(asset, channel)
        gone = [one for one in before.approvals if one.channel in channels]
        if not gone:
            raise Refused(message("approval.nothing_said", asset=before.title))
        left = tuple(one for one in before.approvals if one not in gone)
        await self.edit(PutApprovals(before.slug, left), self.operator)
        for one in gone:
            await self._note_word("approval_taken_back", before, one)
        on = self._titles_of(one.channel for one in gone)
        self.say(message("approval.taken_back", asset=before.title, on=on))

    async def fill_slot(self, name: str, words: str) -> None:
        """Put ``words`` into the gap ``name`` of what stands in Preview; none: it is empty again.
        Words outside the gap's rule stand there, too, but nobody approved them."""
        posting = self.night.posting
        preview = posting.preview
        if preview is None:
            frozen = posting.shown_take is not None
            raise Refused(message("edit.frozen" if frozen else "edit.nothing"))
        asset = preview.asset
        gaps = gaps_in(asset, preview.channels_of(self.event))
        slot = next((one for one in asset.slots if one.name == name and name in gaps), None)
        if slot is None:
            if not gaps:
                raise Refused(message("gap.none", asset=asset.title))
            raise Refused(message("gap.unknown", name=name, names=", ".join(gaps)))
        said = as_typed(slot, words)
        self.forget_key()
        posting.fill(name, said)
        # A program that is killed now finds it again.
        await self.night.journal.log("fill", self.now, name=name, words=said)

    # The same for all of them

    async def _put_words(
        self,
        asset: Asset,
        channels: tuple[str, ...],
        who: str,
        verdict: Verdict,
        *,
        until: int | None = None,
        note: str = "",
    ) -> None:
        words = tuple(
            Approval(
                channel,
                who,
                self.now,
                asset.version,
                variant_digest(asset, channel),
                until,
                verdict,
                note,
            )
            for channel in channels
        )
        await self.edit(SayOfAll(asset.slug, words), self.operator)
        kind = "approval" if verdict is Verdict.APPROVED else "changes_asked"
        for one in words:
            await self._note_word(kind, asset, one)

    async def _note_word(self, kind: str, asset: Asset, said: Approval) -> None:
        await self.night.journal.log(
            kind,
            self.now,
            channel=said.channel,
            asset=asset.slug,
            by=said.by,
            version=said.version,
            digest=said.digest,
            until=said.until,
            note=said.note or None,
        )

    def _meant_by(self, slug: str | None, channel: str) -> tuple[Asset, tuple[str, ...]]:
        if (named := slug or self.selected_asset) is None:
            raise Refused(message("approval.no_asset"))
        asset, channels = self.asset(named), self.event.channels
        if not channels:
            raise Refused(message("approval.no_channels"))
        if channel == ALL:
            return asset, channels
        if channel not in channels:
            names = ", ".join((*channels, ALL))
            raise Refused(message("approval.no_channel", channel=channel, names=names))
        return asset, (channel,)

    def _who_says(self, name: str | None) -> str:
        """Who says it, as the event writes the name. ``Refused`` for anybody who may not."""
        said = " ".join((name or "").split())
        if not said:
            if self.operator == NOBODY_NAMED:
                raise Refused(message("approval.nobody"))
            said = self.operator
        people = people_of(self.event)
        if not people:
            return said
        for person in people:
            if same(person.name, said) and may_approve(person):
                return person.name
        known = [person.name for person in people if may_approve(person)]
        if not known:
            raise Refused(message("approval.no_approvers", by=said))
        raise Refused(message("approval.no_approver", by=said, names=", ".join(known)))

    def _ends_at(self, until: str) -> int:
        ends = typed_time(until, self.event.zone)
        if ends is None:
            raise WrongInput(message("approval.no_time", typed=until))
        if ends <= self.now:
            raise WrongInput(message("approval.past", at=At(ends, self.event.zone)))
        return ends

    def _titles_of(self, channels: Iterable[str]) -> str:
        return ", ".join(self.around.rules[channel].title for channel in channels)
