"""Messages in English, from the catalogue in ``controlroom.messages.english``."""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from controlroom.messages import english as catalogue
from controlroom.messages.message import Message, Value


@cache
def texts() -> dict[str, str]:
    """Every template of the catalogue: id → English text with ``{name}`` fields."""
    found: dict[str, str] = {}
    for module in iter_modules(catalogue.__path__):
        found |= import_module(f"{catalogue.__name__}.{module.name}").TEXT
    return found


def template(id_: str) -> str:
    """The English template of a message id. KeyError for an id nobody wrote."""
    return texts()[id_]


def render(what: Message, translate: Callable[[str], str]) -> str:
    """A message as words. ``translate`` maps an id to a template in the reader's language."""

    def shown(value: Value) -> object:
        if isinstance(value, Message):
            return render(value, translate)
        if isinstance(value, tuple):
            return ", ".join(render(part, translate) for part in value)
        return value

    return translate(what.id).format(**{name: shown(value) for name, value in what.values})


def english(what: Message) -> str:
    """A message in English."""
    return render(what, template)
