"""What every sign-in knows: how a server is written, and how it is told that it failed."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from controlroom.errors import UserFacingError, WrongInput
from controlroom.messages import message


class SignInFailed(UserFacingError):
    """The server did not let us in, or could not be reached."""


def server_origin(written: str) -> str:
    """Scheme, host and port of a server as a person wrote it. Plain HTTP is for this computer only:
    a password would be readable on the way. Raises WrongInput."""
    text = written.strip().rstrip("/")
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        port = parts.port
    except ValueError as problem:
        raise WrongInput(message("sign_in.bad_server", server=written)) from problem
    host = parts.hostname or ""
    safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
    if not host or not safe or parts.path or parts.query or parts.username is not None:
        raise WrongInput(message("sign_in.bad_server", server=written))
    named = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{named}" + (f":{port}" if port else "")


def is_loopback(host: str) -> bool:
    """Whether ``host`` is this computer."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def on_this_computer(url: str) -> bool:
    """Whether the server of ``url`` is this computer: a server for trying things out."""
    return is_loopback(urlsplit(url).hostname or "")
