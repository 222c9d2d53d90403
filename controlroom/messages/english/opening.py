"""What is said before there is a desk."""

TEXT = {
    "open.no_event": "There is no event called “{event}”.",
    "open.no_event.do": "The bundled one is super-bowl-xlvii.",
    "open.wrong_time": "“{text}” is no time of day.",
    "open.wrong_time.do": "Write it like 20:36:00.",
    "open.wrong_speed": "“{text}” is no speed.",
    "open.wrong_speed.do": "Write a number above 0, for example 10.",
    "open.wrong_size": "“{text}” is no size.",
    "open.wrong_size.do": "Write it like 1920x1080.",
    "open.wrong_scale": "{scale} is no scale this desk has.",
    "open.wrong_scale.do": "Choose 1, 1.15, 1.3 or 1.5.",
    "open.no_picture": "The picture could not be written to {path}.",
    "open.no_picture.do": "Name a file in a folder that can be written.",
    "open.no_display": "There is no display here, so the night is played without a window.",
    "open.cannot_write": "{path} cannot be written: {why}.",
    "open.cannot_write.do": "Name another place with --out.",
    "rehearse.line": "{at:hms} {zone}  {speed}×  {mentions}/min  {posts} accepted  {now}",
    "rehearse.wrote": "As-run log: {log}",
    "rehearse.picture": "The desk at the end: {picture}",
    "rehearse.summary": "{accepted} accepted, {cancelled} cancelled, {refused} refused.",
    "live.title": "Live, {at:date}",
}
