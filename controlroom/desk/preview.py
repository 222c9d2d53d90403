"""Preview: a real post on each network, the GO poll, or what is pending."""

from controlroom.clock import MICROS
from controlroom.desk.brief import brief_of
from controlroom.desk.facts import Facts
from controlroom.desk.gaps import gap_fields, gap_spans
from controlroom.desk.pictures import image
from controlroom.desk.preview_view import PollLine, PreviewDelivery, PreviewTab, PreviewView
from controlroom.desk.view import Tone
from controlroom.event.asset import Asset
from controlroom.event.delivery import DeliveryState
from controlroom.event.room_state import RoomState
from controlroom.guards.known import Level
from controlroom.messages import At, Message, Span, message

LEVEL_TONE = {
    Level.GO: Tone.GO,
    Level.NOTE: Tone.NOTE,
    Level.CAUTION: Tone.CAUTION,
    Level.NO_GO: Tone.NO_GO,
}

STATE_TONE = {
    DeliveryState.PENDING: Tone.CAUTION,
    DeliveryState.WAITING: Tone.CAUTION,
    DeliveryState.SENDING: Tone.ACCENT,
    DeliveryState.ACCEPTED: Tone.NEXT,
    DeliveryState.VERIFIED: Tone.GO,
    DeliveryState.REFUSED: Tone.NO_GO,
    DeliveryState.UNKNOWN: Tone.CAUTION,
    DeliveryState.CANCELLED: Tone.QUIET,
    DeliveryState.RETRACTED: Tone.QUIET,
    DeliveryState.BY_HAND: Tone.NEXT,
}


def tabs(facts: Facts, asset: Asset) -> tuple[PreviewTab, ...]:
    """The asset as each of the event's networks will show it."""
    made = []
    for account in facts.event.accounts:
        words = asset.words_for(account.channel)
        count, limit = facts.count(account.channel, words)
        pictures = asset.pictures_for(account.channel)
        picture = pictures[0] if pictures else None
        made.append(
            PreviewTab(
                channel=account.channel,
                title=facts.titles.get(account.channel, account.channel),
                count=message("preview.count", count=count, limit=limit),
                tone=Tone.GO if count <= limit else Tone.NO_GO,
                avatar=image(facts, account.avatar),
                name=account.name,
                handle=account.handle,
                words=words,
                picture=image(facts, picture.sha256) if picture else None,
                picture_size=(picture.width, picture.height) if picture else (0, 0),
                alt=picture.alt if picture else "",
                pictures=tuple(
                    more for one in pictures[1:] if (more := image(facts, one.sha256)) is not None
                ),
                parts=len(asset.thread),
                notes=_notes(facts, account.channel),
                server=_host(account.server),
                colour=None if facts.simulated else account.colour,
                written=asset.template_for(account.channel),
                gaps=gap_spans(asset, account.channel),
            )
        )
    return tuple(made)


def _host(server: str | None) -> str:
    """The server's name, without what only a program needs of its address."""
    return (server or "").partition("://")[2].rstrip("/") or (server or "")


def _notes(facts: Facts, channel: str) -> tuple[Message, ...]:
    on = next((one for one in facts.channels if one.channel == channel), None)
    notes = []
    if on is not None and on.price:
        dollars, plain = _dollars(on.price), _dollars(on.price_plain)
        linked = 0 < on.price_plain < on.price
        notes.append(
            message("preview.price_linked", dollars=dollars, plain=plain)
            if linked
            else message("preview.price", dollars=dollars)
        )
    if on is not None and on.pace is not None:
        until = At(on.pace.until, facts.event.zone)
        notes.append(message("preview.pace", left=on.pace.left, limit=on.pace.limit, until=until))
    return tuple(notes)


def _dollars(price: float) -> str:
    """Cents, and a third digit where it counts: a post may cost a cent and a half."""
    told = f"{price:.3f}"
    return told[:-1] if told.endswith("0") else told


