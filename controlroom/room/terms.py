"""Orders about watch terms: put one, take one away, in any state of the room.

The room's next look tells the feed, whose counts of the other terms go on as they are.
"""

from collections.abc import Mapping, Sequence

from controlroom.errors import Refused, WrongInput
from controlroom.event.edits import Edit
from controlroom.event.edits_watch import PutTerm, RemoveTerm, SetTerms
from controlroom.event.slugs import slug_from
from controlroom.event.watch import WatchTerm
from controlroom.event.watch_rules import too_many, wrong_in_term
from controlroom.messages import message
from controlroom.room.floor import Floor

USUAL_GROUP = "event"


class TermOrders(Floor):
    """What the operator does with watch terms."""

    async def put_term(self, given: Mapping[str, str]) -> None:
        """Watch for something, or change what is watched for.

        ``given``: ``slug`` names the term that changes, or a new one; ``label``, ``group``;
        ``phrases`` and ``exclude``, one a line. What is left out stays as it is; a new term is
        called after its first phrase, as is one whose label is emptied, and is of the group
        "event". With ``each`` every phrase becomes a new term, all of them or none. Raises
        ``WrongInput``.
        """
        terms = self.event.terms
        if given.get("each"):
            await self._add_each(given)
            return
        before = next((one for one in terms if one.slug == given.get("slug")), None)
        term = _put_together(given, before, {one.slug for one in terms})
        _check(term)
        if before is None:
            _check_number((*terms, term))
        if term == before:
            return
        await self._watch(PutTerm(term))
        self.say(message("terms.put", term=term.label))

    async def _add_each(self, given: Mapping[str, str]) -> None:
        terms = list(self.event.terms)
        taken = {one.slug for one in terms}
        shared = {name: told for name, told in given.items() if name in ("group", "exclude")}
        for phrase in _lines(given.get("phrases")) or ():
            term = _put_together({**shared, "phrases": phrase}, None, taken)
            _check(term)
            taken.add(term.slug)
            terms.append(term)
        added = len(terms) - len(self.event.terms)
        if not added:
            raise WrongInput(message("terms.none_given"))
        _check_number(terms)
        await self._watch(SetTerms(tuple(terms)))
        self.say(message("terms.put_many", number=added))

    async def remove_term(self, slug: str) -> None:
        """Watch for it no longer."""
        known = next((one for one in self.event.terms if one.slug == slug), None)
        if known is None:
            raise Refused(message("edit.no_term", term=slug))
        await self._watch(RemoveTerm(slug))
        self.say(message("terms.removed", term=known.label))

    async def _watch(self, edit: Edit) -> None:
        await self.edit(edit)
        # The feed is told at the next look, however shortly before it was told something else.
        self.night.terms_told_at = float("-inf")


def _check(term: WatchTerm) -> None:
    if (why := wrong_in_term(term)) is not None:
        raise WrongInput(message("terms.wrong", term=term.label or term.slug, why=why))


def _check_number(terms: Sequence[WatchTerm]) -> None:
    if (why := too_many(terms)) is not None:
        raise WrongInput(message("terms.wrong_number", why=why))


def _put_together(given: Mapping[str, str], before: WatchTerm | None, taken: set[str]) -> WatchTerm:
    phrases, exclude = (_lines(given.get(name)) for name in ("phrases", "exclude"))
    label, group = given.get("label"), given.get("group")
    if before is not None:
        phrases = before.phrases if phrases is None else phrases
        label = before.label if label is None else label
        return WatchTerm(
            before.slug,
            label.strip() or _first(phrases),
            before.group if group is None else group,
            phrases,
            before.exclusions if exclude is None else exclude,
        )
    phrases = phrases or ()
    label = (label or "").strip() or _first(phrases)
    slug = given.get("slug") or slug_from(label, taken, "term")
    return WatchTerm(slug, label, group or USUAL_GROUP, phrases, exclude or ())


def _first(phrases: tuple[str, ...]) -> str:
    return phrases[0] if phrases else ""


def _lines(told: str | None) -> tuple[str, ...] | None:
    """What was told a line at a time, each once; None where nothing was said of it."""
    if told is None:
        return None
    return tuple(dict.fromkeys(line.strip() for line in told.split("\n") if line.strip()))
