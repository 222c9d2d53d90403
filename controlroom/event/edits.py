"""Edits: the changes of an event that can be appended, sent over threads and taken back.

``apply`` answers the event after an edit and the edit that takes exactly that back. Every edit,
an inverse included, raises the revision by one. On disk an edit is JSON with its class's name in
``type``.
"""

from dataclasses import replace
from typing import TypeAlias, TypeVar

import msgspec

from controlroom.errors import WrongInput
from controlroom.event.approvals import Approvals, approvals_of, carry_over, with_approvals
from controlroom.event.asset import Asset, Variant
from controlroom.event.change import Change
from controlroom.event.cue import Cue, OutcomeSet
from controlroom.event.edits_people import PeopleEdit
from controlroom.event.edits_watch import WatchEdit
from controlroom.event.live_event import Account, LiveEvent
from controlroom.event.moment import Anchor, Moment
from controlroom.messages import message

Placed = TypeVar("Placed")


class MarkMoment(Change, frozen=True):
    """It is happening: ``at`` UTC µs. A moment that was skipped is skipped no longer."""

    moment: str
    at: int
    by_spike: bool = False

    def changed(self, event: LiveEvent) -> tuple[LiveEvent, "Edit"]:
        """See ``apply``."""
        before = _moment(event, self.moment)
        after = replace(before, marked=self.at, found_by_spike=self.by_spike, skipped=False)
        return event.with_moment(after), PutMoments((before,))


class UnmarkMoment(Change, frozen=True):
    """It is not happening after all."""

    moment: str

    def changed(self, event: LiveEvent) -> tuple[LiveEvent, "Edit"]:
        """See ``apply``."""
        before = _moment(event, self.moment)
        after = replace(before, marked=None, found_by_spike=False)
        return event.with_moment(after), PutMoments((before,))


class SkipMoment(Change, frozen=True):
    """We let this moment pass."""

    moment: str

    def changed(self, event: LiveEvent) -> tuple[LiveEvent, "Edit"]:
        """See ``apply``."""
        before = _moment(event, self.moment)
        return event.with_moment(replace(before, skipped=True)), PutMoments((before,))


class UnskipMoment(Change, frozen=True):
    """We do not let it pass after all."""

    moment: str

    def changed(self, event: LiveEvent) -> tuple[LiveEvent, "Edit"]:
        """See ``apply``."""
        before = _moment(event, self.moment)
        return event.with_moment(replace(before, skipped=False)), PutMoments((before,))


class ShiftMoments(Change, frozen=True):
    """The SOFT, unmarked moments behind ``after`` in the rundown come ``seconds`` later.

    HARD moments keep their wall time and FLOAT ones have none. A moment that hangs on another
    one that is shifted follows it; its offset stays.
    """

    after: str
    seconds: int

    def changed(self, event: LiveEvent) -> tuple[LiveEvent, "Edit"]:
        """See ``apply``."""
        here = event.moments.index(_moment(event, self.after))
        moving = tuple(
            moment
            for moment in event.moments[here + 1 :]
            if moment.anchor is Anchor.SOFT and moment.marked is None
        )
        slugs = {moment.slug for moment in moving}
        for moment in moving:
            follows = moment.after in slugs
            event = event.with_moment(
                replace(
                    moment,
                    planned=None
                    if moment.planned is None
                    else moment.planned + self.seconds * 1_000_000,
                    offset_s=moment.offset_s + (0 if follows else self.seconds),
                )
            )
        return event, PutMoments(moving)


class PutMoments(Change, frozen=True):
    """These moments as they are given: what takes the edits above back."""

    moments: tuple[Moment, ...]

    def changed(self, event: LiveEvent) -> tuple[LiveEvent, "Edit"]:
        """See ``apply``."""
        before = tuple(_moment(event, moment.slug) for moment in self.moments)
        for moment in self.moments:
            event = event.with_moment(moment)
        return event, PutMoments(before)


class DecideOutcome(Change, frozen=True):
    """One side of an outcome set came true; ``outcome`` None leaves it open again."""

    outcome_set: str
    outcome: str | None

    def changed(self, event: LiveEvent) -> tuple[LiveEvent, "Edit"]:
        """See ``apply``."""
        before = _outcome_set(event, self.outcome_set)
        if self.outcome is not None and self.outcome not in {one.slug for one in before.outcomes}:
            raise WrongInput(
                message("edit.no_outcome", outcome=self.outcome, outcome_set=before.title)
            )
        return (
            event.with_outcome_set(replace(before, decided=self.outcome)),
            DecideOutcome(self.outcome_set, before.decided),
        )


