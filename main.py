"""Starts Control Room: the desk, or a command without a window."""

import multiprocessing
import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from controlroom.cli.arguments import parse, percent_of, size_of, speed_of
from controlroom.errors import UserFacingError
from controlroom.messages import english, message

WITHOUT_DISPLAY = Namespace(
    event="super-bowl-xlvii", speed="30", start="20:30:00", end="21:15:00", out=None
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; the exit code (0 done, 1 refused, 2 wrong usage, 3 outcome unknown)."""
    multiprocessing.freeze_support()
    given = parse(sys.argv[1:] if argv is None else argv)
    try:
        if given.command == "shot":
            return _shot(given)
        if given.command == "rehearse" and given.headless:
            return _headless(given)
        if not _has_display():
            sys.stdout.write(english(message("open.no_display")) + "\n")
            return _headless(WITHOUT_DISPLAY)
        return _desk(given)
    except UserFacingError as problem:
        sys.stderr.write(f"controlroom: {problem}\n")
        return problem.exit_code
    except KeyboardInterrupt:
        return 130


def _shot(given: Namespace) -> int:
    from controlroom.cli.shot import view_in
    from ui.picture_file import save

    size, percent = size_of(given.size), percent_of(given.scale)
    view_in(given.state, lambda view: save(view, Path(given.file), size, percent))
    return 0


def _headless(given: Namespace) -> int:
    from controlroom.cli.rehearse import rehearse
    from ui.picture_file import save

    return rehearse(
        given.event,
        speed=speed_of(given.speed or "1"),
        start=given.start,
        end=given.end,
        out=Path(given.out) if given.out else None,
        draw=lambda view, path: save(view, path, (1920, 1080), 100),
    )


def _desk(given: Namespace) -> int:
    from controlroom.cli.desk import plan_of
    from controlroom.room.opening import OpenRoom
    from ui.app import run_desk

    percent = percent_of(given.scale) if given.scale else None
    opened = OpenRoom(plan_of(given))
    try:
        return run_desk(opened.room, sys.argv[:1], speed=opened.room.speed, percent=percent)
    finally:
        opened.close()


def _has_display() -> bool:
    """Whether a window can be shown. Windows and macOS always have a desktop."""
    if not sys.platform.startswith("linux"):
        return True
    return any(map(os.environ.get, ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")))


if __name__ == "__main__":
    sys.exit(main())
