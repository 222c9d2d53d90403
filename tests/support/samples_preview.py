"""Preview and TAKE in every face, for tests of their panels and for looking at them."""

import hashlib
from dataclasses import replace
from pathlib import Path

from controlroom.desk.brief import brief_of
from controlroom.desk.gaps import gap_fields, gap_spans
from controlroom.desk.posts_view import TakeAccount
from controlroom.desk.preview_view import PollLine, PreviewDelivery, PreviewTab, PreviewView
from controlroom.desk.view import ImageRef, TakeFace, TakeView, Tone
from controlroom.event.asset import Asset, Role
from controlroom.event.asset import Slot as GapRule
from controlroom.event.live_event import Brand
from controlroom.messages import Message, message
from controlroom.messages.words import texts
from tests.support.approving import approved

ART = Path(__file__).parents[2] / "resources" / "events" / "super-bowl-xlvii" / "art"


def said(text: str) -> Message:
    """A message that reads exactly ``text``, where no catalogue sentence is under test."""
    texts().setdefault("sample.said", "{text}")
    return message("sample.said", text=text)


def picture(name: str) -> ImageRef:
    """A picture of the bundled event by its file name."""
    path = ART / name
    return ImageRef(hashlib.sha256(path.read_bytes()).hexdigest(), str(path))


def tab(
    channel: str, title: str, count: str, handle: str, words: str, *, tone: Tone = Tone.GO
) -> PreviewTab:
    """One network's version."""
    return PreviewTab(
        channel=channel,
        title=title,
        count=said(count),
        tone=tone,
        avatar=picture("avatar.png"),
        name="Saltwick",
        handle=handle,
        words=words,
        picture=picture("blackout-01.jpg"),
        picture_size=(1600, 1200),
        alt="A single crisp glows like a lamp in a dark stadium. Text: Power’s out. Crunch isn’t.",
    )


