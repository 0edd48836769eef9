"""A bag that is handed in: what our check made of it, whether it is taken, and what its item says."""

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bayegan.model.findings import Finding, Severity, finding, has_errors
from bayegan.model.identifiers import minted, problem_with
from bayegan.model.listing import PAYLOAD, Kind
from bayegan.model.names import is_utf8
from bayegan.model.record import Access, AccessLevel, Extra, Name, Organisation, Record, Role, Term, Text
from bayegan.model.submission import StatedChecksum

DONOR_FOLDER = "metadata/donor/"
"""Where the tag files of a donor's bag lie in the bag that we make."""

ACCEPTABLE = frozenset(
    (
        "bag-declaration-bom", "bag-declaration-form", "bag-version-form", "bag-version-unknown",
        "bag-encoding-unknown", "bag-tag-file-encoding", "bag-tag-file-bom", "bag-info-line", "bag-oxum-form",
        "bag-oxum-repeated", "bag-oxum-mismatch", "bag-no-manifest", "bag-no-usable-manifest",
        "bag-manifest-line", "bag-manifest-stray-line", "bag-digest-form", "bag-path-outside-payload",
        "bag-listed-twice", "bag-listed-twice-differently", "bag-missing", "bag-unexpected",
        "bag-not-in-every-manifest", "bag-altered", "bag-tag-manifest-incomplete",
        "bag-tag-manifest-lists-tag-manifest", "bag-tag-manifest-lists-payload", "bag-fetch-line",
        "bag-fetch-scheme", "bag-fetch-unlisted", "bag-holey", "archive-bag-not-verified",
        "archive-bag-opened",
    )
)  # fmt: skip
"""What an archivist may accept. Every other error is refused whatever is asked for: the bytes of the payload would
not be known, or a name could lead out of the bag."""

_PERSONAL = re.compile(r"contact|sender|mail|phone|fax|address")
_IMPERSONAL = frozenset(
    (
        "sourceorganization", "externaldescription", "externalidentifier", "baggingdate", "bagsoftwareagent",
        "bagitprofileidentifier", "bayegansubmission", "bayeganversion", "payloadoxum", "bagsize", "bagcount",
        "baggroupidentifier",
    )
)  # fmt: skip
"""Elements whose meaning is known and names nobody (RFC 8493, 2.2.2, and our profile); letters only."""
_DESCRIPTION, _IDENTIFIER, _ORGANISATION = "External-Description", "External-Identifier", "Source-Organization"
_XML_CANNOT_HOLD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_OURS = frozenset(("metadata/dc.xml", "metadata/record.xml", "metadata/premis.xml"))
_WITH_PACKAGE_INFO = ("0.93", "0.94", "0.95")
_NAMED = 10
_DATA = PAYLOAD.removesuffix("/")


@dataclass(frozen=True, slots=True)
class BagTerms:
    """What the archivist says of a bag. `as_donor`: even a bag that an archive like ours sealed is a donor's."""

    identifier: str | None = None
    access: AccessLevel | None = None
    accept_findings: bool = False
    as_donor: bool = False


@dataclass(frozen=True, slots=True)
class CheckedBag:
    """A bag after our check. `files` maps every plain file to its size, `stated` to what the manifests state of it.

    `sealed_record` is the record of a bag that an archive like ours sealed, where it is taken over as it is;
    `understood` are then the tag files that are metadata in public forms of the archive that takes it.
    """

    name: str
    version: str
    tags: Sequence[tuple[str, str]]
    files: Mapping[str, int]
    stated: Mapping[str, tuple[StatedChecksum, ...]]
    manifests: tuple[str, ...]
    findings: tuple[Finding, ...]
    not_checked: tuple[tuple[str, str], ...] = ()
    sealed_record: Record | None = None
    understood: frozenset[str] = frozenset()
    empty_folders: frozenset[str] = frozenset()

    @property
    def is_valid(self) -> bool:
        """Whether the bag is complete and every digest was verified (RFC 8493, 3)."""
        return not has_errors(self.findings) and not self.not_checked

    @property
    def payload(self) -> list[str]:
        """The payload files that are there, in the order of their octets: the form of a bag does not show."""
        return sorted((path for path in self.files if path.startswith(PAYLOAD)), key=os.fsencode)

    @property
    def tag_files(self) -> list[str]:
        """All other files, those that no tag manifest lists included, in the order of their octets."""
        return sorted((path for path in self.files if not path.startswith(PAYLOAD)), key=os.fsencode)

    def values(self, label: str) -> list[str]:
        """Return the values of a tag, in order; letter case of labels does not count (RFC 8493, 2.2.2)."""
        wanted = label.lower()
        return [value for name, value in self.tags if name.lower() == wanted and value.strip()]


