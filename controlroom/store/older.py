"""Reads what was written while an asset had one yes for all networks at once.

That yes was bound to a digest over everything its event posted to. Where it still held, it goes on
as one for each network; where it did not, its digest fits nothing any more.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import msgspec
from sqlalchemy import Connection, select, update

from controlroom.event.asset import Approval, Asset, Picture
from controlroom.event.content import variant_digest
from controlroom.event.edits import Edit, from_json
from controlroom.event.live_event import LiveEvent
from controlroom.store.tables import ASSETS

OLD = '"approval":'
"""What stands in a body of then, and, since quotation marks in texts are escaped, in no other."""
BY_ASSET = ("UnbindAccount", "RestoreAccount")
_ASSET = msgspec.json.Decoder(Asset)


class OldYes(msgspec.Struct):
    """An approval of then."""

    by: str
    at: int
    version: int
    digest: str


def asset_from(body: str, channels: tuple[str, ...]) -> Asset:
    """The asset in a row's ``body``, of an event that posts to ``channels``."""
    asset = _ASSET.decode(body)
    if OLD not in body:
        return asset
    return _with_yes(asset, msgspec.json.decode(body).get("approval"), channels)


def edit_from(text: str, event: LiveEvent) -> Edit:
    """The edit that ``text`` tells; ``event`` as it stands where the edit would be applied."""
    if OLD not in text and not any(name in text for name in BY_ASSET):
        return from_json(text)
    told = msgspec.json.decode(text)
    if told["type"] in BY_ASSET:
        told["approvals"] = [
            (slug, _of_asset(event, slug, said, _channels_then(event, told)))
            for slug, said in told.get("approvals") or ()
        ]
    elif "asset" in told and isinstance(told["asset"], dict):
        asset = msgspec.convert(told["asset"], Asset)
        told["asset"] = _with_yes(asset, told["asset"].get("approval"), event.channels)
    return from_json(msgspec.json.encode(told).decode())


def renew(connection: Connection, event: LiveEvent) -> None:
    """Write the assets of ``event`` whose rows are of then anew, before its networks change: by
    others than they were given for their digests could not be told."""
    rows = connection.scalars(
        select(ASSETS.c.slug).where(ASSETS.c.event == event.id, ASSETS.c.body.contains(OLD))
    ).all()
    for slug in rows:
        body = msgspec.json.encode(event.asset(slug)).decode()
        mine = (ASSETS.c.event == event.id, ASSETS.c.slug == slug)
        connection.execute(update(ASSETS).where(*mine).values(body=body))


def _with_yes(asset: Asset, told: Any, channels: tuple[str, ...]) -> Asset:
    if told is None or asset.approvals:
        return asset
    return replace(asset, approvals=_each(asset, msgspec.convert(told, OldYes), channels))


def _each(asset: Asset, yes: OldYes, channels: tuple[str, ...]) -> tuple[Approval, ...]:
    holds = yes.digest == old_digest(asset, channels)
    return tuple(
        Approval(
            channel,
            yes.by,
            yes.at,
            yes.version,
            variant_digest(asset, channel) if holds else yes.digest,
        )
        for channel in dict.fromkeys(channels)
    )


def _of_asset(
    event: LiveEvent, slug: str, said: Any, channels: tuple[str, ...]
) -> tuple[Approval, ...]:
    if isinstance(said, list):
        return msgspec.convert(said, tuple[Approval, ...])
    asset = next((one for one in event.assets if one.slug == slug), None)
    return () if asset is None else _each(asset, msgspec.convert(said, OldYes), channels)


def _channels_then(event: LiveEvent, told: dict[str, Any]) -> tuple[str, ...]:
    """What the event posts to once the edit is applied."""
    if told["type"] == "RestoreAccount":
        return (*event.channels, told["account"]["channel"])
    return tuple(one for one in event.channels if one != told["channel"])


def old_digest(asset: Asset, channels: tuple[str, ...]) -> str:
    """The digest of then: SHA-256 (hex) over what ``asset`` says and shows on ``channels``."""
    said = hashlib.sha256()
    for channel in sorted(channels):
        for part in (channel, *_first(asset, channel), *_further(asset, channel)):
            said.update(f"{len(part)}:{part}".encode())
    return said.hexdigest()


def _first(asset: Asset, channel: str) -> Iterable[str]:
    shown = asset.picture_for(channel)
    yield asset.template_for(channel)
    yield from ("", "") if shown is None else (shown.sha256, shown.alt)


def _further(asset: Asset, channel: str) -> Iterable[str]:
    shown = asset.pictures_for(channel)
    rest = shown if asset.picture_for(channel) is None else shown[1:]
    if rest:
        yield from _pictures("+more", rest)
    if asset.link is not None:
        link = asset.link
        yield from ("+link", link.url, link.title, link.description)
        yield from _pictures("+thumb", () if link.thumb is None else (link.thumb,))
    if (answered := asset.reply_to_for(channel)) != "":
        yield from ("+reply_to", answered)
    for part in asset.thread:
        yield from ("+part", part.caption)
        yield from _pictures("+pictures", part.pictures)


def _pictures(name: str, pictures: tuple[Picture, ...]) -> Iterable[str]:
    yield from (name, str(len(pictures)))
    for picture in pictures:
        yield from (picture.sha256, picture.alt)
