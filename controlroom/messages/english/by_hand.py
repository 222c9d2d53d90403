"""By hand: networks a person posts to."""

TEXT = {
    "by_hand.about": "You post to {network} yourself. TAKE puts the words and pictures ready.",
    "by_hand.handed": "Ready to be posted to {network} by hand.",
    "by_hand.needs_media": "{network} takes no post without a picture or a video.",
    "by_hand.cannot_tell": "Only you can tell whether it is on {network}.",
    "by_hand.take_down": "Take it down on {network} by hand.",
    "by_hand.disk": "The folder {folder} cannot be written to: {why}",
}
