"""``accounts`` from outside the window: sign in, test, sign out. Secrets are asked of the visitor,
go to the vault and are told to nobody."""

from collections.abc import Iterable
from dataclasses import replace

from controlroom.accounts.vault import MemoryVault, Vault, VaultClosed
from controlroom.accounts.ways_in import Blank, Doorstep, WayIn, ways_into
from controlroom.channels.base import Channel, ChannelError, Tools
from controlroom.errors import Refused, WrongInput
from controlroom.event.live_event import Account
from controlroom.messages import Message, english, message
from controlroom.plugins import PluginBroken
from controlroom.room.accounts import (
    Accounts,
    Bound,
    account_of,
    events_of,
    find_kept,
    kept_accounts,
    plain,
)
from controlroom.room.accounts_ways import channel_for, has_adapter
from controlroom.room.door_lines import account_line, failed_test_line, standing_line
from controlroom.room.door_visit import DONE, Premises, Visitor, Wish
from controlroom.room.night_cost import cost_line, night_cost


async def add_account(premises: Premises, wish: Wish, visitor: Visitor) -> int:
    """Sign in, keep the account, bind it."""
    channel, event = wish.text("channel"), wish.maybe("event")
    tools = premises.tools
    accounts = Accounts(premises.thread, tools.clock, premises.room)
    if event is not None:
        await accounts.check_event(event)
    if not has_adapter(channel):
        handle = wish.maybe("handle")
        if not handle:
            raise WrongInput(message("account.no_handle", channel=channel))
        name = wish.maybe("name") or handle
        server = wish.maybe("server")
        account = Account(channel, handle, name, server=server, colour=wish.maybe("colour"))
        bound = await accounts.add(account, None, event)
        await _tell_bound(premises, bound, visitor, by_hand=True)
        return DONE
    if wish.yes("keep_nothing"):
        tools = replace(tools, vault=MemoryVault())
    elif premises.room is None:
        await insist_on_keyring(tools)
    way = way_called(channel, wish.maybe("way"), unattended=wish.yes("unattended"))
    _check_needs(way, tools)
    signed_in = await way.run(
        await _filled(way, wish.pairs("given"), visitor), _doorstep(tools, visitor)
    )
    account = account_of(signed_in, wish.maybe("name"), wish.maybe("colour"))
    bound = await accounts.add(account, signed_in.avatar, event)
    if premises.ways is not None:
        premises.ways.forget(channel)
    await _tell_bound(replace(premises, tools=tools), bound, visitor, by_hand=False)
    return DONE


async def sign_in_for_now(premises: Premises, channels: Iterable[str], visitor: Visitor) -> None:
    """Sign in to the event's accounts on ``channels`` with what the visitor gives, for as long as
    the vault lasts. ``Refused`` where that would be longer than this order."""
    assert premises.room is not None
    assert premises.ways is not None
    if premises.tools.vault.lasting:
        raise Refused(message("account.room_keeps"), message("account.room_keeps.do"))
    for channel in channels:
        account = premises.room.event.account(channel)
        if account is not None and account.server is not None and has_adapter(channel):
            await _sign_in_again(premises.tools, account, visitor)
            premises.ways.forget(channel)


async def _sign_in_again(tools: Tools, account: Account, visitor: Visitor) -> None:
    way = way_called(account.channel, None, unattended=True)
    given = {"handle": account.handle, "server": account.server or ""}
    await way.run(await _filled(way, given, visitor), _doorstep(tools, visitor))


async def test_accounts(premises: Premises, wish: Wish, visitor: Visitor) -> int:
    """See by a harmless call whether each is signed in."""
    store = premises.thread.store
    channel, handle = wish.maybe("channel"), wish.maybe("handle")
    if channel is not None and handle is not None:
        asked: tuple[Account, ...] = (await premises.thread.run(find_kept, store, channel, handle),)
    else:
        kept = await premises.thread.run(kept_accounts, store)
        asked = tuple(one for one in kept if channel in (None, one.channel))
    asked = tuple(one for one in asked if has_adapter(one.channel))
    if not asked:
        raise Refused(message("account.none_yet"), message("account.none_yet.do"))
    fine = [await _test(premises, one, visitor, ask=wish.yes("ask_secret")) for one in asked]
    if not all(fine):
        raise Refused(message("account.not_all_fine", count=fine.count(False)))
    return DONE


async def remove_account(premises: Premises, wish: Wish, visitor: Visitor) -> int:
    """Sign out there and here, and unbind."""
    store, tools = premises.thread.store, premises.tools
    channel, handle = wish.text("channel"), wish.text("handle")
    account = await premises.thread.run(find_kept, store, channel, handle)
    accounts = Accounts(premises.thread, tools.clock, premises.room)
    events = await accounts.remove(account)
    if has_adapter(channel):
        leave = ways_into(channel).sign_out
        await leave(account.handle, account.server or "", _doorstep(tools, visitor))
    if premises.ways is not None:
        premises.ways.forget(channel)
    line = account_line(account, events, None)
    await visitor.tell({**line, "kind": "removed"})
    return DONE


