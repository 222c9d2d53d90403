"""PREP: readiness, the library as a grid, and the chosen asset as each network will show it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from controlroom.desk.facts import Facts
from controlroom.desk.pictures import face_of
from controlroom.desk.prep_said import approvers, authors, brief, no_approver, rule_of, said
from controlroom.desk.prep_view import PrepAsset, PrepTile, PrepView, PrepWords
from controlroom.desk.preview import tabs
from controlroom.desk.right import fits
from controlroom.desk.rundown import prep_row
from controlroom.desk.view import Tone
from controlroom.event.approvals import Said, Standing, newest_word, said_of
from controlroom.event.asset import Asset, Role
from controlroom.event.moment import Intent
from controlroom.event.people import same
from controlroom.event.room_state import RoomState
from controlroom.messages import At, Message, message

FILTERS = ("all", "not_ready", "waiting", "changes", "no_moment", "outcomes")
REASONS = (
    (Tone.NO_GO, "prep.reason.words"),
    (Tone.NO_GO, "prep.reason.alt"),
    (Tone.CAUTION, "prep.reason.changes"),
    (Tone.CAUTION, "prep.reason.approval"),
    (Tone.NO_GO, "prep.reason.rights"),
)


@dataclass(frozen=True, slots=True)
class Stand:
    """How one asset stands: ``tone`` with the first reason why it is not ready (a message id), and
    what was said of it on each network."""

    tone: Tone
    reason: str | None
    said: tuple[Said, ...]

    @property
    def asked(self) -> bool:
        """Whether somebody asked for changes that nobody has made."""
        return any(one.standing is Standing.CHANGES for one in self.said)

    @property
    def waits(self) -> bool:
        """Whether it waits for somebody's word."""
        settled = (Standing.APPROVED, Standing.CHANGES)
        return any(one.standing not in settled for one in self.said) or not self.said


Stands = Mapping[str, Stand]


def prep(facts: Facts) -> PrepView | None:
    """The PREP layout, None in every other state."""
    if facts.state is not RoomState.PREP:
        return None
    event = facts.event
    stands = {asset.slug: stand(facts, asset) for asset in event.assets}
    tones = [one.tone for one in stands.values()]
    passing = _passing(facts, stands)
    rows, empty = [], []
    for moment in event.moments:
        cues = event.cues_of(moment.slug)
        ready = sum(stands[cue.asset].tone is Tone.GO for cue in cues)
        rows.append(prep_row(facts, moment, ready, len(cues)))
        # A moment that may pass quietly needs nothing; one that has cues needs one that is ready.
        if not ready and (cues or moment.intent is Intent.MUST):
            empty.append(moment.title)
    tiles = tuple(_tile(facts, asset, stands[asset.slug]) for asset in _shown(facts, passing))
    return PrepView(
        moments=tuple(rows),
        moments_count=message("number", count=len(event.moments)),
        nothing_ready=message("prep.nothing_ready", count=len(empty)) if empty else None,
        nothing_ready_line=_list(empty) if empty else None,
        ready=sum(tone is Tone.GO for tone in tones),
        waiting=sum(tone is Tone.CAUTION for tone in tones),
        not_ready=sum(tone is Tone.NO_GO for tone in tones),
        checked=message("prep.checked"),
        reasons=_reasons(stands),
        filters=tuple(
            (name, message(f"prep.filter.{name}", count=len(passing[name])), name == facts.filter)
            for name in FILTERS
        ),
        letters=_letters(facts),
        tiles=tiles,
        asset=_asset(facts, stands),
        brief=brief(event.brand),
        filter=facts.filter,
    )


def _list(titles: list[str]) -> Message:
    if len(titles) > 3:
        return message("prep.nothing_more", titles=", ".join(titles[:3]), more=len(titles) - 3)
    return message("prep.nothing_list", titles=", ".join(titles))


def _letters(facts: Facts) -> Message:
    names = [facts.titles.get(channel, channel) for channel in facts.event.channels]
    told = (name if len(name) == 1 else f"{name[0]} {name}" for name in names)
    return message("words", words=" · ".join(told))


