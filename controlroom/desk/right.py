"""The right column: suggestions, fixed slots, library."""

from collections.abc import Callable

from controlroom.clock import MICROS
from controlroom.desk.facts import Facts
from controlroom.desk.figures import times
from controlroom.desk.pictures import face_of
from controlroom.desk.view import (
    LibraryRow,
    LibraryView,
    Slot,
    Suggestion,
    SuggestionsView,
    Tone,
)
from controlroom.event.approvals import is_approved, newest_word
from controlroom.event.asset import Asset, Role
from controlroom.event.times import next_moment
from controlroom.guards.stay_out import line_about
from controlroom.messages import Message, Span, message

SLOT_DIGITS = ("5", "6", "7", "8", "9", "0")
SPIKE_LASTS_S = 600.0


def ready_tone(facts: Facts, asset: Asset) -> Tone:
    """GO: approved and within every limit. CAUTION: somebody still has to say yes. NO-GO: a
    network would refuse it."""
    if facts.event.accounts and not fits(facts, asset):
        return Tone.NO_GO
    return Tone.GO if is_approved(asset, facts.event.channels, facts.now) else Tone.CAUTION


def fits(facts: Facts, asset: Asset) -> bool:
    """Whether every network of the event takes the words."""
    for channel in facts.event.channels:
        count, limit = facts.count(channel, asset.words_for(channel))
        if count > limit:
            return False
    return True


def shown_asset(facts: Facts) -> str | None:
    """The slug of what stands (or is frozen) in Preview."""
    if facts.preview is not None:
        return facts.preview.asset.slug
    return facts.pending.preview.asset.slug if facts.pending else None


def suggestions(facts: Facts) -> SuggestionsView:
    """Offers for now, best first, under the one line that says why."""
    rows = []
    for digit, offer in zip("1234", facts.offers, strict=False):
        asset = facts.event.asset(offer.asset)
        rows.append(
            Suggestion(
                digit=digit,
                asset=asset.slug,
                title=asset.title,
                line=offer.line,
                line2=_approved_line(facts, asset),
                picture=face_of(facts, asset),
                ready=ready_tone(facts, asset),
                in_preview=asset.slug == shown_asset(facts),
            )
        )
    why, why_line = _why(facts)
    frozen = facts.offers_frozen_s > 0
    order = message("suggest.frozen" if frozen else "suggest.by_fit")
    out = kept_out(facts)
    hint = message("suggest.hint") if out is None else message("suggest.hint_out", line=out)
    return SuggestionsView(order, why, why_line, tuple(rows), hint)


def kept_out(facts: Facts) -> str | None:
    """The line of the brief that keeps us out of what rises now."""
    spike = facts.feed.spike
    if spike is None or facts.now - spike.at >= SPIKE_LASTS_S * MICROS:
        return None
    return line_about(facts.event.brand.stay_out_of, spike.why)


def _approved_line(facts: Facts, asset: Asset) -> Message | None:
    if not is_approved(asset, facts.event.channels, facts.now):
        return message("suggest.unapproved")
    newest = newest_word(asset)
    return message("suggest.approved", version=newest.version, by=newest.by)


def _why(facts: Facts) -> tuple[Message | None, Message | None]:
    spike = facts.feed.spike
    if spike is not None and facts.now - spike.at < SPIKE_LASTS_S * MICROS:
        # Only a moment that the spike speaks of: the order may still be that of the last one.
        offered = facts.offers[0].moment if facts.offers else None
        moment = facts.event.moment(offered) if offered is not None else None
        speaks = moment is not None and bool(set(moment.terms) & set(spike.terms[:1]))
        title = (
            message("suggest.because_moment", moment=moment.title)
            if moment is not None and speaks
            else message("suggest.because")
        )
        words = ", ".join(spike.why)
        if (out := kept_out(facts)) is not None:
            title = message("suggest.kept_out", line=out)
        elif spike.expected:
            title = message("suggest.expected", moment=spike.expected)
        return title, message("suggest.why", words=words, times=times(spike.ratio))
    upcoming = next_moment(facts.event, facts.expected, facts.now)
    at = facts.expected.at[upcoming.slug] if upcoming else None
    if upcoming is None or at is None:
        return None, None
    left = (at - facts.now) / MICROS
    words_id = "suggest.next_in" if left >= 0 else "suggest.next_since"
    return (
        message("suggest.next", moment=upcoming.title),
        message(words_id, left=Span(abs(left))),
    )


