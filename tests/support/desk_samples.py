"""Whole desks like the pictures of the design, and the states the pictures left out."""

from collections.abc import Callable
from dataclasses import replace

from controlroom.desk.view import DeskView, Tone
from controlroom.event.room_state import RoomState
from tests.support import samples_accounts as accounts_of_the_night
from tests.support import samples_answers as answers_of_the_night
from tests.support import samples_board as board_of_the_night
from tests.support import samples_chart as chart
from tests.support import samples_frame as frame
from tests.support import samples_onair as onair
from tests.support import samples_people as people_of_the_night
from tests.support import samples_prep as prep
from tests.support import samples_preview as preview
from tests.support import samples_right as right
from tests.support import samples_terms as terms_of_the_night
from tests.support import samples_watch as watch
from tests.support import samples_wrap as wrap_of_the_night
from tests.support.samples_preview import said

LONG_WORDS = "A sentence that goes on and on because nobody counted, " * 4


def live() -> DeskView:
    """20:38:12, the lights are out, Blackout 01 stands in Preview."""
    return DeskView(
        revision=1,
        state=RoomState.LIVE,
        held_from=None,
        caution=False,
        synthetic=False,
        masthead=frame.LIVE_MASTHEAD,
        rundown=frame.RUNDOWN,
        preview=preview.STAGED,
        take=preview.ARMED_TAKE,
        on_air=onair.QUIET,
        suggestions=right.SUGGESTIONS,
        slots=right.SLOTS,
        library=right.LIBRARY,
        chart=chart.blackout(),
        alarm=frame.SIGN_IN_ENDS,
        hold=None,
        prep=None,
    )


def holding() -> DeskView:
    """Five seconds later: taken, nothing has left."""
    return replace(
        live(),
        revision=2,
        preview=preview.FROZEN,
        take=preview.HOLDING_TAKE,
        on_air=onair.PENDING,
        masthead=replace(
            frame.LIVE_MASTHEAD,
            clocks=frame.clocks("00:01:43", "T−00:21:43", "20:38:17", "19:38:17"),
        ),
    )


def staging() -> DeskView:
    """A thread with three pictures a second after it was staged: two networks still take them."""
    return replace(live(), revision=11, preview=preview.STAGING, take=preview.STAGING_TAKE)


def unknown_sheet() -> DeskView:
    """One network did not answer; what was seen there, and what can be done about it."""
    return replace(live(), revision=12, on_air=onair.UNKNOWN)


def by_hand() -> DeskView:
    """A post that a person has to send."""
    return replace(live(), revision=13, on_air=onair.BY_HAND, hand_offs=(onair.HAND_OFF,))


def accounts() -> DeskView:
    """PREP, the sheet of accounts open on a network that nobody signed in to."""
    return replace(preparing(), revision=14, accounts=accounts_of_the_night.ACCOUNTS)


def signing_in() -> DeskView:
    """The same, while the browser shows the network's page."""
    return replace(preparing(), revision=15, accounts=accounts_of_the_night.SIGNING_IN)


def watch_terms() -> DeskView:
    """PREP, the sheet of watch terms."""
    return replace(preparing(), revision=22, terms=terms_of_the_night.sheet())


def hold_with_left() -> DeskView:
    """HOLD came while a request was under way."""
    left = replace(right.HOLD, left=said("1 had left before HOLD: retract?"))
    return replace(hold(), revision=16, hold=left)


def hold() -> DeskView:
    """HOLD ALL POSTS on a solemn subject, the pause asset waiting for its second key."""
    return replace(
        live(),
        revision=3,
        state=RoomState.HOLD,
        held_from=RoomState.LIVE,
        masthead=frame.HOLD_MASTHEAD,
        rundown=frame.HELD,
        preview=preview.CAUTION,
        take=replace(preview.SECOND_KEY_TAKE, digits=3),
        on_air=onair.RETRACT,
        chart=chart.solemn(),
        alarm=frame.SOLEMN,
        hold=right.HOLD,
    )


def second_key() -> DeskView:
    """LIVE under CAUTION: half of the code was typed."""
    return replace(
        live(),
        revision=10,
        caution=True,
        preview=preview.CAUTION,
        take=replace(preview.SECOND_KEY_TAKE, digits=3),
    )


def rehearsal() -> DeskView:
    """The same minute, practised."""
    simulated = chart.reconstruction()
    marks = tuple(
        replace(mark, tone="plain") if mark.tone == "on_air" else mark for mark in simulated.marks
    )
    return replace(
        live(),
        revision=4,
        state=RoomState.REHEARSAL,
        synthetic=True,
        masthead=frame.REHEARSAL_MASTHEAD,
        rundown=frame.REHEARSED,
        take=preview.REHEARSAL_TAKE,
        on_air=onair.REHEARSAL,
        chart=replace(simulated, marks=marks),
        alarm=frame.PRACTISED,
    )


def preparing() -> DeskView:
    """The day before."""
    return replace(
        live(),
        revision=5,
        state=RoomState.PREP,
        masthead=frame.PREP_MASTHEAD,
        preview=preview.EMPTY,
        take=preview.EMPTY_TAKE,
        on_air=onair.NOTHING,
        alarm=frame.SAVED,
        prep=prep.PREP,
    )


def empty() -> DeskView:
    """LIVE with nothing in Preview, nothing on air, no feed yet."""
    return replace(
        live(),
        revision=6,
        preview=preview.EMPTY,
        take=preview.EMPTY_TAKE,
        on_air=onair.NOTHING,
        suggestions=right.NO_SUGGESTIONS,
        chart=chart.empty(),
        alarm=frame.NO_ALARM,
    )


