"""Sensitive: days on which jokes hurt, and regions in which just now they do."""

import re
from datetime import datetime
from functools import lru_cache

from controlroom.event.asset import Role
from controlroom.event.live_event import Sensitive
from controlroom.guards.calendar import well_known_days
from controlroom.guards.caption import readable
from controlroom.guards.known import Answer, Known, Level
from controlroom.guards.plain import plain
from controlroom.messages import At, message

LABEL = message("guard.sensitive")
WORD = re.compile(r"[^\W_]+")


def guard(known: Known) -> Answer | None:
    """CAUTION on such a date, for what is meant for such a region. None on any other day, and for
    the correction and the pause asset."""
    if known.asset.role is not Role.POST:
        return None
    titles = tuple(dict.fromkeys(one.title for one in sensitive_now(known)))
    if not titles:
        return None
    about = frozenset(plain(title) for title in titles)
    if len(titles) == 1:
        return Answer(Level.CAUTION, LABEL, message("guard.sensitive.one", title=titles[0]), about)
    told = message("guard.sensitive.more", title=titles[0], more=len(titles) - 1)
    return Answer(Level.CAUTION, LABEL, told, about)


def sensitive_now(known: Known) -> tuple[Sensitive, ...]:
    """What makes this a bad time for this post, the event's own dates first."""
    own = [one for one in known.event.sensitive if _is_on(one, known)]
    day = _day(known)
    common = [one for one in well_known_days() if one.day == day]
    if not any(one.regions for one in own):
        return (*own, *common)
    channels = [on.channel for on in known.channels] or known.event.channels
    texts = readable(known.asset, channels)
    return tuple(one for one in (*own, *common) if _is_meant(one, known, texts))


def _is_on(one: Sensitive, known: Known) -> bool:
    if one.day:
        return one.day == _day(known)
    begun = one.first is None or one.first <= known.now
    return begun and (one.last is None or known.now <= one.last)


def _day(known: Known) -> str:
    """Month and day where the event is."""
    local: datetime = At(known.now, known.event.zone).local()
    return f"{local:%m-%d}"


def _is_meant(one: Sensitive, known: Known, texts: tuple[str, ...]) -> bool:
    """Whether the post, which says ``texts``, is for one of the regions, or speaks of it. One that
    names no region is for everybody, there too."""
    if not one.regions:
        return True
    meant = known.asset.regions or known.event.regions
    hurt = {plain(region) for region in one.regions}
    if not meant or hurt & {plain(region) for region in meant}:
        return True
    return any(_words(region) in _words(text) for region in hurt for text in texts)


@lru_cache(maxsize=2048)
def _words(text: str) -> str:
    """The words of ``text`` with a blank before and after each."""
    return f" {' '.join(WORD.findall(plain(text)))} "
