"""How single sources of mentions are doing."""

TEXT = {
    "lines.no_file": "Waiting for the file {path}",
    "lines.no_stdin": "Standard input does not reach the collector here; use a file or a TCP port",
    "source.silent": "Connected, but nothing has come for {seconds} s",
}
