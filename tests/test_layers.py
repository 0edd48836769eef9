"""The law of the house: a module imports only from rows below its own."""

import ast
import sys
from pathlib import Path

import pytest

from shared import REPOSITORY

TOOLS = REPOSITORY / "tools"
ROWS = (
    ("cli",),
    ("library",),
    ("services",),
    ("export", "pages"),
    ("registers", "bags"),
    ("metadata",),
    ("storage",),
    ("ports",),
    ("model",),
    ("errors",),
)
ROW_OF = {name: number for number, row in enumerate(ROWS) for name in row}
SERVICES_MAY_USE = {"ports", "model", "errors"}


def room(module: str) -> str:
    """`bayegan.bags.check` is in the room `bags`."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def imported(tree: ast.AST) -> list[str]:
    """Every module of ours that a file imports, wherever in the file."""
    found: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                found.append("relative")
            elif node.module == "bayegan":
                found += [f"bayegan.{alias.name}" for alias in node.names]
            else:
                found.append(node.module or "")
    return [name for name in found if name == "relative" or name.split(".")[0] == "bayegan"]


def use_case(module: str) -> str:
    """`bayegan.services.check_fixity.brakes` is of the use case `check_fixity`; a file alone is of none."""
    parts = module.split(".")
    return parts[2] if len(parts) > 3 and parts[1] == "services" else ""


def allowed(here: str, there: str) -> bool:
    """Whether a module of the room `here` may import from the room `there`; a relative import is in none."""
    if here == "services":
        return there in SERVICES_MAY_USE
    return there in ROW_OF and (ROW_OF[there] > ROW_OF[here] or there == here)


def breaches(module: str, source: str) -> list[str]:
    """What `module` imports against the law."""
    here = room(module)
    if here not in ROW_OF:
        return []
    wrong: list[str] = []
    for name in imported(ast.parse(source)):
        there = room(name)
        is_ours = use_case(module) != "" and use_case(module) == use_case(name)
        if name != "bayegan.__version__" and not is_ours and not allowed(here, there):
            wrong.append(name)
    return wrong


def modules() -> list[tuple[str, Path]]:
    files = sorted((TOOLS / "bayegan").rglob("*.py"))
    return [(".".join(file.relative_to(TOOLS).with_suffix("").parts), file) for file in files]


@pytest.mark.parametrize(("module", "file"), modules(), ids=lambda value: value if isinstance(value, str) else "")
def test_a_module_imports_only_from_rows_below_its_own(module: str, file: Path) -> None:
    assert breaches(module, file.read_text(encoding="utf-8")) == []


def test_every_folder_of_the_package_has_its_row() -> None:
    rooms = {room(module) for module, _ in modules()} - {"__init__", "__main__"}
    assert rooms == set(ROW_OF)


@pytest.mark.parametrize(
    ("module", "planted"),
    [
        ("bayegan.model.names", "from bayegan.storage.scan import scan"),
        ("bayegan.bags.check", "from bayegan.registers.ledger import LedgerRegister"),
        ("bayegan.services.ingest", "from bayegan.storage.staging import Staging"),
        ("bayegan.services.ingest", "import bayegan.bags.check"),
        ("bayegan.services.ingest", "from bayegan.services.accept import accept"),
        ("bayegan.services.ingest", "from bayegan.services.check_fixity.brakes import Brakes"),
        ("bayegan.services.check_fixity.check", "from bayegan.services.accept import accept"),
        ("bayegan.errors", "def late():\n    from bayegan.model import names"),
        ("bayegan.export.saf", "from bayegan.library.archive import Archive"),
        ("bayegan.metadata.parser", "from .writer import write"),
        ("bayegan.storage.scan", "from bayegan import cli"),
    ],
)
def test_a_planted_import_against_the_order_is_found(module: str, planted: str) -> None:
    assert breaches(module, planted) != []


FILE_METHODS = {
    *("open", "read_text", "read_bytes", "write_text", "write_bytes", "exists", "is_file", "is_dir", "is_symlink"),
    *(
        "stat",
        "lstat",
        "iterdir",
        "glob",
        "rglob",
        "mkdir",
        "rmdir",
        "unlink",
        "touch",
        "rename",
        "chmod",
        "resolve",
    ),
    *("readlink", "symlink_to", "hardlink_to", "expanduser", "cwd", "home", "now", "utcnow", "today"),
}
"""What touches the disk, or asks the time, whatever it is called on."""
OS_FUNCTIONS = {"fsencode", "fsdecode", "fspath"}
"""What of the module os only looks at values."""
RIM_MODULES = {"shutil", "tempfile", "io", "glob", "subprocess", "socket", "time", "mmap", "fcntl"}


def reaches_out(source: str) -> list[str]:
    """What in a module of the model opens, looks at the disk, starts something or asks the time."""
    wrong: list[str] = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id=("open" | "input" | "print") as name)):
                wrong.append(name)
            case ast.Attribute(value=ast.Name(id="os"), attr=name) if name not in OS_FUNCTIONS:
                wrong.append(f"os.{name}")
            case ast.Attribute(attr=name) if name in FILE_METHODS:
                wrong.append(f".{name}")
            case ast.ImportFrom(module="os" | "os.path", names=names):
                wrong += [f"os.{one.name}" for one in names if one.name not in {*OS_FUNCTIONS, "PathLike"}]
            case ast.ImportFrom(module=str(module)) if module.split(".")[0] in RIM_MODULES:
                wrong.append(module)
            case ast.Import(names=names):
                wrong += [one.name for one in names if one.name.split(".")[0] in RIM_MODULES]
    return wrong


def of_the_model() -> list[tuple[str, Path]]:
    return [(module, file) for module, file in modules() if room(module) in ("model", "errors", "ports")]


@pytest.mark.parametrize(("module", "file"), of_the_model(), ids=lambda one: one if isinstance(one, str) else "")
def test_the_model_opens_nothing_and_imports_no_third_party(module: str, file: Path) -> None:
    source = file.read_text(encoding="utf-8")
    assert reaches_out(source) == []
    tree = ast.parse(source)
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    roots = {name.split(".")[0] for name in names} - {"bayegan"}
    assert roots <= set(sys.stdlib_module_names), (module, roots)


@pytest.mark.parametrize(
    "planted",
    [
        "open(path)",
        "path.read_text()",
        "path.read_bytes()",
        "path.exists()",
        "Path(name).open()",
        "file.stat().st_size",
        "os.listdir('.')",
        "os.path.exists(name)",
        "os.environ['HOME']",
        "from os import scandir",
        "from os.path import isfile",
        "import shutil",
        "from tempfile import mkdtemp",
        "datetime.now(UTC)",
        "[one.is_dir for one in paths]",
    ],
)
def test_a_planted_reach_for_the_disk_or_the_clock_is_found(planted: str) -> None:
    assert reaches_out(planted) != []