def stand(facts: Facts, asset: Asset) -> Stand:
    """How ready ``asset`` is for the night."""
    told = tuple(said_of(asset, channel, facts.now) for channel in facts.event.channels)
    if not fits(facts, asset):
        return Stand(Tone.NO_GO, "prep.reason.words", told)
    if _no_alt(asset):
        return Stand(Tone.NO_GO, "prep.reason.alt", told)
    if _rights_end(facts, asset):
        return Stand(Tone.NO_GO, "prep.reason.rights", told)
    made = Stand(Tone.CAUTION, "prep.reason.approval", told)
    if made.asked:
        return Stand(Tone.CAUTION, "prep.reason.changes", told)
    return made if made.waits else Stand(Tone.GO, None, told)


def _reasons(stands: Stands) -> tuple[tuple[int, Message, Tone], ...]:
    """How many are not ready for each reason; together they are all that are not ready."""
    found = Counter((one.tone, one.reason) for one in stands.values())
    return tuple(
        (found[tone, reason], message(reason), tone)
        for tone, reason in REASONS
        if found[tone, reason]
    )


def _rights_end(facts: Facts, asset: Asset) -> bool:
    return asset.rights_until is not None and asset.rights_until < facts.event.ends


def _no_alt(asset: Asset) -> bool:
    return asset.picture is not None and not asset.picture.alt.strip()


def _passing(facts: Facts, stands: Stands) -> dict[str, set[str]]:
    """The assets that each filter lets through."""
    paired = {cue.asset for cue in facts.event.cues}
    return {
        "all": set(stands),
        "ready": {slug for slug, one in stands.items() if one.tone is Tone.GO},
        "not_ready": {slug for slug, one in stands.items() if one.tone is not Tone.GO},
        "waiting": {slug for slug, one in stands.items() if one.waits},
        "changes": {slug for slug, one in stands.items() if one.asked},
        "no_moment": set(stands) - paired,
        "outcomes": {cue.asset for cue in facts.event.cues if cue.outcome is not None},
    }


def _shown(facts: Facts, passing: Mapping[str, set[str]]) -> list[Asset]:
    event = facts.event
    found = [event.asset(slug) for slug in facts.found] if facts.search else list(event.assets)
    let_through = passing.get(facts.filter, passing["all"])
    return [asset for asset in found if asset.slug in let_through]


def _tile(facts: Facts, asset: Asset, one: Stand) -> PrepTile:
    note, tone = _note(facts, asset, one)
    cue = next((cue for cue in facts.event.cues if cue.asset == asset.slug), None)
    if cue is not None:
        line = message("library.for", moment=facts.event.moment(cue.moment).title)
    elif asset.role is not Role.POST:
        line = message("library.second_key")
    else:
        line = message("library.no_moment")
    return PrepTile(
        asset=asset.slug,
        title=asset.title,
        note=note,
        note_tone=tone,
        line=line,
        picture=face_of(facts, asset),
        networks=tuple(
            (facts.titles.get(channel, channel)[0], _on(facts, asset, channel, one.tone))
            for channel in facts.event.channels
        ),
        selected=asset.slug == facts.selected_asset,
    )


def _on(facts: Facts, asset: Asset, channel: str, tone: Tone) -> Tone:
    count, limit = facts.count(channel, asset.words_for(channel))
    if count > limit:
        return Tone.NO_GO
    return Tone.GO if tone is Tone.GO else Tone.CAUTION


def _note(facts: Facts, asset: Asset, one: Stand) -> tuple[Message, Tone]:
    for channel in facts.event.channels:
        count, limit = facts.count(channel, asset.words_for(channel))
        if count > limit:
            name = facts.titles.get(channel, channel)
            return message("prep.over", network=name, over=count - limit), Tone.NO_GO
    if _no_alt(asset):
        return message("prep.alt_missing"), Tone.NO_GO
    if _rights_end(facts, asset):
        return message("prep.reason.rights"), Tone.NO_GO
    if one.tone is Tone.CAUTION:
        return _waits(facts, one), Tone.CAUTION
    return message("prep.approved", version=newest_word(asset).version), Tone.QUIET


def _waits(facts: Facts, one: Stand) -> Message:
    """What an asset waits for, in as few words as a tile has room for."""
    asked = next((said for said in one.said if said.standing is Standing.CHANGES), None)
    if asked is not None and asked.approval is not None:
        return message("prep.changes_by", who=asked.approval.by)
    names = approvers(facts)
    return message("prep.waits_for", who=names[0]) if names else message("prep.waits")


