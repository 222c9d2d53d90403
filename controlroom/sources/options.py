"""Reading a source's options: the event file and the command line write every one as text."""

from collections.abc import Mapping

from controlroom.sources.base import Option


def word(options: Mapping[str, Option], name: str, otherwise: str = "") -> str:
    """An option as text."""
    given = options.get(name)
    return otherwise if given is None or isinstance(given, tuple | Mapping) else str(given).strip()


def words(options: Mapping[str, Option], name: str) -> tuple[str, ...]:
    """An option that lists several, as a tuple or as text with commas or blanks between."""
    given = options.get(name, ())
    if isinstance(given, Mapping):
        return ()
    several = given if isinstance(given, tuple) else str(given).replace(",", " ").split()
    return tuple(str(one).strip() for one in several if str(one).strip())


def number(options: Mapping[str, Option], name: str, otherwise: float) -> float:
    """An option as a number. ValueError, with what was written, where it is none."""
    given = word(options, name)
    return float(given) if given else otherwise


def whole(options: Mapping[str, Option], name: str) -> int:
    """A count or a time in µs; 0 where it is not given. ValueError where it is no whole number."""
    return int(word(options, name) or 0)
