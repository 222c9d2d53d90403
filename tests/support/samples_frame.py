"""Masthead, rundown and alarm strip of the night, as the pictures of the desk have them."""

from dataclasses import replace

from controlroom.desk.view import (
    AlarmView,
    Clock,
    Link,
    Masthead,
    RundownGroup,
    RundownRow,
    RundownView,
    Tone,
)
from controlroom.messages import Message
from tests.support.samples_preview import said

TITLE = said("Super Bowl XLVII")
ACCOUNT = said("Saltwick · @saltwick")
LINKS = (
    Link(said("Bluesky"), None, Tone.GO),
    Link(said("Mastodon"), None, Tone.GO),
    Link(said("X"), None, Tone.GO),
    Link(said("Feed"), said("0.4 s old"), Tone.GO),
    Link(said("Second key"), said("Dana"), Tone.GO),
)


def clocks(since: str, ahead: str, event: str, local: str) -> tuple[Clock, ...]:
    """The clocks of a running night."""
    return (
        Clock(said("Third quarter · play stopped"), said(since)),
        Clock(said("Next · third quarter ends"), said(ahead), Tone.NEXT),
        Clock(said("Event time EST"), said(event)),
        Clock(said("New Orleans CST"), said(local), small=True),
        Clock(said("Running"), said("LATE +06:10"), Tone.CAUTION),
    )


LIVE_MASTHEAD = Masthead(
    said("LIVE"),
    None,
    clocks("00:01:38", "T−00:21:48", "20:38:12", "19:38:12"),
    TITLE,
    ACCOUNT,
    LINKS,
)
HOLD_MASTHEAD = Masthead(
    said("HOLD ALL POSTS"),
    said("since 20:41:26 · by you, Esc Esc · was LIVE"),
    (
        Clock(said("On hold for"), said("00:01:12"), Tone.CAUTION),
        Clock(said("Event time EST"), said("20:42:38")),
        Clock(said("New Orleans CST"), said("19:42:38"), small=True),
    ),
    TITLE,
    ACCOUNT,
    (
        Link(said("0 public requests"), said("since 20:41:26"), Tone.GO),
        Link(said("Feed"), said("2,904/s · 0.4 s old"), Tone.GO),
        Link(said("1 pending post"), said("cancelled, kept"), Tone.CAUTION),
        Link(said("Second key"), said("Dana, by phone"), Tone.GO),
    ),
)
REHEARSAL_MASTHEAD = Masthead(
    said("REHEARSAL"),
    said("nothing is published"),
    clocks("00:01:14", "T−00:22:12", "20:37:48", "19:37:48"),
    TITLE,
    ACCOUNT,
    (
        Link(said("Simulated network"), said("speed 1×"), Tone.REHEARSAL),
        Link(said("Feed"), said("reconstruction"), Tone.REHEARSAL),
    ),
)
PREP_MASTHEAD = Masthead(
    said("PREP"),
    None,
    (
        Clock(said("Kick-off in"), said("T−1 d 04:27:22")),
        Clock(said("Super Bowl XLVII"), said("Sun 3 Feb, 18:30 EST"), small=True),
        Clock(said("Now EST"), said("14:02:38")),
        Clock(said("Approved"), said("212")),
        Clock(said("Waiting"), said("3"), Tone.CAUTION),
    ),
    TITLE,
    ACCOUNT,
    (
        Link(said("3 accounts"), said("signed in"), Tone.GO),
        Link(said("Nothing can be posted from here"), None, Tone.QUIET),
    ),
)
WRAP_MASTHEAD = Masthead(
    said("WRAP"),
    None,
    (
        Clock(said("Event time EST"), said("23:04:10")),
        Clock(said("New Orleans CST"), said("22:04:10"), small=True),
    ),
    TITLE,
    ACCOUNT,
    LINKS[:3],
)


def moment(
    mark: str,
    time: str,
    title: str,
    note: str,
    *,
    short: str = "",
    tone: Tone = Tone.PLAIN,
    note_tone: Tone = Tone.QUIET,
    under: tuple[str, str] | None = None,
    key: str | None = None,
    selected: bool = False,
    struck: str | None = None,
) -> RundownRow:
    """One row; its slug is its title in small letters."""
    return RundownRow(
        slug=title.lower().replace(" ", "-"),
        mark=mark,
        time=said(time),
        title=title,
        short=short or title,
        note=said(note),
        note_tone=note_tone,
        tone=tone,
        under=said(under[0]) if under else None,
        under_note=said(under[1]) if under else None,
        struck=said(struck) if struck else None,
        selected=selected,
        key=key,
    )


