"""Alarms: what happened, and what to do."""

TEXT = {
    "alarm.stale": "The feed is {age} old.",
    "alarm.stale.do": "Charts are old; it reconnects by itself.",
    "alarm.stale.because": "Charts are old. {why}",
    "alarm.solemn.subject": "Solemn subject since {at:hms}: {subject}.",
    "alarm.solemn.do": "Decide: Esc Esc holds all posts, 0 stages the pause asset.",
    "alarm.solemn.strong": "{authors} people speak of {subject} since {at:hms}: HOLD is proposed.",
    "alarm.solemn.strong.do": "H accepts it and holds all posts; or say: seen, not ours.",
    "alarm.fire": "{brand} under fire since {at:hms}: {authors} people, "
    "{percent} % hostile, {usual} % is usual.",
    "alarm.fire.do": "Look what they say. Esc Esc holds all posts.",
    "alarm.fire.own": "{post} under fire since {at:hms}: {authors} people, "
    "{percent} % hostile, {usual} % is usual.",
    "alarm.fire.own.do": "Look, then Esc Esc holds all posts, Ctrl+Backspace held retracts.",
    "alarm.fire.a_post": "Our post",
    "alarm.failed": "{asset} FAILED on {network}.",
    "alarm.failed.do": "R sends it again. {why}",
    "alarm.stayed_here": "{asset} did not go to {network}.",
    "alarm.stayed_here.do": "{why} Space brings it back.",
    "alarm.unwritten": "{asset} is not sent on, and that cannot be written down: the disk.",
    "alarm.unwritten.do": "Space brings it back. Free space on the disk: it is tried again.",
    "alarm.unknown": "Nobody knows whether {asset} is on {network}.",
    "alarm.unknown.do": "Open the network and look before anything is sent again.",
    "alarm.overdue": "{moment} is {by} overdue.",
    "alarm.overdue.do": "M marks it, X skips it, or TAKE.",
    "alarm.nothing_ready": "{moment} in {left} has nothing ready.",
    "alarm.nothing_ready.do": "Stage another: /",
    "alarm.differs": "{network} shows {asset} otherwise than it was sent.",
    "alarm.differs.do": "Open the post; retract it or keep it.",
    "alarm.kept": "{count} posts were pending when the program ended.",
    "alarm.kept.do": "They were not sent. Space brings them back one at a time.",
}
