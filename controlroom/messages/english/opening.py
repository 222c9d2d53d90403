"""What is said before there is a desk."""

TEXT = {
    "open.no_event": "There is no event called “{event}”.",
    "open.no_event.do": "The bundled one is super-bowl-xlvii.",
    "open.other_slug": "The bundled event {event} calls itself {found}.",
    "open.other_slug.do": "Install Control Room anew, or call it {event} in its event.toml.",
    "open.wrong_time": "“{text}” is no time of day.",
    "open.wrong_time.do": "Write it like 20:36:00.",
    "open.ends_before": "A night from {start:hms} cannot end at {end:hms}.",
    "open.ends_before.do": "Name a later time with --to.",
    "open.wrong_speed": "“{text}” is no speed.",
    "open.wrong_speed.do": "Write a number above 0, for example 10.",
    "open.wrong_size": "“{text}” is no size.",
    "open.wrong_size.do": "Write it like 1920x1080.",
    "open.wrong_scale": "{scale} is no scale this desk has.",
    "open.wrong_scale.do": "Choose 1, 1.15, 1.3 or 1.5.",
    "open.no_picture": "The picture could not be written to {path}.",
    "open.no_picture.do": "Name a file in a folder that can be written.",
    "open.failed": "Control Room failed and had to stop: {why}.",
    "open.failed.do": "Nothing that was pending is sent. What happened stands in {log}.",
    "open.no_log": "The folder for the log, {path}, cannot be written: {why}.",
    "open.no_log.do": "Make it writable, or name another place in CONTROLROOM_HOME.",
    "open.no_display": "There is no display here, so the night is played without a window.",
    "open.cannot_write": "{path} cannot be written: {why}.",
    "open.cannot_write.do": "Name another place with --out.",
    "rehearse.line": "{at:hms} {zone}  {speed}×  {mentions}/min  {posts} accepted  {now}",
    "rehearse.wrote": "As-run log: {log}",
    "rehearse.log_cut": "The as-run log {log} ends after {count} lines: {why}. Nothing is missing"
    " in the room's own database.",
    "rehearse.log_cut.do": "Make room on the disk, then print it anew: controlroom log {event}"
    " --rehearsal --json",
    "rehearse.log_cut.do_in": "Make room on the disk, then print it anew: controlroom log {event}"
    " --rehearsal --json --data {data}",
    "rehearse.picture": "The desk at the end: {picture}",
    "rehearse.summary": "{accepted} accepted, {cancelled} cancelled, {refused} refused.",
    "live.title": "Live, {at:date}",
}
