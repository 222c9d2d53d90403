"""The lines of the as-run log in words, as ``controlroom log`` lists them."""

TEXT = {
    "log.row": "{at:date} {at:hms}  {who:<12}  {what}",
    "log.state": "the room is in {state}",
    "log.keyring.answers": "the keyring answers: lines are sealed from here on",
    "log.keyring.silent": "no keyring answers: lines carry no key from here on",
    "log.stage": "staged {asset} for {moment}",
    "log.take": "TAKE {title}, fingerprint {fingerprint}",
    "log.take_refused": "TAKE refused: {why}",
    "log.delivery": "{channel} {state}: {asset} {rest}",
    "log.hold": "HOLD by {by}",
    "log.hold_reason": "HOLD, the reason: {why}",
    "log.silence": "silence kept: {title}",
    "log.metrics": "{likes} likes, {reposts} reposts, {replies} replies",
    "log.for_a_command": "LIVE for one command only",
    "log.undo": "undo: revision {takes_back} is taken back",
    "log.retract": "retract {title} on {networks}",
    "log.spike": "spike, {ratio} times the usual: {why}",
    "log.other": "{kind}: {told}",
}
