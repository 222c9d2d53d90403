"""Servers that speak the Mastodon API: signing in, how they count, what they refuse."""

TEXT = {
    "mastodon.server": "Server",
    "mastodon.server.hint": "Where the account lives, mastodon.social for example.",
    "mastodon.token": "Access token",
    "mastodon.token.hint": "The long line under “Your access token”.",
    "mastodon.way.browser": "Through the browser",
    "mastodon.way.browser.how": "Your browser opens a page of the server. Sign in there as the"
    " account that shall post, and agree; no password is typed here.",
    "mastodon.way.token": "With an access token",
    "mastodon.way.token.how": "On the server open Preferences, Development, New application, tick"
    " read and write, save, open it and copy its access token.",
    "mastodon.blank": "{blank} is still to be filled in.",
    "mastodon.back": "Control Room is signed in or says why not. You can close this page.",
    "mastodon.nobody_came": "Nobody came back from the browser within ten minutes.",
    "mastodon.not_ours": "The browser brought an answer that does not fit the question.",
    "mastodon.denied": "The sign-in was refused in the browser.",
    "mastodon.no_app": "{server} does not let this program ask through the browser: {words}",
    "mastodon.use_token": "Use an access token.",
    "mastodon.check_token": "Make a new access token, with read and write, and paste all of it.",
    "mastodon.not_such_a_server": "{server} does not answer as a Mastodon server does.",
    "mastodon.kind_not_taken": "The server takes no file of type {mime}.",
    "mastodon.too_many_pixels": "{pixels:,} pixels, and the server takes {limit:,}.",
    "mastodon.video_too_big": "The video has {size:,} bytes; {limit:,} is the limit.",
    "mastodon.video_alone": "A video goes alone, without pictures and other videos.",
    "mastodon.card_needs_link": "The server makes the link card of a link in the words, and"
    " {address} is not in them.",
    "mastodon.not_an_address": "{address} is not the address of a post.",
    "mastodon.nothing_to_answer": "The post to be answered is not there: {address}",
    "mastodon.still_worked_on": "The server is still working on the files of this post.",
    "mastodon.files_gone": "The server has the files of this post no more; they are uploaded anew.",
    "mastodon.runs": "{server} runs {software}.",
    "mastodon.runs_unknown": "{server} does not say what it runs.",
    "mastodon.counts_discounted": "A post has {limit:,} characters; a link counts {link}, whatever"
    " its length, and of a mention only the name.",
    "mastodon.counts_graphemes": "A post has {limit:,} characters; links and mentions count in"
    " full.",
    "mastodon.counts_code_points": "A post has {limit:,} code points; an emoji can be several,"
    " links and mentions count in full.",
    "mastodon.repeats_safely": "When an answer is lost the same post can be sent again without"
    " making two.",
    "mastodon.never_repeats": "When an answer is lost the post is looked for and never sent again"
    " by itself: this server might make two of it.",
    "mastodon.scopes_lacking": "The sign-in may not do all it must. Missing: {scopes}.",
}
