"""The second key over the phone: six digits from an authenticator (RFC 6238)."""

import base64
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlroom.posting.second_key import STEP_S, code_at, enrolment, new_secret, step_of

# The secret and the codes of RFC 6238, appendix B, SHA-1; the last six of its eight digits.
SECRET = base64.b32encode(b"12345678901234567890").decode()
VECTORS = {
    59: "287082",
    1_111_111_109: "081804",
    1_111_111_111: "050471",
    1_234_567_890: "005924",
    2_000_000_000: "279037",
    20_000_000_000: "353130",
}


@pytest.mark.parametrize(("seconds", "code"), VECTORS.items())
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    assert code_at(SECRET, seconds // STEP_S) == code
    assert step_of(SECRET, code, seconds) == seconds // STEP_S


def test_a_secret_may_be_written_as_people_write_it() -> None:
    plain = base64.b32encode(b"seventeen bytes!!").decode()
    assert code_at(plain.lower().rstrip("="), 1) == code_at(plain, 1)


@given(st.integers(0, 10**10))
def test_a_code_opens_once(now: int) -> None:
    code = code_at(SECRET, now // STEP_S)
    used = step_of(SECRET, code, now)
    assert used is not None
    assert step_of(SECRET, code, now, used) is None
    assert step_of(SECRET, code, now + STEP_S, used) is None


@given(st.integers(10, 10**8), st.integers(-4, 4))
def test_a_phone_may_be_one_step_off(step: int, off: int) -> None:
    codes = {code_at(SECRET, step + near) for near in (-1, 0, 1)}
    code = code_at(SECRET, step + off)
    assert (step_of(SECRET, code, step * STEP_S + 15) is not None) is (code in codes)
    if abs(off) <= 1:
        assert code in codes


def test_after_a_newer_code_an_older_one_is_dead() -> None:
    now = 1_000 * STEP_S
    used = step_of(SECRET, code_at(SECRET, 1_001), now)
    assert used == 1_001
    assert step_of(SECRET, code_at(SECRET, 1_000), now, used) is None
    assert step_of(SECRET, code_at(SECRET, 999), now, used) is None
    assert step_of(SECRET, code_at(SECRET, 1_002), now + STEP_S, used) == 1_002


@pytest.mark.parametrize("digits", ["", "28708", "2870822", "287O82", "٢٨٧٠٨٢", "      "])
def test_what_is_no_code_is_wrong(digits: str) -> None:
    assert step_of(SECRET, digits, 59) is None


@pytest.mark.parametrize("name", ["Dana", "Zoë O’Hara & Sons", "a/b?c=d:e"])
def test_an_authenticator_reads_whose_secret_it_is(name: str) -> None:
    secret = new_secret()
    assert len(base64.b32decode(secret)) == 20
    assert new_secret() != secret
    read = urlsplit(enrolment(secret, name))
    assert (read.scheme, read.netloc) == ("otpauth", "totp")
    assert unquote(read.path) == f"/Control Room:{name}"
    asked = {field: values[0] for field, values in parse_qs(read.query).items()}
    assert asked == {"secret": secret, "issuer": "Control Room", "digits": "6", "period": "30"}
