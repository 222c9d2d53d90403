"""The accounts somebody signed in to: kept without their secrets, and bound to events."""

import io
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace

import msgspec

from controlroom.accounts.ways_in import SignedIn
from controlroom.clock import Clock
from controlroom.errors import Refused, WrongInput
from controlroom.event.edits import BindAccount, Edit, UnbindAccount
from controlroom.event.live_event import Account
from controlroom.event.room_state import RoomState
from controlroom.messages import message
from controlroom.room.as_run_take import edit_told
from controlroom.room.floor import NOBODY_NAMED
from controlroom.room.opening import BUNDLED, bring_event
from controlroom.room.room import Room
from controlroom.store.open import Store
from controlroom.store.thread import StoreThread

KEPT = "accounts"
LOCKED = (RoomState.LIVE, RoomState.HOLD)


@dataclass(frozen=True, slots=True)
class Bound:
    """What came of binding: the ``events`` (slugs) that post as ``account``, and those that would
    but for their being LIVE or on HOLD."""

    account: Account
    events: tuple[str, ...]
    locked: tuple[str, ...] = ()


def kept_accounts(store: Store) -> tuple[Account, ...]:
    """Every account somebody signed in to, in the order they were added."""
    return tuple(msgspec.convert(one, Account) for one in store.settings.get(KEPT, []))


def same_account(one: Account, other: Account) -> bool:
    """Whether both are one identity on one network, however the handle was written."""
    return one.channel == other.channel and plain(one.handle) == plain(other.handle)


def find_kept(store: Store, channel: str, handle: str) -> Account:
    """The kept account of that name. ``WrongInput`` if there is none."""
    asked = Account(channel, handle, "")
    for one in kept_accounts(store):
        if same_account(one, asked):
            return one
    raise WrongInput(
        message("account.unknown", channel=channel, handle=handle), message("account.unknown.do")
    )


def events_of(store: Store, account: Account) -> tuple[str, ...]:
    """The slugs of the events that post as ``account``."""
    return tuple(
        line.slug
        for line in store.events.list_events()
        if any(same_account(one, account) for one in store.events.load_event(line.slug).accounts)
    )


class Accounts:
    """Keeps and binds, in the store and, where one is open, in the running ``room``."""

    def __init__(self, thread: StoreThread, clock: Clock, room: Room | None = None) -> None:
        self._thread = thread
        self._clock = clock
        self._room = room

    async def check_event(self, slug: str) -> None:
        """``WrongInput`` where there is no such event, ``Refused`` where its accounts are locked:
        asked before anybody types a password."""
        await self._thread.run(bring_event, self._thread.store, slug)
        if await self._thread.run(_is_locked, self._thread.store, slug):
            raise Refused(message("account.locked", event=slug), message("account.locked.do"))

    async def add(self, account: Account, avatar: bytes | None, event: str | None) -> Bound:
        """Keep ``account`` and bind it: to ``event``, or to every event that names its network but
        has nobody signed in there, or this very account."""
        if avatar is not None:
            sha256 = await self._thread.run(_keep_picture, self._thread.store, avatar)
            account = replace(account, avatar=sha256)
        chosen = await self._thread.run(_events_for, self._thread.store, account, event)
        await self._thread.run(_keep, self._thread.store, account)
        bound, locked = [], []
        for slug in chosen:
            before = await self._thread.run(_account_of, self._thread.store, slug, account.channel)
            if account.avatar is None and before is not None and before.avatar is not None:
                account = replace(account, avatar=before.avatar)
            if before is not None and replace(before, confirmed="", confirmed_at=None) == account:
                # The very same, name and face: whoever confirmed it need not look again.
                bound.append(slug)
            elif await self._thread.run(_is_locked, self._thread.store, slug):
                locked.append(slug)
            else:
                await self._edit(slug, BindAccount(account))
                bound.append(slug)
        return Bound(account, tuple(bound), tuple(locked))

    async def remove(self, account: Account) -> tuple[str, ...]:
        """Forget ``account``; the events it was unbound from. ``Refused`` while one of them is LIVE
        or on HOLD."""
        events = await self._thread.run(events_of, self._thread.store, account)
        for slug in events:
            if await self._thread.run(_is_locked, self._thread.store, slug):
                raise Refused(message("account.locked", event=slug), message("account.locked.do"))
        for slug in events:
            await self._edit(slug, UnbindAccount(account.channel))
        await self._thread.run(_drop, self._thread.store, account)
        return events

    async def _edit(self, slug: str, edit: Edit) -> None:
        now, room = self._clock.now(), self._room
        who = NOBODY_NAMED if room is None else room.operator
        if room is not None and room.event.slug == slug:
            # The real night's own book: a rehearsal only has a copy.
            night = room.nights.real
            await night.book.apply(edit, who, now)
            revision = night.book.event.revision
            name = type(edit).__name__
            await night.journal.log(
                "edit", now, edit_told(edit), by=who, edit=name, revision=revision
            )
            room.draw()
            return
        store = self._thread.store
        revision = (await self._thread.run(store.events.load_event, slug)).revision
        await self._thread.run(store.events.apply_edit, slug, revision, edit, who, now)


def account_of(signed_in: SignedIn, name: str | None, colour: str | None) -> Account:
    """Who signed in, as events have it."""
    return Account(
        signed_in.channel,
        signed_in.handle,
        name or signed_in.name or signed_in.handle,
        server=signed_in.server,
        colour=colour,
    )


def plain(handle: str) -> str:
    """A handle as it is compared, and as the vault names its secrets."""
    shown = "".join(c for c in handle if c.isprintable() and not c.isspace())
    return shown.lstrip("@").lower()


def _keep(store: Store, account: Account) -> None:
    others = [one for one in kept_accounts(store) if not same_account(one, account)]
    _write(store, [*others, account])


def _drop(store: Store, account: Account) -> None:
    _write(store, [one for one in kept_accounts(store) if not same_account(one, account)])


def _write(store: Store, accounts: Iterable[Account]) -> None:
    store.settings.put(KEPT, [asdict(one) for one in accounts])


def _is_locked(store: Store, slug: str) -> bool:
    row = store.rooms.load(slug)
    return row is not None and row.state in LOCKED


def _account_of(store: Store, slug: str, channel: str) -> Account | None:
    return store.events.load_event(slug).account(channel)


def _events_for(store: Store, account: Account, event: str | None) -> tuple[str, ...]:
    if event is not None:
        return (bring_event(store, event).slug,)
    bring_event(store, BUNDLED)
    events = [store.events.load_event(line.slug) for line in store.events.list_events()]
    signed_in = kept_accounts(store)
    fitting = [
        one.slug
        for one in events
        if (named := one.account(account.channel)) is not None
        and (same_account(named, account) or not _among(named, signed_in))
    ]
    if not fitting and len(events) == 1 and events[0].account(account.channel) is None:
        return (events[0].slug,)
    return tuple(fitting)


def _among(account: Account, those: Iterable[Account]) -> bool:
    return any(same_account(one, account) for one in those)


def _keep_picture(store: Store, content: bytes) -> str | None:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content)) as picture:
            mime, (width, height) = Image.MIME.get(picture.format or ""), picture.size
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        # A face that cannot be shown is no reason not to sign in.
        return None
    return store.media.put(
        content, name="avatar", mime=mime or "image/png", width=width, height=height
    )
