"""Hashtags: only those on the event's list go out on one person's word.

Who did not read what a hashtag is about has joked into tragedies; the list is made beforehand, by
people who had the time to look.
"""

from controlroom.guards.caption import hashtags_in, same_tag, words_of
from controlroom.guards.known import Answer, Known, Level
from controlroom.messages import message

LABEL = message("guard.hashtags")


def guard(known: Known) -> Answer | None:
    """CAUTION for a hashtag that is not on the list. None where the words have none."""
    said = words_of(known.asset, [on.channel for on in known.channels] or known.event.channels)
    tags = {same_tag(tag): tag for words, on in said.items() for tag in hashtags_in(words, on)}
    if not tags:
        return None
    listed = {same_tag(tag) for tag in known.event.hashtags}
    foreign = [tag for same, tag in tags.items() if same not in listed]
    if not foreign:
        return Answer(Level.GO, LABEL, message("guard.hashtags.go", count=len(tags)))
    about = frozenset(same_tag(tag) for tag in foreign)
    if len(foreign) == 1:
        told = message("guard.hashtags.other", tag=foreign[0])
    else:
        told = message("guard.hashtags.others", tag=foreign[0], more=len(foreign) - 1)
    return Answer(Level.CAUTION, LABEL, told, about)
