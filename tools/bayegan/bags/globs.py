"""Path patterns of BagIt Profiles: an asterisk stands for zero or more characters."""

import re
from collections.abc import Callable, Iterable
from fnmatch import translate


def covering(patterns: Iterable[str]) -> Callable[[str], bool]:
    """Return what says whether one of `patterns` covers a path.

    A pattern is a full path name, which covers itself whatever characters it has, or a glob. An asterisk covers `/`
    too, since `*` has to mean every tag file. The pattern `dir/*` also covers `dir/`, the way in which a profile
    requires a folder.
    """
    names = frozenset(patterns)
    if not names:
        return lambda _: False
    pattern = re.compile("|".join(translate(one) for one in sorted(names)))
    return lambda path: path in names or pattern.match(path) is not None
