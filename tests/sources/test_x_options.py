"""Options of X that were mistyped: it costs money, so nothing is read."""

import pytest

from controlroom.messages import english
from controlroom.sources.base import Option
from controlroom.sources.mention import Phase
from controlroom.sources.x import X
from tests.sources.listening import term, working
from tests.support.x_streams import TOKEN, x_streams


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"read": "count"}, "both, counts or stream, not 'count'"),
        ({"budget": "nan"}, "budget is no amount: 'nan'"),
        ({"until_us": "soon"}, "soon"),
    ],
)
async def test_an_option_that_cannot_be_read_refuses_the_source(
    options: dict[str, Option], says: str
) -> None:
    async with x_streams() as server:
        given = {"token": TOKEN, "server": server.url, **options}
        source = X(given, server.clock)
        async with working(source, term("oreo")) as here:
            await here.until(lambda: here.states)
            source.retarget((term("oreo"), term("power")))
        assert not server.asked
    assert here.phases == [Phase.REFUSED]
    assert says in english(here.states[0].line)
    assert here.states[0].cost_per_hour is None
    # Another run must not read with what is cheap to forget.
    assert source.resume() == given
