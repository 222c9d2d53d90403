"""PREP on the day before the night, for tests of the layout and for looking at it."""

import hashlib
from dataclasses import replace
from functools import cache
from pathlib import Path

from controlroom.desk.prep_view import PrepAsset, PrepSaid, PrepTile, PrepView, PrepWords
from controlroom.desk.preview_view import PreviewTab
from controlroom.desk.view import ImageRef, RundownRow, Tone
from controlroom.messages import Message, message
from controlroom.messages.words import texts

ART = Path(__file__).parents[2] / "resources" / "events" / "super-bowl-xlvii" / "art"
GO, CAUTION, NO_GO, PLAIN, QUIET = Tone.GO, Tone.CAUTION, Tone.NO_GO, Tone.PLAIN, Tone.QUIET


def said(text: str) -> Message:
    """A message that reads exactly ``text``, where no catalogue sentence is under test."""
    texts().setdefault("sample.said", "{text}")
    return message("sample.said", text=text)


@cache
def picture(name: str) -> ImageRef:
    """A picture of the bundled event by its file name."""
    path = ART / name
    return ImageRef(hashlib.sha256(path.read_bytes()).hexdigest(), str(path))


def moment(time: str, title: str, note: str, tone: Tone = QUIET, mark: str = "done") -> RundownRow:
    """One moment and what is ready for it."""
    return RundownRow(
        slug=title.lower().replace(" ", "-").replace(",", ""),
        mark=mark,
        time=said(time),
        title=title,
        short=title,
        note=said(note),
        note_tone=tone,
        tone=Tone.QUIET if mark == "silent" else Tone.PLAIN,
    )


MOMENTS = (
    moment("18:30:00", "Kick-off", "2 ready", mark="hard"),
    moment("FLOAT", "Score, Ravens", "4 ready"),
    moment("FLOAT", "Score, 49ers", "4 ready"),
    moment("20:07 ±5", "Half-time show", "5 ready"),
    moment("FLOAT", "Long return", "1 ready"),
    moment("FLOAT", "Lights out", "3 ready"),
    moment("FLOAT", "Play resumes", "1 ready"),
    moment("FLOAT", "Fumble", "0 of 1", CAUTION, "alert"),
    moment("FLOAT", "Record broken", "0 of 1", CAUTION, "alert"),
    moment("FLOAT", "Trick play", "1 ready"),
    moment("FLOAT", "Extra time", "1 ready"),
    moment("22:00:00", "Late-night offer", "1 ready", mark="hard"),
    moment("22:20 ±9", "Final whistle", "2 of 2", mark="fork"),
    moment("22:34 ±9", "Trophy", "0 of 1", CAUTION, "alert"),
    moment("SILENT", "Injury on the field", "stay out", mark="silent"),
    moment("SILENT", "Fan on the pitch", "stay out", mark="silent"),
)
BMX = (("B", GO), ("M", GO), ("X", GO))


def tile(
    title: str,
    art: str,
    line: str,
    note: str,
    tone: Tone = PLAIN,
    networks: tuple[tuple[str, Tone], ...] = BMX,
) -> PrepTile:
    """One asset of the grid."""
    return PrepTile(
        asset=art.split(".", maxsplit=1)[0],
        title=title,
        note=said(note),
        note_tone=tone,
        line=said(line),
        picture=picture(art),
        networks=networks,
        selected=art.startswith("butterfingers"),
    )


TILES = (
    tile(
        "Butterfingers",
        "butterfingers.jpg",
        "for Fumble",
        "X: 2 over",
        NO_GO,
        (("B", GO), ("M", GO), ("X", NO_GO)),
    ),
    tile("Blackout 01", "blackout-01.jpg", "for Lights out", "v3 approved"),
    tile("Blackout 02", "blackout-02.jpg", "for Lights out", "v2 approved"),
    tile("Crisplight", "crisplight.jpg", "for Lights out", "v1 approved"),
    tile("108 yards", "108-yards.jpg", "for Long return", "v1 approved"),
    tile("Full crunch", "full-crunch.jpg", "for Half-time", "v4 approved"),
    tile("Tear here", "tear-here.jpg", "for Kick-off", "v2 approved"),
    tile(
        "Champions",
        "champions.jpg",
        "for Trophy",
        "waits for Dana",
        CAUTION,
        (("B", CAUTION), ("M", CAUTION), ("X", CAUTION)),
    ),
    tile("Purple night", "purple-night.jpg", "if Ravens win", "v2 approved"),
    tile("Gold all over", "gold-all-over.jpg", "if 49ers win", "v2 approved"),
    tile(
        "Record",
        "record.jpg",
        "for Record",
        "alt text missing",
        NO_GO,
        (("B", NO_GO), ("M", NO_GO), ("X", NO_GO)),
    ),
    tile("Lights on 01", "lights-on-01.png", "for Resume", "v1 approved"),
    tile("Trick play", "fake-kick.png", "for Trick play", "v1 approved"),
    tile("Extra time", "extra-time.jpg", "for Extra time", "v1 approved"),
    tile("Late night", "late-night.jpg", "for Late-night offer", "v2 approved"),
    tile("Two points", "two-point.jpg", "for Score, Ravens", "v1 approved"),
    tile("Touchdown", "touchdown.jpg", "for Score, 49ers", "v1 approved"),
    tile("Safety", "safety.png", "for Safety", "v1 approved"),
    tile("Pause 01", "pause-01.png", "slot 0", "v2 approved"),
    tile("Correction 01", "correction-01.png", "slot C", "v2 approved"),
)
SHORT = "Butterfingers? We prefer salted."
LONGER = f"{SHORT} Reply with your best drop of the night."
LONGEST = (
    f"{LONGER[:-1]}, the crisp that never made it to the dip, the bag that opened the wrong way,"
    " the friend who said “I’ve got it” and had not got it, and we will send the sorriest one of"
    " you a whole box of salted crisps tomorrow."
)


