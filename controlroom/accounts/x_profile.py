"""Who an X account is: its number, name and picture. Source: GET /2/users/me."""

import msgspec

from controlroom.accounts.sign_in import on_this_computer
from controlroom.accounts.x_tokens import NoAnswer, SignInNeeded, TooMany
from controlroom.net.http import Answer, Http, WireError
from controlroom.net.pacing import Pacing

ME = "/2/users/me"
_DEADLINE_S = 12.0
_LARGEST = 1_000_000
"""Bytes of a picture that is shown small."""


class Profile(msgspec.Struct):
    """An account. ``username`` is its handle, ``name`` what it calls itself."""

    id: str
    username: str
    name: str = ""
    profile_image_url: str = ""


class _Told(msgspec.Struct):
    account: Profile = msgspec.field(name="data")


class _Problem(msgspec.Struct):
    title: str = ""
    detail: str = ""


async def read_profile(http: Http, pacing: Pacing, server: str, access: str) -> Profile:
    """Whose token ``access`` is. Raises SessionError."""
    try:
        answer = await http.ask(
            "GET",
            f"{server}{ME}?user.fields=profile_image_url",
            headers={"authorization": f"Bearer {access}"},
            deadline=_DEADLINE_S,
            what=ME,
        )
    except WireError as problem:
        raise NoAnswer(str(problem)) from problem
    if answer.status == 429:
        raise TooMany(pacing.note(f"{server} GET {ME}", answer) or 0)
    if answer.status in {401, 402, 403}:
        raise SignInNeeded(_words(answer))
    profile = profile_in(answer)
    if profile is None:
        raise NoAnswer(f"HTTP {answer.status}")
    return profile


def profile_in(answer: Answer) -> Profile | None:
    """The account an answer of users/me tells about, None where it tells none."""
    try:
        profile = msgspec.json.decode(answer.body, type=_Told).account
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    profile.name = profile.name or profile.username
    return profile


async def read_avatar(http: Http, url: str) -> bytes | None:
    """The account's picture; one that cannot be had is no error."""
    if not url.startswith("https://") and not on_this_computer(url):
        return None
    try:
        # As it stands it is 48 pixels wide.
        large = url.replace("_normal.", "_400x400.")
        answer = await http.ask("GET", large, deadline=_DEADLINE_S, what="picture")
    except WireError:
        return None
    fits = answer.status == 200 and 0 < len(answer.body) <= _LARGEST
    return answer.body if fits else None


def _words(answer: Answer) -> str:
    try:
        said = msgspec.json.decode(answer.body, type=_Problem)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return f"HTTP {answer.status}"
    return said.detail or said.title or f"HTTP {answer.status}"
