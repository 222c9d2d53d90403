"""Orders about Preview: what is staged, edited, taken, cancelled."""

import logging

from controlroom.channels.reading import has_half
from controlroom.clock import MICROS
from controlroom.desk.facts import Alarm
from controlroom.errors import Refused, WrongInput
from controlroom.event.approvals import is_approved
from controlroom.event.asset import Asset
from controlroom.event.edits import EditWords, MarkMoment
from controlroom.event.moment import Anchor, Moment
from controlroom.event.room_state import RoomState
from controlroom.event.times import window_left_s
from controlroom.guards.known import Level
from controlroom.guards.poll import GoPoll, poll
from controlroom.messages import Message, message
from controlroom.posting.at_wire import AtWire
from controlroom.posting.outbox import Told
from controlroom.posting.preview import CAME_BACK, By, Preview
from controlroom.posting.take import Take
from controlroom.posting.who_may import people_of
from controlroom.room.as_run_take import take_told
from controlroom.room.floor import NOBODY_NAMED, Floor
from controlroom.room.offers import ahead, may_be_offered, posted

LOG = logging.getLogger("controlroom.room")

COMMAND_LINE = "command"
"""Who orders when it is the command line."""
CORRECTION = "C"
LONGEST_SEEN = 64
"""Characters of a fingerprint."""


