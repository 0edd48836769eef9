"""The schemas of a Bayegan archive, as data: read through `importlib.resources` and no other way."""
