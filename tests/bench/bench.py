"""Ours and the peers in turn on the same files: `make bench` runs this and writes docs/performance.md.

usage: bench.py [--scale 1.0] [--rounds 5] [--work DIR] [--only WORD] [--write PAGE]

With --only the rows of PAGE whose names hold WORD are measured again; the others stay as they are there.
With a small scale it is a test that everything runs; figures mean something at scale 1 on a quiet machine.
"""

import argparse
import compileall
import hashlib
import json
import os
import random
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.metadata import entry_points
from pathlib import Path

from pages import page, with_rows
from rounds import Contender, Row, in_turn

import bayegan
import bayegan_schemas

HERE = Path(__file__).parent
_LARGE = 16 << 20
PYTHON = shlex.quote(sys.executable)
BAYEGAN = f"{PYTHON} -m bayegan"
BAGIT = f"{PYTHON} -m bagit --quiet"
FLOOR = f"{PYTHON} -I -S {shlex.quote(str(HERE / 'floors.py'))}"
LEDGERS = f"{PYTHON} {shlex.quote(str(HERE / 'ledgers.py'))}"
MAKE_BAGS = """
import bagit, os, shutil, sys
source, target = sys.argv[1:]
for name in os.listdir(source):
    if name.endswith('.bin'):
        bag = os.path.join(target, name[:-4]); os.makedirs(bag); shutil.copy(os.path.join(source, name), bag)
        bagit.make_bag(bag, {'Source-Organization': 'x'}, checksums=['sha512'])
"""
VALIDATE_BAGS = """
import bagit, glob, sys
for bag in glob.glob(sys.argv[1] + '/archive/*/*/v1'): bagit.Bag(bag).validate()
"""


@dataclass(frozen=True)
class Target:
    """What a row promises: `one` takes at most `most` times what the slower of `others` takes."""

    one: str
    others: str | tuple[str, ...]
    most: float

    @property
    def slower(self) -> tuple[str, ...]:
        """Those of whom the slower counts."""
        return (self.others,) if isinstance(self.others, str) else self.others


@dataclass(frozen=True)
class MemoryTarget:
    """What a row promises: the processes of `one` together take at most so many megabytes of memory at once."""

    one: str
    megabytes: int


@dataclass(frozen=True)
class Rate:
    """What a row promises: `one` does at least `least` things a second, of `things` at scale 1."""

    one: str
    things: int
    least: int


@dataclass(frozen=True)
class Bench:
    """A row: how it is made ready, who takes part, what is promised. Without a promise of time one round is run."""

    work: str
    make: Callable[[Path, float], dict[str, Contender]]
    targets: tuple[Target, ...]
    memory: tuple[MemoryTarget, ...] = ()
    rates: tuple[Rate, ...] = ()


def corpus(folder: Path, files: int, low: int, high: int, *, flat: bool = False) -> Path:
    """Files of random octets, the same each time."""
    noise = random.Random(7)  # noqa: S311  a corpus, not a secret
    for number in range(files):
        place = folder if flat else folder / f"{number // 100:04d}"
        place.mkdir(parents=True, exist_ok=True)
        left = noise.randint(low, high)
        with open(place / f"{number:06d}.bin", "wb") as out:
            while left:
                out.write(noise.randbytes(piece := min(left, 1 << 20)))
                left -= piece
    return folder


