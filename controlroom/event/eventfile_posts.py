"""What an asset of an event file posts beside its first words: pictures, threads, cards."""

from urllib.parse import urlsplit

from controlroom.event.asset import Crop, Link, Part, Picture, Variant
from controlroom.event.eventfile_art import Art
from controlroom.event.eventfile_form import (
    AssetForm,
    LinkForm,
    PartForm,
    PictureForm,
    VariantForm,
)
from controlroom.event.eventfile_troubles import trouble
from controlroom.messages import Message

ONE = 1 + 1e-9
"""The whole; fractions of decimals do not add up to it exactly."""


def pictures_of(forms: tuple[PictureForm, ...], art: Art, where: Message) -> tuple[Picture, ...]:
    """The pictures, in order. ``WrongInput`` where one cannot be read; so below."""
    return tuple(art.picture(one.path, one.alt, where) for one in forms)


def variant_of(form: VariantForm, asset: AssetForm, art: Art, where: Message) -> Variant:
    """What differs on one channel. A crop is of its own picture, else of the asset's."""
    alt, picture = form.alt or asset.alt, None
    if form.crop is not None:
        path = form.picture or asset.picture
        if path is None:
            raise trouble("crop_of_nothing", where=where, channel=form.channel)
        picture = art.cropped(path, crop_of(form.crop, where), alt, where)
    elif form.picture is not None:
        picture = art.picture(form.picture, alt, where)
    more = None if form.more is None else pictures_of(form.more, art, where)
    if form.reply_to:
        _check_address(form.reply_to, "reply_to", where)
    return Variant(form.channel, form.caption, picture, more, form.reply_to, form.authors)


def crop_of(edges: tuple[float, ...], where: Message) -> Crop:
    """Left, top, width and height in fractions of the whole. ``WrongInput`` for another number of
    them, for nothing at all, and for what is outside."""
    if len(edges) == 4:
        left, top, width, height = edges
        inside = left >= 0 and top >= 0 and left + width <= ONE and top + height <= ONE
        if inside and width > 0 and height > 0:
            return Crop(left, top, width, height)
    raise trouble("crop", where=where)


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
