"""Which channels there are: ours, and those of packages with the group ``controlroom.channels``."""

from controlroom.channels.base import API
from controlroom.plugins import Table

CHANNELS = Table(
    kind="channel",
    group="controlroom.channels",
    built_in={
        "bluesky": "controlroom.channels.bluesky:Bluesky",
        "mastodon": "controlroom.channels.mastodon:Mastodon",
        "x": "controlroom.channels.x:X",
    },
    api=API,
)