@dataclass(frozen=True, slots=True)
class Origin:
    """The bag that an item comes from: how it was verified, and the findings that were accepted.

    `verified` counts the payload files that are as every donor's manifest says. `taken_over` says that the bag is
    kept as it is, nothing rewritten.
    """

    name: str
    version: str
    manifests: tuple[str, ...]
    is_valid: bool
    verified: int
    accepted: tuple[Finding, ...]
    taken_over: bool = False


def bag_digest(tag_digests: Mapping[str, str], found: Mapping[str, str] | None = None) -> str:
    """Return the submission digest of a bag: the SHA-256 of a list of the SHA-512 of its tag files.

    The list has a line for each file, as a manifest of BagIt 1.0 has it (RFC 8493, 2.1.3), in the order of the
    paths' octets. `found` are payload files that no manifest vouches for; they have a line too.
    """
    digests = {**tag_digests, **(found or {})}
    digest = hashlib.sha256()
    for path in sorted(digests, key=os.fsencode):
        written = path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        digest.update(f"{digests[path]}  ".encode("ascii") + os.fsencode(written) + b"\n")
    return digest.hexdigest()


def bag_findings(bag: CheckedBag, access: AccessLevel) -> tuple[Finding, ...]:
    """Return all that speaks against taking a bag in, what our check of it found first."""
    return (*bag.findings, *_unverified(bag), *_unfit(bag), *_opened(bag, access))


def _unverified(bag: CheckedBag) -> Iterator[Finding]:
    if bag.not_checked:
        some = "; ".join(f"{path}: {reason}" for path, reason in bag.not_checked[:_NAMED])
        more = "; …" if len(bag.not_checked) > _NAMED else ""
        yield finding("archive-bag-not-verified", found=f"{len(bag.not_checked):,} not checked: {some}{more}")


def _unfit(bag: CheckedBag) -> Iterator[Finding]:
    if not bag.payload:
        yield finding("document-item-empty", path=PAYLOAD)
    for path in bag.files:
        if not is_utf8(path):
            yield finding("document-name-not-utf8", path=path, found=path)
    for path in sorted(bag.empty_folders.difference(("", _DATA))):
        yield finding("document-folder-empty", path=path, found=Kind.EMPTY_FOLDER.value)


def _opened(bag: CheckedBag, access: AccessLevel) -> Iterator[Finding]:
    """Tag files are kept as they came; before all may see them, what they say of persons is asked about."""
    if bag.sealed_record is not None:
        access = bag.sealed_record.access.level
    labels = dict.fromkeys(
        label for label, value in bag.tags if _letters(label) not in _IMPERSONAL and value.strip()
    )
    others = [path for path in bag.tag_files if not _is_understood(bag, path)]
    if (labels or others) and access is AccessLevel.PUBLIC:
        some = ", ".join([*labels, *others[:_NAMED]]) + (", …" if len(others) > _NAMED else "")
        yield finding("archive-bag-opened", found=f"access level public, and {some}")


def is_personal(label: str) -> bool:
    """Say whether a tag of bag-info.txt is about a person or how to reach one: Contact-*, …-Email, …"""
    return _PERSONAL.search(_letters(label)) is not None


def _letters(label: str) -> str:
    """`Contact_Name`, `contact name` and `ContactName` are one label to a person."""
    return "".join(character for character in label.casefold() if character.isalpha())


def _is_understood(bag: CheckedBag, path: str) -> bool:
    """Say whether a tag file was read by the rules of BagIt, or is one that we write: its content is known."""
    info = "package-info.txt" if bag.version in _WITH_PACKAGE_INFO else "bag-info.txt"
    if path in ("bagit.txt", info, *bag.manifests) or path.startswith("tagmanifest-"):
        return True
    return bag.sealed_record is not None and (path in _OURS or path in bag.understood)


