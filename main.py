"""Starts Control Room: the desk, or a command without a window."""

import multiprocessing
import sys
from argparse import Namespace
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from controlroom.cli.arguments import parse, percent_of, size_of, speed_of
from controlroom.cli.program_log import log_kept
from controlroom.errors import UserFacingError


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; the exit code (0 done, 1 refused, 2 wrong usage, 3 outcome unknown)."""
    multiprocessing.freeze_support()
    given = parse(sys.argv[1:] if argv is None else argv)
    try:
        with log_kept():
            if hasattr(given, "run"):
                return int(given.run(given))
            if given.command == "shot":
                return _shot(given)
            if given.command == "rehearse" and given.headless:
                return _headless(given)
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
    from controlroom.cli.desk import has_display, plan_of, without_display

    if not has_display():
        return _headless(without_display())

    from controlroom.cli.rehearse import recorded_if_asked
    from controlroom.cli.rooms import door_of
    from controlroom.room.opening import OpenRoom
    from ui.app import run_desk
    from ui.picture_file import save

    percent = percent_of(given.scale) if given.scale else None
    with recorded_if_asked(plan_of(given), given) as (plan, out, ends):
        opened = OpenRoom(plan)
        room = opened.room
        with closing(opened), door_of(opened):
            done = ends(room) if ends else None
            code = run_desk(
                room,
                sys.argv[:1],
                speed=room.speed,
                percent=percent,
                deck=opened.deck,
                ends=done,
            )
            if out is not None:
                save(room.desk(), out / "desk.png", (1920, 1080), 100)
        return code


if __name__ == "__main__":
    sys.exit(main())
