"""PREP: readiness, the library as a grid, and the chosen asset as each network will show it."""

from collections import Counter

from controlroom.desk.facts import Facts
from controlroom.desk.pictures import face_of
from controlroom.desk.prep_view import PrepAsset, PrepTile, PrepView, PrepWords
from controlroom.desk.preview import tabs
from controlroom.desk.right import fits
from controlroom.desk.rundown import prep_row
from controlroom.desk.view import Tone
from controlroom.event.approvals import is_approved, newest_word
from controlroom.event.asset import Asset, Role
from controlroom.event.moment import Intent
from controlroom.event.room_state import RoomState
from controlroom.messages import At, Message, message

FILTERS = ("all", "not_ready", "no_moment", "outcomes")
REASONS = (
    (Tone.NO_GO, "prep.reason.words"),
    (Tone.NO_GO, "prep.reason.alt"),
    (Tone.CAUTION, "prep.reason.approval"),
    (Tone.NO_GO, "prep.reason.rights"),
)


def prep(facts: Facts) -> PrepView | None:
    """The PREP layout, None in every other state."""
    if facts.state is not RoomState.PREP:
        return None
    event = facts.event
    tones = {asset.slug: readiness(facts, asset)[0] for asset in event.assets}
    rows, empty = [], []
    for moment in event.moments:
        cues = event.cues_of(moment.slug)
        ready = sum(tones[cue.asset] is Tone.GO for cue in cues)
        rows.append(prep_row(facts, moment, ready, len(cues)))
        # A moment that may pass quietly needs nothing; one that has cues needs one that is ready.
        if not ready and (cues or moment.intent is Intent.MUST):
            empty.append(moment.title)
    tiles = tuple(_tile(facts, asset, tones) for asset in _shown(facts, tones))
    return PrepView(
        moments=tuple(rows),
        moments_count=message("number", count=len(event.moments)),
        nothing_ready=message("prep.nothing_ready", count=len(empty)) if empty else None,
        nothing_ready_line=_list(empty) if empty else None,
        ready=sum(tone is Tone.GO for tone in tones.values()),
        waiting=sum(tone is Tone.CAUTION for tone in tones.values()),
        not_ready=sum(tone is Tone.NO_GO for tone in tones.values()),
        checked=message("prep.checked"),
        reasons=_reasons(facts),
        filters=tuple(
            (
                name,
                message(f"prep.filter.{name}", count=_counts(facts, tones)[name]),
                name == facts.filter,
            )
            for name in FILTERS
        ),
        letters=_letters(facts),
        tiles=tiles,
        asset=_asset(facts, tones),
    )


def _list(titles: list[str]) -> Message:
    if len(titles) > 3:
        return message("prep.nothing_more", titles=", ".join(titles[:3]), more=len(titles) - 3)
    return message("prep.nothing_list", titles=", ".join(titles))


def _letters(facts: Facts) -> Message:
    names = [facts.titles.get(channel, channel) for channel in facts.event.channels]
    told = (name if len(name) == 1 else f"{name[0]} {name}" for name in names)
    return message("words", words=" · ".join(told))


def readiness(facts: Facts, asset: Asset) -> tuple[Tone, str | None]:
    """How ready ``asset`` is for the night, and the first reason why not (a message id)."""
    event = facts.event
    if not fits(facts, asset):
        return Tone.NO_GO, "prep.reason.words"
    if _no_alt(asset):
        return Tone.NO_GO, "prep.reason.alt"
    if _rights_end(facts, asset):
        return Tone.NO_GO, "prep.reason.rights"
    if not is_approved(asset, event.channels, facts.now):
        return Tone.CAUTION, "prep.reason.approval"
    return Tone.GO, None


def _reasons(facts: Facts) -> tuple[tuple[int, Message, Tone], ...]:
    """How many are not ready for each reason; together they are all that are not ready."""
    found = Counter(readiness(facts, asset) for asset in facts.event.assets)
    return tuple(
        (found[tone, reason], message(reason), tone)
        for tone, reason in REASONS
        if found[tone, reason]
    )


def _rights_end(facts: Facts, asset: Asset) -> bool:
    return asset.rights_until is not None and asset.rights_until < facts.event.ends


