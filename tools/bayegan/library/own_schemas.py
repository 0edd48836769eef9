"""An archive's own vocabularies and forms, as its bayegan.toml names them, read and judged."""

import dataclasses
import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bayegan.errors import CouldNot, WrongUse
from bayegan.library.archive import VARIABLE, Archive
from bayegan.metadata.forms import MOST_OCTETS, KnownForm, known_form, too_large
from bayegan.metadata.vocabularies import Vocabularies, read_vocabulary, shipped_names
from bayegan.model.donor_bag import CheckedBag
from bayegan.model.findings import Finding, finding
from bayegan.model.forms import metadata_path
from bayegan.model.names import shown
from bayegan.model.planning import Plan, PlannedFile, PlannedItem
from bayegan.model.record import AccessLevel
from bayegan.model.submission import StatedChecksum
from bayegan.model.vocabularies import Vocabulary
from bayegan.storage.documents import DocumentsFolder
from bayegan.storage.layout import Layout
from bayegan.storage.own_files import read_own

if TYPE_CHECKING:  # what is for bags alone is loaded for bags alone
    from bayegan.library.bag_desk import DonorFiles

_DIGEST = "sha512"
_ADVICE = "Choose another name in bayegan.toml, and in the file."


@dataclass(frozen=True, slots=True)
class OwnSchemas:
    """What records and bags of an archive may hold beside what is ours. `forms` are by name; `unusable` names those
    whose schemas cannot be used. `findings` say what is wrong with the archive's files, and nothing is
    ingested while there are any.
    """

    vocabularies: Vocabularies = field(default_factory=Vocabularies)
    forms: Mapping[str, KnownForm] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    unusable: frozenset[str] = frozenset()


def own_schemas(archive: Archive) -> OwnSchemas:
    """Read the vocabularies and the schemas of forms that the archive's bayegan.toml names.

    Raises WrongUse, naming the key, where a file is not there, lies outside or is reached through a link, and for
    the name of a vocabulary that is ours; CouldNot where one cannot be read.
    """
    root, findings = archive.layout.root, list[Finding]()
    vocabularies: dict[str, Vocabulary] = {}
    for name, path in archive.policy.vocabularies:
        if name in shipped_names():
            raise WrongUse(f"vocabularies.{name} in bayegan.toml", "a vocabulary of ours has this name", _ADVICE)
        vocabulary, wrong = read_vocabulary(read_own(root, path, f"vocabularies.{name}"), path, name)
        vocabularies |= {} if vocabulary is None else {name: vocabulary}
        findings += wrong
    forms: dict[str, KnownForm] = {}
    for form in archive.policy.forms:
        known, wrong = known_form(form, read_own(root, form.schema, f"metadata.{form.name}.schema"))
        forms |= {} if known is None else {form.name: known}
        findings += wrong
    unusable = frozenset(form.name for form in archive.policy.forms) - forms.keys()
    return OwnSchemas(Vocabularies(vocabularies), forms, tuple(findings), unusable)


def schemas_at_hand(path: Path, named: Path | None, here: Path) -> OwnSchemas | None:
    """Return those of the archive that is `named`, or that `path` lies in, or that the environment names, or that
    `here` lies in; None where there is no archive. Raises as `own_schemas` does.
    """
    if named is not None:
        return own_schemas(Archive.open(named))
    above = (one for one in path.absolute().parents if Layout(one).policy.is_file())
    if (holder := next(above, None)) is not None:
        return own_schemas(Archive.open(holder))
    try:
        return own_schemas(Archive.find(None, os.environ, here))
    except WrongUse:
        if VARIABLE in os.environ:
            raise
        return None


def prove_metadata(plan: Plan, documents: DocumentsFolder, own: OwnSchemas | None) -> Plan:
    """Hold every metadata file of a plan against the schema of its form; return the plan with all findings.

    What was proved is what will be kept: each file gets the digest that its copy has to match. Without an archive
    at hand (`own` is None) the files are not proved, which is said. Raises CouldNot where one cannot be read.
    """
    findings = list(plan.findings)
    items = tuple(_proved(item, documents, own, findings) for item in plan.items)
    return dataclasses.replace(plan, items=items, findings=tuple(findings))


