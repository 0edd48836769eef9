"""What a profile asks of a bag, found out fast: a listing and a few tag files, no digests."""

from collections import ChainMap
from collections.abc import Collection, Generator
from dataclasses import dataclass

from bayegan.bags import declaration, fetch
from bayegan.bags.algorithms import normalised
from bayegan.bags.bag import BagFacts
from bayegan.bags.bounds import most
from bayegan.bags.declaration import UNDECLARED, read_declaration
from bayegan.bags.fetch import read_fetch
from bayegan.bags.manifest import algorithm_name, is_payload_manifest, is_tag_manifest
from bayegan.bags.source import BagSource, Contents
from bayegan.bags.tag_bounds import longest
from bayegan.bags.tag_file import name_of_bag_info, read_bag_info
from bayegan.model.findings import Finding, finding
from bayegan.model.outcome import FileOutcome, Outcome
from bayegan.model.progress import Progress


@dataclass(frozen=True, slots=True)
class Glance:
    """What is known of a bag without its digests: facts, what is wrong with the tag files, what was not seen."""

    facts: BagFacts
    findings: tuple[Finding, ...]
    not_checked: tuple[FileOutcome, ...]


def glance(source: BagSource, tag_files: Collection[str] = ()) -> Generator[Progress, None, Glance]:
    """Look at a bag as a profile does, and at `tag_files` as bag metadata.

    Read are bagit.txt, the bag metadata and fetch.txt; of all else only the names and sizes. What fetch.txt still
    has to bring counts as there, since a profile judges the complete bag (BagIt Profiles 1.4.0, Workflow). Raises
    WrongUse where there is no such folder, and CouldNot where it cannot be listed.
    """
    contents = yield from source.contents()
    return _Looking(source, contents).result(tag_files)


class _Looking:
    def __init__(self, source: BagSource, contents: Contents) -> None:
        self.source = source
        self.contents = contents
        self.findings: list[Finding] = list(contents.findings)
        self.not_checked = [
            FileOutcome(path, Outcome.NOT_CHECKED, reason=f"the folder cannot be listed: {reason}")
            for path, reason in contents.closed.items()
        ]

    def result(self, tag_files: Collection[str]) -> Glance:
        content = self._content(declaration.NAME)
        declared, said = read_declaration(content) if content is not None else (None, ())
        self.findings.extend(said)
        rules = declared or UNDECLARED
        tags = {}
        info_name = name_of_bag_info(rules.version)
        for name in dict.fromkeys((info_name, *tag_files)):
            if (content := self._content(name)) is not None:
                tags[name], said = read_bag_info(content, rules, name)
                self.findings.extend(said)
        content = self._content(fetch.NAME)
        entries, said = read_fetch(content, rules) if content is not None else ((), ())
        self.findings.extend(said)
        to_come = {entry.path: entry.size or 0 for entry in entries}
        files = self.contents.files
        facts = BagFacts(
            declared.label if declared else "",
            tags.pop(info_name, ()),
            tuple(normalised(algorithm_name(name)) for name in files if is_payload_manifest(name)),
            tuple(normalised(algorithm_name(name)) for name in files if is_tag_manifest(name)),
            ChainMap(dict(files), to_come) if to_come else files,
            empty_folders=frozenset(self.contents.empty),
            other_tags=tags,
            serialization=self.source.serialization,
        )
        return Glance(facts, tuple(self.findings), tuple(self.not_checked))

    def _content(self, name: str) -> bytes | None:
        """Return the octets of a tag file; None where there is none that can be read."""
        size = self.contents.files.get(name)
        if size is None:
            return None
        if size > (bound := longest(name, self.source.serialization)):
            expected, found = most(bound, "octets"), f"{size:,} octets"
            self.findings.append(finding("bag-tag-file-large", path=name, expected=expected, found=found))
            self.not_checked.append(FileOutcome(name, Outcome.NOT_CHECKED, reason="it is too large for a tag file"))
            return None
        reading, content = self.source.tag_file(name, ())
        if reading.problem:
            self.findings.append(finding("bag-unreadable", path=name, found=reading.problem))
            self.not_checked.append(FileOutcome(name, Outcome.UNREADABLE, reason=reading.problem))
            return None
        return content
