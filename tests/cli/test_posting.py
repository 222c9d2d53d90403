"""``accounts``, ``post``, ``outbox``, ``retract`` as they are typed: the journey and its ends."""

import pytest

from controlroom.event.room_state import RoomState
from controlroom.room.opening import OpenRoom, Plan
from tests.cli.typing_in import ADD, ASSET, EVENT, POST, Terminal
from tests.hygiene.records import Expect
from tests.support import town
from tests.support.calendar import sensitive_day
from tests.support.town import PASSWORD

pytestmark = pytest.mark.skipif(
    bool(sensitive_day()), reason=f"posts on the real clock: {sensitive_day()}"
)


def test_from_signing_in_to_taking_it_down(terminal: Terminal) -> None:
    added = terminal.types(*ADD, given=f"{PASSWORD}\n")
    (account,) = added.lines
    assert (account["channel"], account["handle"], account["events"]) == ("town", "crier", [EVENT])
    assert account["secret"] == "test keyring"
    (tested,) = terminal.types("accounts", "test", "--json").lines
    assert (tested["ok"], tested["scopes"], tested["renews"]) == (True, ["write"], True)

    looked = terminal.types("post", EVENT, ASSET, "--channel", "town", "--json")
    assert looked.code == 1
    assert "--live" in looked.err
    (preview,) = looked.of_kind("preview")
    (poll,) = looked.of_kind("poll")
    assert preview["words"].startswith("Power")
    assert preview["price"] == 0.25
    assert poll["level"] == "NOTE"
    assert town.town()["posts"] == {}

    posted = terminal.types(*POST)
    assert posted.code == 0, posted.err
    assert [line["kind"] for line in posted.lines] == ["preview", "poll", "delivery"]
    delivery = posted.lines[-1]
    assert delivery["state"] == "verified"
    assert delivery["fingerprint"] == poll["fingerprint"] == posted.lines[1]["fingerprint"]
    assert town.town()["posts"] == {delivery["key"]: preview["words"]}

    (listed,) = terminal.types("outbox", "--json").lines
    assert listed["id"] == delivery["id"]
    retracted = terminal.types("retract", delivery["id"], "--json")
    (down,) = retracted.lines
    assert (retracted.code, down["state"]) == (0, "retracted")
    assert down["up_s"] > 0
    assert town.town()["posts"] == {}
    assert terminal.types("retract", delivery["take"]).code == 0, "it is down: nothing to complain"


def test_the_room_is_in_prep_again_afterwards(terminal: Terminal) -> None:
    terminal.signed_in()
    assert terminal.types(*POST).code == 0
    released = terminal.types("release", EVENT)
    assert released.code == 1
    assert "PREP" in released.err


@pytest.fixture
def wrapped(terminal: Terminal) -> None:
    """The night is over and was wrapped at the desk, which is closed."""
    terminal.signed_in()
    opened = OpenRoom(Plan(slug=EVENT, state=RoomState.PREP, board=False))
    try:
        for command in ("go_live", "wrap"):
            opened.room.order(command, {}).result(30)
    finally:
        opened.close()


@pytest.mark.usefixtures("wrapped")
def test_the_day_after_a_wrapped_night_posts_can_be_sent(terminal: Terminal) -> None:
    looked = terminal.types("post", EVENT, ASSET, "--channel", "town", "--json")
    assert "--live" in looked.err
    assert "WRAP" in terminal.types("release", EVENT).err, "looking changes nothing"
    posted = terminal.types(*POST)
    assert posted.code == 0, posted.err
    assert posted.lines[-1]["state"] == "verified"
    assert "PREP" in terminal.types("release", EVENT).err
    assert terminal.types("retract", posted.lines[-1]["id"]).code == 0
    states = [
        line["state"]
        for line in terminal.types("log", EVENT, "--json").lines
        if line["kind"] == "state"
    ]
    assert states == ["live", "wrap", "prep", "live", "wrap", "prep"]


@pytest.mark.usefixtures("wrapped")
def test_the_day_after_a_wrapped_night_hold_holds(terminal: Terminal) -> None:
    held = terminal.types("hold", EVENT, "--json")
    assert held.lines == [{"kind": "state", "event": EVENT, "state": "hold"}]
    assert terminal.types(*POST).code == 1
    assert terminal.types("release", EVENT).code == 0
    assert terminal.types(*POST).code == 0


def test_what_the_network_refuses_is_told_with_its_reason(terminal: Terminal) -> None:
    terminal.signed_in()
    town.change(ill="refuses")
    refused = terminal.types(*POST)
    assert refused.code == 1
    (delivery,) = refused.of_kind("delivery")
    assert (delivery["state"], delivery["problem"]) == ("refused", "The town refuses this.")
    town.change(ill="")
    assert terminal.types("retract", delivery["id"]).code == 1