class EditWords(Change, frozen=True):
    """Other words: on ``channel``, or (None) the caption all channels share.

    ``words`` None lets the channel use the shared caption again. The asset's version goes up by
    one, and an approval no longer fits where the words are others. ``by`` is who wrote them: no
    approver of their own words.
    """

    asset: str
    channel: str | None
    words: str | None
    by: str = ""

    def changed(self, event: LiveEvent) -> tuple[LiveEvent, "Edit"]:
        """See ``apply``."""
        before = _asset(event, self.asset)
        if self.channel is not None:
            variants = _with_words(before.variants, self.channel, self.words, self.by)
            after = replace(before, variants=variants, version=before.version + 1)
        elif self.words is not None:
            authors = _with_author(before.authors, self.by)
            after = replace(before, caption=self.words, version=before.version + 1, authors=authors)
        else:
            raise WrongInput(message("edit.no_caption", asset=before.title))
        return event.with_asset(after), ReplaceAsset(before)


class ReplaceAsset(Change, frozen=True):
    """An asset as it is given: changed where its slug is known, else added at the end."""

    asset: Asset

    def changed(self, event: LiveEvent) -> tuple[LiveEvent, "Edit"]:
        """See ``apply``."""
        before = next((one for one in event.assets if one.slug == self.asset.slug), None)
        if before is not None:
            return event.with_asset(self.asset), ReplaceAsset(before)
        return replace(event, assets=(*event.assets, self.asset)), RemoveAsset(self.asset.slug)


class RemoveAsset(Change, frozen=True):
    """An asset goes, and with it its cues and its fixed keys."""

    asset: str

    def changed(self, event: LiveEvent) -> tuple[LiveEvent, "Edit"]:
        """See ``apply``."""
        gone = _asset(event, self.asset)
        after = replace(
            event,
            assets=tuple(one for one in event.assets if one is not gone),
            cues=tuple(cue for cue in event.cues if cue.asset != gone.slug),
            slots=tuple(pair for pair in event.slots if pair[1] != gone.slug),
        )
        place = event.assets.index(gone)
        cues = tuple((at, cue) for at, cue in enumerate(event.cues) if cue.asset == gone.slug)
        return after, RestoreAsset(gone, place, cues, event.slots)


class RestoreAsset(Change, frozen=True):
    """What takes ``RemoveAsset`` back: the asset and its cues at their places, and the slots."""

    asset: Asset
    place: int
    cues: tuple[tuple[int, Cue], ...]
    slots: tuple[tuple[str, str], ...]

    def changed(self, event: LiveEvent) -> tuple[LiveEvent, "Edit"]:
        """See ``apply``."""
        cues = event.cues
        for place, cue in self.cues:
            cues = _inserted(cues, place, cue)
        assets = _inserted(event.assets, self.place, self.asset)
        after = replace(event, assets=assets, cues=cues, slots=self.slots)
        return after, RemoveAsset(self.asset.slug)


class PairCue(Change, frozen=True):
    """An asset goes with a moment; where it does already, its order and outcome change."""

    cue: Cue

    def changed(self, event: LiveEvent) -> tuple[LiveEvent, "Edit"]:
        """See ``apply``."""
        _moment(event, self.cue.moment)
        _asset(event, self.cue.asset)
        place = _cue_place(event, self.cue.moment, self.cue.asset)
        if place is None:
            after = replace(event, cues=(*event.cues, self.cue))
            return after, UnpairCue(self.cue.moment, self.cue.asset)
        cues = (*event.cues[:place], self.cue, *event.cues[place + 1 :])
        return replace(event, cues=cues), PairCue(event.cues[place])


class UnpairCue(Change, frozen=True):
    """An asset no longer goes with a moment."""

    moment: str
    asset: str

    def changed(self, event: LiveEvent) -> tuple[LiveEvent, "Edit"]:
        """See ``apply``."""
        place = _cue_place(event, self.moment, self.asset)
        if place is None:
            raise WrongInput(message("edit.no_cue", moment=self.moment, asset=self.asset))
        cues = (*event.cues[:place], *event.cues[place + 1 :])
        return replace(event, cues=cues), RestoreCue(event.cues[place], place)


class RestoreCue(Change, frozen=True):
    """What takes ``UnpairCue`` back: the cue at its place."""

    cue: Cue
    place: int

    def changed(self, event: LiveEvent) -> tuple[LiveEvent, "Edit"]:
        """See ``apply``."""
        cues = _inserted(event.cues, self.place, self.cue)
        return replace(event, cues=cues), UnpairCue(self.cue.moment, self.cue.asset)