def no_go() -> DeskView:
    """Two checks forbid it, one network's outcome is unknown, the feed is stale."""
    return replace(
        live(),
        revision=7,
        caution=True,
        preview=preview.NO_GO,
        take=preview.NO_GO_TAKE,
        on_air=onair.MIXED,
        chart=chart.stale(),
        alarm=frame.UNKNOWN,
        notice=said("TAKE was refused: the words are 2 over on X."),
    )


def wrapped() -> DeskView:
    """After the night."""
    return replace(
        empty(),
        revision=8,
        state=RoomState.WRAP,
        masthead=frame.WRAP_MASTHEAD,
        on_air=onair.RETRACT,
        chart=chart.blackout(),
        wrap=wrap_of_the_night.wrapped(),
    )


def pin() -> DeskView:
    """A CAUTION: whoever may say yes types their PIN."""
    return replace(second_key(), revision=31, take=preview.PIN_TAKE)


def solo() -> DeskView:
    """A CAUTION where nobody else is there: a reason, then press and hold."""
    masthead = replace(frame.LIVE_MASTHEAD, solo=said("SOLO"))
    return replace(second_key(), revision=32, take=preview.SOLO_TAKE, masthead=masthead)


def people() -> DeskView:
    """Who may say yes, and with what; an authenticator is being set up."""
    sheet = people_of_the_night.sheet(enrolling=people_of_the_night.enrolling())
    return replace(preparing(), revision=33, people=sheet)


def readiness() -> DeskView:
    """The readiness board, ten minutes before."""
    return replace(preparing(), revision=34, board=board_of_the_night.sheet())


def answers() -> DeskView:
    """What a client answered, before it counts."""
    return replace(preparing(), revision=35, answers=answers_of_the_night.ANSWERS)


def gaps() -> DeskView:
    """A template in Preview, one of its gaps filled."""
    return replace(live(), revision=36, preview=preview.filling())


def overfull() -> DeskView:
    """Texts longer than anybody planned for, 300 moments."""
    rows = tuple(
        replace(
            frame.GROUPS[1].rows[2],
            slug=f"moment-{number}",
            title=f"{number}. {LONG_WORDS}",
            short=f"{number}. {LONG_WORDS}",
            selected=number == 3,
        )
        for number in range(300)
    )
    return replace(
        live(),
        revision=9,
        masthead=replace(
            frame.LIVE_MASTHEAD,
            clocks=(
                replace(frame.LIVE_MASTHEAD.clocks[0], label=said(LONG_WORDS[:60])),
                *frame.LIVE_MASTHEAD.clocks[1:],
            ),
            links=tuple(
                replace(link, detail=said("signed out, sign in again"), tone=Tone.CAUTION)
                for link in frame.LINKS[:2]
            )
            + frame.LINKS[2:],
        ),
        rundown=frame.with_first_group(*frame.GROUPS[0].rows, *rows),
        preview=preview.LONG,
        take=replace(
            preview.ARMED_TAKE,
            sentence=said(
                "Posts A title somebody wrote while nobody was counting as Saltwick · @saltwick"
            ),
            line=said("to Bluesky, Mastodon, X and four more by hand · 10 s to cancel"),
        ),
        alarm=replace(frame.SOLEMN, what=said(LONG_WORDS), to_do=said(LONG_WORDS)),
        notice=said(LONG_WORDS),
    )


def looking_back() -> DeskView:
    """The chart at 19:52 while the night is at 20:38."""
    return replace(live(), revision=17, chart=chart.looking_back())


def saturated() -> DeskView:
    """A feed that passes on less than there is, after a gap."""
    return replace(live(), revision=18, chart=chart.saturated())


def logarithmic() -> DeskView:
    """The chart on a logarithmic scale."""
    return replace(live(), revision=19, chart=chart.logarithmic())


def share_of_voice() -> DeskView:
    """The brand against its rivals."""
    return replace(live(), revision=20, chart=chart.share())


def tiles() -> DeskView:
    """A small chart for each term."""
    return replace(live(), revision=21, chart=chart.tiles())


def solemn() -> DeskView:
    """A solemn subject, HOLD proposed, and a name in Preview that is spoken of so."""
    return replace(live(), revision=31, solemn=watch.SOLEMN, context=watch.CONTEXT)


def under_fire() -> DeskView:
    """Our own post under fire, the sheet of sources open."""
    return replace(live(), revision=32, fire=watch.FIRE, feeds=watch.FEEDS)


DESKS: dict[str, Callable[[], DeskView]] = {
    "live": live,
    "holding": holding,
    "hold": hold,
    "rehearsal": rehearsal,
    "prep": preparing,
    "empty": empty,
    "no-go": no_go,
    "second-key": second_key,
    "wrap": wrapped,
    "overfull": overfull,
    "staging": staging,
    "unknown-sheet": unknown_sheet,
    "by-hand": by_hand,
    "accounts": accounts,
    "signing-in": signing_in,
    "hold-with-left": hold_with_left,
    "chart-back": looking_back,
    "chart-saturated": saturated,
    "chart-log": logarithmic,
    "chart-share": share_of_voice,
    "chart-tiles": tiles,
    "terms": watch_terms,
    "solemn": solemn,
    "fire-and-sources": under_fire,
    "pin": pin,
    "solo": solo,
    "people": people,
    "readiness": readiness,
    "answers": answers,
    "gaps": gaps,
}
"""Name → the desk in that state."""
