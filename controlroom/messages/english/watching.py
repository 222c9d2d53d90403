"""The context strip and the list of feeds."""

TEXT = {
    "context.calm": "Nothing unusual about what it names.",
    "context.fast": "{label} moves fast: read what is said.",
    "context.solemn": "{label} is spoken of solemnly: read what is said.",
    "context.unknown": "{label} is not counted yet.",
    "context.rate": "{now} a minute, {usual} in its hour",
    "context.rate.new": "{now} a minute, new",
    "context.rate.unknown": "not counted yet",
    "context.share": "{percent} % solemn, {solemn} of {judged}",
    "context.post": "{at:hms} · {source}",
    "feed.all_well": "{count} feeds live",
    "feed.one_unwell": "{feed}: {line}",
    "feed.some_unwell": "{count} of {all} feeds in trouble",
    "feed.floor": "a reading is a floor",
    "feed.bad": "{count:,} unreadable",
    "feed.dropped": "{count:,} let go",
    "feed.cost": "${dollars} an hour",
}