WORDS = "Power’s out. Crunch isn’t. Pass it to the left."
TABS = (
    tab("bluesky", "Bluesky", "47/300", "@saltwick.example", WORDS),
    tab("mastodon", "Mastodon", "47/500", "@saltwick@snack.example", WORDS),
    tab("x", "X", "47/280", "@saltwick", WORDS),
)
POLL = tuple(
    PollLine(label.lower(), said(label), said(detail), Tone.GO)
    for label, detail in (
        ("Account", "@saltwick"),
        ("Networks", "3 up"),
        ("Approved", "v3, Dana"),
        ("Media", "uploaded"),
        ("Words", "fit all 3"),
        ("Alt text", "written"),
        ("Rights", "to 30 Jun"),
        ("Posted before", "never"),
        ("Window", "29 min left"),
        ("Tone of feed", "no harm"),
    )
)
OUT_OF = (
    "anybody hurt: players, crowd, staff",
    "referees, penalties and who was robbed",
    "politics, and anything said at the anthem",
    "betting and drinking",
)
BRAND = Brand(
    "Saltwick",
    "@saltwick",
    "We are the crisps at the party, not the commentator. One joke a post, never two.",
    OUT_OF,
    "Short, warm, a little dry",
    ("snacking in front of the game", "things going dark"),
    ("first with a joke when something happens", "nobody tells us off"),
)
BRIEF = brief_of(
    BRAND,
    Asset(
        "blackout-01",
        "Blackout 01",
        Role.POST,
        WORDS,
        None,
        use_when="the lights fail and nobody is hurt",
        dont_use_when="anybody may be hurt, or the stadium is being cleared",
    ),
)
STAGED = PreviewView(
    fingerprint="f-blackout-01",
    asset="blackout-01",
    title="Blackout 01",
    by=said("YOU"),
    staged=said("staged by key 1, 6 s ago"),
    tabs=TABS,
    poll=POLL,
    verdict=said("GO 10/10"),
    verdict_tone=Tone.GO,
    hint=said(""),
    brief=BRIEF,
)
EMPTY = PreviewView(
    fingerprint=None,
    asset=None,
    title="",
    by=None,
    staged=said(""),
    tabs=(),
    poll=(),
    verdict=said(""),
    verdict_tone=Tone.QUIET,
    hint=said("Nothing is staged. Space stages Third quarter ends; / finds an asset."),
)
FROZEN = replace(
    STAGED,
    by=said("FROZEN"),
    staged=said("as you saw it at TAKE, 20:38:16"),
    frozen=True,
    editable=False,
    poll=(),
    verdict=said("Pending, 3 posts"),
    verdict_tone=Tone.CAUTION,
    pending=tuple(
        PreviewDelivery(
            each.title,
            each.handle,
            said("picture uploaded, 0 bytes to send"),
            said("PENDING"),
            Tone.CAUTION,
        )
        for each in TABS
    ),
    pending_note=said("Then: SENDING, ACCEPTED, VERIFIED for each network on its own."),
)
NO_GO = replace(
    STAGED,
    fingerprint="f-no-go",
    poll=(
        *POLL[:4],
        PollLine("words", said("Words"), said("X: 2 over"), Tone.NO_GO),
        POLL[5],
        PollLine("rights", said("Rights"), said("ended 2 Feb"), Tone.NO_GO),
        *POLL[7:],
    ),
    tabs=(*TABS[:2], replace(TABS[2], tone=Tone.NO_GO, count=said("282/280"))),
    verdict=said("NO-GO"),
    verdict_tone=Tone.NO_GO,
)
CAUTION = replace(
    STAGED,
    fingerprint="f-pause",
    asset="pause-01",
    title="Pause 01",
    staged=said("staged by key 0, 21 s ago"),
    tabs=tuple(
        replace(
            each,
            words="We are stepping back from posting tonight. Our thoughts are with everyone at "
            "the game.",
            picture=picture("pause-01.png"),
            count=said(each_count),
            alt="",
        )
        for each, each_count in zip(TABS, ("86/300", "86/500", "86/280"), strict=True)
    ),
    poll=(
        POLL[0],
        *POLL[2:6],
        PollLine("held", said("In HOLD"), said("with second key"), Tone.CAUTION),
    ),
    verdict=said("CAUTION"),
    verdict_tone=Tone.CAUTION,
    kept=said(
        "Blackout 02 was cancelled 2 s before it left. Kept, not sent. Space brings it back."
    ),
)
LONG = replace(
    STAGED,
    fingerprint="f-long",
    title="A title that somebody wrote while nobody was counting the letters of it",
    tabs=(
        replace(
            TABS[0],
            name="Saltwick Crisps of Whitby and Beyond, Limited",
            handle="@the-longest-handle-anybody-has-seen.saltwick.example",
            words="Power’s out. #Crunch isn’t. Ask @referee.example or read "
            "https://saltwick.example/lights-out/a-very-long-address-that-does-not-break "
            + "and pass it to the left until the lamps are back on. "
            * 5,
        ),
        *TABS[1:],
    ),
)

TEMPLATE = approved(
    Asset(
        "scored",
        "Touchdown template",
        Role.POST,
        "{player}, that was crunchy. {score} and the bowl is not empty yet. #Crunch",
        None,
        slots=(
            GapRule("player", 20, ("Flacco", "Jones", "Boldin", "Kaepernick", "Gore", "Davis")),
            GapRule("score", 7),
        ),
    ),
    ("bluesky", "mastodon", "x"),
)


def filling(**words: str) -> PreviewView:
    """A template in Preview with these gaps filled."""
    asset = replace(TEMPLATE, filled=tuple(words.items()))
    tabs = tuple(
        replace(
            each,
            words=asset.words_for(each.channel),
            written=asset.template_for(each.channel),
            gaps=gap_spans(asset, each.channel),
            colour="#3d8bff",
            server="snack.example",
        )
        for each in TABS
    )
    return replace(
        STAGED,
        fingerprint=f"f-filling-{sorted(words.items())}",
        asset="scored",
        title="Touchdown template",
        tabs=tabs,
        gaps=gap_fields(asset, ("bluesky", "mastodon", "x"), 0),
    )


