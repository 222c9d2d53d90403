"""Orders about the second key: somebody else's yes to what stands in Preview."""

import string

from controlroom.clock import MICROS
from controlroom.errors import Refused
from controlroom.guards.known import Level
from controlroom.messages import message
from controlroom.room.floor import Floor

CODE_LENGTH = 6


class SecondKeyOrders(Floor):
    """What turns the second key."""

    async def second_key(self, digits: str) -> None:
        """The approver's code, as far as it is typed."""
        answers, shown = self.poll(), self.fingerprint()
        if answers is None or answers.level is not Level.CAUTION:
            raise Refused(message("second_key.not_needed"))
        self.digits = "".join(c for c in digits if c in string.digits)[:CODE_LENGTH]
        self.changed()
        if len(self.digits) < CODE_LENGTH:
            return
        typed, self.digits = self.digits, ""
        key = await self.approvers_key()
        if key is None:
            raise Refused(message("second_key.not_set_up"))
        if not key.right(typed, self.now / MICROS):
            await self.night.journal.log("second_key", self.now, state="wrong")
            raise Refused(message("second_key.wrong"))
        # Of what was seen and asked for when the code was typed: looking it up takes a moment.
        self.turned_for, self.turned_over = shown, answers.asked
        await self.night.journal.log("second_key", self.now, state="turned")
        self.say(message("second_key.turned"))
