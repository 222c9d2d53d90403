"""Counting without a window."""

TEXT = {
    "count.no_file": "The terms in {file} cannot be read: {why}.",
    "count.not_text": "The terms in {file} are not text in UTF-8.",
    "count.not_text.do": "Save the file again as UTF-8 text, one term a line.",
    "count.bad_line": "1 line could not be read.",
    "count.bad_lines": "{number} lines could not be read.",
}