def account(
    channel: str,
    title: str,
    handle: str,
    colour: str | None,
    *,
    share: float | None = None,
    line: str = "ready",
    tone: Tone = Tone.GO,
) -> TakeAccount:
    """One account that TAKE posts as."""
    avatar = picture("avatar.png")
    return TakeAccount(channel, title, "Saltwick", handle, avatar, colour, share, said(line), tone)


ACCOUNTS = (
    account("bluesky", "Bluesky", "@saltwick.example", "#3d8bff"),
    account("mastodon", "Mastodon", "@saltwick@snack.example", "#9b7bff"),
    account("x", "X", "@saltwick", "#f4b942"),
)
UPLOADING = (
    ACCOUNTS[0],
    replace(ACCOUNTS[1], share=0.42, line=said("42 % uploaded"), tone=Tone.NOTE),
    replace(ACCOUNTS[2], share=0.0, line=said("0 % uploaded"), tone=Tone.NOTE),
)
STAGING = replace(
    STAGED,
    staged=said("staged by key 1, 1 s ago"),
    tabs=(
        replace(
            TABS[0],
            pictures=(picture("blackout-02.jpg"), picture("crisplight.jpg")),
            parts=2,
            notes=(said("1,480 of 1,500 posts left until 21:38:12"),),
        ),
        TABS[1],
        replace(TABS[2], notes=(said("this post costs $0.20"),)),
    ),
    poll=(
        *POLL[:3],
        PollLine("media", said("Media"), said("2 uploading"), Tone.NOTE),
        *POLL[4:],
    ),
    verdict=said("GO 9/10"),
)

ARMED_TAKE = TakeView(
    face=TakeFace.ARMED,
    word=said("TAKE"),
    sentence=said("Posts Blackout 01 as Saltwick · @saltwick"),
    line=said("to Bluesky, Mastodon and X · 5 s to cancel"),
    avatar=picture("avatar.png"),
    keys=("Ctrl", "Enter"),
    accounts=ACCOUNTS,
)
STAGING_TAKE = replace(ARMED_TAKE, accounts=UPLOADING)
EMPTY_TAKE = replace(
    ARMED_TAKE,
    face=TakeFace.EMPTY,
    word=said("NOTHING IN PREVIEW"),
    sentence=said("Space stages what is next"),
    line=said("or 1–4, 5–9, / to find"),
    avatar=None,
    keys=("Space",),
    accounts=(),
)
NO_GO_TAKE = replace(
    ARMED_TAKE,
    face=TakeFace.NO_GO,
    word=said("NO-GO"),
    sentence=said("Words: X: 2 over"),
    line=said("Rights: ended 2 Feb"),
    keys=(),
)
HOLDING_TAKE = replace(
    ARMED_TAKE,
    face=TakeFace.HOLDING,
    word=said("POSTING IN 4"),
    sentence=said("Nothing has left yet"),
    line=said("goes as @saltwick"),
    keys=("Esc",),
    left=3.9,
    window=5.0,
)
REHEARSAL_TAKE = replace(
    ARMED_TAKE,
    face=TakeFace.REHEARSAL,
    word=said("TAKE, rehearsal"),
    sentence=said("Posts Blackout 01 nowhere"),
    line=said("simulated network · 5 s to cancel"),
    avatar=None,
    rehearsal=True,
)
REHEARSAL_HOLDING_TAKE = replace(HOLDING_TAKE, rehearsal=True)
SECOND_KEY_TAKE = replace(
    ARMED_TAKE,
    face=TakeFace.SECOND_KEY,
    word=said("TAKE needs a second key"),
    sentence=said("Posts Pause 01 as Saltwick · @saltwick"),
    line=said("Ask Dana · 555 0101"),
)
PIN_TAKE = replace(SECOND_KEY_TAKE, masked=True, digits=5, line=said("Ask Dana · 555 0101 or Raj"))
WAITING_TAKE = replace(
    SECOND_KEY_TAKE, masked=True, wait=40, line=said("Too many wrong tries: wait 40 s.")
)
SOLO_TAKE = replace(
    SECOND_KEY_TAKE,
    face=TakeFace.SOLO,
    word=said("SOLO: your own yes"),
    line=said("Say why, then hold it for 3 s"),
)
