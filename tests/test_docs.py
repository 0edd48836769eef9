"""The documentation is true: its commands are run, its generated parts agree with the code, its links hold.

`python tests/test_docs.py --write` makes the generated parts of the pages anew; they stand between
`<!-- generated: NAME -->` and `<!-- end of generated -->`.

A fenced block tagged `console` is run, all blocks of a page in order, in one bash and one scratch folder:

- A line that begins with `$ ` is a command; a line `> ` right below it goes on with it.
- The lines up to the next `$ ` are what it prints, stdout and stderr together.
- `...` alone on a line stands for any lines, none included; at the end of a line, for the rest of the line.
- What differs from day to day (VOLATILE) is made equal on both sides before they are compared.
- The tutorial accession lies in `./accession`, unless the page says `<!-- scratch: empty -->`.
"""

import ast
import difflib
import importlib
import itertools
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from textwrap import dedent
from urllib.parse import unquote

import click
import pytest
from click.testing import CliRunner

from bayegan.cli.answer import EXIT_CODES
from bayegan.cli.main import main
from bayegan.export.exporter import GROUP
from bayegan.metadata.vocabularies import shipped_names, shipped_vocabulary
from bayegan.model.levels import STATEMENTS, Area
from bayegan.model.policy import Policy
from bayegan.model.rules import RULES, Rule
from bayegan.model.rules.amendments import AMENDMENT_RULES
from bayegan.model.rules.archive import ARCHIVE_RULES
from bayegan.model.rules.atom import ATOM_RULES
from bayegan.model.rules.bag_archives import BAG_ARCHIVE_RULES
from bayegan.model.rules.bag_profiles import BAG_PROFILE_RULES
from bayegan.model.rules.bags import BAG_RULES
from bayegan.model.rules.collections import COLLECTION_RULES
from bayegan.model.rules.datacite import DATACITE_RULES
from bayegan.model.rules.dates import DATE_RULES
from bayegan.model.rules.documents import DOCUMENT_RULES
from bayegan.model.rules.eark import EARK_RULES, MUSTS, SHOULDS
from bayegan.model.rules.evidence import EVIDENCE_RULES
from bayegan.model.rules.exports import EXPORT_RULES
from bayegan.model.rules.forms import FORM_RULES
from bayegan.model.rules.metadata import METADATA_RULES
from bayegan.model.rules.notices import NOTICE_RULES
from bayegan.model.rules.ocfl import OCFL_RULES
from bayegan.model.rules.publishing import PUBLISHING_RULES
from bayegan.model.rules.rebuilding import REBUILDING_RULES
from bayegan.model.rules.records import RECORD_RULES
from bayegan.model.rules.ro_crate import RO_CRATE_RULES
from bayegan.model.rules.submissions import SUBMISSION_RULES
from bayegan.model.rules.vocabularies import VOCABULARY_RULES
from bayegan.model.vocabularies import Concept
from bayegan.pages.levels_en import ASKED_EN
from bayegan.storage.policy_file import policy_text
from record_page import record_tables
from shared import REPOSITORY

DOCS = REPOSITORY / "docs"
REFERENCE = DOCS / "reference"
LEDGER_PAGE = REFERENCE / "ledger.md"
CHECK_PAGE = DOCS / "how-to" / "check-without-bayegan.md"
LINES = "archive/manifests/ledger/000000000001.jsonl"
ACCESSION = DOCS / "tutorial" / "accession"
TOOLS = REPOSITORY / "tools"
PAGES = [
    page
    for page in [*REPOSITORY.glob("*.md"), *(one for room in (DOCS, TOOLS) for one in sorted(room.rglob("*.md")))]
    if ACCESSION not in page.parents
]

