"""What each network did with a post, what can be ordered about it, what a person has to send."""

from controlroom.channels.base import Seen
from controlroom.clock import MICROS
from controlroom.desk.facts import Facts, Looked
from controlroom.desk.posts_view import DeliverySheet, HandOff, LastPublic, PostSeen, RowOrder
from controlroom.desk.view import Tone
from controlroom.event.delivery import PUBLIC, Delivery, DeliveryState
from controlroom.messages import At, Message, Span, message

SHOWN_WORDS = 140
SEEN_POSTS = 5

_TO_DO = {
    DeliveryState.UNKNOWN: "sheet.unknown.do",
    DeliveryState.BY_HAND: "sheet.by_hand.do",
    DeliveryState.REFUSED: "sheet.refused.do",
    DeliveryState.WAITING: "sheet.waiting.do",
}


def sheet(facts: Facts, row: Delivery) -> DeliverySheet:
    """All there is to know about ``row``."""
    title = _title(facts, row)
    looked = facts.looked.get(row.id)
    return DeliverySheet(
        title=message(
            "sheet.title", network=title, handle=row.handle, state=message(f"delivery.{row.state}")
        ),
        handle=row.handle,
        what=_what(facts, row),
        to_do=message(_TO_DO.get(row.state, "nothing")),
        looked=_looked(facts, looked),
        seen=tuple(_seen(facts, post) for post in (looked.seen if looked else ())[:SEEN_POSTS]),
        orders=_orders(row),
        url=row.url or "",
    )


def _looked(facts: Facts, looked: Looked | None) -> Message | None:
    if looked is None:
        return None
    at = At(looked.at, facts.event.zone)
    if looked.problem is not None:
        return message("sheet.looked_in_vain", times=looked.times, at=at, why=looked.problem)
    return message("sheet.looked", times=looked.times, at=at)


def _what(facts: Facts, row: Delivery) -> Message:
    zone = facts.event.zone
    if row.state is DeliveryState.RETRACTED and row.accepted and row.retracted:
        up = Span((row.retracted - row.accepted) / MICROS)
        return message("sheet.retracted", at=At(row.retracted, zone), up=up)
    if row.state is DeliveryState.WAITING and row.until is not None:
        return message("sheet.waiting", until=At(row.until, zone))
    if row.problem is not None:
        return message("words", words=row.problem)
    if row.state in PUBLIC and row.accepted is not None:
        return message(f"sheet.{row.state}", at=At(row.accepted, zone))
    if row.handed is not None:
        return message("sheet.handed", folder=row.handed)
    return message(f"sheet.{row.state}.plain")


def _orders(row: Delivery) -> tuple[RowOrder, ...]:
    which = ("delivery", row.id)

    def said(verdict: str, label: str, *, asks: str = "", main: bool = False) -> RowOrder:
        return RowOrder(
            "resolve",
            (which, ("verdict", verdict)),
            message(label),
            message(asks) if asks else None,
            main,
        )

    match row.state:
        case DeliveryState.UNKNOWN:
            return (
                RowOrder("look_up", (which,), message("sheet.look"), main=True),
                said("sent", "sheet.it_is_there", asks="sheet.link"),
                said("not_sent", "sheet.not_there"),
                said("again", "sheet.send_again"),
            )
        case DeliveryState.BY_HAND:
            return (
                said("sent", "sheet.posted", asks="sheet.link", main=True),
                said("not_sent", "sheet.not_posted"),
            )
        case DeliveryState.REFUSED:
            return (RowOrder("retry", (which,), message("sheet.again"), main=True),)
        case DeliveryState.ACCEPTED | DeliveryState.VERIFIED:
            return (RowOrder("retract", (which,), message("sheet.retract")),)
    return ()


def last_public(facts: Facts) -> tuple[LastPublic, ...]:
    """The newest public post of each bound account whose own posts are read."""
    found = []
    for account in facts.event.accounts:
        posts = facts.own_posts.get(account.channel)
        if posts is None:
            continue
        title = facts.titles.get(account.channel, account.channel)
        post = _seen(facts, posts[0]) if posts else None
        line = post.line if post is not None else message("last.none")
        found.append(LastPublic(account.channel, title, post, line))
    return tuple(found)


def hand_offs(facts: Facts) -> tuple[HandOff, ...]:
    """Posts that wait for a person, oldest first."""
    return tuple(
        HandOff(
            row.id,
            _title(facts, row),
            row.words,
            row.handed or "",
            facts.composer(row.id),
            message("hand_off.line", network=_title(facts, row)),
        )
        for row in facts.deliveries
        if row.state is DeliveryState.BY_HAND
    )


def _seen(facts: Facts, post: Seen) -> PostSeen:
    ours = {row.remote_id for row in facts.deliveries if row.remote_id}
    mine = post.receipt.remote_id in ours
    ago = Span(max(0, facts.now - post.receipt.accepted) // MICROS)
    words = " ".join(post.text.split())
    return PostSeen(
        words=words if len(words) <= SHOWN_WORDS else words[: SHOWN_WORDS - 1] + "…",
        line=message("last.ours" if mine else "last.other", ago=ago),
        url=post.receipt.url,
        tone=Tone.QUIET if mine else Tone.NOTE,
    )


def _title(facts: Facts, row: Delivery) -> str:
    return facts.titles.get(row.channel, row.channel.title())
