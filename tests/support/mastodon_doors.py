"""What anybody may ask a server that speaks the Mastodon API: what it is, and to be let in.

Sources: documentation of Mastodon (methods instance, apps, oauth), NodeInfo 2.0; read 2026-11.
"""

import hashlib
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode

from controlroom.clock import MICROS, wall_micros
from tests.net.fake_server import Reply, Request
from tests.support.mastodon_truth import (
    AVATAR,
    HOST,
    PNG,
    SCOPES,
    TOKEN,
    VERSIONS,
    App,
    Grant,
    Kind,
)


@dataclass
class Doors:
    """The settings of a server (see FakeMastodon) and its open doors."""

    kind: Kind = Kind.MASTODON
    now: Callable[[], int] = wall_micros
    url: str = f"https://{HOST}"
    software: str = ""
    version: str = ""
    limit: int = 500
    files: int = 4
    instance_v2: bool = True
    tells_software: bool = True
    pkce: bool = True
    loopback: bool = True
    tokens: dict[str, str] = field(default_factory=lambda: {TOKEN: SCOPES})
    apps: dict[str, App] = field(default_factory=dict)
    grants: dict[str, Grant] = field(default_factory=dict)

    def open_door(self, request: Request) -> Reply | None:
        """The answer to what anybody may ask, None where one must be signed in."""
        asked = {
            ("GET", "/.well-known/nodeinfo"): self._node_links,
            ("GET", "/nodeinfo/2.0"): self._node,
            ("GET", "/.well-known/oauth-authorization-server"): self._metadata,
            ("GET", "/api/v2/instance"): self._instance_v2,
            ("GET", "/api/v1/instance"): self._instance_v1,
            ("POST", "/api/v1/apps"): self._register,
            ("GET", "/oauth/authorize"): self._authorize,
            ("POST", "/oauth/token"): self._token,
            ("POST", "/oauth/revoke"): self._revoke,
            ("GET", "/avatar.png"): self._avatar,
        }.get((request.method, request.path))
        if asked is not None:
            return asked(request)
        return Reply(200, b"") if request.method == "HEAD" else None

    def _avatar(self, _request: Request) -> Reply:
        return Reply(200, AVATAR, {"content-type": PNG})

    @property
    def release(self) -> str:
        """The version it tells."""
        return self.version or VERSIONS[self.kind]

    def _node_links(self, _request: Request) -> Reply:
        if not self.tells_software:
            return error("Not Found", 404)
        rel = "http://nodeinfo.diaspora.software/ns/schema/2.0"
        return Reply.of({"links": [{"rel": rel, "href": f"{self.url}/nodeinfo/2.0"}]})

    def _node(self, _request: Request) -> Reply:
        software = {"name": self.software or self.kind.value, "version": self.release}
        return Reply.of({"version": "2.0", "software": software, "protocols": ["activitypub"]})

    def _configuration(self) -> dict[str, Any]:
        statuses = {
            "max_characters": self.limit,
            "max_media_attachments": self.files,
            "characters_reserved_per_url": 23,
        }
        media = {
            "supported_mime_types": [PNG, "image/jpeg", "image/webp", "video/mp4"],
            "description_limit": 1_500,
            "image_size_limit": 16 * 1024 * 1024,
            "image_matrix_limit": 33_177_600,
            "video_size_limit": 99 * 1024 * 1024,
            "video_frame_rate_limit": 120,
            "video_matrix_limit": 8_294_400,
        }
        return {"statuses": statuses, "media_attachments": media}

    def _instance_v2(self, _request: Request) -> Reply:
        if not self.instance_v2:
            return error("Not Found", 404)
        told = {"domain": HOST, "version": self.release, "configuration": self._configuration()}
        return Reply.of(told)

    def _instance_v1(self, _request: Request) -> Reply:
        """As servers of before 2022 have it, where the new one is missing: one number."""
        told = {"uri": HOST, "version": self.release, "max_toot_chars": self.limit}
        if self.instance_v2:
            return Reply.of({**told, "configuration": self._configuration()})
        return Reply.of(told)

    def _metadata(self, _request: Request) -> Reply:
        if not self.pkce:
            return error("Not Found", 404)
        return Reply.of({"issuer": f"{self.url}/", "code_challenge_methods_supported": ["S256"]})

    def _register(self, request: Request) -> Reply:
        asked = fields(request)
        redirects = asked["redirect_uris"].split()
        if not self.loopback and any("127.0.0.1" in one for one in redirects):
            return error("Validation failed: Redirect URI must be an HTTPS/SSL URI.", 422)
        client = f"client{len(self.apps) + 1}"
        self.apps[client] = App(f"secret-of-{client}", redirects, asked.get("scopes", "read"))
        return Reply.of({"id": "7", "client_id": client, "client_secret": self.apps[client].secret})

    def _authorize(self, request: Request) -> Reply:
        """As if a person had pressed Authorize."""
        asked = request.query
        app = self.apps.get(asked["client_id"])
        if app is None or asked["redirect_uri"] not in app.redirects:
            return error("The redirect uri included is not valid.", 400)
        code = f"code{len(self.grants) + 1}"
        self.grants[code] = Grant(
            asked["client_id"],
            asked["redirect_uri"],
            asked.get("scope", "read"),
            asked.get("code_challenge"),
        )
        back = urlencode({"code": code, "state": asked.get("state", "")})
        return Reply(302, b"", {"location": f"{asked['redirect_uri']}?{back}"})

    def _token(self, request: Request) -> Reply:
        asked = fields(request)
        grant = self.grants.pop(asked.get("code", ""), None)
        app = self.apps.get(asked.get("client_id", ""))
        if grant is None or app is None or grant.client != asked["client_id"]:
            return Reply.of({"error": "invalid_grant", "error_description": "Code expired."}, 400)
        if asked["client_secret"] != app.secret or asked["redirect_uri"] != grant.redirect:
            return Reply.of({"error": "invalid_client"}, 401)
        if grant.challenge is not None and _challenge(asked) != grant.challenge:
            return Reply.of({"error": "invalid_grant", "error_description": "Bad verifier."}, 400)
        token = f"token-{len(self.tokens) + 1}-granted-and-secret"
        self.tokens[token] = grant.scopes
        told = {"access_token": token, "token_type": "Bearer", "scope": grant.scopes}
        return Reply.of({**told, "created_at": self.now() // MICROS})

    def _revoke(self, request: Request) -> Reply:
        asked = fields(request)
        app = self.apps.get(asked.get("client_id", ""))
        if app is None or app.secret != asked.get("client_secret"):
            return Reply.of({"error": "unauthorized_client"}, 403)
        self.tokens.pop(asked["token"], None)
        return Reply.of({})


def error(words: str, status: int) -> Reply:
    """A refusal as Mastodon words it."""
    return Reply.of({"error": words}, status)


def fields(request: Request) -> dict[str, str]:
    """The body, sent as a form or as JSON."""
    if request.headers.get("content-type", "").startswith("application/json"):
        return {name: str(told) for name, told in json.loads(request.body).items()}
    return {name: told[0] for name, told in parse_qs(request.body.decode()).items()}


def _challenge(asked: dict[str, str]) -> str:
    digest = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")
