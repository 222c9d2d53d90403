"""Plug-ins that cannot be used."""

TEXT = {
    "plugin.unknown": "There is no {kind} called {key}",
    "plugin.broken": "The {kind} {key} cannot be loaded: {reason}",
    "plugin.other_api": "The {kind} {key} was written for another version (needed: {needed})",
}
