"""Suggestions, slots, library and HOLD, for tests of their panels and for looking at them."""

from controlroom.desk.hold_view import AlsoStopRow, HoldView, StillPossible
from controlroom.desk.view import LibraryRow, LibraryView, Slot, Suggestion, SuggestionsView, Tone
from tests.support.samples_preview import picture, said


def suggestion(digit: str, title: str, line: str, line2: str, art: str) -> Suggestion:
    """One ranked row; the first is in Preview."""
    return Suggestion(
        digit=digit,
        asset=art.rpartition(".")[0],
        title=title,
        line=said(line),
        line2=said(line2),
        picture=picture(art),
        ready=Tone.GO,
        in_preview=digit == "1",
    )


SUGGESTIONS = SuggestionsView(
    order=said("order frozen 3 s"),
    why=said("Lights out, because of a spike"),
    why_line=said("power, lights, blackout · 6.1 × usual"),
    rows=(
        suggestion("1", "Blackout 01", "fits power, lights", "use first", "blackout-01.jpg"),
        suggestion("2", "Blackout 02", "fits lights, dark", "approved v2", "blackout-02.jpg"),
        suggestion("3", "Crisplight", "fits dark", "approved v1", "crisplight.jpg"),
        suggestion("4", "Lights on 01", "for Play resumes", "not yet", "lights-on-01.png"),
    ),
    hint=said(""),
)
NO_SUGGESTIONS = SuggestionsView(
    order=said(""),
    why=None,
    why_line=None,
    rows=(),
    hint=said("Nothing fits what is said now. 5-9 are the slots, / finds an asset."),
)


def slot(digit: str, title: str, art: str | None) -> Slot:
    """One tile; 5 is in Preview."""
    return Slot(
        digit=digit,
        asset=art.rpartition(".")[0] if art else None,
        title=title,
        picture=picture(art) if art else None,
        in_preview=digit == "5",
        ready=Tone.GO,
    )


SLOTS = (
    slot("5", "Blackout 01", "blackout-01.jpg"),
    slot("6", "Trick play", "fake-kick.png"),
    slot("7", "Record", "record.jpg"),
    slot("8", "Extra time", "extra-time.jpg"),
    slot("9", "Fumble", "butterfingers.jpg"),
    slot("0", "Pause", "pause-01.png"),
)


def library_row(asset: str, title: str, line: str, art: str, icon: str, tone: Tone) -> LibraryRow:
    """One row of the library."""
    return LibraryRow(asset, title, said(line), picture(art), icon, tone)


LIBRARY = LibraryView(
    ready=said("212 ready"),
    not_ready=said("9 not"),
    search="",
    rows=(
        library_row(
            "purple-night",
            "Purple night",
            "outcome: Ravens win",
            "purple-night.jpg",
            "fork",
            Tone.CAUTION,
        ),
        library_row(
            "gold-all-over",
            "Gold all over",
            "outcome: 49ers win",
            "gold-all-over.jpg",
            "fork",
            Tone.CAUTION,
        ),
        library_row(
            "correction-01",
            "Correction 01",
            "with second key",
            "correction-01.png",
            "key",
            Tone.QUIET,
        ),
        library_row("champions", "Champions", "for Trophy", "champions.jpg", "check", Tone.GO),
    ),
    hint=said("Nothing is called that. Fewer letters find more; Esc leaves."),
)


def many(count: int) -> tuple[LibraryRow, ...]:
    """``count`` rows, each with a picture of its own that cannot be read."""
    from controlroom.desk.view import ImageRef

    words = said("for Lights out")
    return tuple(
        LibraryRow(
            asset=f"asset-{number}",
            title=f"Asset {number}",
            line=words,
            picture=ImageRef(f"{number:064x}", f"/nowhere/{number}.png"),
            icon="check",
            tone=Tone.GO,
        )
        for number in range(count)
    )


HOLD = HoldView(
    since=0,
    still=(
        StillPossible(
            "check", said("Retract what is on air"), said("Hold Ctrl ⌫ 1.2 s"), said("open")
        ),
        StillPossible("key", said("Post the correction"), said("with second key"), said("slot C")),
        StillPossible(
            "key", said("Post the pause asset"), said("with second key, key 0"), said("in Preview")
        ),
        StillPossible(
            "check", said("Stage, edit, mark moments"), said("nothing leaves"), said("open")
        ),
        StillPossible(
            "cross", said("Any other post"), said("closed until release"), said("closed")
        ),
    ),
    also_stop=(
        AlsoStopRow(
            1,
            "Paid promotion of Blackout 01",
            said("Media agency · Jo, 555 0142"),
            done=True,
            note=said("told 20:41:50"),
        ),
        AlsoStopRow(
            2,
            "TV spot, fourth quarter",
            said("Broadcast desk · Ines, 555 0117"),
            done=True,
            note=said("told 20:42:05"),
        ),
        AlsoStopRow(
            3,
            "Creators who post for us",
            said("Agency · Marc, 555 0163"),
            done=False,
            note=said("not told"),
        ),
        AlsoStopRow(
            4,
            "Posts queued in other tools",
            said("2 we know of, by hand"),
            done=False,
            note=said("not stopped"),
        ),
        AlsoStopRow(
            5,
            "Store app push message, 21:15",
            said("CRM · Lee, 555 0128"),
            done=False,
            note=said("not told"),
        ),
    ),
    also_note=said("2 of 5 done"),
    reasons=(
        ("solemn", said("Solemn subject")),
        ("wrong_post", said("Wrong post")),
        ("under_fire", said("Brand under fire")),
        ("technical", said("Technical")),
    ),
    reason="solemn",
    release=said("Release HOLD"),
    release_line=said("Hold 1 s. Sends nothing by itself."),
)