class BindAccount(Change, frozen=True):
    """The event posts as ``account``: instead of its account on that channel, or beside others."""

    account: Account

    def changed(self, event: LiveEvent) -> tuple[LiveEvent, "Edit"]:
        """See ``apply``."""
        before = event.account(self.account.channel)
        if before is None:
            more = replace(event, accounts=(*event.accounts, self.account))
            after, approvals = carry_over(event, more)
            return after, UnbindAccount(self.account.channel, approvals)
        place = event.accounts.index(before)
        accounts = (*event.accounts[:place], self.account, *event.accounts[place + 1 :])
        return replace(event, accounts=accounts), BindAccount(before)


class UnbindAccount(Change, frozen=True):
    """The event no longer posts to ``channel``. ``approvals`` are put back where this takes an edit
    back."""

    channel: str
    approvals: Approvals = ()

    def changed(self, event: LiveEvent) -> tuple[LiveEvent, "Edit"]:
        """See ``apply``."""
        before = event.account(self.channel)
        if before is None:
            raise WrongInput(message("edit.no_account", channel=self.channel))
        place = event.accounts.index(before)
        fewer = replace(event, accounts=(*event.accounts[:place], *event.accounts[place + 1 :]))
        after = with_approvals(fewer, self.approvals)
        return after, RestoreAccount(before, place, approvals_of(event, self.approvals))


class RestoreAccount(Change, frozen=True):
    """What takes ``UnbindAccount`` back: the account at its place, and the approvals."""

    account: Account
    place: int
    approvals: Approvals = ()

    def changed(self, event: LiveEvent) -> tuple[LiveEvent, "Edit"]:
        """See ``apply``."""
        accounts = _inserted(event.accounts, self.place, self.account)
        after = with_approvals(replace(event, accounts=accounts), self.approvals)
        return after, UnbindAccount(self.account.channel, approvals_of(event, self.approvals))


Edit: TypeAlias = (
    MarkMoment
    | UnmarkMoment
    | SkipMoment
    | UnskipMoment
    | ShiftMoments
    | PutMoments
    | DecideOutcome
    | EditWords
    | ReplaceAsset
    | RemoveAsset
    | RestoreAsset
    | PairCue
    | UnpairCue
    | RestoreCue
    | BindAccount
    | UnbindAccount
    | RestoreAccount
    | WatchEdit
    | PeopleEdit
)

_JSON: msgspec.json.Decoder[Edit] = msgspec.json.Decoder(Edit)


def apply(event: LiveEvent, edit: Edit) -> tuple[LiveEvent, Edit]:
    """``event`` after ``edit``, one revision later, and the edit that takes it back.

    Raises ``WrongInput`` where the edit names a moment, asset, cue or outcome there is none of.
    """
    after, inverse = edit.changed(event)
    return replace(after, revision=event.revision + 1), inverse


def as_json(edit: Edit) -> str:
    """An edit as JSON text."""
    return msgspec.json.encode(edit).decode()


def from_json(text: str) -> Edit:
    """The edit that ``as_json`` wrote. ``msgspec.ValidationError`` for anything else."""
    return _JSON.decode(text)


def _moment(event: LiveEvent, slug: str) -> Moment:
    try:
        return event.moment(slug)
    except KeyError:
        raise WrongInput(message("edit.no_moment", moment=slug)) from None


def _asset(event: LiveEvent, slug: str) -> Asset:
    try:
        return event.asset(slug)
    except KeyError:
        raise WrongInput(message("edit.no_asset", asset=slug)) from None


def _outcome_set(event: LiveEvent, slug: str) -> OutcomeSet:
    try:
        return event.outcome_set(slug)
    except KeyError:
        raise WrongInput(message("edit.no_outcome_set", outcome_set=slug)) from None


def _cue_place(event: LiveEvent, moment: str, asset: str) -> int | None:
    pairs = [(cue.moment, cue.asset) for cue in event.cues]
    return pairs.index((moment, asset)) if (moment, asset) in pairs else None


def _inserted(those: tuple[Placed, ...], place: int, new: Placed) -> tuple[Placed, ...]:
    return (*those[:place], new, *those[place:])


def _with_words(
    variants: tuple[Variant, ...], channel: str, words: str | None, by: str
) -> tuple[Variant, ...]:
    if channel not in {variant.channel for variant in variants}:
        variants = (*variants, Variant(channel))
    changed = tuple(
        replace(variant, caption=words, authors=_with_author(variant.authors, by))
        if variant.channel == channel
        else variant
        for variant in variants
    )
    # A variant that says nothing of its own would only make two equal assets look different.
    return tuple(one for one in changed if replace(one, authors=()) != Variant(one.channel))


def _with_author(authors: tuple[str, ...], by: str) -> tuple[str, ...]:
    return authors if not by or by in authors else (*authors, by)
