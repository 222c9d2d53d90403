"""People, sensitive dates and lists of words of an event file."""

import datetime as dt
from collections.abc import Iterable

from controlroom.event.eventfile_form import EventForm, SensitiveForm
from controlroom.event.eventfile_times import check_year, last_of
from controlroom.event.eventfile_troubles import place, trouble
from controlroom.event.live_event import Person, Sensitive
from controlroom.event.people import same
from controlroom.event.wall_clock import utc_of
from controlroom.messages import Message, message

LEAP_YEAR = 2000


def check_people(form: EventForm) -> None:
    """Everybody has a name, and nobody's is there twice, however it is written."""
    for number, person in enumerate(form.person):
        if not person.name.strip() or not person.name.isprintable():
            raise trouble("no_name", number=number + 1)
        for other in form.person[:number]:
            if same(person.name, other.name):
                raise trouble("twice", table="person", name=person.name)


def check_lists(form: EventForm) -> None:
    """In no list of words, links, regions or names is there an empty entry, or a link that names no
    place."""
    top = message("eventfile.where.top")
    _no_blank(top, "never", form.never)
    _no_blank(top, "regions", form.regions)
    for asset in form.asset:
        where = place("asset", asset.slug)
        _no_blank(where, "regions", asset.regions)
        _no_blank(where, "authors", asset.authors)
        for variant in asset.variant:
            _no_blank(where, "authors", variant.authors)
    for link in form.links:
        if not link.strip() or "://" in link or any(char.isspace() for char in link.strip()):
            raise trouble("link", link=link)


def people_of(form: EventForm) -> tuple[Person, ...]:
    """The people of the night, in the order of the file."""
    return tuple(
        Person(" ".join(one.name.split()), one.role, one.client, one.phone) for one in form.person
    )


def sensitive_of(form: EventForm) -> tuple[Sensitive, ...]:
    """The dates on which jokes hurt. ``WrongInput`` for one that is on no day, or on two."""
    return tuple(_sensitive(one, form.zone) for one in form.sensitive)


def _sensitive(one: SensitiveForm, zone: str) -> Sensitive:
    where = place("sensitive", one.title)
    if not one.title.strip():
        raise trouble("untitled", where=where)
    _no_blank(where, "regions", one.regions)
    if one.day is not None and one.first is None and one.last is None:
        return Sensitive(one.title, day=_day(one.day, where), regions=one.regions)
    if one.day is not None or one.first is None or one.last is None:
        raise trouble("when", where=where)
    if one.last < one.first:
        raise trouble("backwards", where=where)
    return Sensitive(
        one.title,
        first=_first_of(one.first, zone, where, "first"),
        last=last_of(one.last, zone, where, "last"),
        regions=one.regions,
    )


def _day(told: str, where: Message) -> str:
    try:
        # In a leap year, since there is a 29 February.
        day = dt.datetime.strptime(f"{LEAP_YEAR}-{told}", "%Y-%m-%d")  # noqa: DTZ007
    except ValueError as error:
        raise trouble("no_day", where=where, day=told) from error
    return f"{day:%m-%d}"


def _first_of(day: dt.date, zone: str, where: Message, key: str) -> int:
    check_year(day, where, key)
    # A whole day may begin with an hour that clocks skip: then with the next one.
    for hours in range(3):
        local = dt.datetime.combine(day, dt.time.min) + dt.timedelta(hours=hours)
        if (found := utc_of(local, zone)) is not None:
            return found
    raise trouble("skipped_hour", where=where, zone=zone, key=key)


def _no_blank(where: Message, key: str, told: Iterable[str]) -> None:
    if any(not one.strip() for one in told):
        raise trouble("blank", where=where, key=key)
