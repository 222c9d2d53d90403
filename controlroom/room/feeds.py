"""The feeds of an event: from what it keeps to what the collector runs.

An event keeps no secrets. They are read from the vault when the feeds start, a server's token for
that server only. A feed whose secret is missing says so itself, and the others run.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from controlroom.accounts.mastodon_session import kept_for
from controlroom.accounts.vault import Vault, VaultClosed
from controlroom.clock import MICROS
from controlroom.event.live_event import LiveEvent
from controlroom.event.watch import WatchTerm
from controlroom.messages import Message, message
from controlroom.plugins import PluginBroken
from controlroom.sources.base import Option, SourceSpec
from controlroom.sources.table import SOURCES

if TYPE_CHECKING:
    from controlroom.mentions.collector import Collector

LOG = logging.getLogger("controlroom.room")

X_BEARER = "x/app-bearer"
MASTODON_TOKEN = "mastodon/token@"
# What costs by the hour is read from half an hour before the event until half an hour after it.
AROUND_US = 1_800 * MICROS
WITH_SECRETS = ("x", "mastodon")


def feeds_of(event: LiveEvent) -> tuple[SourceSpec, ...]:
    """The feeds of the event's real night, each with a name of its own, without secrets."""
    specs = []
    for feed in event.feeds:
        options: dict[str, Option] = dict(feed.options)
        if feed.name:
            options["name"] = feed.name
        if feed.source == "x":
            options = {
                "from_us": event.starts - AROUND_US,
                "until_us": event.ends + AROUND_US,
                **options,
            }
        specs.append(SourceSpec(feed.source, options))
    return named(specs)


def named(specs: Sequence[SourceSpec]) -> tuple[SourceSpec, ...]:
    """The same with every name only once: the second jetstream is jetstream-2."""
    taken: set[str] = set()
    told = []
    for spec in specs:
        name, number = spec.name, 1
        while name in taken:
            number += 1
            name = f"{spec.name}-{number}"
        taken.add(name)
        same = name == spec.name
        told.append(spec if same else replace(spec, options={**spec.options, "name": name}))
    return tuple(told)


def wants_secret(spec: SourceSpec) -> bool:
    """Whether the vault is asked for this feed."""
    return spec.key in WITH_SECRETS and not spec.options.get("token")


async def with_secrets(
    specs: Sequence[SourceSpec], vault: Vault, event: LiveEvent | None = None
) -> tuple[SourceSpec, ...]:
    """The same with what the vault keeps for them. ``event`` is whose accounts may be used."""
    return tuple(
        [await _with_secret(spec, vault, event) if wants_secret(spec) else spec for spec in specs]
    )


def cost_per_hour(specs: Sequence[SourceSpec], terms: Sequence[WatchTerm]) -> float:
    """What reading all of them costs at most, US dollars an hour. ValueError for an option that is
    no number."""
    return sum(cost for spec in specs if (cost := cost_of(spec, terms)) is not None)


def cost_of(spec: SourceSpec, terms: Sequence[WatchTerm]) -> float | None:
    """What reading one feed costs at most, US dollars an hour; None where it costs nothing.

    A source that costs has a function ``cost_per_hour(options, terms)``. ValueError as above.
    """
    try:
        cost = getattr(SOURCES.load(spec.key), "cost_per_hour", None)
    except PluginBroken:
        return None
    return None if cost is None else cost(spec.options, tuple(terms))


def overlap(specs: Sequence[SourceSpec]) -> Message | None:
    """A warning where two feeds would count the same posts twice."""
    whole = [
        spec.name
        for spec in specs
        if spec.key == "mastodon" and not str(spec.options.get("stream", "")).endswith(":local")
    ]
    if len(whole) < 2:
        return None
    return message("feeds.overlap", names=", ".join(whole))


async def start_with_secrets(
    collector: "Collector", specs: Sequence[SourceSpec], event: LiveEvent, vault: Vault
) -> None:
    """Start the collector once the secrets have been read, which may take as long as somebody
    takes to unlock the keyring."""
    collector.start(await with_secrets(specs, vault, event), event.terms)


async def _with_secret(spec: SourceSpec, vault: Vault, event: LiveEvent | None) -> SourceSpec:
    try:
        if spec.key == "x":
            token = await vault.read(X_BEARER)
        else:
            token = await _mastodon_token(spec, vault, event)
    except VaultClosed as closed:
        LOG.info("the secret of %s cannot be read: %s", spec.name, closed)
        return replace(spec, options={**spec.options, "locked": 1})
    if not token:
        return spec
    return replace(spec, options={**spec.options, "token": token})


async def _mastodon_token(spec: SourceSpec, vault: Vault, event: LiveEvent | None) -> str | None:
    host = urlsplit(str(spec.options.get("server", ""))).netloc.casefold()
    if not host:
        return None
    token = await vault.read(MASTODON_TOKEN + host)
    if token:
        return token
    for account in event.accounts if event is not None else ():
        if account.channel == "mastodon" and account.server is not None:
            kept = await kept_for(vault, account.handle)
            if kept is not None and urlsplit(kept.server).netloc.casefold() == host:
                return kept.token
    return None
