"""References to pictures in the media store, for the window to decode."""

from controlroom.desk.facts import Facts
from controlroom.desk.view import ImageRef
from controlroom.event.asset import Asset


def image(facts: Facts, sha256: str | None) -> ImageRef | None:
    """A reference to the bytes with this SHA-256."""
    return None if sha256 is None else ImageRef(sha256, facts.media_path(sha256))


def face_of(facts: Facts, asset: Asset) -> ImageRef | None:
    """The asset's own picture."""
    return image(facts, asset.picture.sha256) if asset.picture else None


def avatar(facts: Facts) -> ImageRef | None:
    """The brand's avatar: the first account that has one."""
    return image(facts, next((a.avatar for a in facts.event.accounts if a.avatar), None))