FAMILIES = {
    "Submission manifests": SUBMISSION_RULES,
    "Descriptions": RECORD_RULES,
    "Documents and checksum lists": DOCUMENT_RULES,
    "Metadata files": METADATA_RULES,
    "Dates of a record": DATE_RULES,
    "Vocabularies": VOCABULARY_RULES,
    "Metadata in forms of an archive's own": FORM_RULES,
    "Bags": BAG_RULES,
    "BagIt profiles": BAG_PROFILE_RULES,
    "Serialised bags": BAG_ARCHIVE_RULES,
    "The archive, its ledger and its files": ARCHIVE_RULES,
    "What is signed of the ledger": EVIDENCE_RULES,
    "What is made anew": REBUILDING_RULES,
    "Amendments": AMENDMENT_RULES,
    "Collections": COLLECTION_RULES,
    "Exports": EXPORT_RULES,
    "Telling of findings": NOTICE_RULES,
    "E-ARK packages": EARK_RULES,
    "OCFL storage roots": OCFL_RULES,
    "DataCite metadata": DATACITE_RULES,
    "RO-Crates": RO_CRATE_RULES,
    "Tables for AtoM": ATOM_RULES,
    "Tables and linked data": PUBLISHING_RULES,
}

VOLATILE = (
    (r"\b[0-9]{8}T[0-9]{6}Z\b", "STAMP"),  # 20261122T183252Z, in names
    (r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:,[0-9]+)?Z?", "TIME"),
    (r"\b20[2-9][0-9]-[0-9]{2}-[0-9]{2}\b", "DATE"),  # of our own days; dates in documents stay
    (r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", "UUID"),
    (r"\b[0-9a-f]{4,}…|\b[0-9a-f]{12}\b|\b[0-9a-f]{32,128}\b", "DIGEST"),  # whole, cut with …, or in a name
    (r"\b[0-9]+\.[0-9]+\.[0-9]+\b", "VERSION"),
    (r"\b(key |UUID-)[0-9a-f]{8}\b", r"\1KEY"),
    (r"[\u2068\u2069]", ""),  # what keeps names from right to left to themselves; a page needs none
)

GENERATED = re.compile(r"(?s)(<!-- generated: (\w+) -->\n).*?(<!-- end of generated -->)")
FENCE = re.compile(r"(?ms)^( *)```(\w*)\n(.*?)^\1```$")
SEPARATOR = "\x1e"
HIDDEN = ("COLUMNS", "BAYEGAN_ARCHIVE", "XDG_CONFIG_HOME")  # a page has a home of its own: the scratch folder


# Generated parts


def findings_tables() -> str:
    """Every finding code with its severity, rule and advice, family by family."""
    parts: list[str] = []
    for family, rules in FAMILIES.items():
        parts += [f"## {family}", "", "| code | severity | rule | what to do |", "|---|---|---|---|"]
        parts += [_row(code, rule) for code, rule in rules.items()]
        parts.append("")
    return "\n".join(parts)


def _row(code: str, rule: Rule) -> str:
    cells = (f"`{code}`", rule.severity, _cell(rule.text), _cell(rule.advice))
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


def help_texts() -> str:
    """Every command with its help as a terminal of 80 columns shows it."""
    parts: list[str] = []
    for words in command_paths(main, ()):
        ran = CliRunner().invoke(main, [*words, "--help"], prog_name="bayegan", env={"COLUMNS": "80"})
        parts += [f"## {' '.join(('bayegan', *words))}", "", "```text", ran.output.rstrip(), "```", ""]
    return "\n".join(parts)


def command_paths(command: click.Command, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield words
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from command_paths(below, (*words, name))


def vocabulary_tables() -> str:
    """Every shipped vocabulary with its concepts, one table for each."""
    parts: list[str] = []
    for name in shipped_names():
        one = shipped_vocabulary(name)
        parts += [f"## {name}: {one.titles['en']}", "", one.descriptions["en"], ""]
        parts += ["| concept | English | Persian | meaning | broader | HURIDOCS |", "|---|---|---|---|---|---|"]
        parts += [_concept_row(concept) for concept in one.concepts.values()]
        parts.append("")
    return "\n".join(parts)


def _concept_row(concept: Concept) -> str:
    english, persian = (
        "; ".join([concept.labels[language], *concept.alternatives.get(language, ())]) for language in ("en", "fa")
    )
    meaning = " ".join([concept.definitions["en"], *concept.notes.values()])
    broader = ", ".join(f"`{name}`" for name in concept.broader)
    matches = [*(f"= {one}" for one in concept.exact_matches), *(f"< {one}" for one in concept.broad_matches)]
    codes = ", ".join(one.replace("huridocs:", "") for one in matches)
    return f"| {' | '.join((f'`{concept.name}`', *map(_cell, (english, persian, meaning)), broader, codes))} |"


def levels_tables() -> str:
    """Every statement of the Levels, area by area."""
    parts: list[str] = []
    for area in Area:
        parts += [
            f"### {area.value.capitalize()}",
            "",
            "| statement | level | asks for | comes from |",
            "|---|---|---|---|",
        ]
        those = [one for one in STATEMENTS if one.area is area]
        parts += [f"| `{one.id}` | {one.level} | {_cell(ASKED_EN[one.id])} | {one.basis} |" for one in those]
        parts.append("")
    return "\n".join(parts)


RENDERERS: dict[str, Callable[[], str]] = {
    "findings": findings_tables,
    "commands": help_texts,
    "vocabularies": vocabulary_tables,
    "record": record_tables,
    "levels": levels_tables,
}


def refreshed(page: str) -> str:
    return GENERATED.sub(lambda found: f"{found[1]}\n{RENDERERS[found[2]]()}\n{found[3]}", page)


@pytest.mark.parametrize("name", RENDERERS)
def test_a_generated_part_agrees_with_the_code(name: str) -> None:
    page = (REFERENCE / f"{name}.md").read_text("utf-8")
    assert [found[2] for found in GENERATED.finditer(page)] == [name]
    assert page == refreshed(page), "run: python tests/test_docs.py --write"


# Finding codes


def test_every_rule_belongs_to_one_family() -> None:
    assert [code for rules in FAMILIES.values() for code in rules] == list(RULES)


def texts_in_tools() -> set[str]:
    """Every string in the package, the rules themselves excepted."""
    files = [file for file in (TOOLS / "bayegan").rglob("*.py") if file.parent.name != "rules"]
    trees = [ast.parse(file.read_text("utf-8")) for file in files]
    nodes = (node for tree in trees for node in ast.walk(tree))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def strangers(texts: set[str]) -> list[str]:
    """What looks like a finding code of one of our families and is none."""
    families = "|".join(sorted({code.split("-")[0] for code in RULES}))
    form = re.compile(rf"(?:{families})(?:-[a-z0-9]+)+")
    formats = entry_points(group=GROUP).names
    return sorted(text for text in texts if form.fullmatch(text) and text not in RULES and text not in formats)


def test_every_rule_is_used_by_the_package() -> None:
    """The requirements of E-ARK are used by their clause; tests/unit/test_eark_lint.py breaks each."""
    requirements = {f"eark-{clause.lower()}" for clause, _, _ in (*MUSTS, *SHOULDS)}
    assert sorted(set(RULES) - requirements - texts_in_tools()) == []


def test_every_code_in_the_package_has_a_rule() -> None:
    assert strangers(texts_in_tools()) == []


def test_a_code_without_a_rule_is_noticed() -> None:
    assert strangers({"bag-no-manifest", "bag-no-manifesto", "metadata/dc.xml"}) == ["bag-no-manifesto"]


# Commands that a page shows


@dataclass(frozen=True)
class Step:
    """A command on a page, and what the page says that it prints."""

    command: str
    expected: str


def blocks(page: str) -> list[list[Step]]:
    found = (dedent(match[3]) for match in FENCE.finditer(page) if match[2] == "console")
    return [_steps(text) for text in found]


def _steps(block: str) -> list[Step]:
    steps: list[Step] = []
    for part in re.split(r"(?m)^\$ ", block)[1:]:
        first, *rest = part.splitlines()
        more = [line[2:] for line in itertools.takewhile(lambda line: line.startswith("> "), rest)]
        steps.append(Step("\n".join([first, *more]), "\n".join(rest[len(more) :])))
    return steps


def run_in(scratch: Path, steps: Sequence[Step]) -> list[str]:
    """Run commands in one bash and return what each printed; the exit code is there for an `echo $?`."""
    script = "exec 2>&1\n" + "".join(
        f"{step.command}\ncode=$?; printf '\\n\\036'; (exit $code)\n" for step in steps
    )
    names = {name: value for name, value in os.environ.items() if name not in HIDDEN}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    ran = subprocess.run(
        ["bash", "-c", script],
        cwd=scratch,
        env={**names, "PATH": path, "HOME": str(scratch), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        timeout=300,
        check=False,
    )
    *outputs, rest = ran.stdout.decode("utf-8").split(SEPARATOR)
    assert (len(outputs), rest.strip()) == (len(steps), ""), f"the page ended early: {rest}"
    return [output.replace(str(scratch), "/scratch") for output in outputs]


def scratch_for(page: str, folder: Path) -> Path:
    scratch = folder / "scratch"
    scratch.mkdir()
    if "<!-- scratch: empty -->" not in page:
        shutil.copytree(ACCESSION, scratch / "accession")
    return scratch


def lines_of(text: str) -> list[str]:
    for pattern, word in VOLATILE:
        text = re.sub(pattern, word, text)
    return [line.rstrip() for line in text.rstrip().split("\n")]


def agree(expected: str, printed: str) -> bool:
    form = "".join(_form(line) for line in lines_of(expected))
    return re.fullmatch(form, "\n".join(lines_of(printed)) + "\n") is not None


def _form(line: str) -> str:
    if line == "...":
        return r"(?:.*\n)*?"
    return re.escape(line.removesuffix("...")) + (r".*\n" if line.endswith("...") else r"\n")


def untrue(page: str, folder: Path) -> list[str]:
    """What a page shows otherwise than it is, as differences."""
    steps = [step for block in blocks(page) for step in block]
    if not steps:
        return []
    wrong: list[str] = []
    for step, printed in zip(steps, run_in(scratch_for(page, folder), steps), strict=True):
        if not agree(step.expected, printed):
            shown, real = lines_of(step.expected), lines_of(printed)
            wrong += [f"$ {step.command}", *difflib.unified_diff(shown, real, "the page", "printed", lineterm="")]
    return wrong


def named(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


@pytest.mark.parametrize("page", [one for one in PAGES if blocks(one.read_text("utf-8"))], ids=named)
def test_the_commands_of_a_page_print_what_it_shows(page: Path, tmp_path: Path) -> None:
    wrong = untrue(page.read_text("utf-8"), tmp_path)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("shown", "is_true"),
    [
        ("one\ntwo\nthree", True),
        ("...\nthree", True),
        ("one\n...\nthree\n...", True),
        ("one\nthree", False),
        ("...\ntwo", False),
        ("...", True),
        ("", False),
    ],
)
def test_what_a_page_shows_is_compared_line_by_line(shown: str, is_true: bool, tmp_path: Path) -> None:
    page = f"```console\n$ for word in one two \\\n> three; do echo $word >&2; done\n{shown}\n```\n"
    assert (untrue(page, tmp_path) == []) is is_true


def test_what_changes_from_day_to_day_is_made_equal_and_nothing_else(tmp_path: Path) -> None:
    echo = "$ echo 2026-11-22 bayegan 1.2.3 {}\n2031-01-02 bayegan 0.0.1 abcd…"
    page = f"```console\n{echo}\n$ false\n$ echo $?\n{{}}\n```\n"
    assert untrue(page.format("ab" * 32, 1), tmp_path) == []
    (tmp_path / "again").mkdir()
    assert untrue(page.format("ab" * 32, 0), tmp_path / "again") != []
    assert not agree("1988-07-23", "1988-07-24")


# Links and references


def prose(page: str) -> str:
    """A page without its fenced blocks."""
    return FENCE.sub("", page)


def slug(heading: str) -> str:
    kept = re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading.lower()).strip())
    return kept.replace(" ", "-")


def broken_links(page: str, folder: Path) -> Iterator[str]:
    text = re.sub(r"`[^`\n]*`", "", prose(page))
    inline = re.findall(r"\]\((?:<([^>]+)>|([^)\s]+))[^)]*\)", text)
    defined = re.findall(r"(?m)^\[[^\]]+\]:\s*(\S+)", text)
    for target in [one or other for one, other in inline] + defined:
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = unquote(target).partition("#")
        other = folder / path if path else None
        if other is not None and not other.exists():
            yield target
        elif anchor and (other is None or other.suffix == ".md"):
            content = page if other is None else other.read_text("utf-8")
            if anchor not in map(slug, re.findall(r"(?m)^#+ +(.+)$", prose(content))):
                yield target


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_the_links_of_a_page_lead_somewhere(page: Path) -> None:
    assert list(broken_links(page.read_text("utf-8"), page.parent)) == []


def test_a_link_that_leads_nowhere_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "there.md").write_text("# A `good` heading\n")
    page = "[a](there.md) [b](there.md#a-good-heading) [c](https://example.org/x) [d](gone.md) [e](there.md#gone)\n"
    assert list(broken_links(page, tmp_path)) == ["gone.md", "there.md#gone"]