def _proved(
    item: PlannedItem, documents: DocumentsFolder, own: OwnSchemas | None, findings: list[Finding]
) -> PlannedItem:
    kept: list[PlannedFile] = []
    proofs: list[str] = []
    for file in item.kept:
        if file.is_held:
            kept.append(file)
            continue
        known = None if own is None else own.forms.get(_form(file))
        if known is None or file.size > MOST_OCTETS:
            wrong = _not_proved(file, own, known)
            kept.append(file)
        else:
            content = documents.content(file.source)
            wrong = (*_opened(item, file, known), *known.prove(content, file.source))
            pinned = StatedChecksum(
                _DIGEST, hashlib.sha512(content).hexdigest(), f"as held against {known.form.schema}"
            )
            kept.append(dataclasses.replace(file, checksums=(*file.checksums, pinned)))
            proofs.append(known.proof)
        findings += (_at(one, item, file) for one in wrong)
    return dataclasses.replace(item, kept=tuple(kept), proved=tuple(proofs))


def _not_proved(file: PlannedFile, own: OwnSchemas | None, known: KnownForm | None) -> tuple[Finding, ...]:
    if own is None:
        return (finding("form-not-checked", path=file.source, found="no archive at hand"),)
    if known is not None:
        return (too_large(file.size, file.source),)
    if (form := _form(file)) in own.unusable:
        return ()
    expected = f"one of {', '.join(own.forms)}" if own.forms else "none: the archive has no form of its own"
    return (finding("form-unknown", path=file.source, expected=expected, found=f"“{form}”"),)


def _opened(item: PlannedItem, file: PlannedFile, known: KnownForm) -> Iterator[Finding]:
    if item.record.access.level is AccessLevel.PUBLIC and not known.form.public:
        yield finding("form-not-public", path=file.source, found=f"a public item, and the form “{known.form.name}”")


def _form(file: PlannedFile) -> str:
    return file.payload.removeprefix("metadata/").removesuffix(".xml")


def _at(one: Finding, item: PlannedItem, file: PlannedFile) -> Finding:
    pointer = None if file.at.pointer is None else shown(file.at.pointer)
    return dataclasses.replace(one, item=shown(item.identifier), row=file.at.row, pointer=pointer)


def prove_bag_metadata(bag: Path, forms: Iterable[str], own: OwnSchemas) -> Iterator[Finding]:
    """Yield what is wrong with the metadata files of these `forms` in a bag, as far as the forms are at hand.

    Raises CouldNot where one cannot be read, or where its schema cannot be used.
    """
    folder = DocumentsFolder(bag)
    for form in forms:
        if form in own.unusable:
            advice = "Run `bayegan validate` on the schema, and correct it."
            raise CouldNot(f"{bag}/{metadata_path(form)}", "the archive's schema for it cannot be used", advice)
        if (known := own.forms.get(form)) is not None:
            yield from known.prove(folder.content(known.form.place), known.form.place)


def prove_loose(content: bytes, name: str, own: OwnSchemas) -> tuple[Finding, ...] | None:
    """Return what is wrong with a file of any of the archive's forms; None where it is of none.

    Its root element tells the form; of two with the same, the one that has the name of the file.
    """
    for known in sorted(own.forms.values(), key=lambda one: one.form.place.rpartition("/")[2] != name):
        wrong = known.prove(content, name)
        if not any(one.code == "form-root" for one in wrong):
            return wrong
    return None


def public_metadata(bag: CheckedBag, files: "DonorFiles", own: OwnSchemas) -> frozenset[str]:
    """Return the tag files of a bag that are metadata in public forms of the archive, and proved.

    Raises OSError as the files are opened.
    """
    places = {known.form.place: known for known in own.forms.values() if known.form.public}
    small = [place for place in places if bag.files.get(place, MOST_OCTETS + 1) <= MOST_OCTETS]
    proved: set[str] = set()
    for place, opened in files.openers(small).items():
        with opened() as source:
            if not places[place].prove(source.read(), place):
                proved.add(place)
    return frozenset(proved)
