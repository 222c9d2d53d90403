"""What a network would refuse in a text, and the command that says so."""

TEXT = {
    "text.nothing": "There are no words.",
    "text.half_character": "It holds half of a character (a lone surrogate), which no text may.",
    "text.refused_character": "It holds a character that X refuses, like a byte order mark.",
    "text.no_rules": "No rules for texts on “{channel}” are known.",
    "text.no_rules.do": "There are rules for: {channels}.",
    "text.no_string": "Line {number} is no JSON string.",
}
