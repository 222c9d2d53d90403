"""Posts come back as HTML; here they become the words that were sent.

What servers do to plain text (mastodon/mastodon app/lib/text_formatter.rb, GoToSocial's
internal/text, Pleroma's formatter; read 2026-11): paragraphs and line breaks become elements, a
link is cut short between invisible parts, a mention is shown without its host, a run of empty lines
becomes one, blanks at both ends go.
"""

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from urllib.parse import urlsplit

from controlroom.net.markup import whole_tags

_BLOCKS = frozenset({"p", "blockquote", "pre", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6"})
_BLANKS = re.compile(r"[ \t\u00a0]+")
_LINE_ENDS = re.compile(r" ?\n ?")
_EMPTY_LINES = re.compile(r"\n{2,}")
_MENTION = re.compile(r"(?<![\w/@])@(\w+)(?:@([\w.-]*\w(?::\d+)?))?")


def plain(content: str, accounts: Mapping[str, str]) -> str:
    """The words of a post's ``content``. ``accounts``: address of a profile → user or user@host, of
    everybody the post mentions."""
    reader = _Words(accounts)
    reader.feed(whole_tags(content))
    reader.close()
    return reader.words.strip()


def host_of(handle: str) -> str:
    """The host in user@host."""
    return handle.partition("@")[2]


def same_words(one: str, other: str, host: str) -> bool:
    """Whether two texts are the same but for what servers change in writing and showing one; a
    mention without a host is of somebody on ``host``."""
    return _common(one, host) == _common(other, host)


def _common(text: str, host: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = _LINE_ENDS.sub("\n", _BLANKS.sub(" ", lines))
    lines = _EMPTY_LINES.sub("\n\n", lines).strip()
    return _MENTION.sub(lambda found: f"@{found[1]}@{found[2] or host}".lower(), lines)


class _Words(HTMLParser):
    def __init__(self, accounts: Mapping[str, str]) -> None:
        super().__init__(convert_charrefs=True)
        self.words = ""
        self._accounts = accounts
        self._link: tuple[str, str] | None = None
        self._link_from = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.words += "\n"
        elif tag in _BLOCKS:
            self._break("\n\n")
        elif tag == "li":
            self._break("\n")
        elif tag == "a":
            told = {name: text or "" for name, text in attrs}
            self._link = told.get("href", ""), told.get("class", "")
            self._link_from = len(self.words)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._link is not None:
            shown = self.words[self._link_from :]
            self.words = self.words[: self._link_from] + self._written(shown, *self._link)
            self._link = None

    def handle_data(self, words: str) -> None:
        self.words += words

    def _break(self, lines: str) -> None:
        if self.words and not self.words.endswith(lines):
            self.words = self.words.rstrip("\n") + lines

    def _written(self, shown: str, href: str, classes: str) -> str:
        """What somebody wrote to have a link look like this."""
        if shown.startswith("@") and "mention" in classes.split():
            acct = self._accounts.get(href)
            if acct is not None:
                return f"@{acct}"
            return shown if "@" in shown[1:] else f"{shown}@{urlsplit(href).netloc}"
        cut = shown.endswith("…") and href.startswith(("http://", "https://"))
        return href if cut else shown
