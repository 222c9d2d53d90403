"""Posts as the lines of an as-run log tell them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from controlroom.report.night import Answer, Numbers, Post, Seen, Sent, Words
from controlroom.store.as_run_line import AsRunLine

Told = Mapping[str, Any]
SAID = frozenset({"note", "caution", "no_go"})
PAST = frozenset({"accepted", "verified"})
ALONE = "solo"
NOBODY = "–"


class PostsRead:
    """Every TAKE so far, and what became of its posts."""

    def __init__(self) -> None:
        self.posts: dict[str, Post] = {}
        self._sent: dict[str, dict[str, Sent]] = {}
        self._why_alone: dict[str, str] = {}

    def whole(self, post: Post, happened: int | None) -> Post:
        """``post`` with what was sent; ``happened`` is when its moment was."""
        rows = self._sent.get(post.take, {})
        return replace(post, sent=tuple(rows.values()), happened=happened)

    def take(self, line: AsRunLine, told: Told) -> None:
        """A TAKE, with what stood in Preview."""
        take, how = text(told, "take"), text(told, "key_how")
        window, staged = told.get("window_s"), told.get("staged_at")
        fingerprint = text(told, "fingerprint")
        self.posts[take] = Post(
            take=take,
            asset=text(told, "asset"),
            title=text(told, "title", "asset"),
            moment=text(told, "moment"),
            taken=line.at,
            words=_words(told.get("shown")) or self._known(take).words,
            staged=staged if isinstance(staged, int) else None,
            staged_how=text(told, "staged_how"),
            who=who(told),
            source=text(told, "by"),
            fingerprint=fingerprint,
            level=text(told, "level"),
            answers=_answers(told.get("guards")),
            key_by=text(told, "key_by"),
            key_how=how,
            key_why=self._why_alone.get(fingerprint, "") if how == ALONE else "",
            policy=text(told, "policy"),
            window_s=window if isinstance(window, int | float) else None,
            numbers=self._known(take).numbers,
        )

    def _known(self, take: str) -> Post:
        return self.posts.get(take) or Post(take, "", "", "", 0)

    def delivery(self, line: AsRunLine, told: Told) -> None:
        """What became of one post on one account."""
        take, channel = text(told, "take"), line.channel or ""
        if take not in self.posts:
            # The line of the TAKE itself comes behind those of its posts.
            asset = text(told, "asset")
            self.posts[take] = Post(take, asset, asset, text(told, "moment"), line.at)
        rows = self._sent.setdefault(take, {})
        before = rows.get(line.delivery or "", Sent(channel, "", ""))
        state, accepted = line.state or "", told.get("accepted")
        if not isinstance(accepted, int):
            first = state in PAST and before.accepted is None
            accepted = line.at if first else before.accepted
        retracted = told.get("retracted")
        down = retracted if isinstance(retracted, int) else line.at
        rows[line.delivery or ""] = Sent(
            channel,
            text(told, "handle") or before.handle,
            state,
            told["part"] if isinstance(told.get("part"), int) else 1,
            text(told, "url") or before.url,
            accepted,
            down if state == "retracted" else None,
            text(told, "problem"),
            before.word,
        )

    def resolve(self, line: AsRunLine, told: Told) -> None:
        """The operator's word on a post. What a network shows as it was sent needs none."""
        if told.get("verdict") != "sent" or line.state == "verified":
            return
        about = text(told, "about")
        for rows in self._sent.values():
            if about in rows:
                rows[about] = replace(rows[about], word=who(told) or NOBODY)

    def second_key(self, line: AsRunLine, told: Told) -> None:
        """Somebody said yes; for what reason, where nobody else was asked."""
        if line.state == "turned":
            self._why_alone[text(told, "fingerprint")] = text(told, "why")

    def metrics(self, line: AsRunLine, told: Told) -> None:
        """How a post is doing."""
        take = text(told, "take")
        if take in self.posts:
            counts = (number(told, name) or 0 for name in ("likes", "reposts", "replies"))
            self.posts[take] = replace(self.posts[take], numbers=Numbers(line.at, *counts))


def number(told: Told, name: str) -> int | None:
    """What stands there, if it is a whole number."""
    value = told.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def who(told: Told) -> str:
    """Whose order a line follows from."""
    return text(told, "operator", "by")


def text(told: Told, *names: str) -> str:
    """The first of these that is text."""
    return next((told[name] for name in names if isinstance(told.get(name), str)), "")


def _words(shown: object) -> tuple[Words, ...]:
    """What each network was shown; those that were shown the same stand together."""
    together: dict[tuple[Any, ...], tuple[list[str], dict[Seen, None]]] = {}
    if not isinstance(shown, dict):
        return ()
    for channel, told in shown.items():
        if isinstance(told, dict):
            thread = [one for one in told.get("thread", ()) if isinstance(one, dict)]
            parts = (told, *thread)
            pictures = tuple(seen for part in parts for seen in _seen(part.get("pictures")))
            rest = tuple(text(one, "words") for one in thread)
            # The crop differs from network to network, the words seldom do.
            same = (text(told, "words"), rest, text(told, "link"))
            channels, seen = together.setdefault(same, ([], {}))
            channels.append(channel)
            seen |= dict.fromkeys(pictures)
    return tuple(
        Words(tuple(channels), words, tuple(seen), rest, link)
        for (words, rest, link), (channels, seen) in together.items()
    )


def _seen(pictures: object) -> tuple[Seen, ...]:
    listed = pictures if isinstance(pictures, list) else []
    return tuple(
        Seen(text(one, "sha256"), text(one, "alt")) for one in listed if isinstance(one, dict)
    )


def _answers(guards: object) -> tuple[Answer, ...]:
    listed = guards if isinstance(guards, list) else []
    said = [Answer(text(one, "level"), text(one, "label"), text(one, "says"))
            for one in listed if isinstance(one, dict)]  # fmt: skip
    return tuple(one for one in said if one.level in SAID)
