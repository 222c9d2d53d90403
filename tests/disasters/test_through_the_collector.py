"""The same disasters through the whole of the collector: matched, counted, judged, told."""

from controlroom.clock import MICROS, ManualClock
from controlroom.event.watch import WatchTerm
from controlroom.mentions.intake import Intake
from controlroom.sources.mention import Mention
from tests.disasters.crowd import START_S, Crowd, Talk

TERMS = (
    WatchTerm("game", "The game", "event", ("game",)),
    WatchTerm("saltwick", "Saltwick", "brand", ("Saltwick",)),
)
OURS = ("bluesky", "did:plc:us/3k")


def test_answers_that_do_not_name_us_are_about_us() -> None:
    clock = ManualClock(START_S * MICROS)
    intake, crowd = Intake(TERMS, clock), Crowd(4)
    intake.set_own((OURS,))
    calm, furious = Talk(60, 0.2, 0.05), Talk(120, 0.0, 0.0, 0.9)
    for offset in range(180):
        mentions = list(crowd.second(START_S + offset, calm))
        if offset >= 120:
            mentions += [
                Mention(
                    f"a{one.id}",
                    one.time_us,
                    one.text.casefold().replace("saltwick", "you"),
                    one.author,
                    one.source,
                    "en",
                    OURS[1],
                )
                for one in crowd.second(START_S + offset, furious)
            ]
        for mention in sorted(mentions, key=lambda one: one.time_us):
            intake.mention(mention)
        clock.advance(1)
    fires = {fire.own_post: fire for fire in intake.take_fires()}
    assert OURS[1] in fires
    assert fires[OURS[1]].since_us < (START_S + 155) * MICROS
    assert fires[OURS[1]].source == OURS[0]


def test_a_term_that_joins_the_brand_is_watched_from_then_on() -> None:
    clock = ManualClock(START_S * MICROS)
    intake, crowd = Intake(TERMS[:1], clock), Crowd(5)
    furious = Talk(60, 0.0, 0.0, 0.9)
    for offset in range(120):
        if offset == 60:
            assert intake.take_fires() == ()
            intake.set_terms(TERMS)
        for mention in crowd.second(START_S + offset, furious):
            intake.mention(mention)
        clock.advance(1)
    assert [fire.own_post for fire in intake.take_fires()] == [""]
