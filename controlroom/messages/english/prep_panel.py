"""Fixed words of the PREP layout."""

TEXT = {
    "panel.prep.moments": "Moments and their assets",
    "panel.prep.readiness": "Readiness",
    "panel.prep.ready": "ready",
    "panel.prep.not": "not",
    "panel.prep.library": "Library",
    "panel.prep.find": "Find by name, words or moment",
    "panel.prep.asset": "Asset",
    "panel.prep.words": "Words for each network",
    "panel.prep.counted": "counted as the network counts",
    "panel.prep.empty": "The library is empty.",
    "panel.prep.empty_do": "Put pictures or videos into the event’s watch folder; each becomes an"
    " asset here, checked against every network’s rules.",
    "panel.prep.none_found": "No asset fits.",
    "panel.prep.none_found_do": "Clear the search field, or choose another filter.",
    "panel.prep.none_chosen": "No asset is chosen.",
    "panel.prep.none_chosen_do": "Choose one in the library: it is shown here as each network"
    " will show it, with its words.",
    "panel.prep.no_moments": "The rundown has no moments yet.",
}
