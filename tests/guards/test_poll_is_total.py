"""Whatever guards are told, they answer, the same each time; what gets worse never gets better."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from controlroom.event.approvals import Said, Standing, said_of
from controlroom.event.delivery import Delivery, DeliveryState
from controlroom.event.live_event import LiveEvent
from controlroom.event.room_state import RoomState
from controlroom.guards import poll as polling
from controlroom.guards.known import Answer, Context, Known, Level, OnChannel, OwnPost
from controlroom.guards.poll import GUARDS, GoPoll, asks, poll
from controlroom.messages import english, message
from tests.guards.knowledge import NOW, S, delivery, known, on_both
from tests.hygiene.records import Expect
from tests.store.strategies import BRANDS, PEOPLE, SENSITIVE, SETTINGS, TEXTS, assets

TIMES = st.integers(NOW - 10**11, NOW + 10**11)
WORDS = st.text(max_size=30)
ZONES = st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kathmandu"])
# All of an event that a guard reads, and no more: whole ones take a second each to make up.
EVENTS = st.builds(
    replace,
    st.just(known().event),
    zone=ZONES,
    brand=BRANDS,
    hashtags=TEXTS,
    links=TEXTS,
    never=TEXTS,
    regions=TEXTS,
    people=PEOPLE,
    sensitive=SENSITIVE,
    settings=SETTINGS,
)
ASSETS = st.sampled_from(known().event.assets) | assets()
# What is found is told as it is: to make it small takes minutes.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
FEW = settings(
    max_examples=20, suppress_health_check=list(HealthCheck), deadline=None, phases=PHASES
)


@st.composite
def on_channels(draw: st.DrawFn, channel: str) -> OnChannel:
    return OnChannel(
        channel=channel,
        title=channel.title(),
        handle=draw(WORDS),
        signed_in=draw(st.booleans()),
        count=draw(st.integers(0, 500)),
        limit=300,
        troubles=draw(st.sampled_from([(), (message("guard.rights.own"),)])),
        has_picture=draw(st.booleans()),
        alt=draw(WORDS),
        uploaded=draw(st.booleans()),
        problem=draw(st.sampled_from([None, message("guard.rights.own")])),
        price=draw(st.floats(0, 1)),
        price_plain=draw(st.floats(0, 1)),
        signed_in_until=draw(st.none() | TIMES),
        confirmed=draw(st.booleans()),
        reads_back=draw(st.booleans()),
    )


@st.composite
def deliveries(draw: st.DrawFn, channels: tuple[str, ...]) -> Delivery:
    row = delivery(draw(st.sampled_from(list(DeliveryState))), draw(WORDS))
    return replace(
        row,
        channel=draw(st.sampled_from(channels)),
        words=draw(WORDS),
        taken=draw(TIMES),
        sends_at=draw(TIMES),
        accepted=draw(st.none() | TIMES),
        remote_id=draw(st.none() | WORDS),
    )


@st.composite
def all_known(draw: st.DrawFn) -> Known:
    event: LiveEvent = draw(EVENTS)
    names, asset = event.channels, draw(ASSETS)
    moment = draw(st.sampled_from([None, *event.moments]))
    channels = tuple(draw(on_channels(name)) for name in draw(st.sampled_from([names, names[:1]])))
    now = draw(TIMES)
    return Known(
        event=event,
        state=draw(st.sampled_from(list(RoomState))),
        asset=asset,
        said=tuple(said_of(asset, on.channel, now) for on in channels),
        moment=moment,
        moment_at=draw(st.none() | TIMES),
        channels=channels,
        deliveries=tuple(draw(st.lists(deliveries(names), max_size=3))),
        now=now,
        feed_age_s=draw(st.none() | st.floats(0, 1e6)),
        solemn_since=draw(st.none() | TIMES),
        own_posts=tuple(
            OwnPost(name, draw(WORDS), draw(TIMES), draw(WORDS), ours=False) for name in names
        ),
        solemn=tuple(draw(st.lists(WORDS, max_size=2))),
        contexts=tuple(
            Context(label, label, solemn=draw(st.integers(0, 9)), judged=9)
            for label in draw(st.lists(WORDS, max_size=2))
        ),
        shown=draw(WORDS),
        seen=draw(st.none() | WORDS),
        posts_left=draw(st.integers(1, 5)),
        requests=tuple((name, draw(TIMES)) for name in names),
        clock_off_s=draw(st.none() | st.floats(-1e6, 1e6)),
        simulated=draw(st.booleans()),
    )


@FEW
@given(all_known())
def test_every_guard_answers_whatever_it_is_told_and_says_it_in_words(now: Known) -> None:
    answers = poll(now)
    assert poll(now) == answers, "the same is answered the same"
    for name, answer in answers.answers:
        assert english(answer.label), name
        # Names and titles may be empty; whatever stands in it, it can be said.
        english(answer.detail)
    levels = [answer.level for _, answer in answers.answers]
    assert levels == sorted(levels, reverse=True)
    assert answers.level is levels[0]
    # Who said yes to everything was asked for everything, and for nothing else.
    assert answers.unasked(answers.asked) is None
    cautions = [one for one in answers.answers if one[1].level is Level.CAUTION]
    for name, answer in cautions:
        assert answers.unasked(answers.asked - asks(name, answer)) is not None
    assert bool(answers.asked) == bool(cautions)


GRADES = {
    "clock": lambda n: known(clock_off_s=n / 10),
    "words": lambda n: known(channels=on_both(count=280 + n)),
    "tone": lambda n: known(feed_age_s=float(n)),
    "cap": lambda n: replace(
        known(own_posts=tuple(OwnPost("x", "", NOW - i, str(i), ours=False) for i in range(n))),
        event=replace(known().event, settings=replace(known().event.settings, cap_per_hour=20)),
    ),
    "breaker": lambda n: known(requests=(("x", NOW),) * n),
    "rights": lambda n: replace(
        known(), asset=replace(known().asset, rights_until=NOW + 20 * S), now=NOW + n * S
    ),
    "offer": lambda n: replace(
        known(), asset=replace(known().asset, offer_until=NOW + 20 * S), now=NOW + n * S
    ),
    "window": lambda n: known(moment_at=NOW - n * 100 * S),
    "token": lambda n: known(channels=on_both(signed_in_until=known().event.ends - n + 20)),
}


@pytest.mark.parametrize("name", GRADES)
@FEW
@given(st.integers(0, 40), st.integers(0, 40))
def test_what_gets_worse_never_gets_better(name: str, one: int, other: int) -> None:
    less, more = sorted((one, other))

    def level(n: int) -> Level:
        answer = dict(poll(GRADES[name](n)).answers).get(name)
        return Level.GO if answer is None else answer.level

    assert level(less) <= level(more)
    assert level(0) < level(40), "it does get worse"


def test_approvers_are_read_on_every_channel() -> None:
    for standing in Standing:
        said = (Said("bluesky", Standing.APPROVED, known().said[0].approval), Said("x", standing))
        answer = dict(poll(replace(known(), said=said)).answers)["approval"]
        assert (answer.level is Level.GO) == (standing is Standing.APPROVED)


@pytest.fixture
def foreign(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, object]]:
    guards: list[tuple[str, object]] = []
    monkeypatch.setattr(polling, "foreign_guards", lambda: tuple(guards))
    return guards


def test_a_guard_of_somebody_else_is_asked_with_ours(foreign: list[tuple[str, object]]) -> None:
    told = message("words", words="after curfew")
    answer = Answer(Level.NO_GO, message("words", words="Curfew"), told)
    foreign.append(("curfew", lambda now: answer))
    assert poll(known()).worst == answer
    foreign[0] = ("curfew", lambda now: None)
    assert poll(known()).level is Level.GO


def test_one_that_fails_or_answers_nonsense_neither_passes_nor_stops_the_others(
    foreign: list[tuple[str, object]], expected_logs: Expect
) -> None:
    expected_logs("guard broken failed")
    expected_logs("guard broken answered")

    def fails(now: Known) -> Answer:
        raise KeyError(now.event.slug)

    for broken in (fails, lambda now: "GO", lambda now: Level.GO):
        foreign[:] = [("broken", broken)]
        answers = poll(known())
        assert answers.level is Level.CAUTION
        assert answers.asked == {"broken"}
        assert len(answers.answers) > 10
    assert len(GUARDS) == 32
    assert GoPoll(()).worst is None
