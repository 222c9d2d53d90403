"""The states of the room: HOLD, sleep, the tray, closing the window."""

TEXT = {
    "hold.by_whom": "Nobody called {by} can order HOLD here.",
    "hold.by.tray": "by you, from the tray",
    "hold.by.sleep": "after the computer slept",
    "state.no_longer": "The room is no longer in {was}: it is in {now}.",
    "hold.also_none": "nothing listed",
    "hold.also_empty": "Nothing is written down to stop by hand. Add [[also_stop]] with title, who "
    "and phone to the event's file: paid campaigns, other schedulers, push messages.",
    "tray.tip": "{event}\n{state}\n{pending}",
    "tray.caution": "LIVE, CAUTION",
    "tray.hold_rehearsed": "HOLD of a rehearsal",
    "tray.hold": "HOLD ALL POSTS",
    "tray.held": "HOLD since {at:hm}",
    "tray.nothing_to_hold": "Nothing goes out now",
    "tray.show": "Show the desk",
    "tray.nothing_pending": "nothing pending",
    "tray.pending": "{count} pending: {titles}",
    "tray.bubble": "All posts of {event} are on HOLD",
    "tray.bubble.line": "Raised {by}. {kept}",
    "tray.kept": "{count} kept: Space brings them back.",
    "tray.none_kept": "Nothing was pending.",
    "closing.one": "1 post pending: {title}. It will not be sent.",
    "closing.pending": "{count} posts pending: {titles}. They will not be sent.",
    "closing.kept": "{count} cancelled posts are kept for the next start. Nothing is pending.",
    "closing.nothing": "Nothing is pending.",
    "closing.more": "{count} more",
    "undo.before_live": "Nothing was changed since the room went LIVE. What was prepared before "
    "is locked now.",
    "slept": "The computer slept for {span}. All posts are on HOLD; Space brings Preview back.",
    "slept.pending": "The computer slept for {span}. What was pending was not sent; "
    "Space brings it back.",
    "alarm.clock_forward": "The computer's clock jumped {span} forward at {at:hms}.",
    "alarm.clock_back": "The computer's clock jumped {span} back at {at:hms}.",
    "alarm.clock.do": "Check the clock: moments and their windows follow it.",
}
