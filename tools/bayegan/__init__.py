"""Bayegan: packages fragile documents as bags, proves them, and re-checks every byte for decades."""

__version__ = "0.1.0"
