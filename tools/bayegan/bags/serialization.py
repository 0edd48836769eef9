"""MIME types of serialized bags: the several names that profiles have for one form."""

_NAMES = (
    ("application/zip", "application/x-zip", "application/x-zip-compressed"),
    ("application/tar", "application/x-tar"),
    (
        "application/gzip", "application/x-gzip", "application/tar+gzip", "application/x-tar+gzip",
        "application/x-compressed-tar", "application/x-gtar", "application/x-tgz",
    ),
    ("application/bzip2", "application/x-bzip2", "application/x-bzip", "application/x-tar+bzip2"),
    ("application/xz", "application/x-xz"),
    ("application/zstd", "application/x-zstd"),
)  # fmt: skip
_FIRST = {name: names[0] for names in _NAMES for name in names}


def is_same_form(one: str, other: str) -> bool:
    """Say whether two MIME types name the same form; letter case does not count (RFC 2045, 5.1)."""
    return _first(one) == _first(other)


def _first(name: str) -> str:
    plain = name.partition(";")[0].strip().lower()
    return _FIRST.get(plain, plain)
