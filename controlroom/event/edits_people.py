"""Edits about people and what they said: approvals, faces, roles, the brief."""

from dataclasses import replace
from functools import reduce
from typing import TypeAlias

import msgspec

from controlroom.errors import WrongInput
from controlroom.event.approvals import with_word
from controlroom.event.asset import Approval, Asset
from controlroom.event.change import Change
from controlroom.event.live_event import Account, Brand, LiveEvent, Person, Policy
from controlroom.event.people import same
from controlroom.messages import message


class SayOf(Change, frozen=True):
    """An approver's word on an asset on one channel; it stands in place of the one before it.
    ``Refused`` for a yes to one's own."""

    asset: str
    approval: Approval

    def changed(self, event: LiveEvent) -> tuple[LiveEvent, "PeopleEdit"]:
        """See ``apply``."""
        before = next((one for one in event.assets if one.slug == self.asset), None)
        if before is None:
            raise WrongInput(message("edit.no_asset", asset=self.asset))
        after = event.with_asset(with_word(before, self.approval))
        return after, PutApprovals(self.asset, before.approvals)


class SayOfAll(Change, frozen=True):
    """The same on several channels, all of them or none."""

    asset: str
    approvals: tuple[Approval, ...]

    def changed(self, event: LiveEvent) -> tuple[LiveEvent, "PeopleEdit"]:
        """See ``apply``."""
        before = next((one for one in event.assets if one.slug == self.asset), None)
        if before is None:
            raise WrongInput(message("edit.no_asset", asset=self.asset))
        after = reduce(with_word, self.approvals, before)
        return event.with_asset(after), PutApprovals(self.asset, before.approvals)


class PutApprovals(Change, frozen=True):
    """The words on an asset as they are given: what takes the edits above back."""

    asset: str
    approvals: tuple[Approval, ...]

    def changed(self, event: LiveEvent) -> tuple[LiveEvent, "PeopleEdit"]:
        """See ``apply``."""
        before = next((one for one in event.assets if one.slug == self.asset), None)
        if before is None:
            raise WrongInput(message("edit.no_asset", asset=self.asset))
        after = event.with_asset(replace(before, approvals=self.approvals))
        return after, PutApprovals(self.asset, before.approvals)


class ConfirmFace(Change, frozen=True):
    """``by`` looked at the account's face and says it is the right one (``at`` UTC µs); with no
    name that is taken back. Another account on the channel has to be looked at anew."""

    channel: str
    by: str
    at: int | None

    def changed(self, event: LiveEvent) -> tuple[LiveEvent, "PeopleEdit"]:
        """See ``apply``."""
        before = event.account(self.channel)
        if before is None:
            raise WrongInput(message("edit.no_account", channel=self.channel))
        after = replace(before, confirmed=self.by, confirmed_at=self.at if self.by else None)
        accounts: tuple[Account, ...] = tuple(
            after if one is before else one for one in event.accounts
        )
        undo = ConfirmFace(self.channel, before.confirmed, before.confirmed_at)
        return replace(event, accounts=accounts), undo


class PutPeople(Change, frozen=True):
    """The people of the event, as they are given."""

    people: tuple[Person, ...]

    def changed(self, event: LiveEvent) -> tuple[LiveEvent, "PeopleEdit"]:
        """See ``apply``."""
        return replace(event, people=self.people), PutPeople(event.people)


class Credits(msgspec.Struct, frozen=True):
    """Whose names an asset bears: who made it, who made what is different on a channel (channel,
    names), and what was said of it."""

    asset: str
    authors: tuple[str, ...]
    variants: tuple[tuple[str, tuple[str, ...]], ...]
    approvals: tuple[Approval, ...]


class PutNames(Change, frozen=True):
    """The people of the event, whom its settings name, and what assets say of them (those that are
    not there stay as they are), as they are given. See ``rename``."""

    people: tuple[Person, ...]
    approver: str
    credits: tuple[Credits, ...]

    def changed(self, event: LiveEvent) -> tuple[LiveEvent, "PeopleEdit"]:
        """See ``apply``."""
        given = {one.asset: one for one in self.credits}
        before = tuple(_credits(asset) for asset in event.assets if asset.slug in given)
        assets = tuple(
            _credited(asset, given[asset.slug]) if asset.slug in given else asset
            for asset in event.assets
        )
        settings = replace(event.settings, approver=self.approver)
        after = replace(event, people=self.people, settings=settings, assets=assets)
        return after, PutNames(event.people, event.settings.approver, before)


def rename(event: LiveEvent, people: tuple[Person, ...], was: str, name: str) -> PutNames:
    """The edit by which ``people`` are the event's and whoever was called ``was`` is called
    ``name``, in all they made and said, too: under a new name nobody approves their own."""

    def new(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name if same(one, was) else one for one in names))

    changed = []
    for asset in event.assets:
        before = _credits(asset)
        after = Credits(
            asset.slug,
            new(before.authors),
            tuple((channel, new(names)) for channel, names in before.variants),
            tuple(replace(one, by=name) if same(one.by, was) else one for one in before.approvals),
        )
        if after != before:
            changed.append(after)
    approver = event.settings.approver
    return PutNames(people, name if same(approver, was) else approver, tuple(changed))


def _credits(asset: Asset) -> Credits:
    variants = tuple((one.channel, one.authors) for one in asset.variants)
    return Credits(asset.slug, asset.authors, variants, asset.approvals)


def _credited(asset: Asset, told: Credits) -> Asset:
    authors = dict(told.variants)
    variants = tuple(
        replace(one, authors=authors.get(one.channel, one.authors)) for one in asset.variants
    )
    return replace(asset, authors=told.authors, variants=variants, approvals=told.approvals)


class PutSecondKey(Change, frozen=True):
    """Whose yes a CAUTION asks for, and the approver that the event names beside its people."""

    policy: Policy
    approver: str

    def changed(self, event: LiveEvent) -> tuple[LiveEvent, "PeopleEdit"]:
        """See ``apply``."""
        before = event.settings
        after = replace(before, policy=self.policy, approver=self.approver)
        return replace(event, settings=after), PutSecondKey(before.policy, before.approver)


class PutBrand(Change, frozen=True):
    """Who posts, and the brief, as they are given."""

    brand: Brand

    def changed(self, event: LiveEvent) -> tuple[LiveEvent, "PeopleEdit"]:
        """See ``apply``."""
        return replace(event, brand=self.brand), PutBrand(event.brand)


PeopleEdit: TypeAlias = (
    SayOf | SayOfAll | PutApprovals | ConfirmFace | PutPeople | PutNames | PutSecondKey | PutBrand
)
