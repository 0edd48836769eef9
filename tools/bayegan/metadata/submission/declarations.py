"""Declarations that do not fit the form of a manifest."""

from bayegan.metadata.submission.source import Source
from bayegan.model.declared import Declared
from bayegan.model.findings import Finding, finding


def needless_declaration(source: Source) -> tuple[Finding, ...]:
    """Return a warning where the archivist declares how a table is written, but there is no table."""
    if source.declared == Declared():
        return ()
    said = [one for one in (source.declared.encoding, source.declared.separator) if one is not None]
    return (finding("submission-declared-ignored", found=" and ".join(f"“{one}”" for one in said)),)
