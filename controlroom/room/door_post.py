"""``post`` from outside the window: stage, show what will be sent, TAKE that, follow it up.

The same in a room of its own and in one that runs already. Without the word LIVE nothing is sent;
with it the room goes LIVE for this post only, unless it is LIVE already.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Coroutine, Iterable
from contextlib import asynccontextmanager, nullcontext, suppress
from typing import Any

from controlroom.channels.table import CHANNELS
from controlroom.clock import gesture_seconds
from controlroom.errors import Refused, WrongInput
from controlroom.event.asset import Asset
from controlroom.event.delivery import Delivery, DeliveryState
from controlroom.event.live_event import Policy
from controlroom.event.room_state import RoomState
from controlroom.guards.known import Level, OnChannel
from controlroom.guards.poll import GoPoll, poll
from controlroom.messages import english, message
from controlroom.posting.posts import described, posts_of
from controlroom.posting.preview import By, Preview
from controlroom.posting.take_guard import AFTER_FOREIGN_CHANGE_S
from controlroom.room.door_accounts import sign_in_for_now
from controlroom.room.door_lines import delivery_line, poll_line, problems_of
from controlroom.room.door_visit import (
    DONE,
    REFUSED,
    UNKNOWN,
    Line,
    NotKnown,
    Premises,
    Visitor,
    Wish,
)
from controlroom.room.ordered import ordered_by
from controlroom.room.room import Room
from controlroom.room.staging import COMMAND_LINE
from controlroom.room.states import NIGHT_OVER

LOG = logging.getLogger("controlroom.room.door")

LOOK_EVERY_S = 0.05
STAGE_WITHIN_S = 180.0
TRIES_S = 15.0
"""How long a network that cannot be reached is tried before the poll is asked all the same."""
ENDS_WITHIN_S = 30.0

LOOKED_FOR_S = 60.0
CANNOT_TELL_S = 12.0
READ_BACK_WITHIN_S = 6.0

S = DeliveryState
WAITS = frozenset({S.PENDING, S.WAITING})


async def post(premises: Premises, wish: Wish, visitor: Visitor) -> int:
    """Post one asset; the exit code. Raises UserFacingError."""
    room = premises.room
    assert room is not None
    async with premises.turn:
        return await _Post(premises, room, wish, visitor).run()


class _Post:
    def __init__(self, premises: Premises, room: Room, wish: Wish, visitor: Visitor) -> None:
        self._room = room
        self._visitor = visitor
        self._premises = premises
        self._live = wish.yes("live")
        self._ask_secret = wish.yes("ask_secret")
        self._hold = wish.number("hold")
        self._slug = wish.text("asset")
        self._moment = wish.maybe("moment")
        self._channels = tuple(dict.fromkeys(wish.texts("channels")))
        self._shown: Preview | None = None
        self._take: str | None = None

    async def run(self) -> int:
        async with self._refusals_noted():
            asset = self._possible()
        if self._ask_secret:
            await sign_in_for_now(self._premises, self._channels, self._visitor)
        room, posting = self._room, self._room.night.posting
        async with live_for_this(room) if self._live else nullcontext():
            try:
                async with self._refusals_noted():
                    fingerprint, prices = await self._look(asset)
                rows = await self._send(fingerprint)
            finally:
                await asyncio.shield(self._tidy())
        for row in rows:
            now = posting.outbox.get(row.id)
            price = prices.get(row.channel)
            line = delivery_line(now, price=price, fingerprint=fingerprint)
            await self._visitor.tell(line)
        return ended([posting.outbox.get(row.id) for row in rows])

    @asynccontextmanager
    async def _refusals_noted(self) -> AsyncIterator[None]:
        """What was to be sent, and is refused before TAKE, is in the log as a TAKE would be."""
        try:
            yield
        except Refused as refusal:
            if self._live:
                about = {"asset": self._slug, "moment": self._moment}
                with ordered_by(self._room.operator):
                    await self._room.note_refusal(refusal, COMMAND_LINE, self._shown, **about)
            raise

    # Before anything is touched

    def _possible(self) -> Asset:
        """The asset. Raises where this cannot be posted at all."""
        room, event = self._room, self._room.event
        for channel in self._channels:
            if channel in event.channels:
                continue
            networks = ", ".join(event.channels)
            if any(plugin.key == channel for plugin in CHANNELS.known()):
                raise Refused(
                    message("post.no_account", channel=channel, event=event.slug),
                    message("post.no_account.do", channel=channel, event=event.slug),
                )
            raise WrongInput(
                message("post.no_channel", channel=channel, event=event.slug),
                message("post.no_channel.do", networks=networks),
            )
        asset = next((one for one in event.assets if one.slug == self._slug), None)
        if asset is None:
            raise WrongInput(
                message("post.no_asset", asset=self._slug, event=event.slug),
                message("post.no_asset.do", assets=", ".join(one.slug for one in event.assets)),
            )
        if self._moment is not None and room.moment(self._moment) is None:
            raise WrongInput(message("post.no_moment", moment=self._moment, event=event.slug))
        if room.state is RoomState.HOLD:
            raise Refused(message("post.held"), message("post.held.do", event=event.slug))
        begins = room.state in NIGHT_OVER and not room.night.simulated
        if room.state is not RoomState.LIVE and not begins:
            raise Refused(message("post.not_now", state=message(f"state.{room.state}")))
        if room.night.posting.preview is not None:
            raise Refused(message("post.preview_taken"), message("post.preview_taken.do"))
        return asset

    # Looking

    async def _look(self, asset: Asset) -> tuple[str, dict[str, float]]:
        """Stage it and tell all that would be sent: its fingerprint, and the price by channel."""
        room = self._room
        if room.state is RoomState.LIVE:
            channels = ",".join(self._channels)
            given = {"asset": asset.slug, "channels": channels, "source": "command"}
            if self._moment is not None:
                given["moment"] = self._moment
            await room.carry_out("stage_asset", given)
        else:
            # Beside a night nothing stands in Preview; it is made ready for this look only.
            how = message("staged.command")
            room.put_in_preview(asset, self._moment, By.COMMAND, how, channels=self._channels)
        self._shown = preview = room.night.posting.preview
        assert preview is not None
        await self._until_ready(preview)
        known = room.known(preview)
        prices: dict[str, float] = {}
        for on in known.channels:
            line = self._preview_line(preview, on)
            prices[on.channel] = line["price"]
            await self._visitor.tell(line)
        answers = poll(known)
        fingerprint = preview.fingerprint(room.event)
        await self._visitor.tell(poll_line(answers, fingerprint))
        self._refuse(answers)
        if answers.level is Level.CAUTION:
            await self._turn_second_key(answers)
        return fingerprint, prices

    async def _until_ready(self, preview: Preview) -> None:
        room, started = self._room, gesture_seconds()
        shown: dict[str, float] = {}
        channels = preview.channels_of(room.event)
        ways = [one for one in channels if one in room.night.posting.channels]
        while True:
            waits = []
            for channel in ways:
                how_far = room.night.posting.stager.readiness(channel)
                tries = how_far.waits_until is not None
                passed = gesture_seconds() - started
                if how_far.staged is not None or (how_far.problem is not None and not tries):
                    continue
                if passed < (TRIES_S if tries else STAGE_WITHIN_S):
                    waits.append(channel)
                if shown.get(channel) != (share := round(how_far.share, 1)):
                    shown[channel] = share
                    line: Line = {"kind": "staging", "channel": channel, "share": share}
                    await self._visitor.tell(line)
            if not waits:
                break
            await asyncio.sleep(LOOK_EVERY_S)
        # A press of TAKE right after a change does not count, whoever presses.
        if (settled := preview.changed + AFTER_FOREIGN_CHANGE_S - room.gestures()) > 0:
            await asyncio.sleep(settled + LOOK_EVERY_S)
        await room.tick()

    def _preview_line(self, preview: Preview, on: OnChannel) -> Line:
        room, asset = self._room, preview.asset
        account = room.event.account(on.channel)
        assert account is not None
        posts = posts_of(asset, account, described)
        way = room.night.posting.channels.get(on.channel)
        price = sum(way.price(post) for post in posts) if way is not None else 0.0
        return {
            "kind": "preview",
            "event": room.event.slug,
            "asset": asset.slug,
            "moment": preview.moment,
            "channel": on.channel,
            "network": on.title,
            "handle": account.handle,
            "name": account.name,
            "server": account.server,
            "signed_in": on.signed_in,
            "words": posts[0].text,
            "thread": [post.text for post in posts[1:]],
            "pictures": [
                {"sha256": one.sha256, "name": one.name, "mime": one.mime, "alt": one.alt}
                for one in asset.pictures_for(on.channel)
            ],
            "link": posts[0].card.url if posts[0].card is not None else None,
            "reply_to": posts[0].reply_to or None,
            "length": on.count,
            "limit": on.limit,
            "price": price,
            "problem": problems_of(on),
        }

    def _refuse(self, answers: GoPoll) -> None:
        worst = answers.worst
        if worst is not None and answers.level is Level.NO_GO:
            raise Refused(message("take.no_go", label=worst.label, detail=worst.detail))
        if not self._live:
            raise Refused(message("post.needs_live"), message("post.needs_live.do"))

    async def _turn_second_key(self, answers: GoPoll) -> None:
        room, worst = self._room, answers.worst
        assert worst is not None
        if room.event.settings.policy is Policy.SOLO:
            asked: Line = {"label": english(message("cli.reason")), "secret": False}
            reason = await self._visitor.ask("reason", asked)
            await room.carry_out("solo_key", {"reason": reason})
            return
        if not await room.key_is_set_up():
            raise Refused(
                message("take.second_key", label=worst.label, detail=worst.detail),
                message("post.no_second_key", event=room.event.slug),
            )
        line: Line = {"label": poll_line(answers, None)["answers"]}
        digits = await self._visitor.ask("second_key", line)
        await room.carry_out("second_key", {"digits": digits, "enter": "yes"})

    # Sending

    async def _send(self, fingerprint: str) -> tuple[Delivery, ...]:
        room = self._room
        before = set(room.night.posting.takes)
        given = {"fingerprint": fingerprint, "source": "command"}
        if self._hold is not None:
            given["hold"] = f"{self._hold:g}"
        try:
            await whole(room.carry_out("take", given))
        finally:
            # Known to ``_tidy`` even if the visitor left while it was written down.
            self._take = next(iter(set(room.night.posting.takes) - before), None)
        assert self._take is not None
        rows = room.night.posting.outbox.of_take(self._take)
        await until_settled(room, {row.id for row in rows}, self._tell_move)
        return rows

    async def _tell_move(self, row: Delivery) -> None:
        await self._visitor.tell({**delivery_line(row), "kind": "moved"})

    # Leaving things as they were

    async def _tidy(self) -> None:
        """What has not left stays here, what has is followed to its end; Preview is emptied."""
        posting = self._room.night.posting
        take = posting.takes.get(self._take) if self._take is not None else None
        if take is not None and take.in_motion():
            if posting.is_unsent(take):
                await posting.cancel(take, keep=False)
            with suppress(TimeoutError):
                async with asyncio.timeout(ENDS_WITHIN_S):
                    await asyncio.gather(*take.tasks, return_exceptions=True)
        preview = posting.preview
        if preview is not None and preview.asset.slug == self._slug:
            posting.clear()
        self._room.draw()


@asynccontextmanager
async def live_for_this(room: Room) -> AsyncIterator[None]:
    """Be LIVE while the block runs. A room that is LIVE already stays it; a HOLD that somebody
    ordered meanwhile stands."""
    entered = room.state in NIGHT_OVER
    try:
        if entered:
            await whole(room.live_for_a_command())
        yield
    finally:
        if entered and room.state is RoomState.LIVE:
            await asyncio.shield(_back_to_prep(room))


async def whole(work: Coroutine[Any, Any, None]) -> None:
    """Carry ``work`` to its end although the visitor may leave in the middle of it: half a TAKE, or
    half a change of state, is nothing anybody could tidy up."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        raise


