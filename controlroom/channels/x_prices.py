"""What X charges: it is pay per use since February 2026.

Source: docs.x.com/x-api/getting-started/pricing, read 2026-08-28. "Content: Create", the same "with
URL", "Interaction: Delete", "Content: Manage" and owned reads, all per request or per post read.
"""

from collections.abc import Iterable

from controlroom.channels.base import Post
from controlroom.channels.x_text_links import links
from controlroom.messages import Message, message

AS_OF = "2026-08-28"

# Thousandths of a US dollar, so that sums stay exact.
POST = 15
POST_WITH_LINK = 200
DELETE = 10
ALT_TEXT = 5
OWN_READ = 1
_DOLLAR = 1_000


def price(post: Post) -> float:
    """What posting ``post`` costs, in US dollars: the post itself and each alternative text."""
    return _mills(post) / _DOLLAR


def night_price(posts: Iterable[Post]) -> float:
    """What a night costs, in US dollars: every post, and reading it back once."""
    return sum(_mills(post) + OWN_READ for post in posts) / _DOLLAR


def about_prices() -> tuple[Message, ...]:
    """What a person should know before the night."""
    return (
        message("x.costs", post=POST / _DOLLAR, alt=ALT_TEXT / _DOLLAR, delete=DELETE / _DOLLAR),
        message("x.link_costs", link=POST_WITH_LINK / _DOLLAR, times=POST_WITH_LINK // POST),
        message("x.prices_of", date=AS_OF),
    )


def _mills(post: Post) -> int:
    alts = sum(1 for media in post.media if media.alt and not media.is_video)
    return (POST_WITH_LINK if links(post.text) else POST) + alts * ALT_TEXT
