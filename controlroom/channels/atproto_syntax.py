"""The forms of atproto's identifiers and values, as its specification has them.

Form alone: whether a handle belongs to anybody, or a record is there, only the network knows.
Source: atproto.com/specs (handle, did, nsid, tid, record-key, at-uri-scheme, lexicon formats).
"""

import re
from datetime import UTC, datetime

_TOP = r"[a-zA-Z](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_HANDLE = re.compile(rf"(?:{_LABEL}\.)+{_TOP}")
_DID = re.compile(r"did:[a-z]+:[a-zA-Z0-9._:%-]*[a-zA-Z0-9._-]")
_NSID = re.compile(rf"{_TOP}(?:\.{_LABEL})+\.[a-zA-Z][a-zA-Z0-9]{{0,62}}")
_RECORD_KEY = re.compile(r"[a-zA-Z0-9_~.:-]{1,512}")
_TID = re.compile(r"[2-7a-j][2-7a-z]{12}")
_CID = re.compile(r"[a-zA-Z0-9+=]{8,256}")
_URI = re.compile(r"[a-z][a-z.-]{0,80}:[!-~]+")
_AT_URI = re.compile(r"at://(?P<who>[^/]+)(?:/(?P<what>[^/]+)(?:/(?P<which>[^/]+))?)?")
_DATETIME = re.compile(
    r"(?P<to_seconds>[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9])"
    r"(?:\.[0-9]{1,20})?(?P<zone>Z|[+-][0-2][0-9]:[0-5][0-9])"
)
_EXTENSION = r"[0-9a-wy-z](?:-[a-z0-9]{2,8})+"
_PRIVATE = r"x(?:-[a-z0-9]{1,8})+"
_LANGUAGE = re.compile(
    r"(?-i:[a-z]{2,3})(?:-[a-z]{3}){0,3}"  # language and what it is extended by
    r"(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"  # script, region
    r"(?P<variants>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)"
    rf"(?P<extensions>(?:-{_EXTENSION})*)(?:-{_PRIVATE})?|{_PRIVATE}",
    re.IGNORECASE | re.ASCII,
)
# Registered before the present rules.
_OLD = """
    art-lojban cel-gaulish en-gb-oed i-ami i-bnn i-default i-enochian i-hak i-klingon i-lux i-mingo
    i-navajo i-pwn i-tao i-tay i-tsu no-bok no-nyn sgn-be-fr sgn-be-nl sgn-ch-de zh-guoyu zh-hakka
    zh-min zh-min-nan zh-xiang
"""
_OLD_LANGUAGES = frozenset(_OLD.split())


def is_handle(text: str) -> bool:
    """Whether it can be a handle: a host name of two labels or more, without @."""
    return len(text) <= 253 and _HANDLE.fullmatch(text) is not None


def is_did(text: str) -> bool:
    """Whether it can be an account's lasting identifier, of any method."""
    return len(text) <= 2_048 and _DID.fullmatch(text) is not None


def is_at_identifier(text: str) -> bool:
    """Whether it can name an account: a handle or a DID."""
    return is_did(text) if text.startswith("did:") else is_handle(text)


def is_nsid(text: str) -> bool:
    """Whether it can name a schema, like app.bsky.feed.post."""
    return len(text) <= 317 and _NSID.fullmatch(text) is not None


def is_record_key(text: str) -> bool:
    """Whether it can be a record's key within its collection."""
    return text not in {".", ".."} and _RECORD_KEY.fullmatch(text) is not None


def is_tid(text: str) -> bool:
    """Whether it can be a record key made of a time."""
    return _TID.fullmatch(text) is not None


def is_cid(text: str) -> bool:
    """Whether it can be a content address in string form; its digest is not looked into."""
    return not text.startswith("Qm") and _CID.fullmatch(text) is not None


def is_uri(text: str) -> bool:
    """Whether it can be an address with any scheme."""
    return len(text) <= 8_192 and _URI.fullmatch(text) is not None


def is_at_uri(text: str) -> bool:
    """Whether it can be the address of an account, a collection or a record."""
    parts = _AT_URI.fullmatch(text)
    if len(text) > 8_192 or parts is None or not is_at_identifier(parts["who"]):
        return False
    if parts["what"] is not None and not is_nsid(parts["what"]):
        return False
    return parts["which"] is None or is_record_key(parts["which"])


def is_datetime(text: str) -> bool:
    """Whether it is a time as records hold it: a day that exists, to the second or finer, with its
    offset from UTC, not before the year 0."""
    parts = _DATETIME.fullmatch(text)
    if len(text) > 64 or parts is None or parts["zone"] == "-00:00":
        return False
    # Python's years begin with 1; any 400 of them are alike.
    year = int(text[:4])
    alike = 2_000 + year % 400
    zone = parts["zone"].replace("Z", "+00:00")
    try:
        at = datetime.fromisoformat(f"{alike}{parts['to_seconds'][4:]}{zone}")
    except ValueError:
        return False
    return year + at.astimezone(UTC).year - alike >= 0


def is_language(text: str) -> bool:
    """Whether it is a well-formed BCP 47 tag that repeats no variant and no extension."""
    if text.lower() in _OLD_LANGUAGES:
        return True
    parts = _LANGUAGE.fullmatch(text)
    if parts is None:
        return False
    variants = (parts["variants"] or "").lower().split("-")[1:]
    extensions = re.findall(r"-(\w)(?=-)", (parts["extensions"] or "").lower())
    return all(len(set(some)) == len(some) for some in (variants, extensions))