def wrong_references(page: str) -> Iterator[str]:
    """Paths, modules and commands that a page names and that are not there."""
    for span in re.findall(r"`([^`\n]+)`", prose(page)):
        if re.fullmatch(r"(?:docs|tests|tools|schemas|\.ci)/[\w./-]*", span):
            if not (REPOSITORY / span).exists():
                yield span
        elif re.fullmatch(r"bayegan(?:\.\w+)+", span) and not span.endswith(".toml"):
            if not _is_known(span):
                yield span
        else:
            yield from _wrong_words(span)
    for line in (line for found in FENCE.finditer(page) if found[2] == "sh" for line in found[3].splitlines()):
        yield from _wrong_words(line)


def _is_known(dotted: str) -> bool:
    try:
        importlib.import_module(dotted)
    except ImportError:
        module, _, name = dotted.rpartition(".")
        return "." in module and _is_known(module) and hasattr(importlib.import_module(module), name)
    return True


def _wrong_words(line: str) -> Iterator[str]:
    """Say a command line of ours back where it has a command or an option that is not known."""
    if not line.startswith("bayegan "):
        return
    command: click.Command = main
    words = shlex.split(line, comments=True)[1:]
    while isinstance(command, click.Group) and words and words[0][0] in "abcdefghijklmnopqrstuvwxyz":
        below = command.get_command(click.Context(command), words.pop(0))
        if below is None:
            yield line
            return
        command = below
    known = {name for one in command.params for name in (*one.opts, *one.secondary_opts)} | {"--help", "-h"}
    if any(word.startswith("--") and word.split("=")[0] not in known for word in words):
        yield line


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_what_a_page_names_is_there(page: Path) -> None:
    assert list(wrong_references(page.read_text("utf-8"))) == []


