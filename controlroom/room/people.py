"""Orders about people, in PREP: who there is, how they say yes, who sits at this desk.

PINs and secrets go to the vault and into no line of the as-run log, no setting and no sentence.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import segno

from controlroom.accounts.pins import check_pin
from controlroom.desk.people import people
from controlroom.desk.people_view import Enrolling, PeopleAnswer, PeopleView
from controlroom.errors import Refused, UserFacingError, WrongInput
from controlroom.event.approvals import assets_with_yes
from controlroom.event.edits_people import PutPeople, PutSecondKey, rename
from controlroom.event.live_event import Person, PersonRole, Policy
from controlroom.event.people import same
from controlroom.messages import Message, message
from controlroom.posting.second_key import enrolment, new_secret, step_of
from controlroom.posting.who_may import people_of
from controlroom.room.accounts_settings import OPERATOR, put_setting
from controlroom.room.floor import NOBODY_NAMED
from controlroom.room.keys_kept import CODE
from controlroom.room.proving import Proving

MOST_LETTERS = 60


@dataclass(slots=True)
class PeopleSheet:
    """What the room keeps for the sheet. ``secret`` of the authenticator that is being set up for
    ``enrolling``: in memory alone until its first code is right."""

    is_open: bool = False
    orders: int = 0
    answer: PeopleAnswer | None = None
    enrolling: Enrolling | None = None
    secret: str = ""

    def leave(self) -> None:
        """No authenticator is being set up any more."""
        self.enrolling, self.secret = None, ""


class PeopleOrders(Proving):
    """What the operator does with the people of the event."""

    _people_sheet: PeopleSheet | None = None

    @property
    def people_sheet(self) -> PeopleSheet:
        """The sheet, open or closed."""
        if self._people_sheet is None:
            self._people_sheet = PeopleSheet()
        return self._people_sheet

    async def people(self, shown: bool) -> None:
        """Open the sheet of people, or put it away; what was not confirmed is dropped."""
        sheet = self.people_sheet
        sheet.is_open, sheet.answer = shown, None
        sheet.leave()
        self.changed()
        if shown:
            await self.keys.look_for_unnamed()
            self.changed()

    # Who there is

    async def person_put(self, given: Mapping[str, str]) -> None:
        """Put somebody on the list, or change them.

        ``given``: ``name``; ``was`` names the one who changes, else a new one comes; ``role``
        (approver), ``client`` ("yes" or nothing), ``phone``. What is left out of one who changes
        stays. Raises ``WrongInput``.
        """
        name, was = " ".join(given["name"].split()), given.get("was") or ""
        with self._answering(name, "name"):
            before = self._known(was) if was else None
            after = _put_together(name, given, before)
            rest = tuple(one for one in people_of(self.event) if before is None or one != before)
            if any(same(one.name, name) for one in rest):
                raise WrongInput(message("people.taken", name=name))
            place = self.event.people.index(before) if before in self.event.people else None
            listed = [one for one in self.event.people if one != before]
            listed.insert(len(listed) if place is None else place, after)
            other_name = before is not None and not same(before.name, name)
            if before is not None and other_name:
                await self._rename(before.name, after.name, tuple(listed))
            else:
                await self.edit(PutPeople(tuple(listed)), self.operator)
            told = {"was": before.name} if before is not None and other_name else {}
            await self._note_person("put", after.name, role=after.role, client=after.client, **told)
            self._person_done(message("people.put", name=after.name), after.name)

    async def person_remove(self, name: str) -> None:
        """Take somebody off the list and forget how they said yes."""
        with self._answering(name):
            person = self._known(name)
            await self._forget_keys(person.name)
            left = tuple(one for one in self.event.people if one != person)
            await self.edit(PutPeople(left), self.operator)
            settings = self.event.settings
            if same(settings.approver, person.name):
                await self.edit(PutSecondKey(settings.policy, ""), self.operator)
            await self._note_person("removed", person.name)
            # Their yes was given, and stays.
            if carry := assets_with_yes(self.event, person.name):
                gone = message("people.removed_yes", name=person.name, assets=carry)
            else:
                gone = message("people.removed", name=person.name)
            self._person_done(gone)

    async def _rename(self, was: str, name: str, listed: tuple[Person, ...]) -> None:
        """The same person by another name: in what they made and said, and at this desk. Their keys
        go by their name, and are set up anew."""
        await self._forget_keys(was)
        await self.edit(rename(self.event, listed, was, name), self.operator)
        if same(was, self.operator):
            await self._seat(name, with_key=False)

    async def sit_here(self, name: str, pin: str | None = None) -> None:
        """Say who sits at this desk, also somebody who is on no list; no name: nobody said. Whoever
        has a PIN or an authenticator shows it (``pin``)."""
        typed = " ".join(name.split())
        names = (person.name for person in people_of(self.event))
        who = next((one for one in names if same(one, typed)), typed)
        with self._answering(who, "sit"):
            if who:
                _check_name(who)
            proved = bool(who) and await self.has_key(who)
            if proved:
                await self.must_be(who, pin)
            await self._seat(who, with_key=proved)
            self._person_done(message("people.sits", name=self.operator), who)

    async def _seat(self, name: str, *, with_key: bool) -> None:
        await self.thread.run(put_setting, self.thread.store, OPERATOR, name or None)
        self.sit(name)
        self.sat_with_key = with_key

    def sit(self, name: str) -> None:
        """``name`` sits at this desk, from now on; they have not shown that it is them."""
        self.operator, self.sat_with_key = name or NOBODY_NAMED, False
        self.changed()

    async def _forget_keys(self, name: str) -> None:
        await self.keys.forget(name, self.event.settings.approver)
        if same(name, self.operator):
            self.sat_with_key = False

    async def choose_policy(self, policy: str) -> None:
        """Whose yes a CAUTION asks for."""
        with self._answering(""):
            if policy not in list(Policy):
                raise WrongInput(message("people.no_policy", policy=policy))
            named = self.event.settings.approver
            await self.edit(PutSecondKey(Policy(policy), named), self.operator)
            await self._note_person("policy", policy=policy)
            self._person_done(message("people.policy_set", policy=message(f"policy.{policy}")))

    # How they say yes

    async def person_pin(self, name: str, pin: str, again: str) -> None:
        """Set a person's PIN, typed twice by themself at this desk."""
        with self._answering(name, "pin"):
            person = self._approver(name)
            check_pin(pin)
            if pin != again:
                raise WrongInput(message("pin.differ"))
            for other in people_of(self.event):
                # Two with one number could not be told apart.
                if other != person and await self.keys.has_pin(other.name, pin):
                    raise WrongInput(message("pin.taken"))
            await self.keys.keep_pin(person.name, pin)
            await self._note_person("pin", person.name)
            self._person_done(message("people.pin_set", name=person.name), person.name)

    async def person_code(self, name: str) -> None:
        """Begin to set up a person's authenticator: a new secret, shown until it is confirmed."""
        with self._answering(name, "code"):
            person, sheet = self._approver(name), self.people_sheet
            sheet.secret = new_secret()
            code = segno.make(enrolment(sheet.secret, person.name), error="m", micro=False)
            groups = (sheet.secret[at : at + 4] for at in range(0, len(sheet.secret), 4))
            rows = tuple(tuple(bool(dark) for dark in row) for row in code.matrix)
            sheet.enrolling = Enrolling(person.name, rows, " ".join(groups))
            sheet.answer = None

    async def person_code_confirm(self, digits: str) -> None:
        """The first code of the new authenticator: then its secret is kept."""
        sheet = self.people_sheet
        if sheet.enrolling is None:
            raise Refused(message("people.not_enrolling"))
        name = sheet.enrolling.name
        with self._answering(name, "code"):
            step = step_of(sheet.secret, "".join(digits.split()), self._people_now_s())
            if step is None:
                raise WrongInput(message("people.code_wrong", name=name))
            await self.keys.keep_code(name, sheet.secret)
            await self.keys.took(name, step)
            sheet.leave()
            await self._note_person("authenticator", name)
            self._person_done(message("people.code_set", name=name), name)

    async def person_code_cancel(self) -> None:
        """Set up no authenticator."""
        self.people_sheet.leave()
        self.changed()

    async def person_code_test(self, name: str, digits: str) -> None:
        """See whether a person's authenticator shows the right code. It opens nothing after."""
        with self._answering(name, "code"):
            person, approver = self._approver(name), self.event.settings.approver
            now = self.around.live_clock.now()
            if left := await self.keys.wait_s(now):
                raise Refused(message("second_key.wait", seconds=int(left + 0.999)))
            if await self.keys.secret(person.name, approver) is None:
                raise Refused(message("people.no_code", name=person.name))
            step = await self.keys.step(person.name, "".join(digits.split()), now, approver)
            if step is None:
                await self.keys.missed(now)
                raise Refused(message("people.code_wrong", name=person.name))
            await self.keys.took(person.name, step)
            self._person_done(message("people.code_right", name=person.name), person.name)

    async def person_forget(self, name: str) -> None:
        """Forget a person's PIN and authenticator."""
        with self._answering(name):
            person = self._known(name)
            await self._forget_keys(person.name)
            await self._note_person("forgotten", person.name)
            self._person_done(message("people.forgotten", name=person.name), person.name)

    # The sheet

    def people_view(self) -> PeopleView | None:
        """The sheet as it stands, None while it is closed."""
        sheet = self.people_sheet
        if not sheet.is_open:
            return None
        return people(
            self.event,
            self.ways_of,
            operator="" if self.operator == NOBODY_NAMED else self.operator,
            state=self.now_state,
            enrolling=sheet.enrolling,
            answer=sheet.answer,
        )

    def ways_of(self, name: str) -> frozenset[str]:
        """What a person turns the second key with. Of the approver that the settings name, whose
        secret may be in the vault under no name, an authenticator."""
        known = self.keys.set_up(name)
        unnamed = self.keys.unnamed and same(name, self.event.settings.approver)
        return known | {CODE} if unnamed else known

    # The same for all of them

    def _known(self, name: str) -> Person:
        everybody = people_of(self.event)
        found = next((one for one in everybody if same(one.name, name)), None)
        if found is None:
            names = ", ".join(one.name for one in everybody)
            do = message("people.unknown.do", names=names) if names else message("people.nobody")
            raise Refused(message("people.unknown", name=name), do)
        return found

    def _approver(self, name: str) -> Person:
        person = self._known(name)
        if person.role is not PersonRole.APPROVER:
            raise Refused(message("people.only_approvers", name=person.name))
        return person

    def _people_now_s(self) -> float:
        return self.around.live_clock.now() / 1_000_000

    def _answering(self, name: str, field: str = "") -> "_Answered":
        return _Answered(self, name, field)

    def _person_done(self, line: Message, name: str = "") -> None:
        sheet = self.people_sheet
        sheet.orders += 1
        sheet.answer = PeopleAnswer(sheet.orders, line, name)
        self.say(line)

    async def _note_person(self, state: str, who: str | None = None, **told: str | bool) -> None:
        said = {name: str(value) for name, value in told.items()}
        await self.night.journal.log("people", self.now, state=state, who=who, **said)


