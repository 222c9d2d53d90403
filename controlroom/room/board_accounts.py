"""Readiness of the accounts: signed in as the right one, long enough, with posts left."""

from controlroom.channels.base import (
    Channel,
    ChannelError,
    PaceExceeded,
    SignInExpired,
    Standing,
)
from controlroom.desk.board_facts import BoardLevel, BoardLine
from controlroom.event.asset import Role
from controlroom.event.live_event import Account, LiveEvent
from controlroom.messages import At, Message, message
from controlroom.posting.posts import described, posts_of
from controlroom.room.accounts_ways import has_adapter
from controlroom.room.board_lines import Found, Ground, board_line, found, go

ACCOUNT, QUOTA, FACE = "account", "quota", "face"
GO, NOTE, NO_GO = BoardLevel


def account_label(ground: Ground, account: Account) -> Message:
    """Whose account a line is about."""
    return message("board.account", network=ground.title(account.channel), handle=account.handle)


async def check_account(ground: Ground, account: Account) -> Found:
    """One harmless call, and what it tells. Never raises ChannelError."""
    channel, label = account.channel, account_label(ground, account)
    way = ground.ways.get(channel)
    if not has_adapter(channel):
        return found([go(ACCOUNT, channel, label, message("board.account.by_hand"))])
    if way is None:
        out = message("board.account.out", network=ground.title(channel))
        return found([_no_go(channel, label, out, message("board.account.sign_in"))])
    try:
        standing = await way.test()
    except ChannelError as problem:
        return found([_of_problem(ground, channel, label, problem)])
    ground.learned(channel, standing)
    lines = [_of_standing(ground, account, label, standing)]
    if (quota := _quota(ground, account, way)) is not None:
        lines.append(quota)
    return found(lines)


def _no_go(channel: str, label: Message, what: Message, do: Message) -> BoardLine:
    return board_line(ACCOUNT, channel, NO_GO, label, what, do)


def _of_problem(ground: Ground, channel: str, label: Message, problem: ChannelError) -> BoardLine:
    if isinstance(problem, PaceExceeded):
        at = At(problem.until, ground.event.zone)
        what = message("board.account.paced", at=at)
        # Over by then: nobody has to do anything. Else there is nothing to post with.
        level = NOTE if problem.until < ground.event.starts else NO_GO
        do = message("board.account.paced.do")
        return board_line(ACCOUNT, channel, level, label, what, do, because="paced")
    act = "sign_in" if isinstance(problem, SignInExpired) else "try_again"
    return _no_go(channel, label, problem.what, message(f"board.account.{act}"))


def _of_standing(ground: Ground, account: Account, label: Message, standing: Standing) -> BoardLine:
    # Late: it stands on the whole room.
    from controlroom.room.accounts import plain

    channel, ends = account.channel, ground.event.ends
    if plain(standing.handle) != plain(account.handle):
        wrong = message("board.account.wrong", signed_in=standing.handle, bound=account.handle)
        return _no_go(channel, label, wrong, message("board.account.wrong.do"))
    if standing.lacks:
        lacks = message("board.account.lacks", scopes=", ".join(standing.lacks))
        return _no_go(channel, label, lacks, message("board.account.sign_in"))
    if standing.until is not None and standing.until < ends:
        at = At(standing.until, ground.event.zone)
        if standing.renews and standing.until > ground.event.starts:
            what, do = message("board.account.ends_renews", at=at), message("board.account.fresh")
            return board_line(ACCOUNT, channel, NOTE, label, what, do, because="ends")
        what, do = message("board.account.ends", at=at), message("board.account.fresh")
        return board_line(ACCOUNT, channel, NO_GO, label, what, do, because="ends")
    return go(ACCOUNT, channel, label, message("board.account.go", handle=standing.handle))


def planned(event: LiveEvent, account: Account) -> int:
    """How many posts would go out on ``account`` if every cue did once, parts of threads counted.
    Of an outcome set each side is counted: which one goes out is not known before."""
    paired = {cue.asset for cue in event.cues}
    assets = (one for one in event.assets if one.slug in paired and one.role is Role.POST)
    return sum(len(posts_of(asset, account, described)) for asset in assets)


def _quota(ground: Ground, account: Account, way: Channel) -> BoardLine | None:
    """What the network still takes against what is planned; None where it does not tell."""
    pace, event = way.pace, ground.event
    if pace is None:
        return None
    label = message("board.quota", network=ground.title(account.channel))
    posts, at = planned(event, account), At(pace.until, event.zone)
    told: dict[str, int | At] = {"left": pace.left, "limit": pace.limit, "posts": posts, "at": at}
    if pace.left >= posts or pace.until <= event.starts:
        return go(QUOTA, account.channel, label, message("board.quota.go", **told))
    level = NOTE if pace.until < event.ends else NO_GO
    what, do = message("board.quota.short", **told), message("board.quota.do")
    return board_line(QUOTA, account.channel, level, label, what, do, because="short")


def face(ground: Ground, account: Account) -> BoardLine:
    """Whether somebody looked at the account's face and said that it is the right one."""
    label, channel = account_label(ground, account), account.channel
    if account.confirmed:
        at = At(account.confirmed_at or 0, ground.event.zone)
        what = message("board.face.go", by=account.confirmed, at=at)
        return go(FACE, channel, label, what)
    what = message("board.face.none", name=account.name, server=account.server or "–")
    return board_line(FACE, channel, NO_GO, label, what, message("board.face.do"))


async def check_faces(ground: Ground) -> Found:
    """Every account the program posts to by itself, once somebody has signed in to it: a name alone
    has no face. A person who posts by hand sees where."""
    signed_in = (one for one in ground.event.accounts if one.channel in ground.ways)
    return found(face(ground, one) for one in signed_in if has_adapter(one.channel))
