"""The sheet of watch terms: open or closed, what is counted of each, what became of an order.

Rates are read once a second while it is open, and not at all while it is closed.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from controlroom.clock import MICROS
from controlroom.desk.terms import TermCounts, terms
from controlroom.desk.terms_view import TermAnswer, TermsView
from controlroom.errors import Refused, UserFacingError
from controlroom.event.edits_watch import PutTerm
from controlroom.event.watch import CONTEXT, WatchTerm
from controlroom.event.watch_rules import MOST_TERMS, too_many
from controlroom.mentions.feed import MentionFeed
from controlroom.messages import Message, message
from controlroom.room.night import Night
from controlroom.room.terms import TermOrders

RATE_S = 60
"""A rate is the mean of so many seconds."""


@dataclass(slots=True)
class TermSheet:
    """What the room keeps for the sheet. ``removed``: the last term taken away while it was open,
    its place, and the event's revision after that; ``since_s`` when terms came, UTC seconds."""

    night: Night
    is_open: bool = False
    orders: int = 0
    answer: TermAnswer | None = None
    removed: tuple[WatchTerm, int, int] | None = None
    since_s: dict[str, int] = field(default_factory=dict)
    read: object = None
    view: TermsView | None = None

    def answered(self, line: Message, slug: str = "", *, wrong: str | None = None) -> None:
        """An order ended; ``wrong``: it was refused because of this field."""
        self.orders += 1
        if self.is_open:
            refused = wrong is not None
            self.answer = TermAnswer(self.orders, line, slug, refused, wrong or "")


class TermSheetOrders(TermOrders):
    """Orders about watch terms, with the sheet that shows them."""

    _term_sheet: TermSheet | None = None

    @property
    def term_sheet(self) -> TermSheet:
        """The sheet of this night: what was removed in another one cannot be put back."""
        sheet = self._term_sheet
        if sheet is None or sheet.night is not self.night:
            sheet = TermSheet(self.night, is_open=sheet is not None and sheet.is_open)
            self._term_sheet = sheet
        return sheet

    async def terms(self, shown: bool) -> None:
        """Open the sheet of watch terms, or put it away: what was told is not told again."""
        sheet = self.term_sheet
        sheet.is_open, sheet.answer, sheet.view = shown, None, None
        if not shown and sheet.removed is not None:
            sheet.removed = None
            self.night.terms_told_at = float("-inf")
        self.changed()

    async def put_term(self, given: Mapping[str, str]) -> None:
        """As ``TermOrders.put_term``; the sheet tells what became of it."""
        sheet, before = self.term_sheet, {term.slug for term in self.event.terms}
        try:
            await super().put_term(given)
        except UserFacingError as error:
            line, field_wrong = _wrong(error)
            sheet.answered(line, wrong=field_wrong)
            raise
        new = [term.slug for term in self.event.terms if term.slug not in before]
        sheet.since_s |= dict.fromkeys(new, self.now // MICROS)
        put = next(iter(new), given.get("slug", ""))
        label = next((term.label for term in self.event.terms if term.slug == put), put)
        sheet.answered(message("terms.put", term=label), put)

    async def remove_term(self, slug: str) -> None:
        """As ``TermOrders.remove_term``; the sheet can put it back."""
        sheet, event, before = self.term_sheet, self.event, self.term_sheet.removed
        place = next((at for at, one in enumerate(event.terms) if one.slug == slug), None)
        if sheet.is_open and place is not None:
            # Known before it goes: a look at the night in between must count it on.
            sheet.removed = (event.terms[place], place, event.revision + 1)
        try:
            await super().remove_term(slug)
        except UserFacingError:
            sheet.removed = before
            raise
        if sheet.removed is not None:
            sheet.answered(message("terms.removed", term=sheet.removed[0].label))

    async def term_back(self) -> None:
        """Put back the term that was removed last: by the event's undo while nothing else was
        changed since, else as an edit of its own, so that nothing but this is taken back."""
        sheet = self.term_sheet
        if sheet.removed is None:
            raise Refused(message("undo.nothing"))
        term, place, revision = sheet.removed
        if any(one.slug == term.slug for one in self.event.terms):
            sheet.removed = None
            raise Refused(message("term_sheet.back_already", term=term.label))
        if (why := too_many((*self.event.terms, term))) is not None:
            raise Refused(message("terms.wrong_number", why=why))
        if self.event.revision == revision:
            await self.take_back_edit()
            self.night.terms_told_at = float("-inf")
        else:
            await self._watch(PutTerm(term, place))
        sheet.removed = None
        sheet.answered(message("terms.put", term=term.label), term.slug)
        self.say(message("terms.put", term=term.label))

    def watched_terms(self) -> tuple[WatchTerm, ...]:
        """As ``Floor.watched_terms``. A removed term that can still be put back is counted on, in
        no chart and no total: else what it had counted would be gone with it."""
        watched, removed = super().watched_terms(), self.term_sheet.removed
        if removed is None or any(one.slug == removed[0].slug for one in watched):
            return watched
        return (*watched, replace(removed[0], group=CONTEXT))

    def terms_view(self) -> TermsView | None:
        """The sheet as it stands, None while it is closed."""
        sheet, event, feed = self.term_sheet, self.event, self.night.reader.feed
        if not sheet.is_open:
            return None
        now_s = self.now // MICROS
        read = (now_s, id(feed), event.terms, sheet.answer, sheet.removed)
        if sheet.view is None or read != sheet.read:
            counts = None
            if feed is not None:
                slugs = tuple(term.slug for term in event.terms)
                stale = self.feed.stale_from is not None
                counts = _counts(feed, slugs, now_s, sheet.since_s, stale=stale)
            sheet.read = read
            sheet.view = terms(
                event,
                counts,
                rehearsal=self.night.simulated,
                answer=sheet.answer,
                removed=None if sheet.removed is None else sheet.removed[0],
            )
        return sheet.view


def _counts(
    feed: MentionFeed,
    slugs: tuple[str, ...],
    now_s: int,
    since_s: Mapping[str, int],
    *,
    stale: bool,
) -> TermCounts | None:
    """What is counted of each term just now, None before anything came."""
    snapshot = feed.snapshot()
    if snapshot.fed_until_s is None or snapshot.fed_from_s is None:
        return None
    until = min(now_s, snapshot.fed_until_s)
    window = feed.window(until - 1, 1, 1, slugs, RATE_S)
    rates = [math.nan] * len(slugs) if stale else window.rates[:, 0].tolist()
    return TermCounts(
        rates=dict(zip(slugs, rates, strict=True)),
        totals=snapshot.totals,
        watched_s={slug: until - max(snapshot.fed_from_s, since_s.get(slug, 0)) for slug in slugs},
        floor=bool(window.floor[0]),
    )


def _wrong(error: UserFacingError) -> tuple[Message, str]:
    """What to say in the sheet, where the term and the field are seen, and which field it is."""
    why = dict(error.what_happened.values).get("why")
    match why:
        case Message(id="terms.no_phrases"):
            return message("term_sheet.no_phrases"), "phrases"
        case Message(id="terms.too_many"):
            return message("term_sheet.full", most=MOST_TERMS), ""
        case Message(id="terms.no_text"):
            return message("term_sheet.no_text"), ""
    return error.what_happened, ""
