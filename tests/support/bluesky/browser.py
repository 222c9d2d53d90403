"""A person with a browser: signs in on a server's own pages and agrees to what is asked."""

import http.client
import json
import threading
from collections.abc import Callable
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlsplit

API = "/@atproto/oauth-provider/~api"
LONGEST_S = 30


class Browser:
    """Give ``open_page`` to a sign-in. What went wrong in the thread is raised by ``join``."""

    def __init__(self, username: str, password: str) -> None:
        self._username = username
        self._password = password
        self._cookies: dict[str, str] = {}
        self._thread: threading.Thread | None = None
        self._problem: Exception | None = None
        self.came_back_to = ""
        self.on_the_way_back: Callable[[str], str] = str

    def open_page(self, url: str) -> None:
        """Sign in there, agree, and go back, while the program waits."""

        def walk() -> None:
            try:
                self._walk(url)
            except (OSError, AssertionError, LookupError, ValueError) as problem:
                self._problem = problem

        self._thread = threading.Thread(target=walk, name="browser")
        self._thread.start()

    def join(self) -> None:
        """Return once the person has done everything."""
        assert self._thread is not None
        self._thread.join(LONGEST_S)
        if self._problem is not None:
            raise self._problem

    def _walk(self, url: str) -> None:
        status, _, _ = self._ask("GET", url, {"sec-fetch-site": "cross-site", **_PAGE})
        assert status == 200
        who = {"locale": "en", "username": self._username, "password": self._password}
        signed_in = self._call(url, "/sign-in", {**who, "remember": False})
        agreed = self._call(
            url,
            "/consent",
            {"did": signed_in["account"].get("sub") or signed_in["account"]["did"]},
            {"authorization": f"Bearer {signed_in['ephemeralToken']}"},
        )
        own = {"sec-fetch-site": "same-origin", "referer": url, **_PAGE}
        status, headers, _ = self._ask("GET", agreed["url"], own)
        assert status == 303
        self.came_back_to = self.on_the_way_back(headers["location"])
        self._ask("GET", self.came_back_to, {})

    def _call(
        self, page: str, what: str, body: dict[str, Any], more: dict[str, str] | None = None
    ) -> dict[str, Any]:
        parts = urlsplit(page)
        origin = f"{parts.scheme}://{parts.netloc}"
        headers = {
            "content-type": "application/json",
            "origin": origin,
            "referer": page,
            "sec-fetch-site": "same-origin",
            "sec-fetch-mode": "same-origin",
            "sec-fetch-dest": "empty",
            "x-csrf-token": self._cookies["csrf-token"],
            **(more or {}),
        }
        status, _, said = self._ask("POST", f"{origin}{API}{what}", headers, json.dumps(body))
        assert status == 200, said
        return dict(json.loads(said))

    def _ask(
        self, method: str, url: str, headers: dict[str, str], body: str | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.netloc, timeout=LONGEST_S)
        # The server marks its cookies as for HTTPS only; a loopback address is as good.
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        try:
            connection.request(
                method, f"{parts.path}?{parts.query}", body, {**headers, "cookie": cookies}
            )
            answer = connection.getresponse()
            said = answer.read()
        finally:
            connection.close()
        for line in answer.headers.get_all("set-cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self._cookies[name] = morsel.value
        return answer.status, {name.lower(): text for name, text in answer.getheaders()}, said


_PAGE = {"sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
