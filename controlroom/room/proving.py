"""Showing who one is, by one's PIN or code: nothing is said in a person's name by a name alone."""

from controlroom.errors import Refused
from controlroom.event.live_event import Person, PersonRole
from controlroom.event.people import same
from controlroom.messages import message
from controlroom.posting.second_key import DIGITS
from controlroom.room.floor import Floor


class Proving(Floor):
    """What people show of who they are."""

    sat_with_key = False
    """Whether whoever sits at the desk has shown by their PIN or code that it is them. Who the
    settings say sits here has not."""

    async def has_key(self, name: str) -> bool:
        """Whether ``name`` could show who they are. Raises VaultClosed."""
        person = Person(name, PersonRole.APPROVER)
        return await self.keys.anything((person,), self.event.settings.approver)

    async def must_be(self, name: str, typed: str | None) -> None:
        """See that ``typed`` is the PIN or the code of ``name``, who need not show it again while
        they sit here. Wrong tries count as those of the second key. Raises ``Refused``,
        VaultClosed."""
        if self.sat_with_key and same(name, self.operator):
            return
        async with self.keys.trying:
            await self._try(name, "".join((typed or "").split()))
        if same(name, self.operator):
            self.sat_with_key = True
            self.changed()

    async def _try(self, name: str, typed: str) -> None:
        now, approver = self.around.live_clock.now(), self.event.settings.approver
        if not await self.has_key(name):
            raise Refused(message("proof.none", by=name), message("proof.none.do"))
        if not typed:
            raise Refused(message("proof.asked", by=name))
        if left := await self.keys.wait_s(now):
            raise Refused(message("second_key.wait", seconds=int(left + 0.999)))
        step = None
        if len(typed) == DIGITS:
            step = await self.keys.step(name, typed, now, approver)
        if step is not None:
            await self.keys.took(name, step)
        elif not await self.keys.has_pin(name, typed):
            await self.keys.missed(now)
            await self.night.journal.log("people", self.now, state="key_wrong", who=name)
            raise Refused(message("proof.wrong", by=name))
        await self.keys.turned()
