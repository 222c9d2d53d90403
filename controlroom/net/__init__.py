"""The wire: HTTP, sockets, and how often a network may be asked."""
