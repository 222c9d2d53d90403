"""The words of a post that comes as HTML.

A link is cut short between invisible parts, so its words put together are its whole address; a
hashtag is "#" and the word in an element of its own (mastodon/mastodon app/lib/text_formatter.rb,
read 2026-11). Servers that shorten otherwise write an ellipsis; then the address is the link's.
"""

from collections.abc import Iterable
from html.parser import HTMLParser
from itertools import islice

from controlroom.net.markup import whole_tags

_BLOCKS = frozenset({"p", "blockquote", "pre", "ul", "ol", "li", "div", "h1", "h2", "h3", "h4"})
_UNSAID = frozenset({"script", "style"})
# No post has as many hashtags: what follows is not read.
MOST_TAGS = 200


def words_of(spoiler: str, content: str, tags: Iterable[str] = ()) -> str:
    """What a status says: its warning, its text, and those of its hashtags the text lacks."""
    reader = _Words()
    reader.feed(whole_tags(content))
    reader.close()
    parts = [spoiler.strip(), reader.words.strip()]
    text = "\n".join(part for part in parts if part)
    there = text.casefold()
    missing = [f"#{tag}" for tag in islice(tags, MOST_TAGS) if _lacks(there, tag)]
    return " ".join([text, *missing]).strip() if missing else text


def _lacks(there: str, tag: str) -> bool:
    return tag != "" and f"#{tag.casefold()}" not in there


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words = ""
        self._unsaid = 0
        self._address = ""
        self._link_from = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br" or (tag in _BLOCKS and self.words and not self.words.endswith("\n")):
            self.words += "\n"
        elif tag in _UNSAID:
            self._unsaid += 1
        elif tag == "a":
            self._address = next((to or "" for name, to in attrs if name == "href"), "")
            self._link_from = len(self.words)

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSAID:
            self._unsaid = max(0, self._unsaid - 1)
        elif tag in _BLOCKS and self.words and not self.words.endswith("\n"):
            self.words += "\n"
        elif tag == "a" and self._address:
            if self.words.endswith("…"):
                self.words = self.words[: self._link_from] + self._address
            self._address = ""

    def handle_data(self, words: str) -> None:
        if not self._unsaid:
            self.words += words
