"""What is said about the as-run log: its check, its head, its file."""

TEXT = {
    "as_run.head": "The log ends at {head}. Note it down: with it a cut end is found.",
    "as_run.head.unkeyed": "The log ends at {head}. No keyring answered, so it carries no key. Note"
    " the end down: with it a cut or rewritten log is found.",
    "as_run.no_file": "The file {file} cannot be read: {why}.",
    "as_run.no_file.do": "Check its name and try again.",
    "as_run.no_such_kind": "{file} is neither a file nor a pipe: no log can be read from it.",
    "as_run.too_large": "{file} has more than {most} MiB; no as-run log is that long.",
    "as_run.another": "Give the file that Control Room wrote.",
    "as_run.empty_pipe": "Nothing came through the pipe {file}.",
    "as_run.pipe.do": "Start what writes into it first, or give a file.",
    "as_run.not_a_log": "{file} is no as-run log: its first line is none that Control Room writes.",
    "as_run.empty_file": "{file} is empty; an as-run log has at least one line.",
    "as_run.no_head": "“{text}” is no head of a log.",
    "as_run.no_head.do": "Give the 64 hexadecimal digits it was noted down with, or COUNT:DIGITS.",
    "as_run.listed": "{log}  {count} lines  {head}",
    "as_run.which": "Which event? --html and --rehearsal need one.",
    "as_run.which.do": "Type controlroom log to see the logs there are.",
    "as_run.no_run": "There is no rehearsal {run} here.",
    "as_run.two_ways": "--json prints the lines, --html writes the page: one at a time.",
    "as_run.head_alone": "--head is compared by --verify; give both.",
    "as_run.two_verbs": "--verify checks, --html and the list show: one at a time.",
    "as_run.whole": "{log}: {count} lines, each as it was written.",
    "as_run.broken": "{log}: {what} What comes after it was not checked.",
    "as_run.end": "It ends at {head}, with a key.",
    "as_run.end.unkeyed": "It ends at {head}, without a key.",
    "as_run.head.same": "The head is the one given: nothing was cut off and nothing was added.",
    "as_run.head.grown": "The head given is that of line {seq}; {count} lines were added after it.",
    "as_run.head.missing": "The head given is not in it: lines were cut off or written anew after"
    " it was noted down, or it is the head of another log.",
    "as_run.log.event": "{event}",
    "as_run.log.rehearsal": "{event}, rehearsal {run}",
    "as_run.nothing_yet": "Nothing has been logged for {event} yet.",
    "as_run.nothing_at_all": "No log is kept here yet.",
    "as_run.note.unkeyed": "No line carries a key: there was no keyring. Whoever could write to"
    " this log could have written all of it anew; compare its head with the one that was noted"
    " down.",
    "as_run.note.before_key": "Lines {first} to {last} carry no key; the line after them does, and"
    " seals them.",
    "as_run.note.before_key_often": "{count} lines in {times} places carry no key; the line after"
    " each place does, and seals them.",
    "as_run.note.unkeyed_tail": "Lines {first} to {last}, the last ones, carry no key: no keyring"
    " answered then. Compare the head with the one that was noted down.",
    "as_run.note.no_key_here": "{count} lines are sealed with a key that is not in the keyring of"
    " this computer, so their seals were not checked. Check it where it was written, or compare"
    " its head with the one that was noted down.",
    "as_run.note.silent": "{count} lines are sealed with a key, and the keyring of this computer"
    " did not answer, so their seals were not checked. Unlock it and check again, or compare the"
    " head with the one that was noted down.",
    "as_run.note.other_key": "{count} lines are sealed by another desk; a later line of this one"
    " stands for them.",
    "as_run.other_key": "Lines {first} to {last} are sealed with another key than the one of this"
    " computer. Check them where they were written, or with a head noted down after them.",
}
