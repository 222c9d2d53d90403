"""What is said about the ways in: Mastodon, X, the feeds of an event and ``controlroom watch``."""

TEXT = {
    "source.mastodon.live": "Live: streams of {host}",
    "source.mastodon.asked": "Live: {host} does not stream here, it is asked every {seconds} s",
    "source.mastodon.quiet": "{host} has sent no sign of life for {seconds} s",
    "source.mastodon.unreachable": "{host} cannot be reached. Trying again.",
    "source.mastodon.wants_token": "{host} shows this only to who is signed in ({status}). Put an"
    " access token into the keyring: controlroom settings secret mastodon.token@{host}",
    "source.mastodon.bad_token": "{host} does not accept the access token (401). Make a new one:"
    " controlroom settings secret mastodon.token@{host}",
    "source.mastodon.forbidden": "{host} does not let us read public posts ({status}): {reason}",
    "source.mastodon.other_api": "{host} does not answer as a Mastodon server does. Is the address"
    " right?",
    "source.mastodon.gone": "{host} says this is gone for good (410)",
    "source.mastodon.wait": "{host} asks us to wait {seconds} s (429)",
    "source.mastodon.no_server": "No server is set. Write mastodon:https://server",
    "source.x.no_token": "X needs the bearer token of your app. Put it into the keyring:"
    " controlroom settings secret x.app_bearer",
    "source.x.locked": "The keyring did not open, so X cannot be read. Unlock it and open the event"
    " again.",
    "source.x.bad_option": "X is not read, since an option cannot be: {reason}",
    "source.x.no_terms": "X is asked for the watch terms only, and there are none",
    "source.x.over_budget": "Counting each minute would cost ${cost} an hour and the budget is"
    " ${budget}. Watch fewer terms, or set budget=",
    "source.x.begins": "Begins at {at}; costs at most ${cost} an hour",
    "source.x.unreachable": "X cannot be reached. Trying again.",
    "source.x.bad_token": "X does not accept the bearer token (401). Put your app's into the"
    " keyring: controlroom settings secret x.app_bearer",
    "source.x.no_credits": "The X account has no credits left (402). Buy some in X's developer"
    " console.",
    "source.x.forbidden": "X does not allow this app to read so (403): {reason}",
    "source.x.wait": "X asks us to wait (429): {reason}",
    "source.x.rules": "X did not take {rules} of the rules ({reason}): a reading is a floor",
    "source.x.saturated": "X passes on at most {most} posts a second: a reading is a floor, each"
    " minute is made up when X has counted it",
    "source.x.short": "Of the last minute X counted {counted} posts, {through} came through: a"
    " reading is a floor until each minute is made up",
    "source.x.budget": "${spent} were spent on posts in an hour, the budget: X's minute counts"
    " only, for about {minutes} min",
    "source.x.budget_alone": "${spent} were spent on posts in an hour, the budget: nothing is read"
    " for about {minutes} min",
    "source.x.without_counts": "Live, without X's minute counts: {why}",
    "source.x.by_the_minute": "X's own minute counts, about two minutes late; no posts are read",
    "source.x.some_counted": "{counted} of {terms} terms are counted: X answers no more a minute",
    "setting.x.app_bearer": "Bearer token of your X app, for reading X (secret)",
    "setting.mastodon.token": "Access token for reading the Mastodon server HOST (secret)",
    "feeds.wrong": "There is no feed {spec}.",
    "feeds.wrong.do": "Write jetstream, wss://HOST/subscribe, mastodon:https://SERVER#tag, x,"
    " lines:-, lines:FILE or lines:tcp://HOST:PORT.",
    "feeds.bad_option": "An option of {name} cannot be read: {reason}",
    "feeds.no_file": "The file {file} cannot be read: {reason}.",
    "feeds.many_terms": "{terms} watch terms are more than the {most} that can be watched.",
    "feeds.no_terms": "There is nothing to watch for.",
    "feeds.no_terms.do": "Name words with --watch, or a file with --terms.",
    "feeds.no_source": "There is no feed to watch.",
    "feeds.no_source.do": "Name one with --source, for example --source jetstream.",
    "feeds.overlap": "{names} see many of the same posts and count them twice; of all but one read"
    " only what was written there: stream=hashtag:local or public:local.",
    "watch.ask": "Token for {source}:",
    "watch.wrong_seconds": "{text} is no number of seconds.",
    "watch.cost": "{source} costs at most ${cost} an hour",
    "watch.free": "{source} costs nothing",
    "watch.source": "{time} {source}: {phase}, {line}",
    "watch.counts": "{time} any {any} in the minute, {total} in all; {terms}",
    "watch.counts.term": "{term} {count}",
    "watch.unread": "{line}; {bad} could not be read, {dropped} were let go unread",
    "watch.spike": "{time} SPIKE of {lead}: {ratio} times the usual; {why}",
    "watch.solemn": "{time} SOLEMN {subject}: {authors} people, {share} % of the talk",
    "watch.fire": "{time} UNDER FIRE: {authors} people, {share} % hostile",
    "watch.said": "{author}: {text}",
    "watch.ended": "{time} ended: {total} mentions, {received} posts read",
}
