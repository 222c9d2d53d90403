"""Sentences about approvals, and about the gaps of a template."""

TEXT = {
    "command.approve": "Approve an asset",
    "command.ask_changes": "Ask for changes of an asset",
    "command.take_back_approval": "Take back what was said of an asset",
    "command.fill_slot": "Fill a gap in Preview",
    "approval.own": "{by} made “{asset}”: somebody else has to approve it.",
    "approval.nobody": "Nobody is named who says so. Name one of the event’s approvers.",
    "approval.unsigned": "Nobody is named who says that of “{asset}”.",
    "approval.no_approver": "{by} is not among those who may approve. These may: {names}.",
    "approval.no_approvers": "{by} is not among those who may approve, and the event names nobody"
    " who is. Put an approver on its list of people.",
    "approval.no_asset": "No asset is chosen. Choose one in the library, or name it.",
    "approval.no_channel": "The event does not post to “{channel}”. It can be: {names}.",
    "approval.no_channels": "The event has no account yet, so there is nothing to approve it for.",
    "approval.no_note": "Write what has to change.",
    "approval.no_time": "“{typed}” is no date and time. Write it as in 2013-02-03 20:00.",
    "approval.past": "A yes that ends at {at:date}, {at:hm}, has ended already.",
    "approval.nothing_said": "Nobody has said anything of “{asset}” there.",
    "approval.given": "{by} approved “{asset}” for {on}.",
    "approval.given_until": "{by} approved “{asset}” for {on}, until {at:date}, {at:hm}.",
    "approval.changes_asked": "{by} asks for changes of “{asset}” on {on}.",
    "approval.taken_back": "What was said of “{asset}” on {on} counts no longer.",
    "gap.none": "“{asset}” in Preview has no gaps to fill.",
    "gap.unknown": "There is no gap “{name}” in Preview. It has: {names}.",
}
