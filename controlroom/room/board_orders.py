"""Orders about the readiness board: make it, go LIVE in spite of a line, confirm faces, LIVE."""

import logging

from controlroom.clock import MICROS
from controlroom.desk.board import BoardSheet, board_view
from controlroom.desk.board_facts import Board, BoardLevel, BoardLine, Override
from controlroom.desk.board_view import BoardView
from controlroom.errors import Refused, WrongInput
from controlroom.event.edits_people import ConfirmFace
from controlroom.event.people import same
from controlroom.event.room_state import RoomState, may_go
from controlroom.messages import message
from controlroom.posting.who_may import people_of
from controlroom.room.accounts_ways import has_adapter
from controlroom.room.board_accounts import FACE
from controlroom.room.board_make import BoardMaking
from controlroom.room.board_people import APPROVER, approvers, still_reached
from controlroom.room.board_times import next_mark

LOG = logging.getLogger("controlroom.room.board")

FRESH_S = 600
"""So old the board may be at which the event goes LIVE."""
SHORTEST_REASON = 3


class BoardOrders(BoardMaking):
    """What the operator does with the readiness board."""

    _board_open = False

    async def board(self, shown: bool) -> None:
        """Open the board, or put it away; the first time it is opened it is made."""
        self._board_open = shown
        if shown and self.readiness.board is None and not self.night.simulated:
            self.begin_board("asked")
        self.changed()

    async def board_check(self) -> None:
        """Look at everything anew; how far it is shows on the sheet."""
        self.begin_board("asked")

    async def board_cancel(self) -> None:
        """Stop looking; the board from before stands."""
        if self._making is None or self._making.done():
            raise Refused(message("board.nothing_runs"))
        self._making.cancel()

    # LIVE

    async def go_live(self) -> None:
        """LIVE, if the board of the last ten minutes has no NO-GO that nobody overrode; it is made
        where there is none."""
        if self.around.board and may_go(self.now_state, RoomState.LIVE, self.held_from):
            await self._pass_board()
        await self.go(RoomState.LIVE)
        await self._passed()

    async def release_hold(self) -> None:
        """Release HOLD. Where it would lead to a LIVE that never passed the board (HOLD was ordered
        from PREP, by a command), the board is asked first."""
        # A rehearsal was never LIVE.
        to_live = self.now_state is RoomState.HOLD and self.held_from is RoomState.LIVE
        asks = to_live and self.around.board and not self.readiness.gone_live
        if asks:
            await self._pass_board()
        await super().release_hold()
        if asks:
            await self._passed()

    async def _passed(self) -> None:
        self.readiness.gone_live = True
        try:
            await self.keep_board()
        except Exception:
            # LIVE it is; what is lost is that a restart on HOLD need not ask the board again.
            LOG.exception("that the event is LIVE by its board could not be kept")

    async def _pass_board(self) -> None:
        board, was_open, called_off = self.readiness.shown(), self._board_open, self._called_off
        if board is None or not self._is_fresh(board):
            # It may take ten seconds: the sheet shows how far it is.
            self._board_open = True
            self.changed()
            board = await self.made_board("go_live")
        if board.stops:
            self._board_open = True
            self.changed()
            first = board.stops[0]
            raise Refused(
                message("board.no_go", label=first.label, what=first.what),
                message("board.no_go.do", count=len(board.stops)),
            )
        slept = self.around.sleep.stood_still()
        if slept or called_off != self._called_off or not self._is_fresh(board):
            raise Refused(message("board.overtaken"), message("board.overtaken.do"))
        self._board_open = was_open

    def _is_fresh(self, board: Board) -> bool:
        same_event = board.revision == self.event.revision
        return same_event and 0 <= self.now - board.made_at <= FRESH_S * MICROS

    # What people say to it

    async def board_override(self, key: str, reason: str, by: str | None) -> None:
        """Go LIVE in spite of one line: ``by`` (else whoever sits here) says why."""
        line, who = self._line(key), self._signer(by)
        if line.level is not BoardLevel.NO_GO:
            raise Refused(message("board.override.needless"))
        reason = " ".join(reason.split())
        if len(reason) < SHORTEST_REASON:
            raise WrongInput(message("board.override.reason"))
        override = Override(who, reason, self.now)
        self.readiness.overrides[key] = override
        await self.keep_board()
        await self.log_override("made", key, override)
        self.changed()

    async def board_take_back(self, key: str) -> None:
        """The line stands in the way again."""
        override = self.readiness.overrides.pop(key, None)
        if override is None:
            raise Refused(message("board.override.none"))
        await self.keep_board()
        await self.log_override("taken_back", key, override)
        self.changed()

    def _line(self, key: str) -> BoardLine:
        if self.night.simulated:
            raise Refused(message("board.rehearsal"))
        line = self.readiness.line(key)
        if line is None:
            raise WrongInput(message("board.no_line", line=key))
        return line

    def _signer(self, by: str | None) -> str:
        """Who signs: the operator, or one of the event's people."""
        names = (self.operator, *(one.name for one in people_of(self.event)))
        found = next((name for name in names if same(name, by or self.operator)), None)
        if found is None:
            raise Refused(message("board.not_named", name=by or "", names=", ".join(names)))
        return found

    async def confirm_face(self, channel: str, *, right: bool) -> None:
        """Whoever sits here looked at the account's face: it is the right one, or (taken back) they
        are not sure."""
        if self.night.simulated:
            raise Refused(message("board.rehearsal"))
        account, title = self.event.account(channel), self.around.rules[channel].title
        if account is None or not has_adapter(channel):
            raise Refused(message("board.face.no_account", network=title))
        if right and channel not in self.night.posting.channels:
            raise Refused(message("board.face.signed_out", network=title))
        before = self.event.revision
        await self.edit(
            ConfirmFace(channel, self.operator if right else "", self.now), self.operator
        )
        await self.night.journal.log(
            "face", self.now, state="confirmed" if right else "taken_back", channel=channel,
            handle=account.handle, by=self.operator,
        )  # fmt: skip
        await self.look_again(FACE, before)

    async def reach(self, name: str) -> None:
        """``name`` said that they answer tonight; again: nobody knows."""
        if self.night.simulated:
            raise Refused(message("board.rehearsal"))
        who = next(
            (one.name for one in approvers(self.event, self.operator) if same(one.name, name)), None
        )
        if who is None:
            raise WrongInput(message("board.no_approver", name=name))
        reached = self.readiness.reached
        state = "taken_back" if self.is_reached(who) else "reached"
        reached.pop(who, None)
        if state == "reached":
            reached[who] = self.now
        await self.night.journal.log("reached", self.now, state=state, who=who, by=self.operator)
        await self.look_again(APPROVER, self.event.revision)
        await self.keep_board()

    def is_reached(self, name: str) -> bool:
        """Whether ``name`` said a short while ago that they answer."""
        found = (at for who, at in self.readiness.reached.items() if same(who, name))
        return any(still_reached(at, self.now) for at in found)

    # Showing

    def board_progress(self) -> tuple[int, int] | None:
        """How many checks of how many have answered while a board is made, else None."""
        return None if self._checking is None else (self._checking.done, len(self._checking.jobs))

    def board_view(self) -> BoardView | None:
        """The sheet as it stands, None while it is closed."""
        if not self._board_open:
            return None
        checking = self._checking
        return board_view(
            BoardSheet(
                event=self.nights.real.book.event,
                board=self.readiness.shown(),
                now=self.nights.real.clock.now(),
                next_mark=next_mark(self.event, self.nights.real.clock.now()),
                done=None if checking is None else checking.done,
                of=0 if checking is None else len(checking.jobs),
                left_s=0.0 if checking is None else checking.left_s(),
                operator=self.operator,
                approvers=approvers(self.event, self.operator),
                reached={who for who in self.readiness.reached if self.is_reached(who)},
                fresh_s=FRESH_S,
                rehearsal=self.night.simulated,
                title=lambda channel: self.around.rules[channel].title,
                image=lambda sha256: str(self.thread.store.media.path(sha256)),
            )
        )
