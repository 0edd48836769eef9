"""Percent-encoding of paths in manifests: LF, CR and `%`, and only those (RFC 8493, 2.1.3)."""

import re

_ENCODED = re.compile("%(?:0[Aa]|0[Dd]|25)")
_MEANS = {"%0a": "\n", "%0d": "\r", "%25": "%"}


def encoded(path: str) -> str:
    """Return `path` as a manifest writes it."""
    if "%" not in path and "\n" not in path and "\r" not in path:
        return path
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def decoded(path: str) -> str:
    """Return the name that `path` of a manifest stands for; any other `%` is left as it is."""
    return _ENCODED.sub(lambda match: _MEANS[match[0].lower()], path) if "%" in path else path


def has_bare_percent(path: str) -> bool:
    """Say whether `path` of a manifest holds a `%` that should have been encoded."""
    return "%" in _ENCODED.sub("", path)
