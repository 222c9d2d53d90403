"""Moments as the lines of an as-run log tell them: marked, let pass, kept silent."""

from dataclasses import dataclass

from controlroom.report.reading_posts import Told, number, text, who
from controlroom.store.as_run_line import AsRunLine


@dataclass(frozen=True, slots=True)
class Mark:
    """What one edit says of a moment."""

    moment: str
    at: int | None = None
    by_spike: bool = False
    skipped: int | None = None
    who: str = ""


@dataclass(frozen=True, slots=True)
class Silence:
    """A moment that was kept silent ``since`` then (UTC µs); ``marked``: since it was marked, not
    since its time had passed."""

    moment: str
    since: int
    title: str
    marked: bool


@dataclass(frozen=True, slots=True)
class _Edit:
    """An edit that stands. ``revision`` is the event's once it was applied, None in old logs."""

    revision: int | None
    mark: Mark | None


class MomentsRead:
    """What is known of the moments so far: every edit that was not taken back, in order."""

    def __init__(self) -> None:
        self._edits: list[_Edit] = []
        self._silences: list[Silence] = []
        self._ever_marked: set[str] = set()

    def edit(self, line: AsRunLine, told: Told) -> None:
        """An edit, which may be about a moment."""
        mark = _mark_of(line, told)
        if mark is not None and mark.at is not None:
            self._ever_marked.add(mark.moment)
        self._edits.append(_Edit(number(told, "revision"), mark))

    def undo(self, line: AsRunLine, told: Told) -> None:
        """One edit was taken back: the one it names; in old logs, which name none, the newest."""
        back = number(told, "takes_back")
        if back is not None:
            self._edits = [one for one in self._edits if one.revision != back]
        elif self._edits:
            self._edits.pop()

    def silence(self, line: AsRunLine, told: Told) -> None:
        """A SILENT moment came, and nothing of ours with it."""
        since = number(told, "since")
        self._silences.append(
            Silence(
                text(told, "moment"),
                line.at if since is None else since,
                text(told, "title"),
                line.state == "marked",
            )
        )

    def marks(self) -> dict[str, Mark]:
        """What stands, by moment."""
        return {one.mark.moment: one.mark for one in self._edits if one.mark is not None}

    def silences(self, spoken: frozenset[str]) -> dict[str, Silence]:
        """The silences that stand, by moment: none where we spoke after all (``spoken``), none for
        a mark that was taken back."""
        marks = self.marks()
        standing = (
            one
            for one in self._silences
            if one.moment not in spoken and (not one.marked or self._is_marked(one.moment, marks))
        )
        return {one.moment: one for one in standing}

    def _is_marked(self, moment: str, marks: dict[str, Mark]) -> bool:
        if moment not in self._ever_marked:
            return True  # its mark is in no line: an old log
        mark = marks.get(moment)
        return mark is not None and mark.at is not None


def _mark_of(line: AsRunLine, told: Told) -> Mark | None:
    what = told.get("what")
    what = what if isinstance(what, dict) else {}
    moment, by = what.get("moment"), who(told)
    if not isinstance(moment, str):
        return None
    match told.get("edit"):
        case "MarkMoment":
            spike = what.get("by_spike") is True
            return Mark(moment, at=number(what, "at"), by_spike=spike, who=by)
        case "SkipMoment":
            return Mark(moment, skipped=line.at, who=by)
        case "UnmarkMoment" | "UnskipMoment":
            return Mark(moment, who=by)
    return None
