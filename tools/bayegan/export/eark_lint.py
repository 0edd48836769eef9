"""Checking E-ARK packages by CSIP, SIP, AIP and DIP 2.2.0, requirement by requirement.

A finding's code is that of the requirement: `eark-csip1` for CSIP1. What a MUST asks is an error, what a SHOULD
asks a warning. Every METS of the package is checked, and every file that one of them leads to: size and digest.
The METS schema is not among the checks: it is the Library of Congress's, and other tools hold METS against it.
"""

from collections.abc import Iterator
from functools import partial
from itertools import repeat
from pathlib import Path

from bayegan.export.eark_checks import FILE_CHECKS
from bayegan.export.eark_facts import Check, Facts, reference_of
from bayegan.export.eark_form import FORMS, Form
from bayegan.export.eark_plan import Plan, all_checks, plan_of
from bayegan.export.eark_view import ArchiveView, PackageView, WrittenView, view_of
from bayegan.export.open_item import OpenItem
from bayegan.export.sink import Sink
from bayegan.metadata.mets_node import MetsNode
from bayegan.metadata.mets_reader import read_mets
from bayegan.metadata.mets_shapes import Known
from bayegan.metadata.parser import XmlRefused
from bayegan.model.findings import Capped, Finding, finding

_METS = "METS.xml"


def lint(package: Path, identity: str | None = None) -> tuple[Finding, ...]:
    """Return all that is wrong with the package at `package`: a folder, or a zip or tar file.

    `identity` is the identifier that the item has in the archive; where it is given, an AIP has to have it and a
    DIP one of its own. Raises WrongUse for what is no package, CouldNot where something cannot be read.
    """
    with view_of(package) as view:
        if isinstance(view, ArchiveView) and len(view.tops) != 1:
            found = f"{len(view.tops)} names at the top: {', '.join(view.tops[:5])}"
            return (finding("eark-csipstr1", path=package.name, found=found),)
        return tuple(Capped(_lint(view, identity, None)))


def lint_written(sink: Sink, name: str, form: Form, item: OpenItem) -> tuple[Finding, ...]:
    """Return all that is wrong with a package of ours that was written to `name` of the sink a moment ago."""
    identity = item.folder if form.type != "SIP" else None
    return tuple(Capped(_lint(WrittenView(sink, name), identity, item.identifier)))


def _lint(view: PackageView, identity: str | None, item: str | None) -> Iterator[Finding]:
    referenced: set[str] = {_METS}
    main = Facts(view, "", "", identity, referenced)
    yield from _document(main, item)
    if main.root.below:
        for base in _bases(view):
            referenced.add(base + _METS)
            yield from _document(Facts(view, base, main.kind, identity, referenced), item)
        yield from _strays(view, referenced, item)


def _bases(view: PackageView) -> list[str]:
    """Return the folders of the representations that have a METS."""
    ending = f"/{_METS}"
    return sorted(
        path.removesuffix(_METS)
        for path in view.paths()
        if path.startswith("representations/") and path.endswith(ending) and path.count("/") == 2
    )


def _strays(view: PackageView, referenced: set[str], item: str | None) -> Iterator[Finding]:
    for path in view.paths():
        if path not in referenced:
            yield finding("eark-csip58", item=item, path=f"{view.name}/{path}", found="no METS leads to it")


def _document(facts: Facts, item: str | None) -> Iterator[Finding]:
    """Check one METS document; the facts of it are filled in."""
    path = facts.base + _METS
    said = partial(finding, item=item, path=f"{facts.view.name}/{path}")
    size = facts.view.size(path)
    if size is None:
        yield said("eark-csipstr4", found="no METS.xml")
        return
    of_files = Capped()
    plan: Plan | None = None
    asked: Iterator[tuple[Check, ...]] = repeat(FILE_CHECKS)

    def is_known(known: Known) -> None:
        nonlocal plan, asked
        plan = plan_of(known, facts, facts.kind or _kind(known.root))
        asked = iter(plan.of_files) if plan else asked

    def each_file(file: MetsNode, group: MetsNode) -> None:
        _note(file, facts)
        for check in next(asked):
            if wrong := check.judge(file, facts):
                of_files.append(said(_code(check), row=file.line or None, found=wrong))
        for one in (file, *file.below):
            if (one is file or one.tag == "FLocat") and (found := reference_of(one)):
                there = facts.path(found)
                facts.referenced.add(there)
                if there.startswith(("documentation/", "schemas/")):
                    facts.group_of[there] = group.get("USE")

    try:
        root = read_mets(partial(facts.view.open, path), size, path, each_file, is_known)
    except XmlRefused as refused:
        yield said("eark-csipstr4", found=refused.findings[0].found)
        return
    if root is None:
        yield said("eark-csipstr4", found="the root element is no mets of METS 1")
        return
    facts.root = root
    facts.kind = facts.kind or _kind(root)
    _note(root, facts)
    yield from of_files
    for of, checks in plan.of_document if plan else all_checks(facts.is_package, facts.kind):
        nodes = facts.select(of)
        for check, numbers in checks if nodes else ():
            for node in nodes if numbers is None else [nodes[number] for number in numbers]:
                if wrong := check.judge(node, facts):
                    yield said(_code(check), row=node.line or None, found=wrong)


def _kind(root: MetsNode) -> str:
    """Return what the package is to be: what its profile says, or else its header."""
    profile = root.get("PROFILE").lower()
    for kind in FORMS:
        if f"e-ark-{kind.lower()}" in profile:
            return kind
    return next((one.get("csip:OAISPACKAGETYPE") for one in root.all("metsHdr")), "")


def _note(node: MetsNode, facts: Facts) -> None:
    """Take the identifiers of an element and of all in it, and the files that its references lead to."""
    waiting = [node]
    for one in waiting:
        if "ID" in one.given:
            facts.note(one.given["ID"])
        if one.tag in ("mdRef", "mptr") and one.get("xlink:href"):
            facts.referenced.add(facts.path(one.get("xlink:href")))
        waiting += one.below  # those are looked at after it


def _code(check: Check) -> str:
    return f"eark-{check.clause.lower()}"
