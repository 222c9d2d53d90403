"""Watch terms: what may stand in one, and changing them."""

TEXT = {
    "terms.slug": "“{slug}” cannot be the slug of a watch term; use small letters, digits and"
    " single hyphens, as in lights-out.",
    "terms.group": "there is no group “{group}”; a watch term is in one of: {groups}.",
    "terms.no_phrases": "it has no phrases to look for.",
    "terms.empty_phrase": "one of its phrases is empty.",
    "terms.no_text": "it holds a character that no text may (half of one, or a NUL).",
    "terms.too_many": "an event has at most {most} watch terms.",
    "terms.not_there": "{event} has no watch term “{term}”.",
    "terms.not_there.do": "It has: {terms}.",
    "terms.wrong": "The watch term “{term}” cannot be used: {why}",
    "terms.put": "Watching for “{term}”.",
    "terms.put_many": "Watching for {number} more terms.",
    "terms.none_given": "There is nothing to watch for.",
    "terms.wrong_number": "Not added: {why}",
    "terms.removed": "“{term}” is watched for no longer.",
    "terms.file_alone": "--file goes without phrases, --slug and --label: each line of it is a term"
    " of its own.",
    "terms.nothing_given": "Say what to watch for, or with --slug which term to change.",
    "terms.file_empty": "{file} holds no terms.",
    "command.term_put": "Watch for something",
    "command.term_remove": "Watch for it no longer",
    "command.terms": "Watch terms: add, change, remove",
    "command.terms_close": "Put the watch terms away",
    "command.term_back": "Put the watch term back that was removed last",
    "cli.term": "{slug}  {group}  {label}",
    "cli.term.phrases": "finds: {phrases}",
    "cli.term.exclude": "not with: {phrases}",
    "cli.term.removed": "{slug} is watched for no longer.",
    "edit.no_term": "There is no watch term “{term}”.",
    "edit.no_feed": "There is no feed “{feed}”.",
}
