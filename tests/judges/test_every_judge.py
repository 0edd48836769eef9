"""The five seeds and the reference collection in every format, each package before every judge of that format.

Nothing here needs a network; the judges that live in environments of their own are made by `make judges`.
"""

import logging
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import bagit
import pytest
import rdflib

from bayegan.export.atom_lint import lint as atom_lint
from bayegan.export.csv_cells import read_lines
from bayegan.export.csv_record import read_records
from bayegan.export.eark_lint import lint as eark_lint
from bayegan.export.exporter import exporters
from bayegan.export.jsonld import read_paths, read_statements
from bayegan.export.ocfl_lint import lint as ocfl_lint
from bayegan.export.ro_crate_lint import lint as ro_crate_lint
from bayegan.export.saf_lint import lint as saf_lint
from bayegan.metadata.dc_xml import read_dc
from bayegan.metadata.record_xml import read_record
from judges.dspyce_saf import read_back
from judges.eark import IMPOSSIBLE, commons_ip, eark_validator, errors
from judges.others import files_of_crate, ocfl_problems, official
from running import as_a_process
from seeds_asked import all_submitted
from shared import REPOSITORY, SHARED, need_shared

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
_OPTIONS = {"ocfl": ("--set", "address=mailto:archive@example.org"), "saf": ("--set", "collections=123456789/2")}
_DCTERMS = "http://purl.org/dc/terms/"


@dataclass(frozen=True)
class Held:
    """An archive, and the latest version of each item in it."""

    root: Path

    @property
    def bags(self) -> Mapping[str, Path]:
        """The latest bag of each item, by the folder of the item."""
        items = (folder for folder in self.root.glob("archive/*/*") if folder.is_dir())
        return {item.name: max(item.iterdir(), key=lambda bag: int(bag.name[1:])) for item in sorted(items)}

    def payload(self, name: str) -> dict[str, bytes]:
        """The documents of an item by their names."""
        data = self.bags[name] / "data"
        return {str(one.relative_to(data)): one.read_bytes() for one in data.rglob("*") if one.is_file()}


@dataclass(frozen=True)
class Export:
    """A package of all that an archive holds, in the format `name`."""

    name: str
    held: Held
    package: Path
    scratch: Path


