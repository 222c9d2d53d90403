"""A LIVE room whose networks are servers, and what arrives at them before and after HOLD.

Servers, or what stands in front of them, and the room share one loop: what came first is the same
for both.
"""

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from controlroom.accounts.vault import MemoryVault
from controlroom.channels.base import Channel, Tools
from controlroom.channels.table import CHANNELS
from controlroom.clock import Clock
from controlroom.desk.view import TakeFace
from controlroom.event.delivery import PUBLIC, Delivery, DeliveryState
from controlroom.event.live_event import Account
from controlroom.net.http import Http
from controlroom.net.pacing import Pacing
from tests.room.still_room import QUIET, StillRoom, bundled
from tests.support.waiting import eventually, until

S = DeliveryState
SETTLED = frozenset({S.CANCELLED, S.REFUSED, S.VERIFIED, S.RETRACTED, S.UNKNOWN})
PUBLIC_REQUESTS = (
    b"POST /xrpc/com.atproto.repo.putRecord ",
    b"POST /api/v1/statuses ",
    b"POST /2/tweets ",
)
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True)
class When:
    """When HOLD is ordered: ``before_s`` seconds before the hold window ends; else so many
    ``turns`` of the loop after it, or with the ``connection``th connection that is opened then, or
    with the ``request``th public request. ``cut``: no connection is open when the window ends.
    ``slow``: nor can one be opened until HOLD is acknowledged. ``lost``: the network whose answer
    gets lost."""

    before_s: float | None = None
    turns: int = 0
    connection: int = 0
    request: int = 0
    cut: bool = False
    slow: bool = False
    lost: str = ""


class Names:
    """The name server of the loop, which may be slow. ``waiting``: how many wait for it."""

    def __init__(self) -> None:
        self.waiting = 0
        self._answers = asyncio.Event()
        self._answers.set()

    async def look_up(self, _host: object, port: int, **_asked: object) -> list[object]:
        """As ``loop.getaddrinfo``: every name is ours."""
        self.waiting += 1
        await self._answers.wait()
        self.waiting -= 1
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    def stop(self) -> None:
        """Answer nobody."""
        self._answers.clear()

    def go_on(self) -> None:
        """Answer everybody who waits."""
        self._answers.set()


