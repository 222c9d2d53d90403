"""What ships with the program besides code: fonts, icons, the bundled event."""
