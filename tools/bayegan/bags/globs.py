"""Path patterns of BagIt Profiles: an asterisk stands for zero or more characters."""

import re
from collections.abc import Callable, Iterable
from fnmatch import translate


def covering(patterns: Iterable[str]) -> Callable[[str], bool]:
    """Return what says whether one of `patterns` covers a path.

    An asterisk covers `/` too, since `*` has to mean every tag file. The pattern `dir/*` also covers `dir/`, the
    way in which a profile requires a folder.
    """
    wanted = list(patterns)
    if not wanted:
        return lambda _: False
    pattern = re.compile("|".join(translate(one) for one in wanted))
    return lambda path: pattern.match(path) is not None