def accepted(findings: Sequence[Finding]) -> tuple[tuple[Finding, ...], bool]:
    """Return the findings as they stand once the archivist accepts them, and whether the bag can be taken.

    An accepted error becomes a warning.
    """
    errors = [one for one in findings if one.is_error]
    if not errors:
        return tuple(findings), True
    refused = Counter(one.code for one in errors if one.code not in ACCEPTABLE)
    if refused:
        found = ", ".join(f"{code} ({count:,})" for code, count in refused.items())
        return (*findings, finding("archive-bag-not-acceptable", found=found)), False
    kept = tuple(replace(one, severity=Severity.WARNING) for one in findings)
    counts = ", ".join(f"{code} ({count:,})" for code, count in Counter(one.code for one in errors).items())
    return (*kept, finding("archive-bag-findings-accepted", found=counts)), True


def identifier_of(bag: CheckedBag, terms: BagTerms, digest: str) -> tuple[str, tuple[Finding, ...]]:
    """Return the identifier of the item: as given, else External-Identifier, else minted from the digest."""
    if bag.sealed_record is not None:
        return bag.sealed_record.identifier, ()
    identifier = terms.identifier
    if identifier is None:
        identifier = next(iter(bag.values(_IDENTIFIER)), minted(digest, 1))
    problem = problem_with(identifier)
    return identifier, () if problem is None else (finding("archive-bag-identifier", found=problem),)


def record_of(bag: CheckedBag, identifier: str, access: AccessLevel) -> tuple[Record, tuple[Finding, ...]]:
    """Return the record of the item, and what is to be said of it.

    Of a bag that is taken over it is the sealed one. Of a donor's bag it is made from bag-info.txt: every tag
    becomes part of the record, but for those about persons, which stay in the kept tag files alone.
    """
    if bag.sealed_record is not None:
        return bag.sealed_record, (_taken_over(bag, bag.sealed_record),)
    names = [" ".join(value.split()) for value in bag.values(_DESCRIPTION) or bag.values(_IDENTIFIER) or [bag.name]]
    known = {label.lower() for label in (_DESCRIPTION, _IDENTIFIER, _ORGANISATION)}
    extras = [(label, value) for label, value in bag.tags if label.lower() not in known and not is_personal(label)]
    others = dict.fromkeys(value for value in bag.values(_IDENTIFIER) if value != identifier)
    record = Record(
        identifier=identifier,
        titles=(Text(holdable(names[0])),),
        access=Access(access),
        descriptions=tuple(Text(holdable(value)) for value in dict.fromkeys(bag.values(_DESCRIPTION))),
        organisations=tuple(_transferred(value) for value in dict.fromkeys(bag.values(_ORGANISATION))),
        terms=tuple(Term("identifier", holdable(value)) for value in others),
        extras=tuple(Extra(holdable(label), holdable(value)) for label, value in extras),
    )
    odd = [label for label, value in bag.tags if _XML_CANNOT_HOLD.search(label + value)]
    return record, tuple(finding("archive-bag-tag-text", pointer=label) for label in dict.fromkeys(odd))


def _taken_over(bag: CheckedBag, record: Record) -> Finding:
    by = " ".join(bag.values("Bag-Software-Agent")) or "software that it does not name"
    found = f"access level {record.access.level.value}, closed on {' '.join(bag.values('bagging-date'))} by {by}"
    return finding("archive-bag-taken-over", item=record.identifier, found=found)


def _transferred(value: str) -> Organisation:
    note = Text("transferred the bag (Source-Organization)", "en")
    return Organisation((Name(holdable(value)),), (Role.CONTRIBUTOR,), note=note)


def source_organisation(bag: CheckedBag) -> str | None:
    """Return who transferred the bag, on one line, or None."""
    names = [" ".join(value.split()) for value in bag.values(_ORGANISATION)]
    return holdable(names[0]) if names else None


def holdable(text: str) -> str:
    """Return `text` with each character that XML cannot hold (XML 1.0, 2.2) as an escape, `\\u0007` for example."""
    return _XML_CANNOT_HOLD.sub(lambda bad: f"\\u{ord(bad[0]):04x}", text)


def summary(findings: Iterable[Finding], most: int) -> list[str]:
    """Return one line for each finding, `most` of them, and a line that counts the rest."""
    lines = [holdable(" ".join(filter(None, (one.code, one.path, one.found)))) for one in findings]
    rest = len(lines) - most
    return lines if rest <= 0 else [*lines[:most], f"and {rest:,} more; plan.json of the submission has all"]
