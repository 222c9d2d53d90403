"""``--source SPEC`` and ``--terms FILE``: feeds and watch terms as they are typed."""

import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, urlsplit

from controlroom.errors import WrongInput
from controlroom.event.watch import WatchTerm
from controlroom.messages import message
from controlroom.sources.base import Option, SourceSpec
from controlroom.sources.options import number
from controlroom.sources.table import SOURCES

FORMS = """\
feeds (SPEC):
  jetstream                      Bluesky's public posts, from its own servers
  jetstream:URL, wss://HOST/subscribe            from another Jetstream server
  mastodon:https://SERVER#tag,tag                posts with a hashtag (also those among the terms)
  mastodon:https://SERVER?stream=public          all public posts; also public:local, public:remote
  x?budget=10&read=both          X, which costs money: at most so many US dollars an hour;
                                 read=both, counts or stream
  lines:-, lines:FILE, lines:tcp://HOST:PORT     JSON lines: id, time, text [, author, lang]
Any of them takes options after a question mark; name= tells two of a kind apart. A token is best
kept in the keyring (controlroom settings secret); token=@FILE reads it from a file.
"""
MOST_TERMS = 1_000
SECONDS = ("lull_s", "poll_s", "check_s")
_SOCKETS = {"ws": "ws", "wss": "wss", "http": "ws", "https": "wss"}


def feed_of(written: str) -> SourceSpec:
    """The feed that a SPEC means. Raises ``WrongInput``."""
    key, sign, rest = written.partition(":")
    if key in ("ws", "wss"):
        return SourceSpec("jetstream", {"endpoint": _socket(written, written)})
    if "?" in key or "#" in key or not sign:
        key, sign, rest = _cut(written)
    place, tags, asked = _parts(rest if sign == ":" else sign + rest)
    if key not in {plugin.key for plugin in SOURCES.known()} or key == "counted":
        raise _wrong(written)
    options: dict[str, Option] = {**asked}
    match key:
        case "jetstream":
            options |= {"endpoint": _socket(place, written)} if place else {}
        case "mastodon":
            options["server"] = _server(place, written)
        case "lines":
            options |= _lines(place, written)
        case _ if place:
            options["server"] = _server(place, written)
    if tags:
        options["tags"] = tags
    spec = SourceSpec(key, options)
    _look_at_numbers(spec)
    return spec


def feeds_of(written: Iterable[str]) -> tuple[SourceSpec, ...]:
    """The feeds of several SPECs. Raises ``WrongInput``."""
    return tuple(feed_of(one) for one in written)


def terms_of(words: Sequence[str], file: str | None) -> tuple[WatchTerm, ...]:
    """A watch term for each of ``words`` and each line of ``file``; blank lines and those that
    start with // are passed over. Raises ``WrongInput``."""
    lines = [*words, *(_lines_of(file) if file else ())]
    wanted = dict.fromkeys(line.strip() for line in lines)
    wanted.pop("", None)
    if len(wanted) > MOST_TERMS:
        raise WrongInput(message("feeds.many_terms", terms=len(wanted), most=MOST_TERMS))
    return tuple(
        WatchTerm(f"watch-{number}", word, "event", (word,))
        for number, word in enumerate(wanted, start=1)
    )


def _lines_of(file: str) -> list[str]:
    try:
        text = Path(file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or type(problem).__name__
        raise WrongInput(message("feeds.no_file", file=file, reason=reason)) from problem
    return [line for line in text.splitlines() if not line.lstrip().startswith("//")]


def _cut(written: str) -> tuple[str, str, str]:
    """A SPEC without an address: its key, the sign after it and the rest."""
    place = min((at for at in map(written.find, "?#") if at >= 0), default=len(written))
    return written[:place], written[place : place + 1], written[place + 1 :]


def _parts(rest: str) -> tuple[str, tuple[str, ...], dict[str, Option]]:
    """Address, hashtags and options, in whichever order the last two are written."""
    place, sign, rest = _cut(rest)
    tags: list[str] = []
    asked: dict[str, Option] = {}
    while sign:
        part, next_sign, rest = _cut(rest)
        if sign == "#":
            tags += [tag for tag in part.split(",") if tag]
        else:
            asked |= {name: _from_file(name, value) for name, value in parse_qsl(part)}
        sign = next_sign
    return place, tuple(tags), asked


def _from_file(name: str, value: str) -> str:
    if name != "token" or not value.startswith("@"):
        return value
    return "".join(_lines_of(value[1:])[:1]).strip()


def _look_at_numbers(spec: SourceSpec) -> None:
    for name in SECONDS:
        try:
            good = 0 < number(spec.options, name, 1.0) < math.inf
        except ValueError:
            good = False
        if not good:
            reason = f"{name}={spec.options[name]}"
            raise WrongInput(message("feeds.bad_option", name=spec.name, reason=reason))


def _split(address: str, written: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        # Asked for here, because a port that is no number is told only to who asks.
        if parts.hostname and parts.port != 0:
            return parts
    except ValueError:
        pass
    raise _wrong(written)


def _socket(address: str, written: str) -> str:
    parts = _split(address, written)
    if parts.scheme not in _SOCKETS or not parts.netloc:
        raise _wrong(written)
    path = parts.path.rstrip("/") or "/subscribe"
    return f"{_SOCKETS[parts.scheme]}://{parts.netloc}{path}"


def _server(address: str, written: str) -> str:
    parts = _split(address if "://" in address else f"https://{address}", written)
    if parts.scheme not in ("http", "https") or not parts.netloc or not address:
        raise _wrong(written)
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


def _lines(place: str, written: str) -> dict[str, Option]:
    if not place:
        raise _wrong(written)
    if not place.startswith("tcp:"):
        return {"file": place}
    parts = _split(place, written)
    if not parts.port:
        raise _wrong(written)
    return {"tcp": parts.netloc}


def _wrong(written: str) -> WrongInput:
    return WrongInput(message("feeds.wrong", spec=written), message("feeds.wrong.do"))