def slots(facts: Facts) -> tuple[Slot, ...]:
    """The six tiles that never move."""
    by_digit = dict(facts.event.slots)
    tiles = []
    for digit in SLOT_DIGITS:
        slug = by_digit.get(digit)
        asset = next((a for a in facts.event.assets if a.slug == slug), None)
        tiles.append(
            Slot(
                digit=digit,
                asset=asset.slug if asset else None,
                title=asset.title if asset else "",
                picture=face_of(facts, asset) if asset else None,
                in_preview=asset is not None and asset.slug == shown_asset(facts),
                ready=ready_tone(facts, asset) if asset else Tone.QUIET,
            )
        )
    return tuple(tiles)


class _Readiness:
    """How many assets of an event are ready, counted once for each of their revisions: the desk is
    drawn ten times a second, and each asset costs a digest."""

    def __init__(self) -> None:
        self._assets: tuple[Asset, ...] | None = None
        self._channels: tuple[str, ...] = ()
        self._count: Callable[[str, str], tuple[int, int]] | None = None
        self._ready = 0

    def of(self, facts: Facts) -> int:
        """The number of assets that could be TAKEN as they are."""
        event = facts.event
        known = self._assets is event.assets and self._channels == event.channels
        if not known or self._count != facts.count:
            self._ready = sum(ready_tone(facts, asset) is Tone.GO for asset in event.assets)
            self._assets, self._channels, self._count = event.assets, event.channels, facts.count
        return self._ready


_READY = _Readiness()


def library(facts: Facts) -> LibraryView:
    """What the search finds; without a search, what has no fixed place elsewhere comes first."""
    event = facts.event
    ready = _READY.of(facts)
    not_ready = len(event.assets) - ready
    found = [event.asset(slug) for slug in facts.found]
    hint = "library.hint.none" if facts.search else "library.hint.empty"
    return LibraryView(
        ready=message("library.ready", count=ready),
        not_ready=message("library.not_ready", count=not_ready) if not_ready else None,
        search=facts.search,
        rows=tuple(_row(facts, asset) for asset in found),
        hint=message(hint, search=facts.search),
    )


def _row(facts: Facts, asset: Asset) -> LibraryRow:
    line, icon, tone = _standing(facts, asset)
    return LibraryRow(asset.slug, asset.title, line, face_of(facts, asset), icon, tone)


def _standing(facts: Facts, asset: Asset) -> tuple[Message, str, Tone]:
    if asset.role is not Role.POST:
        return message("library.second_key"), "key", Tone.QUIET
    for cue in facts.event.cues:
        if cue.asset != asset.slug:
            continue
        moment = facts.event.moment(cue.moment)
        if cue.outcome is not None and moment.outcome_set is not None:
            outcomes = facts.event.outcome_set(moment.outcome_set)
            title = next(o.title for o in outcomes.outcomes if o.slug == cue.outcome)
            return message("library.outcome", outcome=title), "fork", Tone.CAUTION
        tone = ready_tone(facts, asset)
        icon = {Tone.GO: "check", Tone.CAUTION: "clock", Tone.NO_GO: "close"}[tone]
        return message("library.for", moment=moment.title), icon, tone
    tone = ready_tone(facts, asset)
    icon = {Tone.GO: "check", Tone.CAUTION: "clock", Tone.NO_GO: "close"}[tone]
    return message("library.no_moment"), icon, tone
