"""The whole desk from what the room knows."""

from dataclasses import replace

from controlroom.clock import MICROS
from controlroom.desk.chart import chart
from controlroom.desk.context import context
from controlroom.desk.deliveries import hand_offs
from controlroom.desk.facts import Facts
from controlroom.desk.feeds import feeds
from controlroom.desk.masthead import masthead
from controlroom.desk.on_air import on_air
from controlroom.desk.prep import prep
from controlroom.desk.preview import preview
from controlroom.desk.right import library, slots, suggestions
from controlroom.desk.rundown import rundown
from controlroom.desk.solemn import fire, solemn
from controlroom.desk.strip import alarm, hold
from controlroom.desk.take import take
from controlroom.desk.tray import closing, tray
from controlroom.desk.view import DeskView
from controlroom.desk.wrap import wrap
from controlroom.event.room_state import RoomState
from controlroom.guards.known import Level


def build(facts: Facts) -> DeskView:
    """One frozen picture of the desk. Pure; a few milliseconds."""
    # Ten pictures a second are made, and the window draws what differs from the last one: what
    # shows whole seconds must be equal until the next.
    by_second = replace(facts, now=facts.now - facts.now % MICROS)
    caution = facts.poll is not None and facts.poll.level is Level.CAUTION
    return DeskView(
        revision=facts.revision,
        state=facts.state,
        held_from=facts.held_from,
        caution=caution and facts.state is RoomState.LIVE,
        synthetic=facts.event.synthetic,
        masthead=masthead(by_second),
        rundown=rundown(by_second),
        preview=preview(by_second),
        take=take(facts),
        on_air=on_air(facts),
        suggestions=suggestions(by_second),
        slots=slots(facts),
        library=library(facts),
        chart=chart(by_second),
        alarm=alarm(facts),
        hold=hold(facts),
        prep=prep(facts) if facts.layout == "prep" else None,
        notice=facts.notice,
        hand_offs=hand_offs(facts),
        accounts=facts.accounts,
        solemn=solemn(facts),
        fire=fire(facts),
        context=context(facts),
        feeds=feeds(facts),
        terms=facts.terms,
        board=facts.board,
        tray=tray(facts),
        closing=closing(facts),
        people=facts.people,
        answers=facts.answers,
        wrap=wrap(facts),
    )
