"""What the as-run log says of a TAKE: what Preview showed, what each guard said, on whose yes."""

from typing import TYPE_CHECKING, Any

import msgspec

from controlroom.event.asset import Asset, Picture
from controlroom.event.edits import Edit
from controlroom.event.live_event import Account
from controlroom.guards.poll import GoPoll
from controlroom.messages import english
from controlroom.posting.outbox import Told
from controlroom.posting.preview import Preview

if TYPE_CHECKING:
    from controlroom.room.floor import Floor


def take_told(
    room: "Floor", preview: Preview, answers: GoPoll, window_s: float | None
) -> dict[str, Told]:
    """What stood in Preview when TAKE was pressed. ``window_s``: its hold window (None: refused).

    The pictures are named by the hash of the very bytes that are sent; these bytes stay in the
    media store whatever becomes of the asset.
    """
    event, asset = room.event, preview.asset
    return {
        "fingerprint": preview.fingerprint(event),
        "title": asset.title,
        "version": asset.version,
        "shown": {
            account.channel: _shown(asset, account)
            for account in event.accounts
            if preview.goes_to(account.channel)
        },
        "level": answers.level.name.lower(),
        "guards": [
            {
                "guard": name,
                "level": answer.level.name.lower(),
                "label": english(answer.label),
                "says": english(answer.detail),
            }
            for name, answer in answers.answers
        ],
        "policy": event.settings.policy.value,
        "window_s": window_s,
        "staged_at": preview.at,
        "staged_by": preview.by.value,
        "staged_how": english(preview.how),
    }


def _shown(asset: Asset, account: Account) -> dict[str, Told]:
    channel = account.channel
    told: dict[str, Told] = {
        "handle": account.handle,
        "words": asset.words_for(channel),
        "pictures": _pictures(asset.pictures_for(channel)),
    }
    if asset.thread:
        told["thread"] = [
            {"words": asset.filled_in(part.caption), "pictures": _pictures(part.pictures)}
            for part in asset.thread
        ]
    if asset.link is not None:
        thumb = asset.link.thumb
        told["link"] = asset.link.url
        told["card"] = None if thumb is None else thumb.sha256
    if answered := asset.reply_to_for(channel):
        told["reply_to"] = answered
    return told


def _pictures(pictures: tuple[Picture, ...]) -> list[Told]:
    return [{"sha256": one.sha256, "alt": one.alt} for one in pictures]


def edit_told(edit: Edit) -> dict[str, Told]:
    """What an edit changed: its plain fields, an approver's word whole, of all else the names."""
    told = msgspec.to_builtins(edit)
    said = {name: _named(name, value) for name, value in told.items() if name != "type"}
    return {"what": {name: value for name, value in said.items() if value is not None}}


def _named(name: str, value: Any) -> Told:
    if isinstance(value, str | int | float) or name == "approval":
        plain: Told = value
        return plain
    if isinstance(value, dict):
        slug: Told = value.get("slug") or value.get("channel")
        return slug
    return None