def preview(facts: Facts) -> PreviewView:
    """What TAKE would send, or the frozen post that is pending."""
    if facts.preview is not None:
        return _staged(facts)
    if facts.pending is not None:
        return _frozen(facts)
    hint = message("preview.hint.kept" if facts.kept else "preview.hint.empty")
    if facts.state in (RoomState.PREP, RoomState.WRAP):
        hint = message(f"preview.hint.{facts.state}")
    return PreviewView(
        fingerprint=None,
        asset=None,
        title="",
        by=None,
        staged=message("nothing"),
        tabs=(),
        poll=(),
        verdict=message("nothing"),
        verdict_tone=Tone.QUIET,
        hint=hint,
        kept=_kept(facts),
    )


def _staged(facts: Facts) -> PreviewView:
    staged = facts.preview
    assert staged is not None
    ago = Span((facts.now - staged.at) / MICROS)
    lines: tuple[PollLine, ...] = ()
    verdict, tone = message("nothing"), Tone.QUIET
    if facts.poll is not None:
        lines = tuple(
            PollLine(name, answer.label, answer.detail, LEVEL_TONE[answer.level])
            for name, answer in facts.poll.answers
        )
        verdict, tone = _verdict(facts)
    return PreviewView(
        fingerprint=facts.fingerprint,
        asset=staged.asset.slug,
        title=staged.asset.title,
        by=message(f"preview.{staged.by}"),
        staged=message("preview.staged", how=staged.how, ago=ago),
        tabs=tabs(facts, staged.asset),
        poll=lines,
        verdict=verdict,
        verdict_tone=tone,
        hint=message("nothing"),
        editable=facts.state is not RoomState.WRAP,
        kept=_kept(facts),
        brief=brief_of(facts.event.brand, staged.asset),
        gaps=gap_fields(staged.asset, staged.channels_of(facts.event), facts.now),
    )


def _verdict(facts: Facts) -> tuple[Message, Tone]:
    assert facts.poll is not None
    level = facts.poll.level
    if level is Level.NO_GO:
        return message("poll.no_go"), Tone.NO_GO
    if level is Level.CAUTION:
        return message("poll.caution"), Tone.CAUTION
    good = sum(answer.level is Level.GO for _, answer in facts.poll.answers)
    return message("poll.go", good=good, all=len(facts.poll.answers)), Tone.GO


def _kept(facts: Facts) -> Message | None:
    if not facts.kept:
        return None
    return message("preview.kept", asset=facts.kept[-1].asset.title)


def _frozen(facts: Facts) -> PreviewView:
    pending = facts.pending
    assert pending is not None
    asset = pending.preview.asset
    taken = pending.deliveries[0].taken if pending.deliveries else facts.now
    return PreviewView(
        fingerprint=None,
        asset=asset.slug,
        title=asset.title,
        by=message("preview.frozen"),
        staged=message("preview.as_seen", at=At(taken, facts.event.zone)),
        tabs=tabs(facts, asset),
        poll=(),
        verdict=message("preview.pending_count", count=len(pending.deliveries)),
        verdict_tone=Tone.CAUTION,
        hint=message("nothing"),
        frozen=True,
        editable=False,
        pending=tuple(
            PreviewDelivery(
                facts.titles.get(row.channel, row.channel),
                row.handle,
                _bytes_line(facts, row.channel),
                message(f"delivery.{row.state}"),
                STATE_TONE[row.state],
            )
            for row in pending.deliveries
        ),
        pending_note=message("preview.then"),
        kept=_kept(facts),
        brief=brief_of(facts.event.brand, asset),
    )


def _bytes_line(facts: Facts, channel: str) -> Message:
    on = next((one for one in facts.channels if one.channel == channel), None)
    if on is None or not on.has_picture:
        return message("preview.words_only")
    return message("preview.uploaded" if on.uploaded else "preview.uploading")