@pytest.fixture(scope="module", params=[pytest.param("seeds", marks=need_shared), "reference"])
def held(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Held:
    root = tmp_path_factory.mktemp(request.param) / "archive"
    if request.param == "seeds":
        documents = ("--documents", SHARED / "seeds")
        run("init", root)
        run("ingest", "--archive", root, all_submitted(root.parent / "submission.json"), *documents)
        return Held(root)
    for name in ("archive", "manifests", "schemas", "bayegan.toml"):
        source = REPOSITORY / name
        root.mkdir(exist_ok=True)
        shutil.copytree(source, root / name) if source.is_dir() else shutil.copy(source, root / name)
    return Held(root)


@pytest.fixture(scope="module")
def exported(held: Held, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Export]:
    """Return what exports in a format, once."""
    done: dict[str, Export] = {}

    def export(name: str) -> Export:
        if name not in done:
            folder = tmp_path_factory.mktemp(name)
            options = ("--audience", "archive", *_OPTIONS.get(name, ()))
            run("export", name, "--archive", held.root, "--to", folder / "package", *options)
            done[name] = Export(name, held, folder / "package", folder)
        return done[name]

    return export


def run(*words: object) -> None:
    done = as_a_process(*words)
    assert done.returncode == 0, done.stdout + done.stderr


def bagit_library(export: Export) -> None:
    logging.getLogger("bagit").setLevel(logging.CRITICAL)
    for name in export.held.bags:
        bagit.Bag(str(export.package / name)).validate()


def our_profile(export: Export) -> None:
    run("validate", "--profile", "bayegan", *(export.package / name for name in export.held.bags))


def the_bags_themselves(export: Export) -> None:
    for name, bag in export.held.bags.items():
        for file in (one for one in bag.rglob("*") if one.is_file()):
            assert (export.package / name / file.relative_to(bag)).read_bytes() == file.read_bytes()


def dspyce(export: Export) -> None:
    read = read_back(sorted(path for path in export.package.iterdir() if path.is_dir()))
    assert len(read) == len(export.held.bags)
    assert all(one["collections"] == ["123456789/2"] and one["files"] for one in read)


def saf_linter(export: Export) -> None:
    assert [one for one in saf_lint(export.package) if one.is_error] == []


def e_ark_packages(export: Export) -> list[Path]:
    found = sorted(path for path in export.package.iterdir() if path.is_dir())
    assert len(found) == len(export.held.bags)
    return found


@need_shared
def official_mets(export: Export) -> None:
    for package in e_ark_packages(export):
        mets = sorted(package.rglob("METS.xml"))
        assert len(mets) == 2
        assert official("mets", *mets) == ""
        assert official("csip", *mets) == ""
        assert official("premis", package / "metadata/preservation/premis.xml") == ""


def eark_linter(export: Export) -> None:
    assert [found for package in e_ark_packages(export) for found in eark_lint(package)] == []


def dilcis_validator(export: Export) -> None:
    known = set(IMPOSSIBLE) if export.name == "eark-sip" else set()
    for report in eark_validator(*e_ark_packages(export)).values():
        assert errors(report) == known
        assert report["metadata"]["schema_results"]["status"] == "VALID"


def roda(export: Export) -> None:
    for package in e_ark_packages(export):
        reports = export.scratch / f"{package.name}-report"
        reports.mkdir()
        judged = commons_ip(package, reports)
        failed = {one["id"] for one in judged["validation"] if one["testing"]["outcome"] == "FAILED"}
        assert judged["summary"]["result"] == "VALID", failed
        assert failed <= {"CSIP101"}  # a SHOULD: eark-validator asks for the division that this advises against


def ocfl_py(export: Export) -> None:
    assert ocfl_problems(export.package) == []


def ocfl_linter(export: Export) -> None:
    assert [*ocfl_lint(export.package)] == []


def rocrate(export: Export) -> None:
    for name in export.held.bags:
        assert files_of_crate(export.package / name) == export.held.payload(name)


def ro_crate_linter(export: Export) -> None:
    assert [one for one in ro_crate_lint(export.package) if one.is_error] == []


@need_shared
def official_datacite(export: Export) -> None:
    files = sorted(export.package.glob("*.xml"))
    assert len(files) == len(export.held.bags)
    assert official("datacite", *files) == ""


def atom_linter(export: Export) -> None:
    assert [one for one in atom_lint(export.package) if one.is_error] == []
    header, *rows = read_lines((export.package / "information-objects.csv").read_bytes())
    items = [row for row in rows if row[header.index("levelOfDescription")] == "Item"]
    assert len(items) == len(export.held.bags)


def records_come_back(export: Export) -> None:
    tables = {path.stem: read_lines(path.read_bytes()) for path in export.package.iterdir()}
    sealed = [read_record((bag / "metadata/record.xml").read_bytes()) for bag in export.held.bags.values()]
    assert {one.identifier: one for one in read_records(tables)} == {one.identifier: one for one in sealed}


def statements_come_back(export: Export) -> None:
    for name, bag in export.held.bags.items():
        content = (export.package / "items" / f"{name}.jsonld").read_bytes()
        sealed = read_dc((bag / "metadata/dc.xml").read_bytes())
        assert sorted(map(repr, read_statements(content))) == sorted(map(repr, sealed))
        assert {one.removeprefix("data/") for one in read_paths(content)} == set(export.held.payload(name))


def rdflib_reads_it(export: Export) -> None:
    for name, bag in export.held.bags.items():
        content = (export.package / "items" / f"{name}.jsonld").read_bytes()
        graph = rdflib.Graph().parse(data=content, format="json-ld")
        stated = {(one.term, one.value, one.lang) for one in read_dc((bag / "metadata/dc.xml").read_bytes())}
        linked = {
            (str(verb).removeprefix(_DCTERMS), str(said), said.language)
            for _, verb, said in graph
            if str(verb).startswith(_DCTERMS) and isinstance(said, rdflib.Literal)
        }
        assert linked == stated
    assert len(rdflib.Graph().parse(export.package / "catalogue.jsonld", format="json-ld"))


_EARK = (official_mets, eark_linter, dilcis_validator, roda)
JUDGES: Mapping[str, tuple[Callable[[Export], None], ...]] = {
    "bag": (bagit_library, our_profile, the_bags_themselves),
    "saf": (saf_linter, dspyce),
    "eark-sip": _EARK,
    "eark-aip": _EARK,
    "eark-dip": _EARK,
    "ocfl": (ocfl_linter, ocfl_py),
    "ro-crate": (ro_crate_linter, rocrate),
    "datacite": (official_datacite,),
    "atom": (atom_linter,),
    "csv": (records_come_back,),
    "jsonld": (statements_come_back, rdflib_reads_it),
}
CASES = [
    pytest.param(name, judge, id=f"{name}-{judge.__name__}", marks=getattr(judge, "pytestmark", ()))
    for name, several in JUDGES.items()
    for judge in several
]


def test_every_format_has_its_judges() -> None:
    assert set(JUDGES) == set(exporters())


@pytest.mark.parametrize(("name", "judge"), CASES)
def test_every_judge_accepts_what_is_exported(
    exported: Callable[[str], Export], name: str, judge: Callable[[Export], None]
) -> None:
    judge(exported(name))
