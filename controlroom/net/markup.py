"""HTML as strangers' servers send it, made safe to parse."""

import re
from typing import Final

LONGEST: Final = 100_000
"""Characters of which no more are read: no post is as long."""

# The parser looks for the end of whatever may be a tag again and again: some kilobytes of tags,
# quotes or comments that begin and never end take it minutes.
_NO_TAG = re.compile(
    r"""<(?!/?[a-zA-Z]
        (?:[^<>"'=]++ | =\s*+(?:"[^"<>]*+" | '[^'<>]*+' | [^\s<>"'=]++(?=[\s>])))*+
    >)""",
    re.VERBOSE,
)


def whole_tags(content: str) -> str:
    """``content``, of which only whole and simple tags are left as tags: any other ``<`` is
    escaped, and with it comments. ``html.parser`` reads that in time linear in its length."""
    return _NO_TAG.sub("&lt;", content[:LONGEST])
