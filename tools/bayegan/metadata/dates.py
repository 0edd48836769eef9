"""Whether a text is a date in EDTF; the answers for the commonest texts are kept."""

from functools import lru_cache

from bayegan.model.date_bounds import edtf_problem


@lru_cache(maxsize=4096)
def date_problem(text: str) -> str | None:
    """Return what keeps `text` from being a date in EDTF (ISO 8601-2:2019, Annex A, levels 0 to 2), or None."""
    return edtf_problem(text)
