"""Which sources there are: ours, and those of packages with the group ``controlroom.sources``."""

from controlroom.plugins import Table
from controlroom.sources.base import API

SOURCES = Table(
    kind="source",
    group="controlroom.sources",
    built_in={
        "jetstream": "controlroom.sources.jetstream:Jetstream",
        "mastodon": "controlroom.sources.mastodon:Mastodon",
        "x": "controlroom.sources.x:X",
        "lines": "controlroom.sources.lines:Lines",
        "counted": "controlroom.sources.counted:Counted",
    },
    api=API,
)
