"""How the sources of mentions are doing."""

TEXT = {
    "source.connecting": "Connecting",
    "source.live": "Live",
    "source.late": "{seconds} s late",
    "source.lost": "Not connected: {reason}. Trying again.",
    "source.refused": "The server refused the connection ({status}): {reason}. Trying again.",
    "source.failed": "Stopped by a fault: {reason}",
    "source.ended": "The feed has ended",
    "source.stopped": "Stopped",
    "source.process_ended": "The collector stopped unexpectedly; it is being started again",
}
