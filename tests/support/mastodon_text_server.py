"""Words as a Mastodon server shows them: the other half of what the channel undoes.

Follows app/lib/text_formatter.rb of mastodon/mastodon (read 2026-11): paragraphs and line breaks as
Rails' simple_format makes them, links cut to thirty characters between invisible spans, mentions as
h-cards without their host, hashtags as links.
"""

import html
import re
from collections.abc import Mapping

_PREFIX = re.compile(r"https?://(?:www\.)?")
_SHOWN = 30
_MARKED = re.compile(
    r"(?P<url>https?://[^\s<>\"]*[^\s<>\".,;:!?')\]])"
    r"|(?<![\w/@])@(?P<user>\w+)(?:@(?P<host>[\w.-]*\w))?"
    r"|(?<![\w/&])#(?P<tag>\w*[^\W\d]\w*)"
)


def as_html(text: str, server: str, accounts: Mapping[str, str]) -> str:
    """``text`` as the server stores and shows it. ``accounts``: acct → address of the profile."""
    written = text.strip().replace("\r\n", "\n").replace("\r", "\n")
    marked, at = "", 0
    for found in _MARKED.finditer(written):
        marked += html.escape(written[at : found.start()])
        marked += _linked(found, server, accounts)
        at = found.end()
    marked += html.escape(written[at:])
    parts = re.split(r"\n\n+", marked)
    return "".join(f"<p>{part.replace(chr(10), '<br />')}</p>" for part in parts)


def _linked(found: re.Match[str], server: str, accounts: Mapping[str, str]) -> str:
    if found["url"]:
        return _link(found["url"])
    if found["tag"]:
        tag = html.escape(found["tag"])
        href = f"{server}/tags/{tag}"
        return f'<a href="{href}" class="mention hashtag" rel="tag">#<span>{tag}</span></a>'
    acct = mention_of(found, accounts)
    if acct is None:
        return html.escape(found[0])
    user = html.escape(acct.partition("@")[0])
    return (
        f'<span class="h-card" translate="no"><a href="{html.escape(accounts[acct])}" '
        f'class="u-url mention">@<span>{user}</span></a></span>'
    )


def mention_of(found: re.Match[str], accounts: Mapping[str, str]) -> str | None:
    """The account a match names, None if it is none or nobody's."""
    if not found["user"]:
        return None
    name = found["user"] + (f"@{found['host']}" if found["host"] else "")
    return next((acct for acct in accounts if acct.lower() == name.lower()), None)


def mentioned(text: str, accounts: Mapping[str, str]) -> list[str]:
    """The accounts that ``text`` names, each once."""
    named = (mention_of(found, accounts) for found in _MARKED.finditer(text))
    return list(dict.fromkeys(acct for acct in named if acct is not None))


def _link(url: str) -> str:
    prefix = _PREFIX.match(url)
    assert prefix is not None
    rest = url[prefix.end() :]
    cut = "ellipsis" if len(rest) > _SHOWN else ""
    return (
        f'<a href="{html.escape(url)}" target="_blank" rel="nofollow noopener noreferrer" '
        f'translate="no"><span class="invisible">{html.escape(prefix[0])}</span>'
        f'<span class="{cut}">{html.escape(rest[:_SHOWN])}</span>'
        f'<span class="invisible">{html.escape(rest[_SHOWN:])}</span></a>'
    )
