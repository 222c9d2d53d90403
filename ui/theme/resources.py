"""Where the files beside the program lie: fonts, icons, the bundled event."""

from pathlib import Path

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
"""Beside the ``ui`` package: in a checkout, in site-packages and in a frozen program alike."""
