"""What the window shows of watch terms: the sheet to add, change and remove them with."""

from dataclasses import dataclass, replace

from controlroom.mentions.folding import fold
from controlroom.messages import Message, message


@dataclass(frozen=True, slots=True)
class TermRow:
    """One watch term. ``read`` its phrases for reading, ``rate`` mentions a minute now, ``total``
    of tonight; ``silent``: watched for a while and never said."""

    slug: str
    label: str
    group: str
    phrases: tuple[str, ...]
    exclusions: tuple[str, ...]
    read: str
    rate: Message
    total: Message
    silent: bool

    def fits(self, folded: str) -> bool:
        """Whether its label or one of its phrases holds ``folded`` text."""
        return any(folded in fold(text) for text in (self.label, *self.phrases, *self.exclusions))


@dataclass(frozen=True, slots=True)
class TermGroup:
    """One group of terms, also where it has none; ``count`` how many."""

    name: str
    title: Message
    count: Message
    rows: tuple[TermRow, ...]


@dataclass(frozen=True, slots=True)
class TermAnswer:
    """What became of the last order from the sheet; ``number`` tells two apart.

    ``slug``: the term that was put. ``field`` of a refusal: what is wrong ("label", "group",
    "phrases", "exclude"), "" where it is no single one.
    """

    number: int
    line: Message
    slug: str = ""
    refused: bool = False
    field: str = ""


@dataclass(frozen=True, slots=True)
class TermsView:
    """The watch terms of the event by group. ``limit`` how many there may be; ``notes`` what must
    be known of changes and counts now; ``removed`` tells of a term that can be put back."""

    groups: tuple[TermGroup, ...]
    limit: Message
    notes: tuple[Message, ...] = ()
    answer: TermAnswer | None = None
    removed: Message | None = None

    def row(self, slug: str) -> TermRow | None:
        """The term called ``slug``, None if there is none."""
        rows = (row for group in self.groups for row in group.rows)
        return next((row for row in rows if row.slug == slug), None)

    def sought(self, text: str) -> tuple[TermGroup, ...]:
        """The groups with the terms ``text`` is found in, as mentions are: whatever the case and
        the accents. All of them for no text; else groups without one are left out."""
        wanted = fold(text.strip())
        if not wanted:
            return self.groups
        found = (
            _of(group, tuple(row for row in group.rows if row.fits(wanted)))
            for group in self.groups
        )
        return tuple(group for group in found if group.rows)


def _of(group: TermGroup, rows: tuple[TermRow, ...]) -> TermGroup:
    if len(rows) == len(group.rows):
        return group
    count = message("term_sheet.limit", count=len(rows), most=len(group.rows))
    return replace(group, rows=rows, count=count)
