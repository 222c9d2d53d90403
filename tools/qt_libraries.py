"""The libraries of the operating system that Qt's wheels expect to find on Linux.

Whether one is there is asked by loading it, not by asking a package manager: a desk may well
have it from somewhere else.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Library:
    """A shared library and the packages it comes in with apt, dnf and pacman."""

    file: str
    apt: str
    dnf: str
    pacman: str


# What every Qt window needs, drawn on a screen or not.
ALWAYS = (
    Library("libEGL.so.1", "libegl1", "libglvnd-egl", "libglvnd"),
    Library("libGL.so.1", "libgl1", "libglvnd-glx", "libglvnd"),
    Library("libX11.so.6", "libx11-6", "libX11", "libx11"),
    Library("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon", "libxkbcommon"),
    Library("libdbus-1.so.3", "libdbus-1-3", "dbus-libs", "dbus"),
    Library("libfontconfig.so.1", "libfontconfig1", "fontconfig", "fontconfig"),
    Library("libfreetype.so.6", "libfreetype6", "freetype", "freetype2"),
    Library("libglib-2.0.so.0", "libglib2.0-0", "glib2", "glib2"),
)
# What the platform plug-in for an X display needs (and for XWayland).
FOR_X = (
    Library("libX11-xcb.so.1", "libx11-xcb1", "libX11-xcb", "libx11"),
    Library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11"),
    Library("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor"),
    Library("libxcb-glx.so.0", "libxcb-glx0", "libxcb", "libxcb"),
    Library("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm", "xcb-util-wm"),
    Library("libxcb-image.so.0", "libxcb-image0", "xcb-util-image", "xcb-util-image"),
    Library("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms"),
    Library("libxcb-randr.so.0", "libxcb-randr0", "libxcb", "libxcb"),
    Library("libxcb-render.so.0", "libxcb-render0", "libxcb", "libxcb"),
    Library(
        "libxcb-render-util.so.0",
        "libxcb-render-util0",
        "xcb-util-renderutil",
        "xcb-util-renderutil",
    ),
    Library("libxcb-shape.so.0", "libxcb-shape0", "libxcb", "libxcb"),
    Library("libxcb-shm.so.0", "libxcb-shm0", "libxcb", "libxcb"),
    Library("libxcb-sync.so.1", "libxcb-sync1", "libxcb", "libxcb"),
    Library("libxcb-xfixes.so.0", "libxcb-xfixes0", "libxcb", "libxcb"),
    Library("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb", "libxcb"),
)

REFRESH_AND_INSTALL = {
    "apt": (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends"],
    ),
    "dnf": (None, ["dnf", "install", "-y", "-q"]),
    "pacman": (None, ["pacman", "-Sy", "--noconfirm", "--needed"]),
}
COMMANDS = {"apt": "apt-get", "dnf": "dnf", "pacman": "pacman"}


def ensure(*, everything: bool) -> None:
    """Install what Qt lacks on this machine when we may, or end with one line that names it.

    `everything` also fetches what a display would need while there is none, so that a
    first installation over ssh is complete; what is *required* depends on the display of now.
    """
    if sys.platform != "linux":
        return
    wanted = ALWAYS + FOR_X if everything else _required()
    missing = [library for library in wanted if not _loads(library)]
    if not missing:
        return
    package_system = next((name for name, tool in COMMANDS.items() if shutil.which(tool)), None)
    rights = _rights()
    if package_system and rights is not None:
        _install(package_system, rights, missing)
    missing = [library for library in _required() if not _loads(library)]
    if missing:
        sys.exit(_sentence(package_system, missing))


def _required() -> tuple[Library, ...]:
    return ALWAYS + FOR_X if os.environ.get("DISPLAY") else ALWAYS


def _loads(library: Library) -> bool:
    try:
        ctypes.CDLL(library.file)
    except OSError:
        return False
    return True


def _rights() -> list[str] | None:
    """Return what to put before a command that changes the system, None when we may not."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
        if asked.returncode == 0:
            return ["sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive"]
    return None


def _install(package_system: str, rights: list[str], missing: list[Library]) -> None:
    packages = _packages(package_system, missing)
    print("Installing system libraries for Qt:", *packages, flush=True)
    refresh, install = REFRESH_AND_INSTALL[package_system]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (refresh, [*install, *packages]):
        if command is None:
            continue
        done = subprocess.run(
            [*rights, *command],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            print(done.stdout[-1500:], file=sys.stderr)


def _packages(package_system: str, libraries: list[Library]) -> list[str]:
    return sorted({getattr(library, package_system) for library in libraries})


def _sentence(package_system: str | None, missing: list[Library]) -> str:
    if package_system is None:
        files = " ".join(library.file for library in missing)
        return f"Qt needs these libraries of the system: {files}"
    command = " ".join(REFRESH_AND_INSTALL[package_system][1][:2])
    packages = " ".join(_packages(package_system, missing))
    return f"Qt needs libraries of the system. Install them with: sudo {command} {packages}"
