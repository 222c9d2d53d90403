"""ON AIR in its states, for tests of its panel and for looking at it."""

from dataclasses import replace

from controlroom.desk.posts_view import DeliverySheet, HandOff, LastPublic, PostSeen, RowOrder
from controlroom.desk.view import DeliveryRow, OnAirView, Stopwatch, Tone
from controlroom.messages import Message
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


def seen(words: str, line: str, tone: Tone) -> PostSeen:
    """A post that is on an account."""
    return PostSeen(words, said(line), "https://bsky.example/p/1", tone)


SEEN = (
    seen("Who turned off the lights? Asking for a stadium.", "not from here, 40 s ago", Tone.NOTE),
    seen("108 yards. One bag. No sharing.", "ours, 6 min 10 s ago", Tone.QUIET),
)
ASKS = said("Link to the post, then Enter")


def resolve(
    verdict: str, delivery: str, label: str, asks: Message | None = None, *, main: bool = False
) -> RowOrder:
    """One way to say what became of a delivery."""
    which = (("delivery", delivery), ("verdict", verdict))
    return RowOrder("resolve", which, said(label), asks, main)


UNKNOWN_SHEET = DeliverySheet(
    title=said("Bluesky · @saltwick.example · UNKNOWN"),
    handle="@saltwick.example",
    what=said("No answer after 8 s. It may be there."),
    to_do=said("Look at the newest posts. Then say whether it is there, or send it again."),
    looked=said("Looked 3 times, last at 20:38:25. The account’s newest posts:"),
    seen=SEEN,
    orders=(
        RowOrder("look_up", (("delivery", "d-bluesky"),), said("Look again"), main=True),
        resolve("sent", "d-bluesky", "It is there…", ASKS),
        resolve("not_sent", "d-bluesky", "It is not there"),
        resolve("again", "d-bluesky", "Send again"),
    ),
    url="",
)
BY_HAND_SHEET = replace(
    UNKNOWN_SHEET,
    title=said("Threads · @saltwick · BY HAND"),
    handle="@saltwick",
    what=said("Lies ready in hand-off/2013-02-03-203812-threads."),
    to_do=said("Then paste its link here, or say that it was not posted."),
    looked=None,
    seen=(),
    orders=(
        resolve("sent", "d-threads", "Posted…", ASKS, main=True),
        resolve("not_sent", "d-threads", "Not posted"),
    ),
)
VERIFIED_SHEET = replace(
    UNKNOWN_SHEET,
    title=said("X · @saltwick · VERIFIED"),
    handle="@saltwick",
    what=said("Accepted at 20:38:14, read back and equal."),
    to_do=said(""),
    looked=None,
    seen=(),
    orders=(RowOrder("retract", (("delivery", "d-x"),), said("Take down")),),
    url="https://x.example/saltwick/1",
)
HAND_OFF = HandOff(
    "d-threads",
    "Threads",
    "Power’s out. Crunch isn’t. Pass it to the left.",
    "hand-off/2013-02-03-203812-threads",
    "https://threads.example/compose",
    said("Copy the words, take the pictures from the folder, post on Threads."),
)
LAST_PUBLIC = (LastPublic("bluesky", "Bluesky", SEEN[0], SEEN[0].line),)
UNKNOWN = replace(
    QUIET,
    age=said("3 s ago"),
    asset_title="Blackout 01",
    words="Power’s out. Crunch isn’t. Pass it to the left.",
    picture=picture("blackout-01.jpg"),
    numbers=(),
    rows=(
        replace(
            row("Bluesky", "no answer after 8 s", "UNKNOWN", Tone.CAUTION, "help"),
            sheet=UNKNOWN_SHEET,
        ),
        VERIFIED[1],
        replace(VERIFIED[2], sheet=VERIFIED_SHEET),
    ),
    last_public=LAST_PUBLIC,
)
BY_HAND = replace(
    UNKNOWN,
    rows=(
        *VERIFIED[:2],
        replace(VERIFIED[2], sheet=VERIFIED_SHEET),
        replace(row("Threads", "", "BY HAND", Tone.NEXT, "external"), sheet=BY_HAND_SHEET),
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
