"""Reading a METS 1 document as it stands, right or wrong: its files one by one, all else as a tree of values."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import BinaryIO

from lxml import etree

from bayegan.metadata.mets1_xml import CSIP, METS, SIP, XLINK
from bayegan.metadata.mets_node import EachFile, MetsNode
from bayegan.metadata.mets_shapes import Known, Shapes
from bayegan.metadata.mets_template import Read
from bayegan.metadata.parser import XmlRefused, ended, iterate, parse_xml, root_tag

LARGE = 4 << 20
"""Octets above which a document is streamed."""
_PREFIXES = {METS: "", CSIP: "csip:", SIP: "sip:", XLINK: "xlink:"}
_PARTS = tuple(
    METS + name
    for name in ("mets", "metsHdr", "dmdSec", "amdSec", "file", "fileGrp", "fileSec", "structMap", "structLink")
)


def read_mets(
    opened: Callable[[], BinaryIO],
    size: int,
    path: str,
    each_file: EachFile,
    is_known: Callable[[Known], object] = id,
) -> MetsNode | None:
    """Return the root of a METS document without its files, each of which is given to `each_file` and forgotten.

    A large document is streamed, a small one of a known shape is not parsed: it is given to `is_known` first. None
    where the root is no METS. Raises XmlRefused where it is no XML, or has a DOCTYPE; OSError as the source does.
    """
    with opened() as source:
        if size > LARGE:
            if root_tag(source, path) != METS + "mets":
                return None
            with opened() as again:
                return _built(iterate(again, path, *_PARTS), each_file)
        content = source.read()
    if known := _SHAPES.read(content):
        is_known(known)
        for file, group in known.files:
            each_file(file, group)
        return known.root
    root, findings = parse_xml(content, path)
    if root is None:
        raise XmlRefused(path, findings)
    if root.tag != METS + "mets":
        return None
    return _built(ended(root, *_PARTS), each_file)


def _read_whole(content: bytes) -> Read | None:
    """Return a document with all its files, None for what is no METS."""
    root, _ = parse_xml(content, "")
    if root is None or root.tag != METS + "mets":
        return None
    files: list[tuple[MetsNode, MetsNode]] = []
    return _built(ended(root, *_PARTS), lambda *file: files.append(file)), files


_SHAPES = Shapes(_read_whole)


def _built(ended: Iterator[etree._Element], each_file: EachFile) -> MetsNode:
    parts: list[MetsNode] = []
    groups: list[MetsNode] = []
    count = 0
    top, group_of_files = None, MetsNode("fileGrp", 0)
    for element in ended:
        name = str(element.tag).removeprefix(METS)
        if name == "mets":
            root = _bare(element)
            root.below = parts
        elif name == "file":
            count += 1
            if (found := _top_group(element)) is not top:
                top, group_of_files = found, _bare(found)
            each_file(_whole(element), group_of_files)
        elif name == "fileGrp":
            if _is_top(element):
                group = _bare(element)
                group.count, count = count, 0
                groups.append(group)
        elif name == "fileSec":
            section = _bare(element)
            section.below, groups = groups, []
            parts.append(section)
        else:
            parts.append(_whole(element))
    return root


def _is_top(group: etree._Element) -> bool:
    above = group.getparent()
    return above is not None and above.tag == METS + "fileSec"


def _top_group(file: etree._Element) -> etree._Element:
    group = file
    while (above := group.getparent()) is not None and above.tag in (METS + "fileGrp", METS + "file"):
        group = above
    return group


def _bare(element: etree._Element) -> MetsNode:
    given = {_named(name) if name[0] == "{" else name: value for name, value in element.items()}
    return MetsNode(_named(element.tag), element.sourceline or 0, given, (element.text or "").strip())  # type: ignore


def _whole(element: etree._Element) -> MetsNode:
    node = _bare(element)
    node.below = [_whole(child) for child in element if isinstance(child.tag, str)]
    return node


@lru_cache(maxsize=256)
def _named(name: str) -> str:
    uri, brace, local = name.rpartition("}")
    return _PREFIXES.get(uri + brace, uri + brace) + local
