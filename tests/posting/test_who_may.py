"""Who may turn the second key: every role, policy, author and seat."""

from dataclasses import replace
from itertools import product

import pytest

from controlroom.event.asset import Asset, Variant
from controlroom.event.asset import Role as AssetRole
from controlroom.event.live_event import LiveEvent, Person, PersonRole, Policy
from controlroom.messages import english, message
from controlroom.posting.preview import By, Preview
from controlroom.posting.who_may import may_turn, people_of, why_not
from tests.desk.facts_for import bundled

OPERATOR, APPROVER = PersonRole
TWO, CLIENT, SOLO = Policy
NETWORK, OTHER = bundled().channels[:2]


def event(*people: Person, policy: Policy = TWO, approver: str = "") -> LiveEvent:
    settings = replace(bundled().settings, policy=policy, approver=approver)
    return replace(bundled(), people=people, settings=settings)


def preview(
    *authors: str, of_variant: tuple[str, ...] = (), channels: tuple[str, ...] | None = None
) -> Preview:
    variant = Variant(OTHER, "Other words", authors=of_variant)
    asset = Asset("a", "A", AssetRole.POST, "Words", None, (variant,), authors=authors)
    return Preview(asset, None, By.YOU, message("staged.click"), 0, 0.0, channels)


@pytest.mark.parametrize(
    ("role", "client", "author", "operates", "policy"),
    list(product(PersonRole, (False, True), (False, True), (False, True), Policy)),
)
def test_who_may_turn_the_key(
    role: PersonRole, client: bool, author: bool, operates: bool, policy: Policy
) -> None:
    dana = Person("Dana", role, client=client)
    shown = preview(*(("DANA",) if author else ()))
    night = event(dana, policy=policy)
    expected = role is APPROVER and not author and not operates and policy is not SOLO
    if policy is CLIENT:
        expected = expected and client
    assert may_turn(night, shown, "dana " if operates else "Sam") == ((dana,) if expected else ())


def test_each_reason_has_its_sentence() -> None:
    dana = Person("Dana", APPROVER)
    told = [
        why_not(dana, event(dana), preview(), "Dana"),
        why_not(Person("Bo", OPERATOR), event(), preview(), "Sam"),
        why_not(dana, event(dana, policy=CLIENT), preview(), "Sam"),
        why_not(dana, event(dana), preview("Dana"), "Sam"),
    ]
    words = [english(one) for one in told if one is not None]
    assert len(set(words)) == 4
    assert all(sentence.startswith(("Dana ", "Bo ")) for sentence in words)


def test_who_made_one_networks_words_may_say_yes_where_they_do_not_go() -> None:
    dana = Person("Dana", APPROVER)
    night = event(dana)
    assert may_turn(night, preview(of_variant=("Dana",)), "Sam") == ()
    only = preview(of_variant=("Dana",), channels=(NETWORK,))
    assert may_turn(night, only, "Sam") == (dana,)


def test_the_approver_that_the_settings_name_is_one_of_the_people() -> None:
    (named,) = people_of(event(approver="Dana"))
    assert (named.name, named.role) == ("Dana", APPROVER)
    known = Person("dana", OPERATOR, phone="555 0101")
    assert people_of(event(known, approver="Dana")) == (known,)
    assert people_of(event()) == ()
