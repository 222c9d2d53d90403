"""What the simulated network and the scripted operator say."""

TEXT = {
    "simulated.too_long": "{network}: {over} characters over",
    "simulated.too_many": "{network}: too many pictures",
    "simulated.too_big": "{network}: picture too big",
}