@dataclass(slots=True)
class _Answered:
    """The sheet tells of a refusal, too."""

    room: PeopleOrders
    name: str
    field: str

    def __enter__(self) -> None:
        self.room.changed()

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, UserFacingError):
            sheet = self.room.people_sheet
            sheet.orders += 1
            line = error.what_happened
            field = self.field if isinstance(error, WrongInput) else ""
            sheet.answer = PeopleAnswer(sheet.orders, line, self.name, refused=True, field=field)
        self.room.changed()


def _put_together(name: str, given: Mapping[str, str], before: Person | None) -> Person:
    _check_name(name)
    after = before or Person(name, PersonRole.APPROVER)
    role = given.get("role", after.role.value)
    if role not in list(PersonRole):
        raise WrongInput(message("people.no_role", role=role))
    client = bool(given["client"]) if "client" in given else after.client
    phone = " ".join(given.get("phone", after.phone).split())
    return replace(after, name=name, role=PersonRole(role), client=client, phone=phone)


def _check_name(name: str) -> None:
    if not name:
        raise WrongInput(message("people.no_name"))
    if len(name) > MOST_LETTERS:
        raise WrongInput(message("people.long_name", most=MOST_LETTERS))
    if not name.isprintable():
        raise WrongInput(message("people.no_text"))
