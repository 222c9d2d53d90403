"""Orders about approvals: yes, ask for changes, take it back; and the gaps of a template.

A yes is said ahead of the night, by somebody whom the event names. On the night the second key is
turned instead.
"""

from collections.abc import Iterable
from dataclasses import replace

from controlroom.errors import Refused, WrongInput
from controlroom.event.answers import may_approve
from controlroom.event.approvals import Changed, changed_words, is_author
from controlroom.event.asset import Approval, Asset, Verdict
from controlroom.event.content import variant_digest
from controlroom.event.edits import apply
from controlroom.event.edits_people import PutApprovals, SayOfAll
from controlroom.event.people import same
from controlroom.event.slots import as_typed, gaps_in
from controlroom.event.wall_clock import typed_time
from controlroom.messages import At, Message, message
from controlroom.posting.who_may import people_of
from controlroom.room.floor import NOBODY_NAMED
from controlroom.room.proving import Proving

ALL = "all"
"""Instead of a channel: every one of the event's."""


class ApprovalOrders(Proving):
    """What approvers say of assets, and what the operator fills in."""

    async def approve(
        self,
        asset: str | None,
        channel: str,
        by: str | None,
        until: str | None,
        pin: str | None,
    ) -> None:
        """Say yes to what ``asset`` (or the chosen one) says and shows on ``channel`` or ALL.

        ``by`` is who says so, else whoever sits at the desk. ``until`` is a time in the event's
        zone at which the yes ends, or its last day; else it goes on. ``pin`` is the PIN or the code
        of whoever says so, unless they showed it when they sat down here. Raises ``Refused``,
        ``WrongInput``, VaultClosed.
        """
        before, channels = self._meant_by(asset, channel)
        ends = None if not until else self._ends_at(until)
        who = self._who_says(by)
        self._must_not_be_own(before, channels, who)
        await self.must_be(who, pin)
        await self._put_words(before, channels, who, Verdict.APPROVED, until=ends)
        on = self._titles_of(channels)
        if ends is None:
            self.say(message("approval.given", by=who, asset=before.title, on=on))
        else:
            until_when = self._when(ends)
            self.say(
                message("approval.given_until", by=who, asset=before.title, on=on, when=until_when)
            )

    async def ask_changes(self, asset: str | None, channel: str, by: str | None, note: str) -> None:
        """Ask that ``asset`` is changed on ``channel`` or ALL; ``note`` says how. This needs no
        key: whoever wants to stop something may."""
        before, channels = self._meant_by(asset, channel)
        if not (said := note.strip()):
            raise WrongInput(message("approval.no_note"))
        who = self._who_says(by)
        await self._put_words(before, channels, who, Verdict.CHANGES, note=said)
        on = self._titles_of(channels)
        self.say(message("approval.changes_asked", by=who, asset=before.title, on=on))

    async def take_back_approval(
        self, asset: str | None, channel: str, by: str | None, pin: str | None
    ) -> None:
        """What somebody said of ``asset`` on ``channel`` or ALL, a yes or a wish, counts no longer,
        and no older answer of theirs will.

        ``by`` is whose word it is, where several have said something; ``pin`` as with ``approve``.
        """
        before, channels = self._meant_by(asset, channel)
        who = _whose(before, channels, by)
        await self.must_be(who, pin)
        before = self.asset(before.slug)
        gone = [one for one in _words(before, channels) if same(one.by, who)]
        ended = tuple(
            replace(one, at=max(self.now, one.at), until=None, verdict=Verdict.WITHDRAWN, note="")
            for one in gone
        )
        left = tuple(one for one in before.approvals if one not in gone)
        await self.edit(PutApprovals(before.slug, (*left, *ended)), self.operator)
        for one in gone:
            await self._note_word("approval_taken_back", before, one, whose=one.by)
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

    # Ctrl+Z

    async def take_back_edit(self) -> None:
        """As ``Floor.take_back_edit``, with a line for each word that is another one then. Refused
        where a yes would stand again that somebody else was against."""
        before = self.event
        for asset, was, now in await self._words_undone():
            stopped = was is not None and was.verdict is not Verdict.APPROVED
            if was is None or not stopped or now is None or now.verdict is not Verdict.APPROVED:
                continue
            if not (self.sat_with_key and same(was.by, self.operator)):
                raise Refused(
                    message("approval.no_undo", by=was.by, asset=asset.title),
                    message("approval.no_undo.do", by=was.by),
                )
        await super().take_back_edit()
        for asset, was, now in changed_words(before, self.event):
            word = was or now
            assert word is not None
            await self._note_undone(asset, word.channel, was, now)

    async def _words_undone(self) -> list[Changed]:
        while True:
            before = self.event
            edit = await self.night.book.next_undo()
            if before is self.event:
                return [] if edit is None else changed_words(before, apply(before, edit)[0])

    async def _note_undone(
        self, asset: Asset, channel: str, was: Approval | None, now: Approval | None
    ) -> None:
        await self.night.journal.log(
            "word_undone",
            self.now,
            channel=channel,
            asset=asset.slug,
            by=self.operator,
            was=None if was is None else was.verdict.value,
            was_by=None if was is None else was.by,
            stands=None if now is None else now.verdict.value,
            stands_by=None if now is None else now.by,
        )

    # The same for all of them

    def _must_not_be_own(self, asset: Asset, channels: tuple[str, ...], who: str) -> None:
        for channel in channels:
            if is_author(asset, channel, who):
                raise Refused(message("approval.own", by=who, asset=asset.title))
            if is_author(asset, channel, NOBODY_NAMED):
                # Whoever it was, they wrote it at this desk.
                raise Refused(
                    message("approval.unnamed", asset=asset.title),
                    message("approval.unnamed.do"),
                )

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

    async def _note_word(
        self, kind: str, asset: Asset, said: Approval, whose: str | None = None
    ) -> None:
        """A line of the as-run log; ``whose`` word it was, where whoever sits here took it back."""
        await self.night.journal.log(
            kind,
            self.now,
            channel=said.channel,
            asset=asset.slug,
            by=said.by if whose is None else self.operator,
            whose=whose,
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
            raise WrongInput(message("approval.past", when=self._when(ends)))
        return ends

    def _when(self, micros: int) -> Message:
        """A time with its day, and its year where that is another."""
        at, now = At(micros, self.event.zone), At(self.now, self.event.zone)
        same_year = at.local().year == now.local().year
        return message("approval.when" if same_year else "approval.when_year", at=at)

    def _titles_of(self, channels: Iterable[str]) -> str:
        return ", ".join(self.around.rules[channel].title for channel in channels)


def _words(asset: Asset, channels: tuple[str, ...]) -> list[Approval]:
    """What was said and not taken back."""
    return [
        one
        for one in asset.approvals
        if one.channel in channels and one.verdict is not Verdict.WITHDRAWN
    ]


def _whose(asset: Asset, channels: tuple[str, ...], by: str | None) -> str:
    """Whose words are meant: those of ``by``, else of the only one who has said something."""
    names = dict.fromkeys(one.by for one in _words(asset, channels))
    meant = [name for name in names if not by or same(name, by)]
    if not meant:
        raise Refused(message("approval.nothing_said", asset=asset.title))
    if any(not same(name, meant[0]) for name in meant):
        raise Refused(message("approval.of_several", asset=asset.title, names=", ".join(meant)))
    return meant[0]
