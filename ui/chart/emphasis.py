"""Which part of a short sentence is the news."""

import re

from ui.theme.type import Role
from ui.widgets import Run

_NUMBER = re.compile(r"\d[\d.,'’\u00a0\u202f]*\d[kM]?|\d[kM]?")


def after_colon(text: str, quiet: str, loud: str, roles: tuple[Role, Role]) -> tuple[Run, ...]:
    """ "why: power, lights": what stands before the first colon is the label."""
    label, colon, news = text.partition(":")
    if not colon or not news.strip():
        return (Run(text, roles[1], loud),)
    return (Run(f"{label}:", roles[0], quiet), Run(f" {news.strip()}", roles[1], loud))


def last_number(text: str, quiet: str, loud: str, roles: tuple[Role, Role]) -> tuple[Run, ...]:
    """ "Saltwick 412 a minute": the last number is the news."""
    found = list(_NUMBER.finditer(text))
    if not found:
        return (Run(text, roles[0], quiet),)
    start, end = found[-1].span()
    runs = (
        Run(text[:start], roles[0], quiet),
        Run(text[start:end], roles[1], loud),
        Run(text[end:], roles[0], quiet),
    )
    return tuple(run for run in runs if run.text)
