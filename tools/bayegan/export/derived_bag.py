"""A bag made anew of what an audience is given of an item, where that is not the whole of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from bayegan.bags.seal import write_bag_tags
from bayegan.export.open_item import OpenItem
from bayegan.export.sealed import could_not
from bayegan.export.sink import Sink
from bayegan.metadata.dc_xml import write_dc
from bayegan.metadata.prove import prove_file
from bayegan.model.fixity import DC, PREMIS, RECORD
from bayegan.model.preservation import FileObject
from bayegan.storage.digests import digest_file

_DIGEST = "sha512"
DERIVED_TAG = "Bayegan-Derived-From"
_AS_SEALED = ("Source-Organization", "Bag-Software-Agent", "BagIt-Profile-Identifier")


@dataclass(frozen=True, slots=True)
class BagForm:
    """What a derived bag has beside ours: further digest algorithms, and the tag files and address of a profile.

    `algorithms` may hold MD5 where a profile asks for it; SHA-512 is always there beside it.
    """

    algorithms: tuple[str, ...] = ()
    tag_files: Mapping[str, bytes] = field(default_factory=dict)
    profile: str | None = None


OURS = BagForm()


def write_derived(item: OpenItem, root: str, sink: Sink, form: BagForm = OURS) -> None:
    """Write the bag at `root` of the package: the files that are given, and metadata and manifests of their own.

    bag-info.txt says what it derives from: the item, its version, and the SHA-512 of the tag manifest of the sealed
    bag. The same item gives the same octets. The metadata is proved; what is wrong goes to the findings of `sink`.
    """
    for path in item.payload:
        sink.copy(item, path, f"{root}/{path}")
    sink.make_folder(f"{root}/data")
    tags = {
        DC: write_proved(f"{root}/{DC}", sink, lambda out: write_dc(item.statements, out)),
        RECORD: write_proved(f"{root}/{RECORD}", sink, item.write_record),
        PREMIS: write_proved(f"{root}/{PREMIS}", sink, item.write_preservation),
    }
    for name, content in form.tag_files.items():
        sink.put(f"{root}/{name}", content)
        tags[name] = {_DIGEST: sink.files[f"{root}/{name}"][0].hex()}
    files: Iterable[FileObject] = item.files
    if form.algorithms:
        files = [replace(one, digests=_more(sink, f"{root}/{one.path}", dict(one.digests), form)) for one in files]
        tags = {name: dict(_more(sink, f"{root}/{name}", digests, form)) for name, digests in tags.items()}
    algorithms = (_DIGEST, *form.algorithms)
    for name in write_bag_tags(sink.folder / root, files, tags, _info(item, form), algorithms):
        if name not in tags:
            sink.note(f"{root}/{name}")


def _more(sink: Sink, path: str, known: Mapping[str, str], form: BagForm) -> tuple[tuple[str, str], ...]:
    """Return the digests of a file that was written, with those that the form asks for. Raises CouldNot."""
    try:
        found = digest_file(sink.folder / path, form.algorithms)
    except OSError as error:
        raise could_not(sink.folder / path, "read back", error) from error
    return tuple({_DIGEST: known[_DIGEST], **found}.items())


def write_proved(path: str, sink: Sink, write: Callable[[BinaryIO], None]) -> Mapping[str, str]:
    """Write a metadata file, prove it, and return its digest."""
    with sink.stream(path) as out:
        write(out)
    sink.findings.extend(prove_file(sink.folder / path, path))
    return {_DIGEST: sink.files[path][0].hex()}


def _info(item: OpenItem, form: BagForm) -> list[tuple[str, str]]:
    sealed = dict(item.info())
    if form.profile is not None:
        sealed["BagIt-Profile-Identifier"] = form.profile
    kept = [(label, sealed[label]) for label in _AS_SEALED if label in sealed]
    return [
        *kept,
        ("External-Identifier", item.identifier),
        ("External-Description", " ".join(item.record.titles[0].value.split())),
        ("Bagging-Date", f"{item.sealed:%Y-%m-%d}"),
        (
            DERIVED_TAG,
            f"{item.version} of this item; its tag manifest has the SHA-512 {item.tag_manifest_digest()}",
        ),
    ]
