"""The core of Control Room: no Qt anywhere; runs and is tested without a display."""

__version__ = "0.1.0"
