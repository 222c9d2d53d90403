"""What the room says."""

TEXT = {
    "undo.nothing": "There is nothing to undo.",
    "mark.nothing": "Choose a moment first: arrow keys or a click, then M.",
    "mark.already": "{moment} is marked already. Shift+M takes the last mark back.",
    "unmark.nothing": "No moment was marked.",
    "skip.nothing": "There is no moment to skip.",
    "decide.nothing": "There is no such outcome.",
    "again.nothing": "Nothing was rehearsed yet.",
    "alarm.nothing": "There is no alarm to acknowledge.",
    "marked": "{moment} marked at {at:hms}.",
    "undone": "Undone.",
    "released": "HOLD released. Nothing was sent; Space brings cancelled posts back.",
    "released.clear": "HOLD released.",
    "retracted": "Retracted.",
    "retracted.correction": "Retracted. {asset} is staged: look, then TAKE or Backspace.",
    "again.line": "Again from {at:hms}.",
    "wrap.pending": "A post is still pending: let it go out or cancel it, then wrap.",
    "take_now.off": "TAKE now is switched off.",
    "feed.catching_up": "reading the night so far",
}