def test_a_reference_to_nothing_is_noticed() -> None:
    right = "`tests/test_docs.py` `bayegan.model.rules.RULES` `bayegan fixity check --no-record` `bayegan.toml`"
    wrong = ["tests/gone.py", "bayegan.model.gone", "bayegan gone", "bayegan list --gone"]
    page = right + "".join(f" `{one}`" for one in wrong) + "\n```sh\nbayegan fixity gone\n```\n"
    assert list(wrong_references(page)) == [*wrong, "bayegan fixity gone"]


def test_the_pages_that_the_package_names_are_there() -> None:
    named_pages = {one for text in texts_in_tools() for one in re.findall(r"docs/[\w./-]+\.md", text)}
    named_pages |= {one for rule in RULES.values() for one in re.findall(r"docs/[\w./-]+\.md", rule.text)}
    assert len(named_pages) > 1
    assert [one for one in sorted(named_pages) if not (REPOSITORY / one).exists()] == []


# Single pages


def test_the_policy_page_has_every_key_and_no_other() -> None:
    real = tomllib.loads(policy_text(Policy("id", "organisation")))
    keys = {f"{table}.{key}" for table, values in real.items() for key in values}
    assert set(re.findall(r"(?m)^## `([\w.]+)`$", (REFERENCE / "policy.md").read_text("utf-8"))) == keys


