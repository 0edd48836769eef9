"""Handing items to institutions: one file per destination, found by the entry points `bayegan.exporters`."""
