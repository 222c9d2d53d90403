"""The readiness board in its states, for tests of its panel and for looking at it."""

from dataclasses import replace

from controlroom.clock import MICROS
from controlroom.desk.board import BoardSheet, board_view
from controlroom.desk.board_facts import Board, BoardLevel, BoardLine, Override
from controlroom.desk.board_view import BoardView
from controlroom.event.live_event import LiveEvent, Person, PersonRole
from tests.desk.facts_for import bundled
from tests.support.samples_preview import picture, said

GO, NOTE, NO_GO = BoardLevel
DANA = Person("Dana", PersonRole.APPROVER, phone="555 0101")
LINES = (
    ("account", "bluesky", GO, "Bluesky @saltwick.example", "Signed in as saltwick.example.", ""),
    (
        "account", "x", NO_GO, "X @saltwick",
        "Signed in as @saltwick_test, but the event posts as @saltwick.",
        "Sign in as the right one, on the sheet of accounts (A).",
    ),
    ("quota", "x", NOTE, "X: posts left", "17 of 100 until 19:00, but 24 are planned.",
     "Plan fewer posts there, or begin once the network counts anew."),
    ("face", "bluesky", NO_GO, "Bluesky @saltwick.example",
     "Nobody has looked at its face yet: Saltwick, on https://bsky.social.",
     "Look at picture, name, handle and server, and confirm that it is the right account."),
    ("face", "mastodon", GO, "Mastodon @saltwick@snack.example",
     "Face confirmed by Robin at 14:02.", ""),
    ("assets", "", NOTE, "Assets",
     "212 ready, 9 not: Champions (Approved: by nobody), Flacco (Words: X takes 12 fewer).",
     "Show those that are not ready in the library, and mend or replace them."),
    ("moment", "kick-off", GO, "MUST: Kick-off", "Has a post that is ready.", ""),
    ("moment", "whistle", NO_GO, "MUST: Final whistle", "No post for it is ready.",
     "Make one ready, or let the moment be one that may pass."),
    ("at_hand", "correction", GO, "Correction", "Correction 01 is ready.", ""),
    ("approver", "Dana", NO_GO, "Approver Dana", "Nobody knows whether they answer tonight.",
     "Ring Dana (555 0101) and tick it here."),
    ("also_stop", "", GO, "To stop by hand", "5 on the card for HOLD.", ""),
    ("feed", "jetstream", GO, "Feed Bluesky", "Live.", ""),
    ("clock", "", NOTE, "Clock", "2.4 s ahead of the servers'.",
     "Let the system set the clock from the network, then check again."),
    ("disk", "", GO, "Disk", "79824 MB free, and it can be written.", ""),
)  # fmt: skip


def lines() -> tuple[BoardLine, ...]:
    """What an hour before the event is usual."""
    return tuple(
        BoardLine(check, about, level, said(label), said(what), said(do) if do else None,
                  f"{check}:{about}:{level}")
        for check, about, level, label, what, do in LINES
    )  # fmt: skip


def event() -> LiveEvent:
    """The bundled event, with an approver."""
    return replace(bundled(), people=(DANA,))


def sheet(
    *,
    made: bool = True,
    fine: bool = False,
    overridden: str = "",
    reached: frozenset[str] = frozenset(),
    done: int | None = None,
    age_s: int = 180,
    rehearsal: bool = False,
) -> BoardView:
    """The sheet as it stands some time before the event. ``overridden`` is a line's key."""
    shown = lines()
    if fine:
        shown = tuple(one for one in shown if one.level is GO)
    if overridden:
        override = Override("Robin", "the client said so", bundled().starts - 3_000 * MICROS)
        shown = tuple(
            replace(one, overridden=override if one.key == overridden else None) for one in shown
        )
    now = bundled().starts - 1_800 * MICROS
    board = Board(now - age_s * MICROS, shown, 212, ("champions",), 1) if made else None
    return board_view(
        BoardSheet(
            event=event(),
            board=board,
            now=now,
            next_mark=bundled().starts - 600 * MICROS,
            done=done,
            of=14,
            left_s=6.2,
            operator="Robin",
            approvers=(DANA,),
            reached=reached,
            fresh_s=600,
            rehearsal=rehearsal,
            title=str.title,
            image=lambda sha256: picture("avatar.png").path,
        )
    )