def _no_alt(asset: Asset) -> bool:
    return asset.picture is not None and not asset.picture.alt.strip()


def _paired(facts: Facts) -> set[str]:
    return {cue.asset for cue in facts.event.cues}


def _sided(facts: Facts) -> set[str]:
    return {cue.asset for cue in facts.event.cues if cue.outcome is not None}


def _counts(facts: Facts, tones: dict[str, Tone]) -> dict[str, int]:
    paired = _paired(facts)
    return {
        "all": len(tones),
        "not_ready": sum(tone is not Tone.GO for tone in tones.values()),
        "no_moment": sum(slug not in paired for slug in tones),
        "outcomes": len(_sided(facts)),
    }


def _shown(facts: Facts, tones: dict[str, Tone]) -> list[Asset]:
    event = facts.event
    found = [event.asset(slug) for slug in facts.found] if facts.search else list(event.assets)
    paired = _paired(facts)
    sided = _sided(facts)
    match facts.filter:
        case "not_ready":
            return [asset for asset in found if tones[asset.slug] is not Tone.GO]
        case "no_moment":
            return [asset for asset in found if asset.slug not in paired]
        case "outcomes":
            return [asset for asset in found if asset.slug in sided]
    return found


def _tile(facts: Facts, asset: Asset, tones: dict[str, Tone]) -> PrepTile:
    note, tone = _note(facts, asset)
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
            (facts.titles.get(channel, channel)[0], _on(facts, asset, channel, tones[asset.slug]))
            for channel in facts.event.channels
        ),
        selected=asset.slug == facts.selected_asset,
    )


def _on(facts: Facts, asset: Asset, channel: str, tone: Tone) -> Tone:
    count, limit = facts.count(channel, asset.words_for(channel))
    if count > limit:
        return Tone.NO_GO
    return Tone.GO if tone is Tone.GO else Tone.CAUTION


def _note(facts: Facts, asset: Asset) -> tuple[Message, Tone]:
    for channel in facts.event.channels:
        count, limit = facts.count(channel, asset.words_for(channel))
        if count > limit:
            name = facts.titles.get(channel, channel)
            return message("prep.over", network=name, over=count - limit), Tone.NO_GO
    if _no_alt(asset):
        return message("prep.alt_missing"), Tone.NO_GO
    if _rights_end(facts, asset):
        return message("prep.reason.rights"), Tone.NO_GO
    if not is_approved(asset, facts.event.channels, facts.now):
        who = facts.event.settings.approver
        return message("prep.waits_for", who=who), Tone.CAUTION
    return message("prep.approved", version=newest_word(asset).version), Tone.QUIET


def _asset(facts: Facts, tones: dict[str, Tone]) -> PrepAsset | None:
    slug = facts.selected_asset
    asset = next((a for a in facts.event.assets if a.slug == slug), None)
    if asset is None:
        return None
    tone = tones[asset.slug]
    verdict, line = _verdict(facts, asset, tone)
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
        words=tuple(_words(facts, asset, channel) for channel in facts.event.channels),
        facts=_facts(facts, asset),
        verdict=verdict,
        verdict_line=line,
        verdict_tone=tone,
    )


def _shape(size: tuple[int, int]) -> Message:
    width, height = size
    for wide, high in ((1, 1), (4, 3), (16, 9), (4, 5), (3, 4), (9, 16)):
        if width and abs(width * high - height * wide) <= 0.02 * width * high:
            return message("prep.shape", wide=wide, high=high)
    return message("prep.pixels", wide=width, high=height) if width else message("prep.no_picture")


def _words(facts: Facts, asset: Asset, channel: str) -> PrepWords:
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
    return (*told, (message("guard.rights"), rights))


def _verdict(facts: Facts, asset: Asset, tone: Tone) -> tuple[Message, Message]:
    if tone is Tone.NO_GO:
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
    if tone is Tone.CAUTION:
        who = facts.event.settings.approver
        return message("prep.needs_yes", who=who), message("prep.needs_yes.line")
    return message("prep.ready_verdict"), message("prep.ready_verdict.line")
