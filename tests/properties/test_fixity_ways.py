"""A fixity check has two ways to look at an item, a quick one and a careful one: they never disagree.

The quick way may call an item intact, or say that somebody has to look closer. Every damage is tried alone, then
many together, and each version's whole outcome is held against that of a check by the careful way alone.
"""

import hashlib
import json
import os
import random
import shutil
import socket
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import pytest

from bayegan.library.archive import Archive
from bayegan.library.sealed_bags import BagReader
from bayegan.model.fixity_run import FixityRun
from bayegan.model.holdings import SealedFacts
from bayegan.model.ledger import canonical
from bayegan.model.reading import Doubt
from bayegan.services.check_fixity.check import CheckFixity
from bayegan.services.check_fixity.looking import LookAtVersions
from bayegan.storage.holdings import Holdings
from bayegan.storage.whole_bags import whole_bags
from bayegan.storage.workers import read_many
from tampering import bag_of, reseal

FILES = {
    "one.txt": "plain",
    "folders/deep/er/two.txt": "deep",
    "folders/three.txt": "deep",
    "نامه‌ها/نامهٔ ۱.txt": "persian",
    "empty.txt": "empty",
    "large.bin": "large",
    "middle.bin": "large",
    "100%.txt": "percent",
    "a  b .txt": "spaces",
    **{f"many/{number}.txt": "many" for number in range(30)},
}
ITEMS = sorted(set(FILES.values()))
CLOSER = {"percent"}
"""Items that are looked at closely though they are healthy: their manifest holds a `%`."""
JUNK = b"{not json"
Answer = tuple[int, int] | Doubt | None


