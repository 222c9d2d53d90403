"""The readiness board: every check beside the others, none of which can hang it."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from controlroom.clock import gesture_seconds
from controlroom.desk.board_facts import Board, BoardLevel, BoardLine
from controlroom.messages import Message, message
from controlroom.room.board_accounts import ACCOUNT, FACE, account_label, check_account, check_faces
from controlroom.room.board_assets import ASSETS, check_assets
from controlroom.room.board_desk import (
    CLOCK,
    DISK,
    KEYRING,
    check_clock,
    check_disk,
    check_keyring,
)
from controlroom.room.board_feeds import FEED, check_feeds
from controlroom.room.board_lines import Found, Ground, Job, board_line
from controlroom.room.board_money import MONEY, check_money
from controlroom.room.board_people import (
    ALSO_STOP,
    APPROVER,
    check_also_stop,
    check_approvers,
)

LOG = logging.getLogger("controlroom.room.board")

WITHIN_S = 10.0
"""So long a network, a keyring or a disk may take to answer."""
PLAIN = (
    (FACE, "board.faces", check_faces),
    (MONEY, "board.money", check_money),
    (ASSETS, "board.assets", check_assets),
    (FEED, "board.feeds", check_feeds),
    (DISK, "board.disk", check_disk),
    (KEYRING, "board.keyring", check_keyring),
    (APPROVER, "board.approvers", check_approvers),
    (ALSO_STOP, "board.also_stop", check_also_stop),
    (CLOCK, "board.clock", check_clock),
)


def jobs(ground: Ground, within_s: float = WITHIN_S) -> tuple[Job, ...]:
    """Every check, in the order of the board."""
    accounts = [
        Job(
            ACCOUNT,
            lambda account=account: check_account(ground, account),  # type: ignore[misc]
            _hung(ACCOUNT, account.channel, account_label(ground, account), within_s),
        )
        for account in ground.event.accounts
    ]
    others = [
        Job(
            check,
            lambda run=run: run(ground),  # type: ignore[misc]
            _hung(check, "", message(label), within_s),
            endless=check == ASSETS,
            last=check == CLOCK,
        )
        for check, label, run in PLAIN
    ]
    return (*accounts, *others)


def _hung(check: str, about: str, label: Message, within_s: float) -> BoardLine:
    what, do = message("board.hung", seconds=f"{within_s:g}"), message("board.hung.do")
    return board_line(check, about, BoardLevel.NO_GO, label, what, do)


@dataclass(slots=True)
class Checking:
    """One run over ``jobs``. ``done`` of them have answered; ``changed`` hears of each."""

    jobs: tuple[Job, ...]
    changed: Callable[[], None] = lambda: None
    within_s: float = WITHIN_S
    done: int = 0
    began: float = field(default_factory=gesture_seconds)
    _left: "set[asyncio.Task[Found]]" = field(default_factory=set)

    def left_s(self) -> float:
        """Real seconds after which at the latest no network is waited for any more."""
        return max(0.0, self.began + self.within_s - gesture_seconds())

    async def run(self) -> tuple[Found, ...]:
        """What each found, in the order of the jobs. Raises nothing but a cancellation."""
        answers: dict[int, Found] = {}
        for last in (False, True):
            wave = [(at, job) for at, job in enumerate(self.jobs) if job.last is last]
            answered = await asyncio.gather(*(self._answer(job) for _, job in wave))
            answers |= {at: one for (at, _), one in zip(wave, answered, strict=True)}
        return tuple(answers[at] for at in range(len(self.jobs)))

    async def end(self) -> None:
        """Wait for what was called off."""
        await asyncio.gather(*self._left, return_exceptions=True)

    async def _answer(self, job: Job) -> Found:
        task = asyncio.create_task(_whole(job), name=f"check {job.check} {job.hung.about}")
        self._left.add(task)
        task.add_done_callback(self._left.discard)
        try:
            # Not wait_for: what does not even listen to being cancelled must not be waited for.
            await asyncio.wait({task}, timeout=None if job.endless else self.within_s)
        finally:
            task.cancel()
        self.done += 1
        self.changed()
        if not task.done() or task.cancelled():
            return Found((job.hung,))
        return task.result()


async def _whole(job: Job) -> Found:
    try:
        return await job.run()
    except Exception as problem:
        # A plug-in may fail in any way; one line says so and the others stand.
        LOG.exception("the check %s failed", job.check)
        what = message("board.failed", kind=type(problem).__name__)
        hung, do = job.hung, message("board.failed.do")
        return Found((board_line(hung.check, hung.about, hung.level, hung.label, what, do),))


def board_of(answers: tuple[Found, ...], at: int, revision: int) -> Board:
    """One board of what all checks found at ``at`` (UTC µs)."""
    lines = tuple(line for one in answers for line in one.lines)
    waiting = tuple(slug for one in answers for slug in one.waiting)
    return Board(at, lines, sum(one.ready for one in answers), waiting, revision)
