"""No test talks to anything but this machine.

An audit hook sees every connection and every look-up of a name, whatever library makes it. It
refuses as a dead network would, so that the program under test stays sane, and the test then
fails with the address, even where the program had caught the refusal.
"""

import ipaddress
import sys
from collections.abc import Iterator

import pytest

LOCAL_NAMES = frozenset({"", "localhost", "0.0.0.0", "::"})
WATCHED = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
LOOK_UPS = frozenset({"socket.getaddrinfo", "socket.gethostbyname"})

_refused: list[str] = []


class NetworkRefused(ConnectionRefusedError):
    """A test tried to leave this machine."""


def _text(host: object) -> str:
    if isinstance(host, bytes):
        return host.decode("ascii", "replace")
    return "" if host is None else str(host)  # None: this machine itself


def _is_here(host: object) -> bool:
    """Say whether a name or an address is this machine."""
    name = _text(host).rstrip(".").lower()
    if name in LOCAL_NAMES or name.endswith(".localhost"):
        return True
    address = _address(host)
    return address is not None and address.is_loopback


def _address(host: object) -> "ipaddress.IPv4Address | ipaddress.IPv6Address | None":
    try:
        return ipaddress.ip_address(_text(host).partition("%")[0])
    except ValueError:
        return None


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event in WATCHED:
        address = arguments[1]
        if not isinstance(address, tuple) or _is_here(address[0]):
            return  # a Unix socket, or an address of this machine
        asked = f"{address[0]}:{address[1]}"
    elif event in LOOK_UPS:
        if _is_here(arguments[0]) or _address(arguments[0]) is not None:
            return  # nobody is asked what an address is
        asked = f"the address of {arguments[0]!r}"
    else:
        return
    _refused.append(asked)
    raise NetworkRefused(f"tests stay on this machine, and this one asked for {asked}")


def pytest_configure(config: pytest.Config) -> None:
    sys.addaudithook(_watch)


@pytest.fixture(autouse=True)
def stays_on_this_machine() -> Iterator[None]:
    """Fail a test that tried to reach the network."""
    _refused.clear()
    yield
    if _refused:
        asked = ", ".join(dict.fromkeys(_refused))
        _refused.clear()
        pytest.fail(f"the test tried to leave this machine: {asked}", pytrace=False)
