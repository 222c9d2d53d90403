"""PINs: what is taken for one, and that only its hash is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlroom.accounts.pins import check_pin, hashed, is_right
from controlroom.errors import WrongInput

EASY = (
    *("0000", "11111111", "1234", "234567", "9876", "7890", "0987", "4747", "123123", "1984"),
    *("2026", "121212121212"),
)


@pytest.mark.parametrize("pin", EASY)
def test_what_is_guessed_first_is_refused(pin: str) -> None:
    with pytest.raises(WrongInput, match="guessed first"):
        check_pin(pin)


@pytest.mark.parametrize("pin", ["", "123", "1234567890123", "12a4", " 4728", "٤٧٢٨", "47-28"])
def test_what_is_no_pin_is_refused(pin: str) -> None:
    with pytest.raises(WrongInput, match="4 to 12 digits"):
        check_pin(pin)


@pytest.mark.parametrize("pin", ["4728", "0472", "1357", "314159265358", "2089345"])
def test_what_nobody_guesses_is_taken(pin: str) -> None:
    check_pin(pin)


@given(st.text("0123456789", min_size=4, max_size=12))
def test_an_easy_pin_has_a_pattern(pin: str) -> None:
    """Whatever is refused is one digit, a part again and again, a run, or a year."""
    try:
        check_pin(pin)
    except WrongInput:
        parts = any(pin[at:] == pin[:-at] for at in range(1, len(pin) // 2 + 1))
        keypad = "01234567890123456789012"
        run = pin in keypad or pin in keypad[::-1]
        year = len(pin) == 4 and pin[:2] in ("19", "20")
        assert parts or run or year


async def test_a_hash_tells_its_pin_from_others_and_does_not_hold_it() -> None:
    kept = await hashed("4728")
    assert kept.startswith("$argon2id$")
    assert "4728" not in kept.split("$")
    assert await hashed("4728") != kept, "each has its own salt"
    assert await is_right(kept, "4728")
    assert not await is_right(kept, "4729")
    assert not await is_right(kept, "")


async def test_who_has_no_pin_and_who_has_a_broken_one_say_no() -> None:
    assert not await is_right(None, "4728")
    assert not await is_right("no hash", "4728")
