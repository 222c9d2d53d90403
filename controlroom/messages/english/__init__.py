"""The English catalogue: one module for each area, each with a dict ``TEXT``."""
