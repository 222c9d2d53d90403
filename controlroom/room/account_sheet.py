"""The sheet of accounts: who is signed in, signing in and out, and how it goes. Engine thread only.

Nothing that is typed there is kept here: blanks go to the way in, and it to the vault.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from traceback import extract_tb

from controlroom.accounts.ways_in import Doorstep, SignedIn, WayIn, WaysIn, ways_into
from controlroom.channels.base import ChannelError, SignInExpired, Standing, Tools
from controlroom.desk.accounts_view import (
    AccountRow,
    AccountsView,
    BlankView,
    SigningIn,
    WayView,
)
from controlroom.desk.view import ImageRef, Tone
from controlroom.errors import Refused, UserFacingError, WrongInput
from controlroom.event.live_event import Account, LiveEvent
from controlroom.event.room_state import RoomState
from controlroom.messages import At, Message, message
from controlroom.plugins import PluginBroken
from controlroom.room.accounts import Accounts, account_of
from controlroom.room.accounts_ways import EventWays, has_adapter
from controlroom.room.night_cost import cost_line, night_cost

LOG = logging.getLogger("controlroom.room")

LOCKED = frozenset({RoomState.LIVE, RoomState.HOLD})
NETWORKS = ("bluesky", "mastodon", "x")
TEST_S = 20.0


@dataclass(frozen=True, slots=True)
class Around:
    """What the sheet needs of the room. ``image`` finds a picture by its SHA-256."""

    tools: Tools
    ways: EventWays
    accounts: Accounts
    event: Callable[[], LiveEvent]
    state: Callable[[], RoomState]
    changed: Callable[[], None]
    title: Callable[[str], str]
    image: Callable[[str], str]


@dataclass(slots=True)
class AccountSheet:
    """Open or closed, and what is known of each account since it was opened."""

    around: Around
    is_open: bool = False
    _standing: dict[str, Standing] = field(default_factory=dict)
    _problems: dict[str, tuple[Message, bool]] = field(default_factory=dict)
    _testing: set[str] = field(default_factory=set)
    _signing_in: SigningIn | None = None
    _task: "asyncio.Task[None] | None" = None
    _tests: "set[asyncio.Task[None]]" = field(default_factory=set)

    # Orders

    def open(self) -> None:
        """Show the sheet and see how every account is."""
        self.is_open = True
        for account in self.around.event().accounts:
            if account.server is not None:
                self.test(account.channel)
        self.around.changed()

    def close(self) -> None:
        """Put the sheet away; a sign-in that waits for the browser is dropped."""
        self.cancel()
        self.is_open, self._signing_in = False, None
        self.around.changed()

    def test(self, channel: str) -> None:
        """See by a harmless call whether the account is signed in."""
        if channel not in self._testing:
            self._testing.add(channel)
            task = asyncio.create_task(self._test(channel), name=f"test {channel}")
            self._tests.add(task)
            task.add_done_callback(self._tests.discard)
        self.around.changed()

    def sign_in(self, channel: str, way: str, given: Mapping[str, str]) -> None:
        """Begin to sign in; how it goes shows in the sheet. Raises ``Refused``, ``WrongInput``."""
        self._may_change()
        chosen = next((one for one in _ways(channel).ways if one.way == way), None)
        if chosen is None:
            raise WrongInput(message("account.no_way", channel=channel, way=way))
        self.cancel()
        line = message("account.browser" if chosen.browser else "account.signing_in")
        self._signing_in = SigningIn(channel, line, "", busy=True, failed=False)
        work = self._sign_in(chosen, dict(given))
        self._task = asyncio.create_task(work, name=f"sign in to {channel}")
        self.around.changed()

    def cancel(self) -> None:
        """Stop signing in."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._signing_in = None
        self.around.changed()

    async def sign_out(self, channel: str) -> None:
        """Forget the account here and, where it can be reached, there."""
        self._may_change()
        account = self.around.event().account(channel)
        if account is None:
            raise Refused(message("account.none", network=self.around.title(channel)))
        if has_adapter(channel) and account.server is not None:
            await _ways(channel).sign_out(account.handle, account.server, self._doorstep())
        await self.around.accounts.remove(account)
        self._forget(channel)

    async def stop(self) -> None:
        """End what is under way."""
        self.cancel()
        for task in self._tests:
            task.cancel()
        await asyncio.gather(*self._tests, return_exceptions=True)

    # Doing

    def _may_change(self) -> None:
        if self.around.state() in LOCKED:
            raise Refused(message("account.locked_now"))

    def _doorstep(self, page: Callable[[str], None] = lambda address: None) -> Doorstep:
        tools = self.around.tools
        return Doorstep(tools.http, tools.vault, tools.pacing, tools.clock, tools.settings, page)

    async def _sign_in(self, way: WayIn, given: dict[str, str]) -> None:
        channel = way.channel
        try:
            signed_in = await way.run(given, self._doorstep(self._open_page))
            await self._keep(signed_in)
        except UserFacingError as problem:
            line = message("account.failed", what=problem.what_happened)
            if problem.what_to_do is not None:
                line = message(
                    "account.failed_do", what=problem.what_happened, do=problem.what_to_do
                )
            self._signing_in = SigningIn(channel, line, "", busy=False, failed=True)
        except Exception as problem:  # noqa: BLE001 - logged without its words
            # A way in of a plug-in may fail in any way; the sheet must say so and stay usable. Its
            # own words may repeat what was typed: they reach neither log nor window.
            LOG.error("%s: signing in failed: %s", channel, _where(problem))
            what = message("account.way_broke", kind=type(problem).__name__)
            self._signing_in = SigningIn(channel, what, "", busy=False, failed=True)
        else:
            self._signing_in = None
            self._forget(channel)
            self.test(channel)
        self.around.changed()

    async def _keep(self, signed_in: SignedIn) -> None:
        before = self.around.event().account(signed_in.channel)
        account = account_of(signed_in, None, before.colour if before is not None else None)
        if before is not None and signed_in.avatar is None:
            account = replace(account, avatar=before.avatar)
        await self.around.accounts.add(account, signed_in.avatar, self.around.event().slug)

    def _open_page(self, address: str) -> None:
        if self._signing_in is not None:
            self._signing_in = replace(self._signing_in, page=address)
            self.around.changed()

    def _forget(self, channel: str) -> None:
        self.around.ways.forget(channel)
        self._standing.pop(channel, None)
        self._problems.pop(channel, None)
        self.around.changed()

    async def _test(self, channel: str) -> None:
        self._problems.pop(channel, None)
        try:
            async with asyncio.timeout(TEST_S):
                self._standing[channel] = await self.around.ways[channel].test()
        except KeyError:
            self._problems[channel] = message("masthead.signed_out"), True
        except ChannelError as problem:
            self._problems[channel] = problem.what, isinstance(problem, SignInExpired)
        except TimeoutError:
            network = self.around.title(channel)
            self._problems[channel] = message("channel.silent", network=network), False
        finally:
            self._testing.discard(channel)
            self.around.changed()

    # Showing

    def view(self) -> AccountsView | None:
        """What the window shows; None while the sheet is closed."""
        if not self.is_open:
            return None
        event, vault = self.around.event(), self.around.tools.vault
        known = {account.channel for account in event.accounts}
        more = [Account(channel, "", "") for channel in NETWORKS if channel not in known]
        locked = self.around.state() in LOCKED
        return AccountsView(
            rows=tuple(self._row(account) for account in (*event.accounts, *more)),
            kept=message("account.kept", place=vault.place),
            kept_tone=Tone.QUIET if vault.lasting else Tone.CAUTION,
            locked=message("account.locked_now") if locked else None,
            signing_in=self._signing_in,
        )

    def _row(self, account: Account) -> AccountRow:
        channel = account.channel
        state, tone = self._state(account)
        picture = account.avatar
        return AccountRow(
            channel=channel,
            title=self.around.title(channel),
            name=account.name,
            handle=account.handle,
            server=account.server or "",
            avatar=ImageRef(picture, self.around.image(picture)) if picture else None,
            colour=account.colour,
            state=state,
            tone=tone,
            facts=self._facts(account),
            signed_in=channel in self._standing and channel not in self._problems,
            bound=bool(account.handle),
            ways=self._ways(account),
        )

    def _state(self, account: Account) -> tuple[Message, Tone]:
        channel = account.channel
        if not has_adapter(channel):
            return message("account.by_hand"), Tone.NEXT
        if not account.handle:
            return message("account.not_bound"), Tone.QUIET
        if account.server is None:
            return message("account.name_only"), Tone.NOTE
        if channel in self._testing:
            return message("account.testing"), Tone.QUIET
        if channel in self._problems:
            what, signed_out = self._problems[channel]
            return what, Tone.NO_GO if signed_out else Tone.CAUTION
        return message("account.signed_in"), Tone.GO

    def _facts(self, account: Account) -> tuple[Message, ...]:
        standing = self._standing.get(account.channel)
        if standing is None:
            return ()
        told = []
        if standing.scopes:
            told.append(message("account.scopes", scopes=", ".join(standing.scopes)))
        if standing.until is not None:
            at = At(standing.until, self.around.event().zone)
            told.append(message("account.renews" if standing.renews else "account.ends", at=at))
        elif standing.renews:
            told.append(message("account.renews_always"))
        told += standing.about
        # Whoever has just signed out may still be drawn once, without a way out.
        way = self.around.ways.get(account.channel)
        cost = night_cost(self.around.event(), account, way) if way is not None else None
        return (*told, cost_line(cost)) if cost is not None else tuple(told)

    def _ways(self, account: Account) -> tuple[WayView, ...]:
        if not has_adapter(account.channel):
            return ()
        try:
            ways = _ways(account.channel).ways
        except Refused:
            return ()
        known = {"handle": account.handle, "server": account.server or ""}
        return tuple(_way_view(way, known, self.around.tools.settings) for way in ways)


def _where(problem: Exception) -> str:
    frames = extract_tb(problem.__traceback__)
    last = f", {frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return f"{type(problem).__name__}{last}"


def _ways(channel: str) -> WaysIn:
    try:
        return ways_into(channel)
    except PluginBroken as broken:
        raise Refused(broken.line) from broken


def _way_view(way: WayIn, known: Mapping[str, str], settings: Mapping[str, str]) -> WayView:
    missing = [name for name in way.needs if name not in settings]
    return WayView(
        way=way.way,
        title=way.title,
        how=way.how,
        blanks=tuple(
            BlankView(one.name, one.label, one.hint, one.secret, known.get(one.name) or one.value)
            for one in way.blanks
        ),
        browser=way.browser,
        why_not=message("account.needs_first", names=", ".join(missing)) if missing else None,
    )
