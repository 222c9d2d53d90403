"""ON AIR in its states, for tests of its panel and for looking at it."""

from dataclasses import replace

from controlroom.desk.view import DeliveryRow, OnAirView, Stopwatch, Tone
from tests.support.samples_preview import picture, said


def row(title: str, after: str, chip: str, tone: Tone, icon: str) -> DeliveryRow:
    """One network of the post."""
    return DeliveryRow(f"d-{title.lower()}", title, said(after), said(chip), tone, icon)


VERIFIED = (
    row("Bluesky", "+14 s", "VERIFIED", Tone.GO, "check"),
    row("Mastodon", "+14 s", "VERIFIED", Tone.GO, "check"),
    row("X", "+15 s", "VERIFIED", Tone.GO, "check"),
)
QUIET = OnAirView(
    title=said("ON AIR"),
    age=said("6 min 10 s ago"),
    asset_title="108 yards",
    words="108 yards. One bag. No sharing.",
    avatar=picture("avatar.png"),
    picture=picture("108-yards.jpg"),
    numbers=(
        (said("Likes"), said("4,812"), Tone.PLAIN),
        (said("Reposts"), said("1,934"), Tone.PLAIN),
        (said("Replies"), said("206"), Tone.PLAIN),
        (said("vs usual"), said("2.4×"), Tone.GO),
    ),
    rows=VERIFIED,
    stopwatch=None,
    foot=said("No post pending"),
    foot_line=said("Esc cancels one while it waits"),
    foot_keys=(),
    foot_tone=Tone.QUIET,
    foot_command=None,
    hint=said(""),
)
PENDING = replace(
    QUIET,
    foot=said("1 post pending"),
    foot_line=said("Blackout 01, 3 networks"),
    foot_keys=("Esc",),
    foot_tone=Tone.CAUTION,
    foot_command="cancel",
)
RETRACT = replace(
    QUIET,
    foot=said("Retract from 3 networks"),
    foot_line=said("Hold 1.2 s. Screenshots may exist."),
    foot_keys=("Ctrl", "Backspace"),
    foot_tone=Tone.ON_AIR,
    foot_command="retract",
)
MIXED = replace(
    QUIET,
    age=said("3 s ago"),
    numbers=(),
    rows=(
        row("Bluesky", "+1 s", "ACCEPTED", Tone.GO, "check"),
        row("Mastodon", "image too large", "FAILED", Tone.NO_GO, "close"),
        row("X", "no answer after 8 s", "UNKNOWN", Tone.CAUTION, "help"),
    ),
)
CHIPS = (
    row("Bluesky", "now", "SENDING", Tone.ACCENT, "upload"),
    row("Mastodon", "until 20:39:00", "WAITING", Tone.CAUTION, "clock"),
    row("X", "in 4 s", "PENDING", Tone.CAUTION, "clock"),
    row("Snacks", "Esc at 20:38:20", "CANCELLED", Tone.QUIET, "minus"),
    row("By hand", "20:40:11", "RETRACTED", Tone.QUIET, "undo"),
)
NOTHING = OnAirView(
    title=said("ON AIR"),
    age=None,
    asset_title="",
    words="",
    avatar=None,
    picture=None,
    numbers=(),
    rows=(),
    stopwatch=None,
    foot=said("No post pending"),
    foot_line=said("Esc cancels one while it waits"),
    foot_keys=(),
    foot_tone=Tone.QUIET,
    foot_command=None,
    hint=said("Nothing has been posted yet. Space stages, Ctrl Enter TAKEs."),
)
REHEARSAL = replace(
    QUIET,
    title=said("ON AIR, SIMULATED"),
    age=said("5 min 46 s ago"),
    numbers=(),
    rows=(),
    stopwatch=Stopwatch(
        value=said("00:06.4"),
        line=said("since the spike"),
        seconds=6.4,
        best=5.1,
        goal=8.0,
        run=said("run 4"),
        steps=(
            (said("Spike shown"), said("0.0 s"), Tone.GO),
            (said("Staged with key 1"), said("3.8 s"), Tone.GO),
            (said("Look, then TAKE"), said("running"), Tone.NEXT),
        ),
    ),
    foot=said("Again from 20:37:20"),
    foot_line=said("Same minute, clock starts over"),
    foot_keys=("Ctrl", "R"),
    foot_tone=Tone.QUIET,
    foot_command="again",
)