def _patience(room: Room, row: Delivery) -> float:
    """Seconds something more is waited for. An unknown outcome goes on being looked for, but a
    network that cannot tell for sure will not tell later either."""
    if row.state is S.ACCEPTED:
        return READ_BACK_WITHIN_S
    if row.state not in (S.UNKNOWN, S.SENDING):
        return 0.0
    way = room.night.posting.channels.get(row.channel)
    return LOOKED_FOR_S if way is not None and way.honours_key else CANNOT_TELL_S


async def _back_to_prep(room: Room) -> None:
    try:
        await room.carry_out("wrap", {})
        await room.carry_out("prep", {})
    except Refused as refusal:
        # Somebody at the desk has something pending: the night has begun for them.
        LOG.info("the room stays LIVE: %s", refusal)


async def until_settled(
    room: Room,
    deliveries: Collection[str],
    moved: Callable[[Delivery], Awaitable[None]] | None = None,
) -> None:
    """Wait until no more can be learned of ``deliveries`` soon; ``moved`` hears of each step."""
    posting, shown = room.night.posting, dict[str, DeliveryState]()
    quiet_since: float | None = None
    while True:
        rows = [posting.outbox.get(delivery) for delivery in deliveries]
        takes = [posting.takes[row.take] for row in rows if row.take in posting.takes]
        moving = any(take.holding or take.followed or take.in_motion() for take in takes)
        for row in rows:
            if moved is not None and shown.get(row.id) is not row.state:
                shown[row.id] = row.state
                await moved(row)
        if not moving and not any(row.state in WAITS for row in rows):
            quiet_since = quiet_since or gesture_seconds()
            passed = gesture_seconds() - quiet_since
            if all(passed >= _patience(room, row) for row in rows):
                return
        await asyncio.sleep(LOOK_EVERY_S)


def ended(rows: Collection[Delivery]) -> int:
    """Done; else the error that says what is not. Raises ``Refused`` and ``NotKnown``."""
    code = code_of(rows)
    if code == UNKNOWN:
        open_ones = [row for row in rows if row.state in (S.UNKNOWN, S.SENDING)]
        channels = ", ".join(row.channel for row in open_ones)
        raise NotKnown(
            message("post.unknown", channels=channels),
            message("post.unknown.do", delivery=open_ones[0].id),
        )
    if code == REFUSED:
        why = " ".join(
            english(message("post.not_there", channel=row.channel, why=row.problem or row.state))
            for row in rows
            if code_of([row]) == REFUSED
        )
        raise Refused(message("words", words=why))
    return code


def code_of(rows: Iterable[Delivery]) -> int:
    """The exit code for what became of these: an unknown outcome outweighs a refusal."""
    states = {row.state for row in rows}
    if states & {S.UNKNOWN, S.SENDING}:
        return UNKNOWN
    if states & {S.REFUSED, S.CANCELLED, S.PENDING, S.WAITING}:
        return REFUSED
    return DONE