FIRST_HALF = (
    moment(
        "done",
        "20:07:00",
        "Half-time show opens",
        "posted +11 s",
        short="Half-time",
        tone=Tone.QUIET,
    ),
    moment(
        "done",
        "20:15:00",
        "Surprise reunion on stage",
        "posted +22 s",
        short="Reunion",
        tone=Tone.QUIET,
    ),
    moment("passed", "20:20:00", "Show ends", "passed", tone=Tone.QUIET),
)
RETURN = moment(
    "on_air",
    "20:31:36",
    "108-yard return, 28–6",
    "ON AIR",
    short="108-yd return",
    tone=Tone.ON_AIR,
    note_tone=Tone.ON_AIR,
)
LIGHTS_OUT = moment(
    "next",
    "20:37:30",
    "Lights out",
    "00:42",
    tone=Tone.NEXT,
    note_tone=Tone.NEXT,
    under=("FLOAT · found by spike", "in Preview"),
)
GROUPS = (
    RundownGroup(
        "First half",
        said("9 moments · 6 posted · 3 passed"),
        None,
        (*FIRST_HALF, RETURN, LIGHTS_OUT),
    ),
    RundownGroup(
        "Third quarter",
        said("play stopped 20:36:34"),
        None,
        (
            moment("float", "FLOAT", "Play resumes", "Lights on 01", tone=Tone.ACCENT),
            moment(
                "soft",
                "21:00 ±6",
                "Third quarter ends",
                "NEXT T−21:48",
                short="Q3 ends",
                tone=Tone.NEXT,
                note_tone=Tone.NEXT,
            ),
            moment("soft", "21:04 ±6", "Fourth quarter", "2 cues"),
            moment("soft", "21:46 ±9", "Two-minute warning", "1 cue"),
        ),
    ),
    RundownGroup(
        "End of the night",
        said(""),
        None,
        (
            moment("hard", "22:00:00", "Late-night offer opens", "HARD", short="Late offer"),
            moment(
                "fork",
                "22:20 ±9",
                "Final whistle",
                "outcome undecided",
                note_tone=Tone.CAUTION,
                key="O",
            ),
            moment("soft", "22:34 ±9", "Trophy", "2 cues"),
        ),
    ),
    RundownGroup(
        "If it happens",
        said("mark with"),
        "M",
        (
            moment("float", "FLOAT", "Record broken", "slot 7"),
            moment("float", "FLOAT", "Trick play", "slot 6"),
            moment("float", "FLOAT", "Extra time", "slot 8"),
            moment("float", "FLOAT", "Fumble", "slot 9"),
            moment("silent", "SILENT", "Injury on the field", "we stay out", tone=Tone.QUIET),
            moment("silent", "SILENT", "Fan on the pitch", "we stay out", tone=Tone.QUIET),
        ),
    ),
)
RUNDOWN = RundownView("Rundown", said("Super Bowl XLVII · 11 of 38"), GROUPS, "lights-out")


def with_first_group(*rows: RundownRow) -> RundownView:
    """The rundown with other rows in its first group."""
    first = replace(GROUPS[0], rows=rows)
    return replace(RUNDOWN, groups=(first, *GROUPS[1:]))


REHEARSED = with_first_group(
    *FIRST_HALF,
    replace(
        RETURN,
        mark="simulated",
        note=said("simulated"),
        tone=Tone.REHEARSAL,
        note_tone=Tone.REHEARSAL,
    ),
    replace(LIGHTS_OUT, note=said("00:18")),
)
HELD = with_first_group(
    *FIRST_HALF,
    replace(RETURN, mark="done", tone=Tone.QUIET, note=said("posted +14 s"), note_tone=Tone.QUIET),
    moment(
        "on_air",
        "20:37:30",
        "Lights out",
        "ON AIR 4:16",
        tone=Tone.ON_AIR,
        note_tone=Tone.ON_AIR,
    ),
)


def alarm(
    priority: int | None,
    what: Message,
    to_do: Message,
    at: Message | None,
    rate: Message,
    tone: Tone,
) -> AlarmView:
    """One that nobody acknowledged."""
    return AlarmView(priority, what, to_do, at, acknowledged=False, rate=rate, tone=tone)


SIGN_IN_ENDS = alarm(
    2,
    said("X sign-in ends at 21:20."),
    said("Renew it before the fourth quarter (21:04)."),
    None,
    said("alarms 1 / 10 min"),
    Tone.CAUTION,
)
SOLEMN = alarm(
    2,
    said("Solemn subject since 20:41:19."),
    said("Decide: retract Blackout 01, or leave it and post Pause."),
    said("20:41:26"),
    said("alarms 1 / 10 min"),
    Tone.CAUTION,
)
NO_ALARM = alarm(
    None, said("No alarm."), said("All connections are well."), None, said(""), Tone.QUIET
)
PRACTISED = replace(
    NO_ALARM,
    to_do=said("In a rehearsal alarms are practised too: the next one comes unannounced."),
)
SAVED = replace(
    NO_ALARM,
    what=said("Saved 14:02:31."),
    to_do=said("4 people work in this library."),
    tone=Tone.GO,
)
UNKNOWN = alarm(
    1,
    said("Mastodon did not answer: Blackout 01 may be public."),
    said("Look at the evidence, then R sends again or leaves it."),
    said("20:38:21"),
    said("alarms 3 / 10 min"),
    Tone.NO_GO,
)
