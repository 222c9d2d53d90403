"""A solemn subject, a fire, names in Preview and sources, as the desk's builders would make them.
The places and people are invented."""

from controlroom.desk.context_view import ContextRow, ContextTone, ContextView
from controlroom.desk.feed_view import FeedRow, FeedView
from controlroom.desk.solemn_view import FireView, SolemnView, WatchButton, WatchPost
from controlroom.messages import Message, message


def words(text: str) -> Message:
    return message("words", words=text)


POSTS = tuple(
    WatchPost(str(place), text, words(f"20:41:1{place} · Bluesky"))
    for place, text in enumerate(
        (
            "Something collapsed behind the north stand, people are being carried out",
            "my sister is at gate D, nobody answers, please let her be alive",
            "Three ambulances just went past us",
        )
    )
)
NOT_OURS = WatchButton(
    "solemn_not_ours",
    message("solemn.button.not_ours"),
    (),
    (("subject", "collapsed"),),
    asks="reason",
)
SOLEMN = SolemnView(
    subject="collapsed",
    strong=True,
    answered=False,
    title=message("solemn.title.strong"),
    line=words("collapsed, stand, since 20:41:07"),
    share=words("2.1 % of what is said, 0.1 % as usual"),
    authors=words("14 people"),
    posts=POSTS,
    buttons=(WatchButton("accept_hold", message("solemn.button.hold"), ("H",)), NOT_OURS),
    reasons=(
        ("elsewhere", message("solemn.reason.elsewhere")),
        ("sport", message("solemn.reason.sport")),
    ),
)
FIRE = FireView(
    own=True,
    title=words("Our post is under fire"),
    line=words("since 20:44:02: tasteless, delete"),
    share=words("38 % hostile, 4 % as usual"),
    authors=words("22 people"),
    posts=POSTS[:1],
    buttons=(WatchButton("hold", message("solemn.button.hold"), ("Esc", "Esc")),),
)
CONTEXT = ContextView(
    (
        ContextRow(
            "#Aurora",
            words("310 a minute, 1.5 in its hour"),
            "up",
            words("41 % solemn, 37 of 90"),
            POSTS[:2],
            ContextTone.SOLEMN,
            listed=False,
        ),
        ContextRow(
            "#BigNight",
            words("420 a minute, 400 in its hour"),
            "flat",
            None,
            (),
            ContextTone.CALM,
            listed=True,
        ),
        ContextRow(
            "Saltwick",
            words("12 a minute, 11 in its hour"),
            "flat",
            None,
            POSTS[2:],
            ContextTone.CALM,
        ),
    ),
    words("#Aurora is spoken of solemnly: read what is said."),
    ContextTone.SOLEMN,
)
FEEDS = FeedView(
    words("2 of 3 sources are not well"),
    rows=(
        FeedRow(
            "lines",
            words("Lines"),
            "refused",
            words("Nobody listens at 127.0.0.1:9000."),
            (),
            well=False,
        ),
        FeedRow(
            "x",
            words("X"),
            "saturated",
            words("At its ceiling of 250 posts a second."),
            (words("A reading is a floor."), words("$12.40 an hour")),
            well=False,
        ),
        FeedRow("jetstream", words("Bluesky"), "live", words("Live."), (), well=True),
    ),
    well=False,
    cost=words("$12.40 an hour"),
)
