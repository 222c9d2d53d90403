"""The sheet of accounts in its states, for tests of its panel and for looking at it."""

from dataclasses import replace

from controlroom.desk.accounts_view import AccountRow, AccountsView, BlankView, SigningIn, WayView
from controlroom.desk.view import Tone
from controlroom.messages import Message
from tests.support.samples_preview import picture, said


def blank(
    name: str, label: str, *, hint: Message | None = None, secret: bool = False, value: str = ""
) -> BlankView:
    """One thing that is asked."""
    return BlankView(name, said(label), hint, secret, value)


AVATAR = picture("avatar.png")
PASSWORD = WayView(
    "app-password",
    said("App password"),
    said(
        "Make an app password on the network’s own page (Settings, Privacy and security, App "
        "passwords) and paste it here. It is used once and not kept."
    ),
    (
        blank("handle", "Handle", value="saltwick.example"),
        blank(
            "server",
            "Server",
            hint=said("Leave it unless the account lives elsewhere."),
            value="https://bsky.example",
        ),
        blank("password", "App password", secret=True),
    ),
    browser=False,
    why_not=None,
)
BROWSER = WayView(
    "browser",
    said("In the browser"),
    said("The network’s own page opens in your browser. Say yes there and come back."),
    (blank("handle", "Handle", value="saltwick.example"),),
    browser=True,
    why_not=None,
)
NEEDS_SETTINGS = replace(
    BROWSER, blanks=(), why_not=said("Set x.client_id first: controlroom settings set NAME VALUE.")
)
BLUESKY = AccountRow(
    channel="bluesky",
    title="Bluesky",
    name="Saltwick",
    handle="@saltwick.example",
    server="",
    avatar=AVATAR,
    colour="#3d8bff",
    state=said("nobody has signed in"),
    tone=Tone.NOTE,
    facts=(),
    signed_in=False,
    bound=True,
    ways=(PASSWORD, BROWSER),
)
MASTODON = replace(
    BLUESKY,
    channel="mastodon",
    title="Mastodon",
    handle="@saltwick@the-longest-server-name-anybody-has-seen.example",
    server="https://snack.example",
    colour="#9b7bff",
    state=said("signed in"),
    tone=Tone.GO,
    facts=(
        said("may: read, write:statuses, write:media"),
        said("500 characters, a link counts 23"),
    ),
    signed_in=True,
)
X = replace(
    BLUESKY,
    channel="x",
    title="X",
    handle="@saltwick",
    server="https://api.x.example",
    colour="#f4b942",
    state=said("Sign in to X again as @saltwick."),
    tone=Tone.NO_GO,
    ways=(NEEDS_SETTINGS,),
)
THREADS = replace(
    BLUESKY,
    channel="threads",
    title="Threads",
    handle="@saltwick",
    avatar=None,
    colour=None,
    state=said("a person posts here"),
    tone=Tone.NEXT,
    ways=(),
)
ACCOUNTS = AccountsView(
    rows=(BLUESKY, MASTODON, X, THREADS),
    kept=said("Secrets are kept: until this program ends."),
    kept_tone=Tone.CAUTION,
    locked=None,
    signing_in=None,
)
PAGE = "https://bsky.example/oauth/authorize?request=1"
SIGNING_IN = replace(
    ACCOUNTS,
    signing_in=SigningIn(
        "bluesky",
        said("Your browser shows the network’s own page. Sign in there and come back."),
        PAGE,
        busy=True,
        failed=False,
    ),
)
FAILED = replace(
    ACCOUNTS,
    signing_in=SigningIn(
        "bluesky",
        said(
            "Bluesky did not let us in: Invalid identifier or password. Make an app password in "
            "the network’s settings and try again."
        ),
        "",
        busy=False,
        failed=True,
    ),
)
LOCKED = replace(ACCOUNTS, locked=said("Accounts cannot be changed while the event is LIVE."))