def run(command: str) -> None:
    """Run what makes a row ready."""
    subprocess.run(["bash", "-c", command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def verify(files: int, low: int, high: int) -> Callable[[Path, float], dict[str, Contender]]:
    def make(folder: Path, scale: float) -> dict[str, Contender]:
        bag = corpus(folder / "bag", max(8, int(files * scale)), low, high)
        run(f"{BAGIT} --sha512 --processes 2 {bag}")
        return {
            "bayegan": lambda _: f"{BAYEGAN} validate {bag}",
            "bagit.py": lambda _: f"{BAGIT} --validate --processes 2 {bag}",
            "sha512sum": lambda _: f"cd {bag} && sha512sum --quiet -c manifest-sha512.txt",
            "two sha512sum": lambda fresh: two_halves(bag, fresh),
            "floor": lambda _: f"{FLOOR} verify {bag}",
        }

    return make


def bag_of_small_files(folder: Path, files: int) -> Path:
    """A bag of files of 16 octets in folders of 1,000; its manifests are written here, by hashlib alone."""
    bag = folder / "bag"
    declaration = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    info = f"Payload-Oxum: {16 * files}.{files}\n".encode()
    digests = hashlib.sha512()
    (bag / "data").mkdir(parents=True)
    with open(bag / "manifest-sha512.txt", "wb") as manifest:
        for first in range(0, files, 1000):
            place = bag / "data" / f"{first // 1000:04d}"
            place.mkdir()
            lines = [_small_file(place, number) for number in range(first, min(first + 1000, files))]
            digests.update(b"".join(lines))
            manifest.writelines(lines)
    tags = {"bagit.txt": declaration, "bag-info.txt": info}
    for name, content in tags.items():
        (bag / name).write_bytes(content)
    known = {name: hashlib.sha512(content).hexdigest() for name, content in tags.items()}
    known["manifest-sha512.txt"] = digests.hexdigest()
    listed = "".join(f"{digest}  {name}\n" for name, digest in sorted(known.items()))
    (bag / "tagmanifest-sha512.txt").write_text(listed)
    return bag


def _small_file(place: Path, number: int) -> bytes:
    """Write one file; return its line in the manifest."""
    content = b"%016d" % number
    descriptor = os.open(f"{place}/{number:07d}.bin", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    os.write(descriptor, content)
    os.close(descriptor)
    return f"{hashlib.sha512(content).hexdigest()}  data/{place.name}/{number:07d}.bin\n".encode()


def verify_small(folder: Path, scale: float) -> dict[str, Contender]:
    bag = bag_of_small_files(folder, max(2000, int(1_000_000 * scale)))
    return {
        "bayegan": lambda _: f"{BAYEGAN} validate {bag}",
        "floor": lambda _: f"{FLOOR} verify {bag}",
    }


def two_halves(bag: Path, fresh: Path) -> str:
    """Two sha512sum that share a manifest."""
    run(f"cd {bag} && split -n r/2 manifest-sha512.txt {fresh}/half.")
    halves = [f"sha512sum --quiet -c {fresh}/half.{half}" for half in ("aa", "ab")]
    return f"cd {bag} && {{ {halves[0]} & {halves[1]} && wait $!; }}"


def manifest_of(source: Path, *, one_item: bool) -> Path:
    """A submission for a corpus: one item, or an item a file."""
    names = sorted(path.relative_to(source).as_posix() for path in source.rglob("*.bin"))
    rows = [f"{name},{'all' if one_item else name[:-4]},Title {name}" for name in names]
    manifest = source / "submission.csv"
    manifest.write_text("\n".join(["filename,item,title", *rows]) + "\n")
    return manifest


def ingest_one(folder: Path, scale: float) -> dict[str, Contender]:
    source = corpus(folder / "source", max(20, int(20_000 * scale)), 1 << 10, 16 << 10)
    manifest = manifest_of(source, one_item=True)
    identify = "import pygfried, sys; pygfried.identify_many([l.strip() for l in open(sys.argv[1])], workers=2)"
    names = folder / "names"
    names.write_text("\n".join(str(path) for path in source.rglob("*.bin")))

    def ours(fresh: Path, option: str) -> str:
        run(f"{BAYEGAN} init {fresh}/A")
        return f"{BAYEGAN} ingest --archive {fresh}/A {manifest} {option}"

    return {
        "bayegan": lambda fresh: ours(fresh, "--no-identify"),
        "bayegan, formats": lambda fresh: ours(fresh, "--identify"),
        "cp and sync": lambda fresh: f"cp -r {source} {fresh}/copy && sync",
        "cp, bagit.py, sync": lambda fresh: (
            f"cp -r {source} {fresh}/copy && {BAGIT} --sha512 --processes 2 {fresh}/copy && sync"
        ),
        "pygfried": lambda _: f"{PYTHON} -c {shlex.quote(identify)} {names}",
        "floor": lambda fresh: f"{FLOOR} copy {source} {fresh}/copy",
    }


def ingest_large(folder: Path, scale: float) -> dict[str, Contender]:
    size = int(scale * (256 << 20))
    source = corpus(folder / "source", 8, size, size)
    manifest = manifest_of(source, one_item=True)
    names = [f"{source}/0000/{number:06d}.bin" for number in range(8)]
    half = [" && ".join(f"{FLOOR} digest {name}" for name in names[part::2]) for part in range(2)]

    def ours(fresh: Path) -> str:
        run(f"{BAYEGAN} init {fresh}/A")
        return f"{BAYEGAN} ingest --archive {fresh}/A {manifest} --no-identify --digest sha512 --digest sha256"

    return {
        "bayegan": ours,
        "cp and sync": lambda fresh: f"cp -r {source} {fresh}/copy && sync",
        "two processes, sha256 and sha512": lambda _: f"{{ {half[0]} & {half[1]} && wait $!; }}",
        "floor": lambda fresh: f"{FLOOR} large {source}/0000 {fresh}/copy",
    }


def ingest_many(folder: Path, scale: float) -> dict[str, Contender]:
    source = corpus(folder / "source", max(20, int(10_000 * scale)), 1 << 10, 16 << 10, flat=True)
    manifest = manifest_of(source, one_item=False)

    def ours(fresh: Path) -> str:
        run(f"{BAYEGAN} init {fresh}/A")
        return f"{BAYEGAN} ingest --archive {fresh}/A {manifest} --no-identify"

    return {
        "bayegan": ours,
        "bagit.make_bag": lambda fresh: f"{PYTHON} -c {shlex.quote(MAKE_BAGS)} {source} {fresh}",
        "floor": lambda fresh: f"{FLOOR} bags {source} {fresh}/bags",
    }


def fixity(folder: Path, scale: float) -> dict[str, Contender]:
    source = corpus(folder / "source", max(20, int(10_000 * scale)), 1 << 10, 16 << 10, flat=True)
    manifest = manifest_of(source, one_item=False)
    run(f"{BAYEGAN} init {folder}/A && {BAYEGAN} ingest --archive {folder}/A {manifest} --no-identify")
    return {
        "bayegan": lambda _: f"{BAYEGAN} fixity check --archive {folder}/A --no-record",
        "bayegan, recorded": lambda _: f"{BAYEGAN} fixity check --archive {folder}/A",
        "50 × picking of 100,000 due": lambda _: (
            f"{PYTHON} {shlex.quote(str(HERE / 'picking.py'))} {int(100_000 * scale)} 50"
        ),
        "bagit.validate": lambda _: f"{PYTHON} -c {shlex.quote(VALIDATE_BAGS)} {folder}/A",
        "floor": lambda _: f"{FLOOR} check {folder}/A",
    }


def ledger_of(archive: Path, events: int) -> Path:
    """An archive with a ledger of so many events, signed, its tree kept."""
    run(f"{BAYEGAN} init {archive} && {LEDGERS} make {events} {archive}")
    run(f"{BAYEGAN} ledger checkpoint --archive {archive}")
    return archive


def verify_ledger(folder: Path, scale: float) -> dict[str, Contender]:
    archive = ledger_of(folder / "A", max(2000, int(1_000_000 * scale)))
    return {
        "bayegan": lambda _: f"{BAYEGAN} ledger verify --archive {archive}",
        "floor": lambda _: f"{FLOOR} ledger {archive}",
    }


def use_ledger(folder: Path, scale: float) -> dict[str, Contender]:
    long = ledger_of(folder / "long", max(2000, int(1_000_000 * scale)))
    short = ledger_of(folder / "short", 2000)
    return {
        "append, long ledger": lambda _: f"{LEDGERS} append 100 {long}",
        "append, short ledger": lambda _: f"{LEDGERS} append 100 {short}",
        "prove, long ledger": lambda fresh: f"{BAYEGAN} ledger prove item-300 --archive {long} --to {fresh}/p",
        "prove, short ledger": lambda fresh: f"{BAYEGAN} ledger prove item-300 --archive {short} --to {fresh}/p",
    }


EXPORTS = {"saf": 2.0, "ocfl": 2.0, "eark-sip": 3.0}
"""Formats of exports, and how many times what `cp -r` of the sealed bags takes each may take at most."""


def exported(folder: Path, scale: float) -> dict[str, Contender]:
    """Export one-file items that are open to all, in each format that is installed."""
    source = corpus(folder / "source", max(20, int(10_000 * scale)), 1 << 10, 16 << 10, flat=True)
    manifest = manifest_of(source, one_item=False)
    rows = manifest.read_text().splitlines()
    manifest.write_text("\n".join([f"{rows[0]},access", *(f"{row},public" for row in rows[1:])]) + "\n")
    archive = folder / "A"
    run(f"{BAYEGAN} init {archive} && {BAYEGAN} ingest --archive {archive} {manifest} --no-identify")

    def ours(name: str) -> Contender:
        return lambda fresh: f"{BAYEGAN} export {name} --archive {archive} --to {fresh}/out"

    return {
        **{name: ours(name) for name in EXPORTED},
        "cp -r": lambda fresh: f"cp -r {archive}/archive {fresh}/copy",
    }


def exported_large(folder: Path, scale: float, closed: int = 0) -> dict[str, Contender]:
    """Export one item of very many files of 16 octets, each with a title, in every format that is installed.

    So many of its files are closed: all that tells of files is then made anew, and all that is written is searched.
    """
    count = max(2000, int(100_000 * scale))
    bag_of_small_files(folder, count)
    source = folder / "bag" / "data"
    names = sorted(path.relative_to(source).as_posix() for path in source.rglob("*.bin"))
    files: list[dict[str, object]] = [{"filename": name, "title": f"Title {name}"} for name in names]
    for file in files[:closed]:
        file["access"] = {"level": "restricted"}
    item = {"id": "all", "titles": [{"text": "All"}], "access": {"level": "public"}, "files": files}
    (source / "submission.json").write_text(json.dumps({"submission": "1.0", "items": [item]}))
    archive = folder / "A"
    run(f"{BAYEGAN} init {archive}")
    run(f"{BAYEGAN} ingest --archive {archive} {source}/submission.json --no-identify")

    def ours(name: str) -> Contender:
        return lambda fresh: f"{BAYEGAN} export {name} --archive {archive} --to {fresh}/out"

    return {name: ours(name) for name in ALL_EXPORTERS}


def exported_in_part(folder: Path, scale: float) -> dict[str, Contender]:
    """Export pages of about 8 KiB, all open; and the same where each item names somebody whose name is restricted.

    Each of those names is then looked for in every page and in all that is written.
    """
    count = max(20, int(3000 * scale))
    words = ["خانواده", "زندانیان", "گفتند", "که", "the", "family", "was", "told", "that", "a", "sentence"]
    chosen = random.Random(5)  # noqa: S311  the same pages every time

    def archive_of(name: str, closed: int) -> Path:
        source, items = folder / name, []
        source.mkdir()
        for number in range(count):
            body = "".join(f"<p>{' '.join(chosen.choices(words, k=40))}</p>\n" for _ in range(24))
            (source / f"{number:05}.html").write_text(f"<html><body>{body}</body></html>")
            people = [{"names": [{"text": f"Subject {number}", "lang": "en"}], "roles": ["subject"]}]
            names = [{"text": f"Witness{number} Name"}, {"text": f"شاهد{number} خانواده"}]
            people += [{"names": names, "roles": ["witness"], "access": {"level": "restricted"}}] * closed
            item = {"id": f"i{number:05}", "titles": [{"text": f"Page {number}"}], "access": {"level": "public"}}
            items.append(item | {"people": people, "files": [{"filename": f"{number:05}.html"}]})
        (source / "submission.json").write_text(json.dumps({"submission": "1.0", "items": items}))
        archive = folder / f"{name}.archive"
        run(f"{BAYEGAN} init {archive}")
        run(f"{BAYEGAN} ingest --archive {archive} {source}/submission.json --no-identify")
        return archive

    def ours(archive: Path) -> Contender:
        return lambda fresh: f"{BAYEGAN} export saf --archive {archive} --to {fresh}/out"

    return {"a name closed in each": ours(archive_of("in-part", 1)), "all open": ours(archive_of("open", 0))}


ALL_EXPORTERS = sorted(entry_points(group="bayegan.exporters").names)
EXPORTED = [name for name in EXPORTS if name in entry_points(group="bayegan.exporters").names]

RECORDS = 10_000


def records(folder: Path, scale: float) -> dict[str, Contender]:
    count = max(20, int(RECORDS * scale))
    script = f"{PYTHON} {shlex.quote(str(HERE / 'records.py'))}"
    run(f"{script} make {count} {folder}/records")
    return {
        "bayegan": lambda _: f"{script} whole {count}",
        "lxml, validation alone": lambda _: f"{script} validate {folder}/records",
    }


BENCHES = (
    Bench(
        "verify a bag of 20,000 files of 1 to 16 KiB",
        verify(20_000, 1 << 10, 16 << 10),
        (
            Target("bayegan", "bagit.py", 1 / 2.5),
            Target("bayegan", "sha512sum", 1.5),
            Target("bayegan", "floor", 1.5),
        ),
    ),
    Bench(
        "verify 8 files of 256 MiB",
        lambda folder, scale: verify(8, int(scale * (256 << 20)), int(scale * (256 << 20)))(folder, 1.0),
        (Target("bayegan", "two sha512sum", 1.1), Target("bayegan", "floor", 1.5)),
    ),
    Bench("verify a bag of 1,000,000 small files", verify_small, (), (MemoryTarget("bayegan", 150),)),
    Bench(
        "ingest 20,000 small files into one item",
        ingest_one,
        (
            Target("bayegan", "cp and sync", 1.4),
            Target("bayegan", "cp, bagit.py, sync", 1 / 1.3),
            Target("bayegan", "floor", 1.5),
            Target("bayegan, formats", ("bayegan", "pygfried"), 1.15),
        ),
    ),
    Bench(
        "ingest 8 files of 256 MiB with sha256 and sha512",
        ingest_large,
        (
            Target("bayegan", ("cp and sync", "two processes, sha256 and sha512"), 1.15),
            Target("bayegan", "floor", 1.5),
        ),
    ),
    Bench(
        "ingest 10,000 one-file items",
        ingest_many,
        (Target("bayegan", "bagit.make_bag", 1 / 0.4), Target("bayegan", "floor", 1.5)),
    ),
    Bench(
        "fixity check of 10,000 items",
        fixity,
        (
            Target("bayegan", "bagit.validate", 1 / 4),
            Target("bayegan", "floor", 1.5),
            Target("bayegan, recorded", "floor", 1.5),
            Target("50 × picking of 100,000 due", "bayegan", 10.0),  # each at most 2 % of ten such checks
        ),
    ),
    Bench(
        "verify a ledger of 1,000,000 events",
        verify_ledger,
        (Target("bayegan", "floor", 3.0),),
        (MemoryTarget("bayegan", 200),),
    ),
    Bench(
        "100 appends to, and a proof from, ledgers of 1,000,000 and of 2,000 events",
        use_ledger,
        (
            Target("append, long ledger", "append, short ledger", 1.5),
            Target("prove, long ledger", "prove, short ledger", 1.5),
        ),
    ),
    Bench(
        "export 10,000 one-file items",
        exported,
        tuple(Target(name, "cp -r", EXPORTS[name]) for name in EXPORTED),
    ),
    Bench(
        "export 3,000 pages with saf",
        exported_in_part,
        (Target("a name closed in each", "all open", 3.0),),
    ),
    Bench(
        "export an item of 100,000 files",
        exported_large,
        (),
        tuple(MemoryTarget(name, 200) for name in ALL_EXPORTERS),
    ),
    Bench(
        "export an item of 100,000 files, one of them closed",
        partial(exported_large, closed=1),
        (),
        tuple(MemoryTarget(name, 200) for name in ALL_EXPORTERS),
    ),
    Bench(
        "10,000 records: build, validate and serialise",
        records,
        (Target("bayegan", "lxml, validation alone", 5.0),),
        rates=(Rate("bayegan", RECORDS, 1000),),
    ),
)


def table(benches: list[tuple[Bench, Row]], scale: float) -> Iterator[str]:
    """The rows as Markdown: medians, peaks, and each promise with what was measured."""
    yield "| work | who | median s | peak MB |"
    yield "|---|---|---|---|"
    for _, row in benches:
        for who in row.runs:
            yield f"| {row.work} | {who} | {row.seconds(who):.2f} | {row.memory(who) / 1e6:.0f} |"
    yield ""
    yield "| work | promise | measured | kept |"
    yield "|---|---|---|---|"
    for bench, row in benches:
        for one in bench.targets:
            ratio = row.ratio(one.one, *one.slower)
            kept = "yes" if ratio <= one.most else "**no**"
            promise = f"{one.one} ≤ {one.most:.2f} × {' or '.join(one.slower)}"
            yield f"| {row.work} | {promise} | {ratio:.2f} × | {kept} |"
        for most in bench.memory:
            found = row.memory(most.one) / 1e6
            kept = "yes" if found <= most.megabytes else "**no**"
            yield f"| {row.work} | {most.one} ≤ {most.megabytes} MB at its peak | {found:.0f} MB | {kept} |"
        for rate in bench.rates:
            found = rate.things * scale / row.seconds(rate.one)
            kept = "yes" if found >= rate.least else "**no**"
            yield f"| {row.work} | {rate.one} ≥ {rate.least:,} a second | {found:,.0f} a second | {kept} |"


def make_room(folder: Path) -> None:
    """Remove the large files of a row that is done: they would fill the disk, and they are few.

    What costs those who come after a deletion is not its octets but the number of its files.
    """
    for inside, _, names in os.walk(folder):
        for name in names:
            path = Path(inside, name)
            if path.stat(follow_symlinks=False).st_size >= _LARGE:
                path.unlink()


def main() -> None:
    """Run the benches that are asked for and print, or write, the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--work", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    for package in (bayegan, bayegan_schemas):  # as it is where it is installed: no command begins by compiling
        compileall.compile_dir(Path(package.__file__).parent, quiet=2)
    with tempfile.TemporaryDirectory(prefix="bayegan-bench-", dir=options.work) as scratch:
        os.environ["XDG_CONFIG_HOME"] = f"{scratch}/config"  # where keys are made, not in somebody's home
        done: list[tuple[Bench, Row]] = []
        for number, bench in enumerate(BENCHES):
            if options.only not in bench.work:
                continue
            folder = Path(scratch) / str(number)
            folder.mkdir()
            rounds = options.rounds if bench.targets else 1
            contenders = bench.make(folder, options.scale)
            row = in_turn(bench.work, contenders, folder, rounds, warms_up=bool(bench.targets))
            done.append((bench, row))
            make_room(folder)
            # It takes most of an hour: who interrupts it keeps what was measured.
            print("\n".join(["", *table([(bench, row)], options.scale)]), file=sys.stderr, flush=True)
        # Before what was made is removed, which may take longer than all else.
        lines = list(table(done, options.scale))
        print("\n".join(lines), flush=True)
        if options.write and options.only and options.write.exists():
            old, works = options.write.read_text(encoding="utf-8"), [bench.work for bench, _ in done]
            new = with_rows(old, lines, works, options.rounds, [bench.work for bench in BENCHES])
            options.write.write_text(new, encoding="utf-8")
        elif options.write:
            options.write.write_text(page(lines, options.scale, options.rounds), encoding="utf-8")


if __name__ == "__main__":
    main()
