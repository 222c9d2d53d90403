"""Pages for people who do not sit at the desk."""
