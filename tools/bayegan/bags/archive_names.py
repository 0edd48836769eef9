"""What the name of a member of an archive means, and whether a file system could hold it."""

LONGEST_NAME = 4096
"""Characters of a name; Linux takes no longer path."""
MOST_PARTS = 257
"""Parts of a name, with the folder at the top of the archive."""


def plain(name: str) -> str:
    """Return the path that a member's name means, without empty and “.” parts."""
    if name.startswith("./") or "//" in name or "/./" in name or name.endswith(("/", "/.")) or name == ".":
        return "/".join(part for part in name.split("/") if part not in ("", "."))
    return name


def split(name: str) -> tuple[str, str]:
    """Return the folder at the top of the archive in which a member lies, and its path there."""
    top, slash, rest = plain(name).partition("/")
    return (top, rest) if slash else ("", top)


def unfit_part(name: str) -> str:
    """Return the shortest beginning of a name, cut at a slash, that is too long or too deep; empty where none is.

    Nothing below it can fit either.
    """
    if len(name) <= LONGEST_NAME and name.count("/") < MOST_PARTS:
        return ""
    path = plain(name)
    parts = path.split("/", MOST_PARTS + 1)
    deep = "/".join(parts[: MOST_PARTS + 1]) if len(parts) > MOST_PARTS else ""
    end = path.find("/", LONGEST_NAME + 1)
    long = "" if len(path) <= LONGEST_NAME else path[:end] if end >= 0 else path
    return min(filter(None, (deep, long)), key=len, default="")