def _asset(facts: Facts, stands: Stands) -> PrepAsset | None:
    slug = facts.selected_asset
    asset = next((a for a in facts.event.assets if a.slug == slug), None)
    if asset is None:
        return None
    one = stands[asset.slug]
    tone = one.tone
    verdict, line = _verdict(facts, asset, one)
    shown = tabs(facts, asset)
    return PrepAsset(
        asset=asset.slug,
        title=asset.title,
        chip=message(
            {Tone.GO: "prep.chip.ready", Tone.CAUTION: "prep.chip.waiting"}.get(
                tone, "prep.chip.not_ready"
            )
        ),
        chip_tone=tone,
        version=message("prep.version", version=asset.version),
        tabs=shown,
        shapes=tuple(_shape(tab.picture_size) for tab in shown),
        words=tuple(_words(facts, asset, told) for told in one.said),
        facts=_facts(facts, asset),
        verdict=verdict,
        verdict_line=line,
        verdict_tone=tone,
        approvers=approvers(facts),
        no_approver=no_approver(facts, asset),
        here=next((who for who in approvers(facts) if same(who, facts.operator)), ""),
        here_proved=facts.sat_with_key,
        locked=None if facts.may_write else message("prep.words_locked"),
    )


def _shape(size: tuple[int, int]) -> Message:
    width, height = size
    for wide, high in ((1, 1), (4, 3), (16, 9), (4, 5), (3, 4), (9, 16)):
        if width and abs(width * high - height * wide) <= 0.02 * width * high:
            return message("prep.shape", wide=wide, high=high)
    return message("prep.pixels", wide=width, high=height) if width else message("prep.no_picture")


def _words(facts: Facts, asset: Asset, told: Said) -> PrepWords:
    channel = told.channel
    words = asset.words_for(channel)
    count, limit = facts.count(channel, words)
    over = max(0, count - limit)
    text = message("prep.words_over", over=over, count=count, limit=limit)
    return PrepWords(
        channel=channel,
        title=facts.titles.get(channel, channel),
        words=words,
        count=text if over else message("preview.count", count=count, limit=limit),
        over=over,
        share=min(1.0, count / limit) if limit else 0.0,
        tone=Tone.NO_GO if over else Tone.GO,
        said=said(facts, asset, told),
    )


def _facts(facts: Facts, asset: Asset) -> tuple[tuple[Message, Message], ...]:
    zone = facts.event.zone
    rights = (
        message("prep.rights_to", at=At(asset.rights_until, zone))
        if asset.rights_until is not None
        else message("guard.rights.own")
    )
    pairs = (
        ("prep.fact.alt", asset.picture.alt if asset.picture else ""),
        ("prep.fact.use", asset.use_when),
        ("prep.fact.dont", asset.dont_use_when),
    )
    told = [(message(label), message("words", words=text)) for label, text in pairs if text]
    slots = [(message("prep.fact.slot", name=slot.name), rule_of(slot)) for slot in asset.slots]
    by = authors(facts, asset)
    made = [(message("prep.fact.authors"), message("words", words=by))] if by else []
    return (*told, *slots, (message("guard.rights"), rights), *made)


def _verdict(facts: Facts, asset: Asset, one: Stand) -> tuple[Message, Message]:
    if one.tone is Tone.NO_GO:
        for channel in facts.event.channels:
            count, limit = facts.count(channel, asset.words_for(channel))
            if count > limit:
                name = facts.titles.get(channel, channel)
                return (
                    message("prep.would_refuse", network=name, over=count - limit),
                    message("prep.shorten"),
                )
        what = "prep.no_alt" if _no_alt(asset) else "prep.rights_end"
        return message(what), message(f"{what}.line")
    if one.asked:
        return message("prep.asked"), message("prep.asked.line")
    if one.tone is Tone.CAUTION:
        names = approvers(facts)
        needs = message("prep.needs_yes", who=names[0]) if names else message("prep.needs_anyone")
        return needs, message("prep.needs_yes.line")
    return message("prep.ready_verdict"), message("prep.ready_verdict.line")
