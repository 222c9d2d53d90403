"""What an asset of an event file posts beside its first words: pictures, threads, cards."""

from urllib.parse import urlsplit

from controlroom.event.asset import Link, Part, Picture, Variant
from controlroom.event.eventfile_art import Art
from controlroom.event.eventfile_form import LinkForm, PartForm, PictureForm, VariantForm
from controlroom.event.eventfile_troubles import trouble
from controlroom.messages import Message


def pictures_of(forms: tuple[PictureForm, ...], art: Art, where: Message) -> tuple[Picture, ...]:
    """The pictures, in order. ``WrongInput`` where one cannot be read; so below."""
    return tuple(art.picture(one.path, one.alt, where) for one in forms)


def variant_of(form: VariantForm, alt: str, art: Art, where: Message) -> Variant:
    """What differs on one channel; ``alt`` is the asset's own alt text."""
    picture = None
    if form.picture is not None:
        picture = art.picture(form.picture, form.alt or alt, where)
    more = None if form.more is None else pictures_of(form.more, art, where)
    if form.reply_to:
        _check_address(form.reply_to, "reply_to", where)
    return Variant(form.channel, form.caption, picture, more, form.reply_to)


def part_of(form: PartForm, art: Art, where: Message) -> Part:
    """A further post of a thread."""
    return Part(form.caption, pictures_of(form.pictures, art, where))


def link_of(form: LinkForm | None, art: Art, where: Message) -> Link | None:
    """The card, None where there is none."""
    if form is None:
        return None
    _check_address(form.url, "url", where)
    thumb = None if form.thumb is None else art.picture(form.thumb, "", where)
    return Link(form.url, form.title, form.description, thumb)


def _check_address(told: str, key: str, where: Message) -> None:
    try:
        parts = urlsplit(told)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise trouble("no_address", where=where, key=key, address=told)