def test_the_exit_codes_page_has_every_code_and_no_other() -> None:
    page = (REFERENCE / "exit-codes-and-json.md").read_text("utf-8")
    rows = re.findall(r"(?m)^\| ([0-9]+) \| `([a-z-]+)` \|", page)
    assert {word: int(code) for code, word in rows} == EXIT_CODES


def ledger_events(archive: Path) -> list[dict[str, object]]:
    segments = sorted((archive / "manifests" / "ledger").glob("0*.jsonl"))
    return [json.loads(line) for segment in segments for line in segment.read_bytes().splitlines()]


def test_the_ledger_page_has_every_event_type_with_its_details(tmp_path: Path) -> None:
    """All that a ledger comes to hold, an interruption and a damaged file included."""
    make = (
        "bayegan init archive",
        "bayegan ingest --archive archive accession/submission.json",
        "sed -i '$d' archive/manifests/ledger/0*.jsonl; rm -r archive/.bayegan",
        "bayegan ingest --archive archive accession/submission.json",
        "echo more >> archive/archive/*/BT-4/v1/data/pages/*",
        "bayegan fixity check --archive archive",
        "bayegan export bag BT-2 --archive archive --to out --target 'A library'",
        """echo '{"collections": "1.0", "described": [{"id": "F", "level": "fonds", "titles": ["T"], """
        """"access": {"level": "public"}}]}' > fonds.json; bayegan collection add --archive archive fonds.json""",
        "bayegan init other; bayegan ingest --archive other out/BT-2",
        "bayegan ingest --archive archive --as-donor --id donated --accept-findings out/BT-2",
        'for n in 1 2; do echo \'{"titles": ["Another"]}\' > $n.jsonl; done',
        *(f"bayegan amend --archive archive {one} --by A --reason B" for one in ("BT-1 1.jsonl", "BT-2 2.jsonl")),
        "sed -i '$d' archive/manifests/ledger/0*.jsonl; rm -r archive/.bayegan",
        "bayegan ingest --archive archive accession/submission.json",
        *(f"bayegan ledger key --archive archive {how}" for how in ("--rotate", "--lost")),
        "cp -r archive broken; printf x >> broken/manifests/ledger/000000000001.jsonl",
        "bayegan rebuild --archive broken --new-ledger",
    )
    scratch = scratch_for("", tmp_path)
    run_in(scratch, [Step(command, "") for command in make])
    real: dict[str, set[str]] = {}
    for event in [*ledger_events(scratch / "archive"), *ledger_events(scratch / "broken")]:
        detail = event["detail"]
        assert isinstance(detail, dict)
        real.setdefault(str(event["type"]), set()).update(detail)
    page = LEDGER_PAGE.read_text("utf-8")
    rows = re.findall(r"(?m)^\| `([a-z ]+)` \|.*\| (.*) \|$", page.partition("## Event types")[2])
    told: dict[str, set[str]] = {}
    for kind, detail_cell in rows:
        told.setdefault(kind, set()).update(re.findall(r"\*\*`(\w+)`\*\*", detail_cell))
    assert told == real


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scratch folder after the first block of the two pages that check an archive by hand: they make one."""
    firsts = [blocks(page.read_text("utf-8"))[0] for page in (LEDGER_PAGE, CHECK_PAGE)]
    assert firsts[0] == firsts[1]
    scratch = scratch_for("", tmp_path_factory.mktemp("made"))
    run_in(scratch, firsts[0])
    return scratch


def after_damage(page: Path, made: Path, folder: Path, damage: str) -> str:
    """Do the damage to a copy of that archive; return what the other commands of the page print."""
    scratch = Path(shutil.copytree(made, folder / "scratch"))
    steps = [step for block in blocks(page.read_text("utf-8"))[1:] for step in block]
    return "".join(run_in(scratch, [Step(damage, ""), *steps])[1:])


@pytest.mark.parametrize(
    ("damage", "is_sound"),
    [
        (f"sed -i '4s/success/failure/' {LINES}", False),
        (f"sed -i '4d' {LINES}", False),
        (f"sed -i '1d' {LINES}", False),
        (f"sed -i '4{{h;d}};5G' {LINES}", False),
        (f"sed -i '4p' {LINES}", False),
        (f"sed -i '4s/$/ /' {LINES}", False),
        (f'sed -i \'4s/"seq":4/"seq":5/\' {LINES}', False),
        ("true", True),
    ],
    ids=["changed", "removed", "first removed", "swapped", "doubled", "space at the end", "number", "untouched"],
)
def test_the_ledger_page_tells_a_ledger_that_was_tampered_with(
    damage: str, is_sound: bool, made: Path, tmp_path: Path
) -> None:
    printed = after_damage(LEDGER_PAGE, made, tmp_path, damage).splitlines()
    sound = (
        "every line is bound to the one before it",
        "all lines are there, in order",
        "the first line begins a chain",
    )
    assert all(sentence in printed for sentence in sound) is is_sound


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("echo x >> archive/archive/*/BT-6/v1/data/timeline/events.csv", "data/timeline/events.csv: FAILED"),
        ("echo x >> archive/archive/*/BT-6/v1/metadata/record.xml", "metadata/record.xml: FAILED"),
        ("rm archive/archive/*/BT-6/v1/data/timeline/events.csv", "data/timeline/events.csv: FAILED open or read"),
        ("cp accession/no-exit-2005.pdf archive/archive/*/BT-6/v1/data", "> data/no-exit-2005.pdf"),
        ("sed -i 's/\"octets\": /&1/' archive/manifests/fixity/*.json", ".json: FAILED"),
        (f"sed -i 's/BT-1/BT-9/' {LINES}", "not bound"),
    ],
    ids=["payload", "tag file", "missing", "unexpected", "report", "ledger"],
)
def test_the_page_on_checking_without_bayegan_finds_damage(
    damage: str, said: str, made: Path, tmp_path: Path
) -> None:
    page = "".join(step.expected for block in blocks(CHECK_PAGE.read_text("utf-8")) for step in block)
    assert said not in page
    assert said in after_damage(CHECK_PAGE, made, tmp_path, damage)


def test_a_name_with_a_percent_sign_can_be_checked_as_the_page_says(tmp_path: Path) -> None:
    command = next(one for block in blocks(CHECK_PAGE.read_text("utf-8")) for one in block if "%25" in one.command)
    make = (
        "bayegan init archive",
        "mkdir in; echo a > 'in/100%.txt'; printf 'filename,item,title\\n100%%.txt,BT-6,A\\n' > in/s.csv",
        "bayegan ingest --archive archive in/s.csv",
        "(cd archive/archive/*/BT-6/v1 && sha512sum -c manifest-sha512.txt)",
    )
    *_, plainly, as_told = run_in(tmp_path, [*(Step(one, "") for one in make), command])
    assert "data/100%25.txt: FAILED open or read" in plainly
    assert as_told.strip() == "data/100%.txt: OK"


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit("usage: python tests/test_docs.py --write")
    for generated in RENDERERS:
        path = REFERENCE / f"{generated}.md"
        path.write_text(refreshed(path.read_text("utf-8")), encoding="utf-8")
