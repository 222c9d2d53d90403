"""Standard input and output of commands."""

TEXT = {
    "pipes.no_input": "Standard input is shut.",
    "pipes.no_input.do": "Give a file with <, or the output of another command with |.",
    "pipes.no_output": "Standard output is shut.",
    "pipes.no_output.do": "Give a file with >, or another command with |.",
    "pipes.not_read": "Standard input could not be read: {reason}.",
    "pipes.not_written": "The output could not be written: {reason}.",
}
