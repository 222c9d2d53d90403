"""Any other feed a team has: JSON lines from standard input, a file that grows, or a TCP port."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from pathlib import Path
from typing import ClassVar

from controlroom.clock import Clock
from controlroom.event.watch import WatchTerm
from controlroom.sources.base import API, Option
from controlroom.sources.in_time import OUT_OF_TIME, InTime
from controlroom.sources.lines_file import Follow
from controlroom.sources.lines_pipes import STDIN, from_descriptor, from_tcp
from controlroom.sources.lines_split import Away, News, Piece, TooLong
from controlroom.sources.lines_wire import read_line
from controlroom.sources.mention import Arrival, Bad, Deleted, Gap, Mention, Phase, SourceState
from controlroom.sources.options import number, whole, word

# Whoever counts knows sooner what is too long a silence for this feed; this is for the first one.
LULL_S = 300.0
STANDARD_INPUT = "-"


class Lines:
    """JSON lines, ``{"id", "time", "text" [, "author", "lang", "reply_to"]}`` each
    (``lines_wire``).

    Options, one of: ``file`` (a path; it is followed through rotation and truncation; ``-`` is
    standard input), ``tcp`` (``host:port`` of whoever listens), none for standard input. Also
    ``lull_s`` (silence that is told), and ``place``, ``newest_us``, ``left_us`` to go on where an
    earlier run ended. ValueError for a ``tcp`` that is no address.
    """

    api: ClassVar[int] = API
    key: ClassVar[str] = "lines"
    title: ClassVar[str] = "Lines"

    def __init__(self, options: Mapping[str, Option], clock: Clock) -> None:
        self._options = options
        self._name = word(options, "name", self.key)
        self._clock = clock
        self._lull_s = number(options, "lull_s", LULL_S)
        self._in_time = InTime(clock)
        self._newest_us = whole(options, "newest_us")
        left_us = whole(options, "left_us")
        self._away = Away(left_us, clock.now()) if left_us else None
        path, self._tcp = word(options, "file", STANDARD_INPUT), _address(word(options, "tcp"))
        self._follow: Follow | None = None
        if self._tcp is None and path != STANDARD_INPUT:
            self._follow = Follow(Path(path).expanduser(), self._lull_s, word(options, "place"))

    def resume(self) -> Mapping[str, Option]:
        """A file: after the last line read. Else the time from which on nothing may have been
        read, which the next run tells as a gap."""
        told = {**self._options, "newest_us": self._newest_us}
        if self._follow is not None:
            return {**told, "place": self._follow.place()}
        left_us = self._clock.now() if self._away is None else self._away.from_us
        return {**told, "left_us": left_us}

    async def mentions(self, terms: tuple[WatchTerm, ...]) -> AsyncGenerator[Arrival, None]:
        """Everything that is written; ends when standard input does."""
        async with aclosing(self._news()) as news:
            async for one in news:
                if isinstance(one, Away):
                    gap = self._back_from(one)
                    if gap is not None:
                        yield gap
                elif isinstance(one, tuple):
                    self._note_loss(one[0])
                    yield SourceState(self._name, *one)
                else:
                    for piece in one:
                        for arrival in self._said(piece):
                            yield arrival

    def retarget(self, terms: tuple[WatchTerm, ...]) -> None:
        """Everything comes anyway."""

    def _news(self) -> AsyncGenerator[News, None]:
        if self._tcp is not None:
            return from_tcp(*self._tcp, self._clock, self._lull_s)
        if self._follow is not None:
            return self._follow.news()
        return from_descriptor(STDIN, self._clock, self._lull_s)

    def _note_loss(self, phase: Phase) -> None:
        """Another run may begin before this one is connected again."""
        if phase is Phase.CONNECTING and self._tcp and self._newest_us and self._away is None:
            now_us = self._clock.now()
            self._away = Away(now_us, now_us)

    def _back_from(self, away: Away) -> Gap | None:
        """It is read (again): the gap this leaves, if the next mention is not to tell it."""
        since = away if self._away is None else self._away
        if self._newest_us:
            # Told with the next mention. Until one comes, all of it is one time away, in however
            # many tries.
            self._away = Away(since.from_us, away.until_us)
            return None
        if self._follow is not None:
            # Nothing was counted before, either.
            return None
        # How late this feed is nobody knows before anything came: without this a first mention,
        # hours old perhaps, would be a sign that the time since was heard in silence.
        self._away = Away(away.until_us, away.until_us)
        return Gap(self._name, since.from_us, away.until_us)

    def _said(self, piece: Piece) -> tuple[Arrival, ...]:
        """What one line says, after the gap that ends with it; nothing for a blank one."""
        said = self._read(piece)
        if self._follow is not None:
            self._follow.passed(piece)
        if said is None:
            return ()
        if type(said) is Mention:
            gap, self._away = self._gap(said.time_us), None
            self._newest_us = max(self._newest_us, said.time_us)
            if gap is not None:
                return gap, said
        return (said,)

    def _read(self, piece: Piece) -> Mention | Deleted | Bad | None:
        if isinstance(piece, TooLong):
            return Bad(self._name, f"{piece.size} bytes")
        if not piece or piece.isspace():
            return None
        said = read_line(piece, self._name)
        if type(said) is Mention and not self._in_time(said.time_us):
            return Bad(self._name, OUT_OF_TIME)
        return said

    def _gap(self, time_us: int) -> Gap | None:
        """What was lost before this mention, as the feed's own times go: it may be late."""
        if self._away is None:
            return None
        late_us = self._clock.now() - time_us
        from_us = max(self._newest_us, self._away.from_us - late_us)
        until_us = min(time_us, self._away.until_us - late_us)
        return Gap(self._name, from_us, until_us) if from_us < until_us else None


def _address(written: str) -> tuple[str, int] | None:
    """``host:port`` as both; None for nothing."""
    if not written:
        return None
    host, _, port = written.removeprefix("tcp://").rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 1 << 16:
        raise ValueError(f"{written!r} is not HOST:PORT")
    return host.removeprefix("[").removesuffix("]"), int(port)