async def list_accounts(premises: Premises, wish: Wish, visitor: Visitor) -> int:
    """Every account, the events it is bound to, where its secret is."""
    store, vault = premises.thread.store, premises.tools.vault
    for account in await premises.thread.run(kept_accounts, store):
        if wish.maybe("channel") in (None, account.channel):
            events = await premises.thread.run(events_of, store, account)
            secret = None
            if has_adapter(account.channel):
                secret = english(await _place_of_secret(vault, account))
            await visitor.tell(account_line(account, events, secret))
    return DONE


async def _place_of_secret(vault: Vault, account: Account) -> Message:
    try:
        kept = await vault.read(f"{account.channel}/{plain(account.handle)}")
    except VaultClosed as problem:
        return problem.what_happened
    return message("account.not_kept") if kept is None else vault.place


def way_called(channel: str, name: str | None, *, unattended: bool) -> WayIn:
    """The way in of that name; else the usual one, or (``unattended``) the first without a browser.
    ``WrongInput`` if there is none."""
    try:
        ways = ways_into(channel).ways
    except PluginBroken as broken:
        raise Refused(message("account.no_way_in", channel=channel, why=broken.line)) from broken
    if name is None:
        quiet = [way for way in ways if not way.browser] if unattended else []
        return (*quiet, *ways)[0]
    for way in ways:
        if way.way == name:
            return way
    names = ", ".join(way.way for way in ways)
    raise WrongInput(
        message("account.no_such_way", way=name, channel=channel),
        message("account.no_such_way.do", ways=names),
    )


def _check_needs(way: WayIn, tools: Tools) -> None:
    missing = [name for name in way.needs if not tools.settings.get(name)]
    if missing:
        raise Refused(
            message("account.needs", setting=missing[0]),
            message("account.needs.do", setting=missing[0]),
        )


async def _filled(way: WayIn, given: dict[str, str], visitor: Visitor) -> dict[str, str]:
    """Every blank of ``way``: what was given, else what the visitor answers."""
    secret = [blank.name for blank in way.blanks if blank.secret and blank.name in given]
    if secret:
        raise WrongInput(
            message("account.secret_given", blank=secret[0]), message("account.secret_given.do")
        )
    filled = dict(given)
    for blank in way.blanks:
        if not filled.get(blank.name):
            filled[blank.name] = await visitor.ask(blank.name, _blank_line(blank))
    return filled


def _blank_line(blank: Blank) -> dict[str, object]:
    return {
        "label": english(blank.label),
        "hint": None if blank.hint is None else english(blank.hint),
        "secret": blank.secret,
        "value": blank.value,
        "optional": blank.optional,
    }


def _doorstep(tools: Tools, visitor: Visitor) -> Doorstep:
    return Doorstep(
        tools.http, tools.vault, tools.pacing, tools.clock, tools.settings, visitor.open_page
    )


async def insist_on_keyring(tools: Tools) -> None:
    """A command ends at once, and with it a memory: signing in would be for nothing."""
    try:
        await tools.vault.read("settle")
    except VaultClosed as problem:
        raise Refused(problem.what_happened, message("vault.closed.do")) from problem
    if not tools.vault.lasting:
        raise Refused(message("vault.none"), message("vault.none.do"))


async def _test(premises: Premises, account: Account, visitor: Visitor, *, ask: bool) -> bool:
    tools = premises.tools
    if ask:
        tools = replace(tools, vault=MemoryVault())
        await _sign_in_again(tools, account, visitor)
    own = None if ask or premises.ways is None else premises.ways.of(account)
    way = own or channel_for(account, tools)
    if way is None:
        why = message("account.broken", channel=account.channel)
        await visitor.tell(failed_test_line(account, english(why)))
        return False
    try:
        standing = await way.test()
    except ChannelError as problem:
        await visitor.tell(failed_test_line(account, english(problem.what)))
        return False
    finally:
        if way is not own:
            await way.close()
    costs = await _costs(premises, account, way)
    await visitor.tell(standing_line(account, replace(standing, about=(*standing.about, *costs))))
    return True


async def _costs(premises: Premises, account: Account, way: Channel) -> tuple[Message, ...]:
    """What a night costs there, for each event that posts as ``account``."""
    store = premises.thread.store
    told = []
    for slug in await premises.thread.run(events_of, store, account):
        event = await premises.thread.run(store.events.load_event, slug)
        cost = night_cost(event, account, way)
        if cost is not None:
            told.append(cost_line(cost))
    return tuple(told)


async def _tell_bound(premises: Premises, bound: Bound, visitor: Visitor, *, by_hand: bool) -> None:
    secret = english(premises.tools.vault.place)
    await visitor.tell(account_line(bound.account, bound.events, None if by_hand else secret))
    if bound.locked:
        await visitor.tell({"kind": "locked", "events": list(bound.locked)})
    elif not bound.events:
        await visitor.tell({"kind": "unbound", "channel": bound.account.channel})
