"""HTML that cannot be broken into: what is no ``Html`` is escaped wherever it is put."""

import html
from typing import TypeAlias


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


Child: TypeAlias = str | None
VOID = frozenset({"img", "input", "meta", "br"})


def escaped(text: str) -> Html:
    """Plain text, as it is shown."""
    # Half a character cannot be written into a file.
    whole = text.encode("utf-8", "replace").decode()
    return Html(html.escape(whole))


def element(kind: str, /, *inside: Child, **attributes: str | int | bool | None) -> Html:
    """An element with its children: those that are None are left out, plain text is escaped. So are
    attributes that are None or False; ``class_`` is class, and _ is -."""
    told = "".join(
        f" {key.rstrip('_').replace('_', '-')}"
        + ("" if value is True else f'="{escaped(str(value))}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if kind in VOID:
        return Html(f"<{kind}{told}>")
    return Html(f"<{kind}{told}>{joined(*inside)}</{kind}>")


def joined(*parts: Child) -> Html:
    """Parts one after the other."""
    return Html(
        "".join(
            part if isinstance(part, Html) else escaped(part) for part in parts if part is not None
        )
    )
