"""The brief beside a post: when to use it, what we stay out of, how we speak."""

from dataclasses import replace

from controlroom.desk.brief import brief_of
from controlroom.desk.brief_view import BriefRow
from controlroom.desk.preview import preview
from controlroom.event.asset import Asset, Role
from controlroom.event.live_event import Brand
from controlroom.messages import english
from tests.desk.facts_for import bundled, facts_for, pending, staged

BRAND = Brand(
    "Saltwick",
    "@saltwick",
    "The crisps at the party.",
    ("anybody hurt: players, crowd", "betting"),
    "Short and dry",
    ("snacking",),
    ("first with the joke", " "),
)
ASSET = Asset("a", "A", Role.POST, "Words", None, use_when="it is dark", dont_use_when="it burns")


def told(rows: tuple[BriefRow, ...]) -> dict[str, tuple[str, ...]]:
    return {english(row.label): row.lines for row in rows}


def test_when_to_use_it_and_when_not_stand_apart() -> None:
    assert told(brief_of(BRAND, ASSET).about) == {
        "Use when": ("it is dark",),
        "Don’t use when": ("it burns",),
    }
    assert brief_of(BRAND, replace(ASSET, use_when="", dont_use_when="")).about == ()


def test_at_a_glance_stand_what_we_stay_out_of_and_the_voice() -> None:
    assert told(brief_of(BRAND).glance) == {
        "Stays out of": ("anybody hurt", "betting"),
        "Voice": ("Short and dry",),
    }
    # Where no voice was written, the brief says how the brand speaks.
    plain = replace(BRAND, voice="")
    assert told(brief_of(plain).glance)["Brief"] == ("The crisps at the party.",)


def test_the_whole_brief_has_everything_in_full() -> None:
    assert told(brief_of(BRAND).whole) == {
        "Brief": ("The crisps at the party.",),
        "Voice": ("Short and dry",),
        "Belongs in": ("snacking",),
        "Stays out of": ("anybody hurt: players, crowd", "betting"),
        "Goals tonight": ("first with the joke",),
    }


def test_an_event_without_a_brief_says_where_to_write_one() -> None:
    view = brief_of(Brand("Saltwick", "@saltwick", ""))
    assert view.glance == view.whole == ()
    assert "[brand]" in english(view.hint)


def test_the_brief_stands_in_preview_and_stays_while_its_post_is_pending() -> None:
    shown = staged("blackout-01")
    view = preview(facts_for(preview=shown))
    assert view.brief == brief_of(bundled().brand, shown.asset)
    frozen = preview(facts_for(pending=pending(shown)))
    assert frozen.brief is not None
    assert frozen.gaps == ()


def test_the_account_stands_in_preview_with_its_server_and_colour() -> None:
    event = bundled()
    where = replace(event.accounts[1], server="https://snack.example/", colour="#9b7bff")
    event = replace(event, accounts=(event.accounts[0], where, event.accounts[2]))
    tab = preview(facts_for(preview=staged("blackout-01"), event=event)).tabs[1]
    assert (tab.server, tab.colour) == ("snack.example", "#9b7bff")
    nowhere = facts_for(preview=staged("blackout-01"), event=event, simulated=True)
    assert preview(nowhere).tabs[1].colour is None, "a rehearsal posts as nobody"
