"""Preview and TAKE: what would go out, whether it may, and the button that sends it."""
