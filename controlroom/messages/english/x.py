"""X: signing in, what it costs, and what only this network refuses."""

TEXT = {
    "x.server": "Server",
    "x.server.hint": "Leave it as it is, unless you try things out with another server.",
    "x.client_secret": "Client secret",
    "x.client_secret.hint": "Only where X gave your app one; leave it empty otherwise.",
    "x.access_token": "Access token",
    "x.access_token.hint": "A user access token of OAuth 2.0, not the app's bearer token.",
    "x.refresh_token": "Refresh token",
    "x.refresh_token.hint": "Without it the access token cannot be renewed and ends after two hours"
    " at the latest.",
    "x.way.browser": "Through the browser",
    "x.way.browser.how": "Your browser opens a page of X. Sign in there as the account that is to"
    " post and press Authorize app; no password is typed here.",
    "x.way.token": "With tokens you have already",
    "x.way.token.how": "Paste what another program of yours, or the developer console, gave you. A"
    " refresh token works once: after this, use it nowhere else.",
    "x.blank": "{blank} is still to be filled in.",
    "x.no_client_id": "The setting {setting} is missing: the client id of your own app at X.",
    "x.bad_port": "The setting x.callback_port is {port}; it has to be a number up to 65535.",
    "x.port_taken": "Port {port} of this computer is taken, and the browser is to come back there.",
    "x.back": "Control Room is signed in or says why not. You can close this page.",
    "x.nobody_came": "Nobody came back from the browser within ten minutes.",
    "x.not_ours": "The browser brought an answer that does not fit the question.",
    "x.denied": "The sign-in was refused in the browser.",
    "x.costs": "A post costs ${post:.3f}, the alt text of a picture ${alt:.3f}, taking a post down"
    " ${delete:.3f}.",
    "x.link_costs": "A post with a link costs ${link:.2f}, {times} times one without.",
    "x.prices_of": "Prices of X as of {date}; its developer console shows today's.",
    "x.replies": "A reply goes through only where the author of the other post mentioned or quoted"
    " this account; quote posts are not open to programs.",
    "x.no_renewal": "This token cannot be renewed and ends two hours after it was made at the"
    " latest. For a whole night sign in through the browser.",
    "x.missing_scopes": "This token may not do everything a night needs; it lacks {scopes}.",
    "x.no_credits": "X takes nothing: the app's credit is used up. Add credit in X's developer"
    " console.",
    "x.duplicate": "X has a post with these words from this account and takes no second one.",
    "x.not_summoned": "X lets programs reply only where the author of the other post mentioned or"
    " quoted this account. Reply by hand.",
    "x.media_gone": "X no longer has the files of this post. Stage it once more.",
    "x.not_a_post": "{address} is not the address of a post on X.",
    "x.card_needs_link": "X makes the card of a link itself, and only of one in the words: write"
    " {address} there. A post with a link costs more.",
    "x.alone": "A GIF or a video goes alone, without other pictures.",
    "x.picture_kind": "X takes JPEG, PNG, WebP and GIF, not {mime}.",
    "x.gif_too_large": "The GIF is larger than {width} by {height} pixels.",
    "x.video_kind": "X takes MP4 and QuickTime, not {mime}.",
    "x.video_too_big": "The video has {size:,} bytes; {limit:,} is the limit.",
    "x.video_too_long": "The video is {seconds:.0f} s long; {limit:.0f} s is the limit.",
    "x.video_too_short": "The video is shorter than {limit:.1f} s.",
}
