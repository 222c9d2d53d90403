"""Settings of the networks: client ids and addresses in the store, secrets in the vault."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass

from controlroom.accounts.vault import Vault
from controlroom.errors import WrongInput
from controlroom.messages import Message, message
from controlroom.room import feeds
from controlroom.store.open import Store


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: ``about`` is a sentence for people. A ``secret`` one lies in the vault."""

    name: str
    about: Message
    secret: bool = False


X_BEARER = "x.app_bearer"
# One for each server: mastodon.token@mastodon.social
MASTODON_TOKEN = "mastodon.token"
S3_SECRET = "s3.secret_key"
SECOND_KEY = "second_key"
OPERATOR = "desk.operator"
TAKE_NOW, F12 = "desk.take_now", "desk.f12"
SWITCHES = frozenset({TAKE_NOW, F12})
ON, OFF = "on", "off"
SETTINGS = (
    Setting(OPERATOR, message("setting.desk.operator")),
    Setting(TAKE_NOW, message("setting.desk.take_now")),
    Setting(F12, message("setting.desk.f12")),
    Setting("bluesky.client_id", message("setting.bluesky.client_id")),
    Setting("bluesky.plc_directory", message("setting.bluesky.plc_directory")),
    Setting("x.client_id", message("setting.x.client_id")),
    Setting("x.callback_port", message("setting.x.callback_port")),
    Setting("x.authorize_url", message("setting.x.authorize_url")),
    Setting("x.long_posts", message("setting.x.long_posts")),
    Setting("s3.endpoint", message("setting.s3.endpoint")),
    Setting("s3.region", message("setting.s3.region")),
    Setting("s3.bucket", message("setting.s3.bucket")),
    Setting("s3.public_url", message("setting.s3.public_url")),
    Setting("s3.access_key", message("setting.s3.access_key")),
    Setting(S3_SECRET, message("setting.s3.secret_key"), secret=True),
    Setting(SECOND_KEY, message("setting.second_key"), secret=True),
    Setting(X_BEARER, message("setting.x.app_bearer"), secret=True),
    Setting(f"{MASTODON_TOKEN}@HOST", message("setting.mastodon.token"), secret=True),
)
PREFIX = "network."


def setting_called(name: str, *, secret: bool) -> Setting:
    """The setting of that name. ``WrongInput`` where there is none, or where a secret would come
    to lie among what is no secret."""
    for one in SETTINGS:
        if one.name != _kind(name):
            continue
        if one.secret and not secret:
            raise WrongInput(
                message("setting.is_secret", name=name), message("setting.is_secret.do", name=name)
            )
        if secret and not one.secret:
            raise WrongInput(
                message("setting.no_secret", name=name), message("setting.no_secret.do", name=name)
            )
        return one
    known = ", ".join(one.name for one in SETTINGS if one.secret == secret)
    raise WrongInput(message("setting.unknown", name=name), message("setting.known", names=known))


def network_settings(store: Store) -> dict[str, str]:
    """Every setting that is set, by name; no secrets."""
    found = {one.name: store.settings.get(PREFIX + one.name) for one in SETTINGS if not one.secret}
    return {name: value for name, value in found.items() if value is not None}


def put_setting(store: Store, name: str, value: str | None) -> None:
    """Set a setting, or (None) let it be unset. ``WrongInput`` for one there is none of, and for a
    switch that is neither on nor off."""
    setting_called(name, secret=False)
    if name in SWITCHES and value not in (ON, OFF, None):
        raise WrongInput(message("setting.switch", name=name))
    if value is None:
        store.settings.forget(PREFIX + name)
    else:
        store.settings.put(PREFIX + name, value)


async def put_secret(
    vault: Vault, settings: Mapping[str, str], name: str, value: str | None
) -> None:
    """The same for a secret. Raises VaultClosed."""
    setting_called(name, secret=True)
    if name == SECOND_KEY and value is not None:
        _check_second_key(value)
    entry = {X_BEARER: feeds.X_BEARER}.get(name, name)
    kind, _, host = name.partition("@")
    if kind == MASTODON_TOKEN:
        entry = feeds.MASTODON_TOKEN + host.casefold()
    if name == S3_SECRET:
        if not settings.get("s3.access_key"):
            raise WrongInput(message("setting.s3.access_key_first"))
        entry = f"s3/{settings['s3.access_key']}"
    if value is None:
        await vault.erase(entry)
    else:
        await vault.write(entry, value)


def _kind(name: str) -> str:
    """The setting's name where it is one for each server."""
    kind, at, host = name.partition("@")
    return f"{MASTODON_TOKEN}@HOST" if kind == MASTODON_TOKEN and at and host else name


def _check_second_key(secret: str) -> None:
    try:
        base64.b32decode(secret.upper() + "=" * (-len(secret) % 8))
    except binascii.Error:
        raise WrongInput(message("setting.bad_second_key")) from None
    if not secret:
        raise WrongInput(message("setting.bad_second_key"))