class StagingOrders(Floor):
    """What the operator does with Preview and TAKE."""

    # Staging

    async def stage_next(self) -> None:
        """Space: a cancelled post first, then what is happening, then what comes."""
        posting = self.night.posting
        if posting.kept:
            kept = posting.kept.pop()
            how = message(CAME_BACK)
            await self._stage(kept.asset.slug, kept.moment, By.YOU, how, kept.channels, kept.asset)
            return
        found = self.next_cue()
        if found is None:
            raise Refused(message("stage.nothing_next"))
        await self._stage(found[0], found[1], By.YOU, message("staged.space"))

    def next_cue(self) -> tuple[str, str] | None:
        """(asset, moment) that comes next: of moments whose window is open, then of the next."""
        event, now = self.event, self.now
        up = posted(self.night.posting.outbox.all)
        happening = [
            moment
            for moment in event.moments
            if moment.marked is not None
            and (window_left_s(event, moment, moment.marked, now) or 0) > 0
        ]
        happening.sort(key=lambda moment: -(moment.marked or 0))
        for moment in [*happening, *(moment for _, moment in ahead(event, self.expected(), now))]:
            cues = event.cues_of(moment.slug)
            if any(cue.asset in up for cue in cues):
                continue
            for cue in cues:
                if may_be_offered(event, event.asset(cue.asset), now, up):
                    return cue.asset, moment.slug
        return None

    async def stage_suggestion(self, digit: str) -> None:
        """1-4: what the eye saw there."""
        offers = self.night.offers
        place = int(digit) - 1
        if place >= len(offers):
            raise Refused(message("stage.no_suggestion", digit=digit))
        offer = offers[place]
        await self._stage(offer.asset, offer.moment, By.YOU, message("staged.key", key=digit))

    async def stage_slot(self, digit: str) -> None:
        """5-9, 0 and C: the fixed slots."""
        slug = dict(self.event.slots).get(digit)
        if slug is None and digit == CORRECTION:
            slug = next((a.slug for a in self.event.assets if a.role == "correction"), None)
        if slug is None:
            raise Refused(message("stage.no_slot", digit=digit))
        moment = self._moment_for(slug)
        await self._stage(slug, moment, By.YOU, message("staged.key", key=digit))

    async def stage_asset(
        self, asset: str, moment: str | None, channels: tuple[str, ...] | None, source: str
    ) -> None:
        """Any asset, by name; for ``channels`` only, or (None) for all. Whoever sits at the desk
        did not stage what the command line did."""
        for channel in channels or ():
            if self.event.account(channel) is None:
                raise Refused(message("stage.no_account", network=channel))
        moment = moment or self._moment_for(asset)
        if source == COMMAND_LINE:
            await self._stage(asset, moment, By.COMMAND, message("staged.command"), channels)
        else:
            await self._stage(asset, moment, By.YOU, message("staged.click"), channels)

    def _moment_for(self, asset: str) -> str | None:
        """The moment an asset goes with now: one that is happening, else one a spike speaks of."""
        for offer in self.night.offers:
            if offer.asset == asset and offer.moment is not None:
                return offer.moment
        open_ones = [
            moment
            for cue in self.event.cues
            if cue.asset == asset
            and (moment := self.moment(cue.moment)) is not None
            and moment.marked is not None
        ]
        return max(open_ones, key=lambda m: m.marked or 0).slug if open_ones else None

    async def auto_stage(self) -> None:
        """At T−90 s, when Preview is empty and nobody touched it. Never a side of an outcome,
        a FLOAT, a SILENT moment or words nobody approved."""
        posting = self.night.posting
        if posting.preview is not None or posting.shown_take is not None or posting.kept:
            return
        before = self.event.settings.auto_stage_before_s * MICROS
        for at, moment in ahead(self.event, self.expected(), self.now):
            due = 0 <= at - self.now <= before and moment.slug not in self.night.declined
            asset = self._for_auto_stage(moment) if due else None
            if asset is not None:
                await self._stage(asset, moment.slug, By.AUTO, message("staged.auto"))
                return

    def _for_auto_stage(self, moment: Moment) -> str | None:
        up = posted(self.night.posting.outbox.all)
        for cue in self.event.cues_of(moment.slug):
            asset = self.event.asset(cue.asset)
            approved = is_approved(asset, self.event.channels, self.now)
            if cue.outcome is None and approved and may_be_offered(self.event, asset, self.now, up):
                return asset.slug
        return None

    async def _stage(
        self,
        slug: str,
        moment: str | None,
        by: By,
        how: Message,
        channels: tuple[str, ...] | None = None,
        kept: Asset | None = None,
    ) -> None:
        asset = kept if kept is not None else self.asset(slug)
        if self.now_state not in (RoomState.REHEARSAL, RoomState.LIVE, RoomState.HOLD):
            raise Refused(message("take.closed", state=message(f"state.{self.now_state}")))
        self.put_in_preview(asset, moment, by, how, channels=channels)
        await self._accept_spike(moment)
        only = None if channels is None else ",".join(channels)
        back = 1 if kept is not None else None
        await self.night.journal.log(
            "stage", self.now, asset=slug, moment=moment, by=by, channels=only, back=back
        )

    async def _accept_spike(self, slug: str | None) -> None:
        """Staging a cue of a moment that a spike speaks of marks it at the spike, unless the
        spike still speaks of a moment that is marked already."""
        moment, spike = self.moment(slug), self.feed.spike
        if moment is None or spike is None or moment.anchor is not Anchor.FLOAT:
            return
        if moment.marked is not None or not set(moment.terms) & set(spike.terms):
            return
        known = any(
            set(other.terms) & set(moment.terms) & set(spike.terms)
            and (window_left_s(self.event, other, other.marked, self.now) or 0) > 0
            for other in self.event.moments
            if other.marked is not None
        )
        if not known:
            await self.edit(MarkMoment(moment.slug, spike.at, by_spike=True))

    async def clear_preview(self) -> None:
        """Empty Preview; what was auto-staged for this moment is not staged again."""
        preview = self.night.posting.preview
        if preview is not None and preview.moment is not None:
            self.night.declined.add(preview.moment)
        self.night.posting.clear()
        await self.night.journal.log("clear", self.now)

    @property
    def may_write(self) -> bool:
        """Whether words can be written in PREP: where people are named, once somebody said who sits
        here. Nobody approves their own, so it has to be known whose they are."""
        return self.operator != NOBODY_NAMED or not people_of(self.event)

    async def edit_words(self, channel: str, words: str, asset: str | None) -> None:
        """In PREP the words of ``asset`` (or the chosen one), at the desk those in Preview."""
        if has_half(words):
            raise WrongInput(message("text.half_character"))
        if self.now_state is RoomState.PREP:
            if (slug := asset or self.selected_asset) is None:
                raise Refused(message("edit.nothing"))
            if not self.may_write:
                raise Refused(message("edit.who"))
            await self.edit(EditWords(slug, channel, words, self.operator))
            return
        self.forget_key()
        self.night.posting.edit_words(channel, words)
        # A program that is killed now finds them again.
        await self.night.journal.log("words", self.now, channel=channel, words=words)

    # TAKE

    async def take(self, fingerprint: str, source: str, hold: float | None) -> None:
        """Send what is in Preview, if it is what was seen. From the command line the hold window
        may be as short as ``hold`` seconds."""
        try:
            preview = self.night.posting.may_take(fingerprint)
            answers = self._may_go_out(preview, fingerprint)
            level = answers.level
            window = self._window_s(level, source, hold)
        except Refused as refusal:
            self.refused(refusal.what_happened, take=True)
            stood = self.night.posting.preview
            await self.note_refusal(refusal, source, stood, seen=fingerprint)
            raise
        key_by, key_how = self.turned_by if self.turned_by and level is Level.CAUTION else ("", "")
        self.refusal = None
        self.forget_key()
        now = self.now
        told = take_told(self, preview, answers, window) | {
            "asset": preview.asset.slug,
            "moment": preview.moment,
            "by": source,
            "key_by": key_by or None,
            "key_how": key_how or None,
        }
        taken = await self._take(preview, window, answers, told)
        self.night.stopwatch.taken(taken.id, now)

    async def _take(
        self, preview: Preview, window: float, answers: GoPoll, told: dict[str, Told]
    ) -> Take:
        """Take it, its line with it. Raises ``Refused`` where that cannot be written down."""
        in_hold = self.now_state is RoomState.HOLD
        try:
            return await self.night.posting.take(
                preview, window, in_hold=in_hold, asked=answers.asked, told=told
            )
        except Exception as problem:
            LOG.exception("TAKE could not be written down")
            refusal = Refused(message("take.not_written"), message("take.not_written.do"))
            self.refused(refusal.what_happened, take=True)
            raise refusal from problem

    async def note_refusal(
        self,
        refusal: Refused,
        source: str,
        preview: Preview | None,
        *,
        seen: str | None = None,
        **about: Told,
    ) -> None:
        """A line of the log that TAKE was refused: what stood in ``preview``, the fingerprint that
        was ``seen``, and what else it was ``about``. The refusal stands where that cannot be
        written down."""
        try:
            told: dict[str, Told] = {"seen": (seen or "")[:LONGEST_SEEN] or None}
            if preview is not None:
                told |= take_told(self, preview, poll(self.known(preview, seen=seen)), None)
                told |= {"asset": preview.asset.slug, "moment": preview.moment}
            why = str(refusal)
            await self.night.journal.log("take_refused", self.now, told | about, why=why, by=source)
        except Exception:
            LOG.exception("a refusal of TAKE could not be written down")

    def _window_s(self, level: Level, source: str, hold: float | None) -> float:
        """Seconds between TAKE and the wire: more under CAUTION, as for words nobody approved."""
        settings, careful = self.event.settings, level is Level.CAUTION
        window = settings.caution_hold_window_s if careful else settings.hold_window_s
        if hold is None:
            return window
        if source != COMMAND_LINE or not hold >= 0:
            raise Refused(message("take.no_hold"))
        return min(hold, window)

    def may_still_go(self, post: AtWire) -> Message | None:
        """Why a post that was taken must not leave now, or None. Asked right before it is sent.

        Nobody has said yes to a CAUTION that was not there at TAKE.
        """
        answers = poll(self.known(post.preview, post=post))
        worst = answers.worst
        if worst is not None and answers.level is Level.NO_GO:
            return message("take.no_go", label=worst.label, detail=worst.detail)
        raised = answers.unasked(post.asked)
        if raised is not None:
            return message("take.raised", label=raised.label, detail=raised.detail)
        return None

    def _may_go_out(self, preview: Preview, seen: str) -> GoPoll:
        answers = poll(self.known(preview, seen=seen))
        worst = answers.worst
        if worst is not None and answers.level is Level.NO_GO:
            raise Refused(message("take.no_go", label=worst.label, detail=worst.detail))
        needs_key = worst is not None and answers.level is Level.CAUTION
        if needs_key and worst is not None and not self.key_turned(answers):
            raise Refused(message("take.second_key", label=worst.label, detail=worst.detail))
        return answers

    async def take_now(self) -> None:
        """Shorten the newest pending post's hold window, where the event allows it."""
        if not self.around.take_now:
            raise Refused(message("take_now.off"))
        take = self.night.posting.newest_pending()
        if take is None:
            raise Refused(message("cancel.nothing"))
        self.night.posting.shorten(take)
        await self.night.journal.log("take_now", self.now, take=take.id)

    async def cancel_newest(self) -> None:
        """Esc: the newest pending post stays here."""
        take = self.night.posting.newest_pending()
        if take is None:
            raise Refused(message("cancel.nothing"))
        await self.night.posting.cancel(take, keep=False)
        await self.night.journal.log("cancel", self.now, take=take.id)
        self.say(message(self._how_far(take), asset=take.preview.asset.title))

    async def undo(self) -> None:
        """Ctrl+Z: a pending post first, else the newest edit."""
        if self.night.posting.newest_pending() is not None:
            await self.cancel_newest()
            return
        await self.take_back_edit()
        self.say(message("undone"))

    def unwritten_alarms(self) -> list[Alarm]:
        """What stays here, and could not be written down so far."""
        do = message("alarm.unwritten.do")
        return [
            Alarm(
                f"unwritten {take.id}",
                1,
                message("alarm.unwritten", asset=take.preview.asset.title),
                do,
                self.now,
            )
            for take in self.night.posting.unwritten()
        ]

    def _how_far(self, take: Take) -> str:
        """The sentence for a take that was cancelled: whether any of it left."""
        return "cancelled" if self.night.posting.stayed_whole(take) else "cancelled.partly"
