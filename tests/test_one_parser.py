"""One XML parser, and each third party in its one room: a law over the source text of tools/."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared import REPOSITORY

TOOLS = REPOSITORY / "tools"
PARSER = "bayegan/metadata/parser.py"

HOMES = {
    "lxml": "bayegan/metadata/",
    "jsonschema": "bayegan/metadata/",
    "edtf": "nowhere",
    "bagit": "bayegan/bags/",
    "pygfried": "bayegan/storage/formats.py",
    "xml": "nowhere",
}

PARSING = {
    "XMLParser",
    "XMLPullParser",
    "HTMLParser",
    "HTMLPullParser",
    "ETCompatXMLParser",
    "XMLTreeBuilder",
    "iterparse",
    "iterwalk",
    "parse",
    "parseid",
    "fromstring",
    "fromstringlist",
    "XML",
    "XMLID",
    "XMLDTDID",
    "HTML",
    "DTD",
    "XInclude",
    "XSLT",
    "RelaxNG",
    "set_default_parser",
    "get_default_parser",
    "html",
    "objectify",
    "isoschematron",
    "sax",
    "ElementInclude",
}


def strays(source: str, path: str) -> list[str]:
    """What a file at `path` does that only another file may do."""
    tree = ast.parse(source)
    found = [f"imports {name}" for name in _imported(tree) if not path.startswith(HOMES.get(name, ""))]
    if path != PARSER:
        found += [f"uses {name}" for name in _parsing(tree)]
    return found


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in (
            "import_module",
            "__import__",
        ):
            names = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            yield from (name.partition(".")[0] for name in names)


def _parsing(tree: ast.AST) -> Iterator[str]:
    """Every name of lxml that parses, called or not, under whatever name lxml was imported."""
    modules: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "lxml":
            modules.update(alias.asname or alias.name for alias in node.names)
            yield from (alias.name for alias in node.names if alias.name in PARSING or alias.name == "*")
        elif isinstance(node, ast.Import):
            lxml = [alias for alias in node.names if alias.name.partition(".")[0] == "lxml"]
            modules.update(alias.asname or "lxml" for alias in lxml)
            yield from (part for alias in lxml for part in alias.name.split(".") if part in PARSING)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in PARSING and _root(node) in modules:
            yield node.attr
        elif (
            isinstance(node, ast.Call)
            and getattr(node.func, "id", "") == "getattr"
            and _root(node.args[0]) in modules
        ):
            yield "getattr"
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "XMLSchema" and node.keywords:
            yield "XMLSchema of a file"


def _root(node: ast.AST) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


SOURCES = sorted(TOOLS.rglob("*.py"))


def test_there_are_sources_to_look_at():
    assert TOOLS / PARSER in SOURCES


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.relative_to(TOOLS).as_posix())
def test_no_other_module_parses_xml_or_takes_in_a_third_party(file: Path):
    assert strays(file.read_text("utf-8"), file.relative_to(TOOLS).as_posix()) == []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("bayegan/metadata/x.py", "from lxml import etree\netree.XMLParser()"),
        ("bayegan/metadata/x.py", "from lxml import etree as e\ne.HTMLParser(recover=True)"),
        ("bayegan/metadata/x.py", "from lxml import etree\nfor _ in etree.iterparse(f): pass"),
        ("bayegan/metadata/x.py", "import lxml.etree\nlxml.etree.fromstring(b'<a/>')"),
        ("bayegan/metadata/x.py", "import lxml.etree as tree\nroot = tree.XML('<a/>')"),
        ("bayegan/metadata/x.py", "from lxml import etree\nread = etree.parse"),
        ("bayegan/metadata/x.py", "from lxml.etree import parse\nparse('a.xml')"),
        ("bayegan/metadata/x.py", "from lxml.etree import *"),
        ("bayegan/metadata/x.py", "from lxml import html"),
        ("bayegan/metadata/x.py", "import lxml.objectify"),
        ("bayegan/metadata/x.py", "from lxml import etree\ngetattr(etree, 'par' + 'se')('a.xml')"),
        ("bayegan/metadata/x.py", "from lxml import etree\netree.XMLSchema(file='a.xsd')"),
        ("bayegan/metadata/x.py", "import xml.etree.ElementTree"),
        ("bayegan/metadata/x.py", "from xml.sax import parseString"),
        ("bayegan/export/x.py", "from lxml import etree"),
        ("bayegan/export/x.py", "def f():\n    import lxml.etree"),
        ("bayegan/services/x.py", "import importlib\nimportlib.import_module('lxml.etree')"),
        ("bayegan/bags/x.py", "import jsonschema"),
        ("bayegan/model/x.py", "from edtf import parse_edtf"),
        ("bayegan/metadata/x.py", "import bagit"),
        ("bayegan/storage/x.py", "import pygfried"),
    ],
)
def test_a_planted_stray_is_found(path: str, source: str):
    assert strays(source, path) != []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        (PARSER, "from lxml import etree\netree.XMLParser()"),
        ("bayegan/metadata/x.py", "from lxml import etree\netree.XMLSchema(root)"),
        ("bayegan/metadata/x.py", "import json\njson.loads('1')\nparse = 1"),
        ("bayegan/bags/x.py", "import bagit"),
        ("bayegan/storage/formats.py", "import pygfried"),
    ],
)
def test_what_is_at_home_is_let_be(path: str, source: str):
    assert strays(source, path) == []
