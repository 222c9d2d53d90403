"""What is said about edits, the data folder and the database."""

TEXT = {
    "edit.no_moment": "There is no moment “{moment}” in this event.",
    "edit.no_asset": "There is no asset “{asset}” in this event.",
    "edit.no_cue": "“{asset}” is not paired with the moment “{moment}”.",
    "edit.no_outcome_set": "There is no outcome set “{outcome_set}” in this event.",
    "edit.no_outcome": "“{outcome_set}” has no outcome “{outcome}”.",
    "edit.no_caption": "“{asset}” needs a caption that all networks share.",
    "edit.nothing_to_undo": "There is nothing to undo.",
    "store.stale_revision": "The event has changed in the meantime (revision {current}, not"
    " {expected}). Nothing was overwritten.",
    "store.stale_revision.do": "Look again and repeat the change.",
    "store.no_event": "There is no event “{event}” here.",
    "store.twice": "The event “{event}” has “{slug}” twice.",
    "store.loose_end": "The event “{event}” speaks of “{slug}” but has nothing of that name.",
    "store.no_delivery": "There is no delivery {delivery}.",
    "store.delivery_moved": "The delivery on {channel} has changed in the meantime; nothing was"
    " overwritten.",
    "store.no_media": "The media file {sha256} is not in this library.",
    "store.media_gone": "The file of “{name}” is missing from the library.",
    "store.media_changed": "The file of “{name}” is no longer what was put into the library.",
    "store.media_again": "Put the original file into the library again.",
    "store.read_only": "This command only reads; nothing was changed.",
    "store.already_open": "Control Room is already open on this folder: {place}.",
    "store.already_open.do": "Go to the window that is open, or start this one with another data"
    " folder.",
    "store.unwritable": "Control Room cannot write to {place}.",
    "store.unwritable.do": "Give your user the right to write there, or choose another data"
    " folder.",
    "store.disk_full": "The disk is full; {place} could not be written. Nothing that was there is"
    " lost.",
    "store.disk_full.do": "Free some space and start again.",
    "store.disk_fails": "The disk does not take or give back what is in {place}.",
    "store.disk_fails.do": "Check that the disk is connected and sound, then start again.",
    "store.damaged": "The database in {place} is damaged. It was left exactly as it is.",
    "store.damaged.do": "Move the file away and put a copy in its place, or start with another"
    " data folder.",
    "store.newer": "{place} was written by a newer Control Room. It was left exactly as it is.",
    "store.newer.do": "Install the newer version.",
    "store.older": "{place} was written by an older Control Room.",
    "store.older.do": "Start Control Room on it once; it will bring it up to date.",
    "store.nothing_here": "There is no Control Room data in {place} yet.",
    "store.nothing_here.do": "Start Control Room there once.",
    "store.busy": "Another program is keeping the database in {place} busy.",
    "store.busy.do": "Close what else has it open and try again.",
    "store.server_away": "The database server {place} cannot be reached.",
    "store.server_away.do": "Check the network and the server, then try again.",
    "store.chain_gap": "Line {seq} is missing.",
    "store.chain_changed": "Line {seq} is not what was written.",
    "store.chain_order": "Line {seq} does not follow the line before it.",
}
