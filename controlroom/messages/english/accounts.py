"""What is said about accounts, the vault and the settings of networks."""

TEXT = {
    "edit.no_account": "This event has no account on {channel}.",
    "vault.none": "This computer has no keyring that could keep a secret.",
    "vault.none.do": "Set one up (on Linux gnome-keyring or KWallet), or add the account with"
    " --keep-nothing and give its secret to each command that needs it, with --ask-secret.",
    "vault.closed.do": "Unlock it, then try again; or add the account with --keep-nothing and give"
    " its secret to each command that needs it, with --ask-secret.",
    "vault.place.memory": "until this program ends",
    "vault.place.keyring": "keyring",
    "account.unknown": "There is no account {handle} on {channel}.",
    "account.unknown.do": "“controlroom accounts list” shows them all.",
    "account.locked": "The accounts of {event} are locked while it is LIVE or on HOLD.",
    "account.locked.do": "Wrap the night first, or release HOLD.",
    "account.no_handle": "{channel} is posted to by hand; say as whom with --handle.",
    "account.none_yet": "There is no account to test.",
    "account.none_yet.do": "Add one: controlroom accounts add bluesky",
    "account.not_all_fine": "Not signed in, or not to be reached: {count}.",
    "account.no_such_way": "There is no way “{way}” into {channel}.",
    "account.no_such_way.do": "There are: {ways}.",
    "account.secret_given": "“{blank}” is a secret and cannot be an argument.",
    "account.secret_given.do": "It is asked for at a prompt, or read from standard input.",
    "account.broken": "Posting to {channel} is not possible here; the log says why.",
    "account.not_kept": "not kept",
    "account.no_way_in": "Nobody can sign in to {channel} from here: {why}",
    "account.room_keeps": "The room that runs here keeps its secrets in the keyring.",
    "account.room_keeps.do": "Sign in there instead: controlroom accounts add",
    "account.needs": "This way in needs the setting {setting}.",
    "account.needs.do": "Set it: controlroom settings set {setting} VALUE",
    "setting.is_secret": "{name} is a secret; settings are not the place for it.",
    "setting.is_secret.do": "Keep it in the keyring: controlroom settings secret {name}",
    "setting.no_secret": "{name} is no secret.",
    "setting.no_secret.do": "Set it: controlroom settings set {name} VALUE",
    "setting.unknown": "There is no setting “{name}”.",
    "setting.known": "There are: {names}.",
    "setting.locked": "Settings are locked while the room is LIVE or on HOLD.",
    "setting.bluesky.client_id": "https address of our OAuth client metadata for Bluesky",
    "setting.x.client_id": "client id of your app at X",
    "setting.x.callback_port": "port of the redirect address registered at X, http on 127.0.0.1",
    "setting.x.long_posts": "on: the account may post up to 25,000 characters",
    "setting.x.authorize_url": "another address than X’s own for signing in through the browser",
    "setting.bluesky.plc_directory": "another address than plc.directory for looking up identities",
    "setting.s3.endpoint": "address of an S3-compatible store for public media",
    "setting.s3.region": "its region",
    "setting.s3.bucket": "the bucket media goes to",
    "setting.s3.public_url": "address under which anybody can read what lies in the bucket",
    "setting.s3.access_key": "its access key's id",
    "setting.s3.secret_key": "its access key's secret",
    "setting.s3.access_key_first": "Set s3.access_key first: the secret is kept under its name.",
    "setting.bad_second_key": "An authenticator's secret is base32: letters and the digits 2 to 7.",
    "setting.second_key": "secret of the approver's authenticator (base32), for the second key of"
    " the approver that the event names; “controlroom people "
    "EVENT code NAME” makes one for anybody",
    "setting.switch": "{name} is either on or off.",
    "setting.desk.take_now": "on: Ctrl+Shift+Enter sends a pending post at once, without "
    "the rest of"
    " its hold window; off unless set, counts from the next start",
    "setting.desk.f12": "on: F12 is TAKE, too, for a macro deck; off unless set, counts from the"
    " next start",
    "setting.desk.operator": "who sits at this desk; nobody turns the second key for "
    "their own TAKE",
}
