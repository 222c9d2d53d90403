"""``terms`` from outside the window: what an event watches for, and changing it."""

from controlroom.errors import Refused
from controlroom.event.watch import WatchTerm
from controlroom.messages import message
from controlroom.room.door_visit import DONE, Line, Premises, Visitor, Wish
from controlroom.room.room import Room

NAMED = 20
"""So many terms a refusal names."""


async def list_terms(premises: Premises, wish: Wish, visitor: Visitor) -> int:
    """Every watch term of the event, of one group if that is asked."""
    group = wish.maybe("group")
    for term in _room(premises).nights.real.book.event.terms:
        if group in (None, term.group):
            await visitor.tell(term_line(term))
    return DONE


async def put_terms(premises: Premises, wish: Wish, visitor: Visitor) -> int:
    """Put one term, or with ``each`` one for each phrase."""
    room = _at_night(premises)
    names = ("slug", "label", "group")
    given = {name: told for name in names if (told := wish.maybe(name)) is not None}
    exclude = wish.texts("exclude")
    if exclude or wish.yes("exclude_nothing"):
        given["exclude"] = "\n".join(exclude)
    if phrases := wish.texts("phrases"):
        given["phrases"] = "\n".join(phrases)
    if wish.yes("each"):
        given["each"] = "yes"
    before = set(room.event.terms)
    await room.carry_out("term_put", given)
    for term in room.event.terms:
        # One that was as asked already is told, too.
        if term not in before or term.slug == given.get("slug"):
            await visitor.tell(term_line(term))
    return DONE


async def remove_terms(premises: Premises, wish: Wish, visitor: Visitor) -> int:
    """Take terms away, by their slugs: all of them, or none where one is not there."""
    room = _at_night(premises)
    there = {term.slug: term for term in room.event.terms}
    asked = dict.fromkeys(wish.texts("terms"))
    for slug in asked:
        if slug not in there:
            raise Refused(
                message("terms.not_there", event=room.event.slug, term=slug),
                message("terms.not_there.do", terms=", ".join([*there][:NAMED]) or "–"),
            )
    for slug in asked:
        await room.carry_out("term_remove", {"term": slug})
        await visitor.tell({**term_line(there[slug]), "kind": "term_removed"})
    return DONE


def term_line(term: WatchTerm) -> Line:
    """A watch term as it is told."""
    return {
        "kind": "term",
        "slug": term.slug,
        "label": term.label,
        "group": term.group,
        "phrases": list(term.phrases),
        "exclude": list(term.exclusions),
    }


def _room(premises: Premises) -> Room:
    assert premises.room is not None
    return premises.room


def _at_night(premises: Premises) -> Room:
    """The room, unless it rehearses: what is changed then ends with the rehearsal."""
    room = _room(premises)
    if room.night.simulated:
        raise Refused(message("door.rehearsing"))
    return room
