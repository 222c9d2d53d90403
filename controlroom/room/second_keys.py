"""Orders about the second key: somebody's yes to exactly what stands in Preview.

Whose yes counts is the event's policy: a second person's, the client's, or (solo) the operator's
own, held for 3 s and with a reason. A key is bound to the fingerprint that was on screen, and to
everything that asked for it, when it was typed.
"""

import string
from dataclasses import dataclass

from controlroom.accounts.pins import LONGEST, SHORTEST
from controlroom.clock import MICROS
from controlroom.errors import Refused
from controlroom.event.live_event import Person, PersonRole, Policy
from controlroom.guards.known import Level
from controlroom.guards.poll import GoPoll
from controlroom.messages import Message, message
from controlroom.posting.preview import Preview
from controlroom.posting.second_key import DIGITS, STEP_S, code_at, step_of
from controlroom.posting.who_may import may_turn, people_of, why_not
from controlroom.room.floor import Floor
from controlroom.room.keys_kept import CODE, PIN

SOLO = "solo"
SHORTEST_REASON = 3
PRACTISING = Person("practice", PersonRole.APPROVER)
"""Who turns the key of a rehearsal."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a yes is asked for: the Preview, its fingerprint, and the guards' answers."""

    preview: Preview
    fingerprint: str
    answers: GoPoll


class SecondKeyOrders(Floor):
    """What turns the second key."""

    async def second_key(self, digits: str, *, enter: bool) -> None:
        """The digits of a code or a PIN as far as they are typed; with ``enter`` they are all.

        Six digits are all without it where nobody who may say yes has a PIN.
        """
        asked = self._key_asked()
        if self.event.settings.policy is Policy.SOLO:
            raise Refused(message("second_key.is_solo"))
        self.digits = "".join(c for c in digits if c in string.digits)[:LONGEST]
        self.key_said = None
        self.changed()
        whole = len(self.digits) == DIGITS and not self.pins_may_turn(asked.preview)
        if not enter and not whole:
            return
        typed, self.digits = self.digits, ""
        if len(typed) < SHORTEST:
            raise self._no_key(message("second_key.short", shortest=SHORTEST, longest=LONGEST))
        async with self.keys.trying:
            await self._try_key(typed, asked)

    async def solo_key(self, reason: str) -> None:
        """The operator's own yes, after a press and hold of 3 s, for a reason of a few letters."""
        asked = self._key_asked()
        if self.event.settings.policy is not Policy.SOLO:
            raise Refused(message("second_key.not_solo"))
        why = " ".join(reason.split())
        if len(why) < SHORTEST_REASON:
            raise self._no_key(message("second_key.no_reason"))
        await self._turn_key(asked, self.operator, SOLO, why)

    async def key_is_set_up(self) -> bool:
        """Whether anybody could say yes to what stands in Preview. Raises VaultClosed."""
        preview = self.night.posting.preview
        may = () if preview is None else may_turn(self.event, preview, self.operator)
        return await self.keys.anything(may, self.event.settings.approver)

    def pins_may_turn(self, preview: Preview) -> bool:
        """Whether somebody who may say yes to ``preview`` has a PIN."""
        may = may_turn(self.event, preview, self.operator)
        return any(PIN in self.keys.set_up(person.name) for person in may)

    def practice_code(self) -> str | None:
        """The code of a rehearsal, where nobody is rung up; one that was not taken yet."""
        if not self.night.simulated:
            return None
        step = max(self.now // MICROS // STEP_S, self.night.practice_step + 1)
        return code_at(self.around.practice_key, step)

    def _key_asked(self) -> Asked:
        preview, shown, answers = self.night.posting.preview, self.fingerprint(), self.poll()
        asks = answers is not None and answers.level is Level.CAUTION
        if preview is None or shown is None or answers is None or not asks:
            raise Refused(message("second_key.not_needed"))
        return Asked(preview, shown, answers)

    # Trying

    async def _try_key(self, typed: str, asked: Asked) -> None:
        clock = self.around.live_clock
        if left := await self.keys.wait_s(clock.now()):
            raise self._no_key(message("second_key.wait", seconds=int(left + 0.999)))
        found = await self._whose(typed, asked)
        if found is None:
            await self.keys.missed(clock.now())
            await self._note_key("wrong", asked)
            raise self._no_key(self._wrong_key())
        person, how = found
        may_not = why_not(person, self.event, asked.preview, self.operator)
        if may_not is not None and person is not PRACTISING:
            await self._note_key("refused", asked, person.name, how)
            raise self._no_key(may_not)
        await self.keys.turned()
        await self._turn_key(asked, person.name, how)

    async def _whose(self, typed: str, asked: Asked) -> tuple[Person, str] | None:
        """Whose key it is, and which; one that may not say yes to this may be found, too."""
        if self.night.simulated and self._practised(typed):
            return PRACTISING, CODE
        everybody, approver = people_of(self.event), self.event.settings.approver
        may = may_turn(self.event, asked.preview, self.operator)
        if not self.night.simulated and not await self.keys.anything(may, approver):
            raise self._no_key(message("second_key.not_set_up" if may else "second_key.nobody"))
        # Those who may first, so that a number which two people have opens if it can.
        people = (*may, *(one for one in everybody if one not in may))
        if len(typed) == DIGITS and not self.night.simulated:
            for person in people:
                now = self.around.live_clock.now()
                step = await self.keys.step(person.name, typed, now, approver)
                if step is not None:
                    await self.keys.took(person.name, step)
                    return person, CODE
        # Everybody's, always: how long it takes tells nobody whose was near.
        found = [person for person in people if await self.keys.has_pin(person.name, typed)]
        return (found[0], PIN) if found else None

    def _practised(self, typed: str) -> bool:
        night = self.night
        key, used = self.around.practice_key, night.practice_step
        step = step_of(key, typed, self.now / MICROS, used)
        if step is None:
            return False
        night.practice_step = step
        return True

    def _wrong_key(self) -> Message:
        tries = self.keys.tries
        if tries.wait_s:
            return message("second_key.wrong_wait", seconds=tries.wait_s)
        return message("second_key.wrong")

    def _no_key(self, why: Message) -> Refused:
        """Said on TAKE, too, where the eye is."""
        self.digits, self.key_said = "", why
        self.changed()
        return Refused(why)

    async def _turn_key(self, asked: Asked, who: str, how: str, reason: str | None = None) -> None:
        # Of what was seen and asked for when the key was typed: looking it up takes a moment.
        self.turned_for, self.turned_over = asked.fingerprint, asked.answers.asked
        self.turned_by, self.key_said = (who, how), None
        await self._note_key("turned", asked, who, how, reason)
        self.say(message("second_key.turned"))

    async def _note_key(
        self,
        state: str,
        asked: Asked,
        who: str | None = None,
        how: str | None = None,
        reason: str | None = None,
    ) -> None:
        await self.night.journal.log(
            "second_key",
            self.now,
            state=state,
            who=who,
            how=how,
            fingerprint=asked.fingerprint,
            asked=", ".join(sorted(asked.answers.asked)),
            why=reason,
        )
