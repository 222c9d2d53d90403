"""Origin: where a picture is from, so that nobody's grief is taken for decoration."""

from controlroom.event.asset import Asset
from controlroom.guards.known import Answer, Known, Level
from controlroom.messages import message

LABEL = message("guard.provenance")

_told: tuple[tuple[Asset, ...], bool] = ((), False)


def guard(known: Known) -> Answer | None:
    """NOTE for a picture of which nobody says where it is from. None where the event never says
    it of any, and for words only."""
    asset = known.asset
    if not any(on.has_picture for on in known.channels):
        return None
    if asset.provenance.strip():
        return Answer(Level.GO, LABEL, message("guard.provenance.go", origin=asset.provenance))
    if not _is_told(known.event.assets):
        return None
    return Answer(Level.NOTE, LABEL, message("guard.provenance.unknown"))


def _is_told(assets: tuple[Asset, ...]) -> bool:
    """Whether any of them says it. Of a large library too long to look up at each keystroke."""
    global _told
    if _told[0] is not assets:
        _told = assets, any(one.provenance.strip() for one in assets)
    return _told[1]
