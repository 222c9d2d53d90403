"""Spikes on the command line."""

TEXT = {
    "spikes.no_row": "Line {number} is not a time and a count.",
    "spikes.no_row.do": "Give lines such as 2021-06-11T18:44:55Z,12 under a header.",
}
