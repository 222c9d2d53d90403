"""How the sources of mentions are doing."""

TEXT = {
    "source.connecting": "Connecting",
    "source.live": "Live",
    "source.late": "{seconds} s late",
    "source.stale": "Nothing for {seconds} s",
    "source.saturated": "At its ceiling: the reading is a floor",
    "source.lost": "Not connected: {reason}. Trying again.",
    "source.refused": "The server refused the connection ({status}): {reason}. Trying again.",
    "source.failed": "Stopped by a fault: {reason}",
    "source.ended": "The feed has ended",
    "source.stopped": "Stopped",
    "source.process_ended": "The collector stopped unexpectedly; it is being started again",
}
