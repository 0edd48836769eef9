"""Names in one folder that may be worth a warning: a fast look that lets the many harmless ones pass."""

import os
import re
import unicodedata
from collections.abc import Sequence

from bayegan.model.folding import folded
from bayegan.model.names import has_bidi_controls, windows_problem

_HARMLESS = bytes(set(range(256)) - set(range(1, 32)) - set(b'<>:"|?*\\'))
_WORDS = (b"con", b"prn", b"aux", b"nul", b"com", b"lpt", b"ds_store", b"thumbs", b"desktop")
_NAMED = re.compile(
    rb"""(?x) (?:\A|\0) (?: (?:con|prn|aux|nul|com[0-9]|lpt[0-9]) (?:\.|\0|\Z)
                         | (?:\.ds_store|thumbs\.db|desktop\.ini) (?:\0|\Z) )"""
)


def are_suspect(names: Sequence[bytes]) -> bool:
    """Say whether `naming` may have anything to say of the files and folders that lie in one folder.

    Names that are equal once letter case, normalisation or look-alike letters are folded lie in one folder, or
    below folders that are: two paths first differ in one part. So folders can be judged one by one.
    """
    lower = b"\0".join(names).lower()
    if lower.translate(None, _HARMLESS) or b".\0" in lower or b" \0" in lower or lower.endswith((b".", b" ")):
        return True
    if any(word in lower for word in _WORDS) and _NAMED.search(lower):
        return True
    if lower.isascii():
        return len(set(lower.split(b"\0"))) < len(names)
    texts = [os.fsdecode(name) for name in names]
    if any(has_bidi_controls(text) or windows_problem(text) for text in texts if not text.isascii()):
        return True
    forms = [unicodedata.normalize("NFC", text) for text in texts]
    return any(len(set(keys)) < len(names) for keys in (map(str.casefold, forms), map(folded, texts)))