class Front:
    """An address on loopback where every connection is given to ``serve``."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://localhost:{self._socket.getsockname()[1]}"
        self.serve: Serve
        self.connections = 0
        self.public: list[bytes] = []
        self._running: asyncio.Server | None = None
        self._open: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    async def begin(self) -> None:
        """Let connections in."""
        self._running = await asyncio.start_server(self._accept, sock=self._socket)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        feed = reader.feed_data

        def fed(content: bytes) -> None:
            # In the tick in which the first byte came.
            if content.startswith(PUBLIC_REQUESTS):
                self.public.append(content.split(b"\r\n", 1)[0])
            feed(content)

        reader.feed_data = fed  # type: ignore[method-assign]
        task = asyncio.ensure_future(self.serve(reader, writer))
        self._open[task] = writer
        task.add_done_callback(lambda done: self._open.pop(done, None))

    def cut(self) -> None:
        """Close every connection."""
        for writer in self._open.values():
            writer.close()

    async def end(self) -> None:
        """Let nobody in any more."""
        assert self._running is not None
        self._running.close()
        self.cut()
        await asyncio.gather(*self._open, return_exceptions=True)
        await self._running.wait_closed()


def before(url: str) -> Serve:
    """Hand everything on to the server at ``url``, and back."""
    host, _, port = url.removeprefix("http://").partition(":")

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        from_server, to_server = await asyncio.open_connection(host, int(port))
        await asyncio.gather(_pump(reader, to_server), _pump(from_server, writer))

    return serve


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while content := await reader.read(65_536):
            writer.write(content)
            await writer.drain()
    writer.close()


class Filled(MemoryVault):
    """A vault that somebody signed in to before."""

    def __init__(self, secrets: Mapping[str, str]) -> None:
        super().__init__()
        self._secrets.update(secrets)


@dataclass
class Network:
    """One network of the night. ``posts``: the words that stand there now; ``lose``: let the
    answer to the next public request get lost."""

    account: Account
    secrets: Mapping[str, str]
    settings: Mapping[str, str]
    front: Front
    posts: Callable[[], Iterable[str]]
    lose: Callable[[], None]


class Night:
    """A LIVE room that posts to ``networks``. Use it with ``with``."""

    def __init__(
        self,
        where: Path,
        accounts: Sequence[Account],
        networks: Callable[[Clock], Sequence[Network]],
    ) -> None:
        event = replace(bundled(), accounts=tuple(accounts))
        self.room = StillRoom(where / "data", QUIET, event=event, channels=self._ways)
        self._make = networks
        self.networks: Sequence[Network] = ()
        self._where = where
        self._http = Http()
        self._names = Names()

    def _ways(self, clock: Clock) -> Mapping[str, Channel]:
        asyncio.get_running_loop().getaddrinfo = self._names.look_up  # type: ignore
        self.networks = self._make(clock)
        vault = Filled({name: told for one in self.networks for name, told in one.secrets.items()})
        made = {}
        for one in self.networks:
            tools = Tools(
                self._http, vault, Pacing(clock), clock, one.settings, self._where / "hand-off"
            )
            key = one.account.channel
            made[key] = CHANNELS.load(key)(one.account, tools)
        return made

    def __enter__(self) -> "Night":
        self.room.__enter__()
        for one in self.networks:
            self.room._submit(one.front.begin())
        self.room.order("go_live")
        return self

    def __exit__(self, *_: object) -> None:
        self.room._submit(self._http.close())
        for one in self.networks:
            self.room._submit(one.front.end())
        self.room.opened.close()

    # What the servers say

    @property
    def arrived(self) -> int:
        """How many public requests have begun to arrive."""
        return sum(len(one.front.public) for one in self.networks)

    @property
    def connections(self) -> int:
        """How many connections were opened."""
        return sum(one.front.connections for one in self.networks)

    def up(self) -> int:
        """How many posts stand there."""
        return sum(len(list(one.posts())) for one in self.networks)

    # What the operator does

    def take(self) -> str:
        """Wait until it is made ready, then TAKE it, with a key where one is asked for; the
        take."""
        eventually(self._ready)
        self.room.pass_time(31.0)
        if self.room.view.take.face is TakeFace.SECOND_KEY:
            self.room.turn_second_key()
        self.room.order("take", fingerprint=self.room.fingerprint, source="key")
        return self.room.deliveries[-1].take

    def _ready(self) -> bool:
        self.room.settle()
        return self.room.poll("media") == "go"

    def rows(self, take: str) -> list[Delivery]:
        """The deliveries of a take."""
        return [row for row in self.room.deliveries if row.take == take]

    def follow(self, take: str, states: frozenset[S] = SETTLED) -> None:
        """Let time pass until each of its deliveries is in one of ``states``."""

        def there() -> bool:
            self.room.pass_time(0.5)
            return {row.state for row in self.rows(take)} <= states

        eventually(there)

    def hold(self, take: str, when: When) -> tuple[int, int]:
        """HOLD at that moment: (public requests that had begun to arrive when it was acknowledged,
        deliveries of the take that had an answer when it was ordered)."""
        return self.room._submit(self._hold(take, when))

    async def _hold(self, take: str, when: When) -> tuple[int, int]:
        for one in self.networks:
            if one.account.channel == when.lost:
                one.lose()
            if when.cut or when.slow:
                one.front.cut()
        if when.slow:
            self._names.stop()
        await asyncio.sleep(0)
        arrived, connections = self.arrived, self.connections
        left = self.room.room.night.posting.takes[take].ends - self.room.clock.monotonic()
        self.room.clock.advance(left - (when.before_s or 0.0))
        if when.request:
            await until(lambda: self.arrived >= arrived + when.request)
        if when.connection:
            await until(lambda: self.connections >= connections + when.connection)
        if when.slow:
            await until(lambda: self._names.waiting == len(self.networks))
        for _ in range(when.turns):
            await asyncio.sleep(0)
        answered = sum(row.state in PUBLIC for row in self.rows(take))
        await self.room.room.carry_out("hold", {"by": "key"})
        acknowledged = self.arrived
        self._names.go_on()
        return acknowledged, answered

    def retract(self, take: str) -> None:
        """Take down what is up of it; nothing else may follow."""
        if not any(row.state in PUBLIC | {S.UNKNOWN} for row in self.rows(take)):
            return
        self.room.begin("retract")
        self.follow(take, frozenset({S.RETRACTED, S.CANCELLED, S.REFUSED}))