def tab(
    channel: str, title: str, handle: str, words: str, size: tuple[int, int], tone: Tone = GO
) -> PreviewTab:
    """One network's version of the chosen asset."""
    return PreviewTab(
        channel=channel,
        title=title,
        count=said(f"{len(words)}"),
        tone=tone,
        avatar=picture("avatar.png"),
        name="Saltwick",
        handle=handle,
        words=words,
        picture=picture("butterfingers.jpg"),
        picture_size=size,
        alt="A blue crisp bag slips from the frame, two crisps fall out.",
    )


NOTE = (
    "The last sentence is about the person, not about the ball. Leave it out, and say “we” instead"
    " of “they”; the picture is fine as it is."
)


def word(line: str, tone: Tone = GO, note: str = "", *own: str) -> PrepSaid:
    """What somebody said of it on one network."""
    return PrepSaid(said(line), note, tone, tone is GO, own)


ASSET = PrepAsset(
    asset="butterfingers",
    title="Butterfingers",
    chip=said("NOT READY"),
    chip_tone=NO_GO,
    version=said("v2, edited 14:02"),
    tabs=(
        tab("bluesky", "Bluesky", "@saltwick.example", SHORT, (1600, 1200)),
        tab("mastodon", "Mastodon", "@saltwick@snack.example", LONGER, (1600, 900)),
        tab("x", "X", "@saltwick", LONGEST, (1600, 900), NO_GO),
    ),
    shapes=(said("4:3"), said("16:9"), said("refused")),
    words=(
        PrepWords(
            "bluesky",
            "Bluesky",
            SHORT,
            said("32/300"),
            0,
            32 / 300,
            GO,
            word("Approved by Dana, 2 Feb 16:40"),
        ),
        PrepWords(
            "mastodon",
            "Mastodon",
            LONGER,
            said("72/500"),
            0,
            72 / 500,
            GO,
            word("Nobody has answered yet", CAUTION),
        ),
        PrepWords(
            "x",
            "X",
            LONGEST,
            said("2 over  282/280"),
            2,
            1.0,
            NO_GO,
            word("Ruth asks for changes, 2 Feb 17:10", NO_GO, NOTE, "Dana"),
        ),
    ),
    facts=(
        (
            said("Alt text"),
            said(
                "A blue crisp bag slips from the frame, two crisps fall out. Text: “Butterfingers.”"
            ),
        ),
        (said("Use when"), said("a ball is dropped and nobody is hurt")),
        (said("Don’t use"), said("after an injury, or twice in one quarter")),
        (said("Rights"), said("ours, to 30 June 2013")),
    ),
    verdict=said("X would refuse this: 2 characters over"),
    verdict_line=said("Shorten it, then ask Dana."),
    verdict_tone=NO_GO,
    approvers=("Dana", "Ruth Aldous"),
    here="Dana",
    here_proved=True,
)
UNASKED = replace(
    ASSET,
    approvers=(),
    no_approver=said("Nobody is named who may approve. Name somebody under People."),
)
BRIEF = (
    (said("In short"), "We are the crisps at the party, not the commentator."),
    (said("Voice"), "Short, warm, a little dry. One joke a post, never two."),
    (said("Belongs in"), "snacks, the game itself, being together"),
    (said("Stays out of"), "anybody hurt, referees, politics, betting"),
    (said("Tonight"), "Be remembered for one post. No complaint answered late."),
)
PREP = PrepView(
    moments=MOMENTS,
    moments_count=said("38"),
    nothing_ready=said("3 moments have nothing ready"),
    nothing_ready_line=said("Fumble, Record broken, Trophy. The GO poll for LIVE will say so."),
    ready=212,
    waiting=3,
    not_ready=6,
    checked=said("checked against each network’s rules, 12 s ago"),
    reasons=(
        (2, said("words too long"), NO_GO),
        (3, said("alt text missing"), NO_GO),
        (3, said("wait for approval"), CAUTION),
        (1, said("rights end 2 Feb"), NO_GO),
    ),
    filters=(
        ("all", said("All 221"), True),
        ("not_ready", said("Not ready 9"), False),
        ("waiting", said("Waiting 3"), False),
        ("changes", said("Changes 1"), False),
        ("no_moment", said("No moment 4"), False),
        ("outcome_sets", said("Outcome sets 3"), False),
    ),
    letters=said("B Bluesky · M Mastodon · X"),
    tiles=TILES,
    asset=ASSET,
    brief=BRIEF,
)
EMPTY = replace(
    PREP,
    moments=(),
    moments_count=said("0"),
    nothing_ready=None,
    nothing_ready_line=None,
    ready=0,
    waiting=0,
    not_ready=0,
    reasons=(),
    tiles=(),
    asset=None,
)
NONE_FOUND = replace(PREP, tiles=(), asset=None)


def many(count: int) -> tuple[PrepTile, ...]:
    """``count`` tiles, each with a picture of its own that does not exist on disk."""
    plain = TILES[1]
    return tuple(
        replace(
            plain,
            asset=f"asset-{index}",
            title=f"Asset {index}",
            picture=ImageRef(f"{index:064x}", f"nowhere/{index}.jpg"),
        )
        for index in range(count)
    )