def seeded(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  damage, not a secret


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of items of many forms."""
    folder = tmp_path_factory.mktemp("sealed")
    for number, name in enumerate(FILES):
        path = folder / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        sizes = {"empty.txt": 0, "large.bin": 3 << 20, "middle.bin": 100_000}
        path.write_bytes(seeded(number).randbytes(sizes.get(name, 500 + number)))
    rows = "".join(f'"{name}",{item},T\n' for name, item in FILES.items())
    (folder / "in" / "s.csv").write_text("filename,item,title\n" + rows, encoding="utf-8")
    from bayegan.cli.main import execute  # noqa: PLC0415

    assert execute(["init", str(folder / "A"), "--organisation", "Test Archive"]) == 0
    assert execute(["ingest", "--archive", str(folder / "A"), str(folder / "in" / "s.csv"), "--no-identify"]) == 0
    return folder / "A"


@pytest.fixture
def held(sealed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sealed, tmp_path / "A"))


def checked(root: Path, ways: Callable[[Iterable[SealedFacts]], Iterator[Answer]]) -> FixityRun:
    archive = Archive.open(root)
    holdings, reading = Holdings(archive.layout), partial(read_many, workers=1)
    work = CheckFixity(
        lambda away: LookAtVersions(holdings, BagReader(), reading, ways, away),
        holdings,
        archive.ledger(),
        archive.scene,
        "id",
        "name",
        archive.policy.fixity,
        None,
        None,
        is_ingesting=lambda: False,
        timer=lambda: 0.0,
    ).run()
    while True:
        try:
            next(work)
        except StopIteration as end:
            run: FixityRun = end.value
            return run


def demand_agreement(root: Path) -> tuple[FixityRun, dict[str, Answer]]:
    """Check by both ways; return what was found, and what the quick one said of each item."""
    said: dict[str, Answer] = {}

    def quick(wanted: Iterable[SealedFacts]) -> Iterator[Answer]:
        known = list(wanted)
        for facts, answer in zip(known, whole_bags(root / "archive", known, 1), strict=True):
            said[facts.identifier] = answer
            yield answer

    one, other = checked(root, quick), checked(root, lambda wanted: (None for _ in wanted))
    assert one.versions == other.versions
    assert (one.counts, one.findings, one.unread) == (other.counts, other.findings, other.unread)
    for version in other.versions:
        assert version.is_intact or not isinstance(said[version.item], tuple), version
    return one, said


def files_of(bag: Path) -> list[Path]:
    return sorted(path for path in bag.rglob("*") if path.is_file() and not path.is_symlink())


def one_file(held: Path, noise: random.Random, item: str) -> Path:
    there = files_of(bag_of(held, item))
    if not there:
        pytest.skip("nothing is left of it")
    return noise.choice(there)


def edit(change: Callable[[bytes], bytes]) -> Callable[[Path, random.Random, str], None]:
    """Change any file of the item."""

    def damage(held: Path, noise: random.Random, item: str) -> None:
        path = one_file(held, noise, item)
        path.write_bytes(change(path.read_bytes()))

    return damage


def flip(held: Path, noise: random.Random, item: str) -> None:
    path = one_file(held, noise, item)
    content = bytearray(path.read_bytes() or b"?")
    content[noise.randrange(len(content))] ^= 1 << noise.randrange(8)
    path.write_bytes(content)


def instead(put: Callable[[Path, Path], object]) -> Callable[[Path, random.Random, str], None]:
    """Put something else in the place of any file; the file goes elsewhere."""

    def damage(held: Path, noise: random.Random, item: str) -> None:
        path = one_file(held, noise, item)
        away = held / "away" / f"{noise.random()}"
        away.parent.mkdir(exist_ok=True)
        path.rename(away)
        put(path, away)

    return damage


def pipe_socket(path: Path, _: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(path.name)
    finally:
        os.chdir(here)


def folder_instead(up: int) -> Callable[[Path, random.Random, str], None]:
    """A link stands for the version, the item or the shard."""

    def damage(held: Path, noise: random.Random, item: str) -> None:
        place = [bag_of(held, item), *bag_of(held, item).parents][up]
        away = held / "away" / f"{noise.random()}"
        away.parent.mkdir(exist_ok=True)
        place.rename(away)
        place.symlink_to(away)

    return damage


def add(name: str) -> Callable[[Path, random.Random, str], None]:
    def damage(held: Path, _: random.Random, item: str) -> None:
        path = bag_of(held, item) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("nobody lists this")

    return damage


def swap_names(held: Path, noise: random.Random, item: str) -> None:
    one, other = noise.sample(files_of(bag_of(held, item)), 2)
    spare = one.with_name("spare")
    one.rename(spare)
    other.rename(one)
    spare.rename(other)


def swap_bags(held: Path, noise: random.Random, item: str) -> None:
    one, other = bag_of(held, item), bag_of(held, noise.choice([each for each in ITEMS if each != item]))
    spare = held / "spare"
    one.rename(spare)
    other.rename(one)
    spare.rename(other)


def both_witnesses(held: Path, _: random.Random, item: str) -> None:
    for name in ("manifest-sha512.txt", "metadata/premis.xml"):
        path = bag_of(held, item) / name
        path.write_bytes(path.read_bytes() + b"\n")


def rewrite_together(held: Path, noise: random.Random, item: str) -> None:
    payload = noise.choice(files_of(bag_of(held, item) / "data"))
    payload.write_bytes(payload.read_bytes() + b"!")
    if item != "percent":
        reseal(bag_of(held, item))


def remove_files(pattern: str) -> Callable[[Path, random.Random, str], None]:
    def damage(held: Path, _: random.Random, item: str) -> None:
        for path in list(bag_of(held, item).rglob(pattern)):
            path.unlink() if path.is_file() else shutil.rmtree(path)

    return damage


def in_ledger(change: Callable[[dict[str, str]], dict[str, str]]) -> Callable[[Path, random.Random, str], None]:
    """Change what the ledger says of an item's tag files, and chain it anew: what it says is held to be true."""

    def damage(held: Path, _: random.Random, item: str) -> None:
        ledger = next(held.glob("manifests/ledger/*.jsonl"))
        lines, prev = ledger.read_bytes().splitlines(), "0" * 64
        for number, line in enumerate(lines):
            if line != JUNK:
                event = {**json.loads(line), "prev": prev}
                if event["item"] == item:
                    event["digests"] = change(event["digests"])
                lines[number] = canonical(event)
            prev = hashlib.sha256(lines[number]).hexdigest()
        ledger.write_bytes(b"\n".join(lines) + b"\n")

    return damage


def junk_in_ledger(held: Path, noise: random.Random, _: str) -> None:
    ledger = next(held.glob("manifests/ledger/*.jsonl"))
    lines = ledger.read_bytes().splitlines()
    lines[noise.randrange(1, len(lines))] = JUNK
    ledger.write_bytes(b"\n".join(lines) + b"\n")


def vouched(change: Callable[[bytes], bytes]) -> Callable[[Path, random.Random, str], None]:
    """Write the manifest in another way, and have the ledger vouch for it: the readers have to agree."""

    def damage(held: Path, noise: random.Random, item: str) -> None:
        manifest = bag_of(held, item) / "manifest-sha512.txt"
        content = change(manifest.read_bytes())
        manifest.write_bytes(content)
        digest = hashlib.sha512(content).hexdigest()
        in_ledger(lambda known: {**known, manifest.name: digest})(held, noise, item)

    return damage


def lines_of(change: Callable[[str, str], str]) -> Callable[[bytes], bytes]:
    """Write every line of a manifest anew, given digest and path."""

    def changed(content: bytes) -> bytes:
        lines = content.decode("utf-8").split("\n")[:-1]
        return "".join(change(*line.split("  ", 1)) for line in lines).encode("utf-8", "surrogateescape")

    return changed


def unvouched(change: Callable[[bytes], bytes]) -> Callable[[Path, random.Random, str], None]:
    """Write the manifest in another way that says the same, and nothing else."""

    def damage(held: Path, _: random.Random, item: str) -> None:
        manifest = bag_of(held, item) / "manifest-sha512.txt"
        manifest.write_bytes(change(manifest.read_bytes()))

    return damage


def listed_file(name: str) -> Callable[[Path, random.Random, str], None]:
    """A file of an odd name, with its line just as it is spelled on disk, and the ledger vouching for it all."""

    def damage(held: Path, noise: random.Random, item: str) -> None:
        (bag_of(held, item) / "data").mkdir(exist_ok=True)
        (bag_of(held, item) / name).write_bytes(b"odd")
        line = f"{hashlib.sha512(b'odd').hexdigest()}  {name}\n".encode("utf-8", "surrogateescape")
        vouched(lambda content: content + line)(held, noise, item)

    return damage


HARMLESS: dict[str, Callable[[Path, random.Random, str], None]] = {
    "nothing": lambda *_: None,
    "an empty folder": lambda held, _, item: (bag_of(held, item) / "data" / "empty folder").mkdir(),
    "upper-case digits in the manifest": vouched(lines_of(lambda digest, path: f"{digest.upper()}  {path}\n")),
    "a line separator in a name": listed_file("data/a\u2028b\x85c\x0bd"),
    "spaces and an asterisk in a name": listed_file("data/ *a  b "),
    "lines in another order": vouched(lambda content: b"".join(sorted(content.splitlines(True), reverse=True))),
}
DAMAGES: dict[str, Callable[[Path, random.Random, str], None]] = {
    "a bit": flip,
    "an octet more": edit(lambda content: content + b"\0"),
    "an octet less": edit(lambda content: content[:-1]),
    "emptied": edit(lambda _: b""),
    "removed": instead(lambda *_: None),
    "a link to it": instead(lambda path, away: path.symlink_to(away)),
    "a link to nowhere": instead(lambda path, _: path.symlink_to("nowhere")),
    "a pipe": instead(lambda path, _: os.mkfifo(path)),
    "a socket": instead(pipe_socket),
    "a folder": instead(lambda path, _: path.mkdir()),
    "a hard link": instead(lambda path, away: path.hardlink_to(away)),
    "another name": instead(lambda path, away: away.rename(path.with_name(path.name + " "))),
    "capital letters": instead(lambda path, away: away.rename(path.with_name(path.name.swapcase()))),
    "version is a link": folder_instead(0),
    "item is a link": folder_instead(1),
    "shard is a link": folder_instead(2),
    "version is a file": lambda held, _, item: (
        shutil.rmtree(bag_of(held, item)),
        (held / "archive" / next(held.glob(f"archive/*/{item}")) / "v1").write_text("?"),
    ),
    "version is gone": lambda held, _, item: shutil.rmtree(bag_of(held, item)),
    "item is gone": lambda held, _, item: shutil.rmtree(bag_of(held, item).parent),
    "a file beside the manifest": add("extra.txt"),
    "a file in the payload": add("data/extra.txt"),
    "a file in a new folder": add("data/new/er/extra.txt"),
    "a file of an odd name": add("metadata/line\nbreak\\.xml"),
    "a manifest more": add("manifest-md5.txt"),
    "a link more": lambda held, _, item: (bag_of(held, item) / "data" / "link").symlink_to("nowhere"),
    "a pipe more": lambda held, _, item: os.mkfifo(bag_of(held, item) / "data" / "pipe"),
    "names swapped": swap_names,
    "bags swapped": swap_bags,
    "manifest and premis.xml": both_witnesses,
    "all rewritten together": rewrite_together,
    "no metadata": remove_files("metadata"),
    "no payload": remove_files("data"),
    "no manifest": remove_files("manifest-*"),
    "ledger: a digest": in_ledger(lambda known: dict.fromkeys(known, "0" * 128)),
    "ledger: capitals": in_ledger(lambda known: {path: digest.upper() for path, digest in known.items()}),
    "ledger: short digests": in_ledger(lambda known: {path: digest[:64] for path, digest in known.items()}),
    "ledger: no digests": in_ledger(lambda _: {}),
    "ledger: a file less": in_ledger(lambda known: {path: known[path] for path in list(known)[1:]}),
    "ledger: a file more": in_ledger(lambda known: {**known, "metadata/other.xml": "0" * 128}),
    "ledger: a file elsewhere": in_ledger(lambda known: {**known, "../../other": "0" * 128, "": "0" * 128}),
    "ledger: payload": in_ledger(lambda known: {**known, "data/one.txt": "0" * 128}),
    "ledger: not the manifest": in_ledger(
        lambda known: {path: known[path] for path in known if path != "manifest-sha512.txt"}
    ),
    "ledger: junk": junk_in_ledger,
    "manifest: one space": vouched(lines_of(lambda digest, path: f"{digest} {path}\n")),
    "manifest: a tab": vouched(lines_of(lambda digest, path: f"{digest}\t{path}\n")),
    "manifest: an asterisk": vouched(lines_of(lambda digest, path: f"{digest} *{path}\n")),
    "manifest: dots": vouched(lines_of(lambda digest, path: f"{digest}  ./{path}\n")),
    "manifest: slashes": vouched(lines_of(lambda digest, path: f"{digest}  {path.replace('/', '//', 1)}\n")),
    "manifest: dots within": vouched(lines_of(lambda digest, path: f"{digest}  {path.replace('/', '/./', 1)}\n")),
    "manifest: up": vouched(lines_of(lambda digest, path: f"{digest}  data/../{path}\n")),
    "manifest: absolute": vouched(lines_of(lambda digest, path: f"{digest}  /{path}\n")),
    "manifest: CRLF": vouched(lines_of(lambda digest, path: f"{digest}  {path}\r\n")),
    "manifest: CR": vouched(lines_of(lambda digest, path: f"{digest}  {path}\r")),
    "manifest: twice": vouched(lambda content: content + content),
    "manifest: twice, differently": vouched(
        lambda content: content + lines_of(lambda _, path: f"{'0' * 128}  {path}\n")(content)
    ),
    "manifest: twice, the right one last": vouched(
        lambda content: lines_of(lambda _, path: f"{'0' * 128}  {path}\n")(content) + content
    ),
    "manifest: a file beside the payload": listed_file("extra.txt"),
    "manifest: capitals that nobody vouches for": unvouched(
        lines_of(lambda digest, path: f"{digest.upper()}  {path}\n")
    ),
    "manifest: all the same digest": vouched(lines_of(lambda _, path: f"{'0' * 128}  {path}\n")),
    "manifest: short digests": vouched(lines_of(lambda digest, path: f"{digest[:126]}  {path}\n")),
    "manifest: spaces in digests": vouched(lines_of(lambda digest, path: f"{digest[:124]}    {path}\n")),
    "manifest: no digits": vouched(lines_of(lambda digest, path: f"{digest[:-1]}x  {path}\n")),
    "manifest: other digits": vouched(lines_of(lambda digest, path: f"{digest[:-1]}۱  {path}\n")),
    "manifest: no end": vouched(lambda content: content[:-1]),
    "manifest: BOM": vouched(lambda content: b"\xef\xbb\xbf" + content),
    "manifest: comment": vouched(lambda content: b"# comment\n" + content),
    "manifest: empty line": vouched(lambda content: b"\n" + content),
    "manifest: empty last line": vouched(lambda content: content + b"\n"),
    "manifest: empty": vouched(lambda _: b""),
    "manifest: noise": vouched(lambda content: b"\xff" + content),
    "manifest: noise in a name": vouched(lambda content: content.replace(b"\n", b"\xff\n", 1)),
    "manifest: NUL": vouched(lambda content: content.replace(b"\n", b"\0\n", 1)),
    "manifest: percent": vouched(lines_of(lambda digest, path: f"{digest}  {path.replace('.', '%2E')}\n")),
    "manifest: a file less": vouched(lambda content: content[content.index(b"\n") + 1 :]),
    "manifest: a file more": vouched(lambda content: content + b"0" * 128 + b"  data/other\n"),
    "manifest: up, for Windows": listed_file("data/a\\..\\b"),
    "manifest: a percent": listed_file("data/a%25b"),
    "manifest: a bare percent": listed_file("data/50% off"),
    "manifest: CR in a name": listed_file("data/a\rb"),
    "manifest: not UTF-8": listed_file("data/a\udcffb"),
    "manifest: a tag file": vouched(lambda content: content + b"0" * 128 + b"  bagit.txt\n"),
    "manifest: a folder": vouched(lambda content: content + b"0" * 128 + b"  data/\n"),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_healthy_items_are_called_whole_by_the_quick_way(held: Path, name: str) -> None:
    for item in ITEMS:
        HARMLESS[name](held, seeded(1), item)
    run, said = demand_agreement(held)
    assert all(version.is_intact for version in run.versions)
    assert {item for item, answer in said.items() if not isinstance(answer, tuple)} == CLOSER
    for version in run.versions:
        if version.item not in CLOSER:
            assert said[version.item] == (sum(version.counts.values()), version.octets)


@pytest.mark.parametrize("name", DAMAGES)
def test_either_way_says_the_same_of_a_damage(held: Path, name: str) -> None:
    for seed, item in enumerate(("plain", "many")):
        DAMAGES[name](held, seeded(seed), item)
    _, said = demand_agreement(held)
    if name not in ("ledger: junk", "bags swapped"):
        untouched = {item for item, answer in said.items() if isinstance(answer, tuple)} - {"plain", "many"}
        assert untouched >= {"persian", "deep", "empty", "large", "spaces"}


@pytest.mark.parametrize("seed", range(60))
def test_either_way_says_the_same_of_many_damages(held: Path, seed: int) -> None:
    noise = seeded(seed)
    for item in noise.sample(ITEMS, noise.randrange(1, len(ITEMS))):
        DAMAGES[noise.choice(list(DAMAGES))](held, noise, item)
    demand_agreement(held)