def test_an_unknown_outcome_is_3_until_a_person_says_what_became_of_it(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("controlroom.room.door_post.CANNOT_TELL_S", 0.1)
    terminal.signed_in()
    town.change(ill="silent")
    posted = terminal.types(*POST)
    (delivery,) = posted.of_kind("delivery")
    assert (posted.code, delivery["state"]) == (3, "unknown")
    (left,) = terminal.types("outbox", "--open", "--json").lines
    assert left["id"] == delivery["id"]

    assert terminal.types("outbox", delivery["id"], "--look").code == 3
    town.change(ill="")
    found = terminal.types("outbox", delivery["id"], "--look", "--json")
    assert (found.code, found.lines[0]["state"]) == (0, "verified")
    assert terminal.types("outbox", "--open", "--json").lines == []
    assert town.town()["requests"] == 1, "it was never sent again"


def test_what_never_arrived_is_sent_again_on_a_person_s_word_only(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("controlroom.room.door_post.CANNOT_TELL_S", 0.1)
    terminal.signed_in()
    town.change(ill="silent")
    (delivery,) = terminal.types(*POST).of_kind("delivery")
    town.change(ill="", posts={})
    assert terminal.types("outbox", delivery["id"], "--look").code == 3, "absence is no proof"
    again = terminal.types("outbox", delivery["id"], "--again", "--json")
    assert again.code == 0, again.err
    assert again.lines[-1]["state"] == "verified"
    assert list(town.town()["posts"]) == [delivery["key"]], "under its own key"
    assert "PREP" in terminal.types("release", EVENT).err


def test_a_person_may_say_that_it_did_not_go_out(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("controlroom.room.door_post.CANNOT_TELL_S", 0.1)
    terminal.signed_in()
    town.change(ill="silent")
    (delivery,) = terminal.types(*POST).of_kind("delivery")
    said = terminal.types("outbox", delivery["id"], "--not-sent", "--json")
    assert (said.code, said.lines[0]["state"]) == (0, "refused")


def test_a_signed_out_account_is_no_go(terminal: Terminal) -> None:
    terminal.types(*ADD, "--keep-nothing", given=f"{PASSWORD}\n")
    refused = terminal.types(*POST)
    assert refused.code == 1
    assert "NO-GO" in refused.err
    assert town.town()["requests"] == 0


def test_an_event_on_hold_refuses_until_it_is_released(terminal: Terminal) -> None:
    terminal.signed_in()
    held = terminal.types("hold", EVENT, "--reason", "a flare", "--json")
    assert held.lines == [{"kind": "state", "event": EVENT, "state": "hold"}]
    refused = terminal.types(*POST)
    assert refused.code == 1
    assert "HOLD" in refused.err
    assert terminal.types("release", EVENT).code == 0
    assert terminal.types(*POST).code == 0


def test_a_post_of_before_is_taken_down_in_hold(terminal: Terminal) -> None:
    terminal.signed_in()
    (delivery,) = terminal.types(*POST).of_kind("delivery")
    terminal.types("hold", EVENT)
    assert terminal.types("retract", delivery["id"]).code == 0
    assert town.town()["posts"] == {}
    assert "HOLD" in terminal.types(*POST).err


def test_caution_needs_the_second_key(terminal: Terminal) -> None:
    from controlroom.clock import MICROS, wall_micros
    from controlroom.posting.second_key import STEP_S, code_at

    terminal.signed_in()
    assert terminal.types(*POST).code == 0
    without = terminal.types(*POST)
    assert without.code == 1
    assert "controlroom people" in without.err
    secret = "JBSWY3DPEHPK3PXP"
    assert terminal.types("settings", "secret", "second_key", given=f"{secret}\n").code == 0
    wrong = terminal.types(*POST, given="000000\n")
    assert wrong.code == 1
    code = code_at(secret, wall_micros() // MICROS // STEP_S)
    assert terminal.types(*POST, given=f"{code}\n").code == 0
    assert len(town.town()["posts"]) == 2


def test_a_network_without_an_adapter_is_posted_to_by_hand(terminal: Terminal) -> None:
    (account,) = terminal.types("accounts", "add", "threads", "--handle", "@salt", "--json").lines
    assert (account["events"], account["secret"]) == ([EVENT], None)
    words = ("post", EVENT, ASSET, "--channel", "threads", "--live", "--hold", "0", "--json")
    posted = terminal.types(*words)
    assert posted.code == 0, posted.err
    (delivery,) = posted.of_kind("delivery")
    assert delivery["state"] == "by_hand"
    assert delivery["handed"].startswith(str(terminal.home))
    address = "https://www.threads.net/@salt/post/1"
    said = terminal.types("outbox", delivery["id"], "--sent", address, "--json")
    assert (said.code, said.lines[0]["state"], said.lines[0]["url"]) == (0, "accepted", address)


def test_nothing_is_kept_where_there_is_no_keyring(
    terminal: Terminal, expected_logs: Expect
) -> None:
    expected_logs("there is no keyring")
    import keyring
    from keyring.backends.fail import Keyring

    keyring.set_keyring(Keyring())
    refused = terminal.types(*ADD, given=f"{PASSWORD}\n")
    assert refused.code == 1
    assert "--ask-secret" in refused.err
    assert terminal.types(*ADD, "--keep-nothing", given=f"{PASSWORD}\n").code == 0
    assert terminal.types("accounts", "test").code == 1
    assert terminal.types("accounts", "test", "--ask-secret", given=f"{PASSWORD}\n").code == 0
    posted = terminal.types(*POST, "--ask-secret", given=f"{PASSWORD}\n")
    assert posted.code == 0, posted.err
    (delivery,) = posted.of_kind("delivery")
    down = terminal.types("retract", delivery["id"], "--ask-secret", given=f"{PASSWORD}\n")
    assert down.code == 0
    assert town.town()["posts"] == {}
