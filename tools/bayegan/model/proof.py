"""A proof that a ledger said something: lines, their proofs of inclusion, and how to check them."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from bayegan.model.checkpoint import SignedCheckpoint
from bayegan.model.merkle import is_included, leaf_hash, sides


@dataclass(frozen=True, slots=True)
class ProvedLine:
    """A line of the ledger: its number, its bytes without line feed, and its proof of inclusion."""

    number: int
    content: bytes
    path: tuple[bytes, ...]

    @property
    def name(self) -> str:
        """The name of its files in a proof."""
        return f"{self.number:012d}"

    def holds(self, size: int, root: bytes) -> bool:
        """Say whether the proof shows the line in the tree of this root."""
        return is_included(leaf_hash(self.content), self.number - 1, size, self.path, root)

    def steps(self, size: int) -> str:
        """Return the proof as text: on each line a side and a hash, from the leaf to the root."""
        pairs = zip(sides(self.number - 1, size), self.path, strict=True)
        return "".join(f"{side} {one.hex()}\n" for side, one in pairs)


def proof_document(
    archive: str, item: str, one: SignedCheckpoint, key: str, lines: Sequence[ProvedLine], timestamp: bool
) -> dict[str, object]:
    """Return a proof as schemas/bayegan_schemas/ledger-proof-1.0.schema.json describes it."""
    size = one.checkpoint.size
    return {
        "form": "bayegan ledger proof 1.0",
        "archive": archive,
        "item": item,
        "checkpoint": {
            "file": "checkpoint.txt",
            "origin": one.checkpoint.origin,
            "size": size,
            "root": base64.b64encode(one.checkpoint.root).decode("ascii"),
            "time": one.checkpoint.time,
            "key": key,
            "timestamp": "checkpoint.tsr" if timestamp else None,
        },
        "lines": [
            {
                "number": line.number,
                "file": f"lines/{line.name}.json",
                "path": [
                    {"side": side, "hash": step.hex()}
                    for side, step in zip(sides(line.number - 1, size), line.path, strict=True)
                ],
            }
            for line in lines
        ],
    }


SIGNATURE = """\
openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in signed.txt -sigfile signature.bin
"""

SAME = """\
head -n "$(wc -l < signed.txt)" checkpoint.txt | cmp - signed.txt
tail -n 1 checkpoint.txt | cut -d ' ' -f 3 | base64 -d | tail -c 64 | cmp - signature.bin
"""

PATHS = """\
octets() { printf %s "$1" | tr a-f A-F | basenc -d --base16; }
root=$(head -n 3 signed.txt | tail -n 1 | base64 -d | od -An -v -tx1 | tr -d ' \\n')
for line in lines/*.json; do
  name=$(basename "$line" .json)
  hash=$({ printf '\\000'; cat "$line"; } | sha256sum | cut -c 1-64)
  while read -r side other; do
    if [ "$side" = left ]; then left=$other right=$hash; else left=$hash right=$other; fi
    hash=$({ printf '\\001'; octets "$left"; octets "$right"; } | sha256sum | cut -c 1-64)
  done < "paths/$name.txt"
  if [ "$hash" = "$root" ]; then echo "line $name: proved"; else echo "line $name: NOT PROVED"; exit 1; fi
done
"""

STAMP = """\
openssl ts -verify -data checkpoint.txt -in checkpoint.tsr -CAfile authority.pem
"""


def check_script() -> str:
    """Return check.sh: the commands of the README in one file."""
    return f"""\
#!/bin/sh
# Checks this folder without the software that wrote it. README.txt explains each command.
set -eu
cd "$(dirname "$0")"
{SIGNATURE}{SAME}{PATHS}if [ -f checkpoint.tsr ] && [ -f authority.pem ]; then
  {STAMP}elif [ -f checkpoint.tsr ]; then
  echo "checkpoint.tsr: not checked, for there is no authority.pem"
fi
echo "all lines here are proved by the signed checkpoint"
"""


def readme(
    item: str, organisation: str, one: SignedCheckpoint, key: str, lines: Sequence[ProvedLine], timestamp: bool
) -> str:
    """Return README.txt: one page on what this folder proves, how to check it, and what it does not prove."""
    said = one.checkpoint
    stamp = f"""
4. The time-stamp was given by an authority other than the archive: the checkpoint was there at that time.
   Get the authority's certificates from the authority itself, as authority.pem:

{_indented(STAMP)}
   `openssl ts -reply -in checkpoint.tsr -text` prints the time.
"""
    return f"""\
WHAT THE LEDGER OF AN ARCHIVE SAYS ABOUT ONE ITEM

item       {item}
archive    {organisation}, {said.origin}
checkpoint {said.size} lines, signed {said.time or "at a time that it does not state"} with key {key}
lines here {len(lines)}

lines/       lines of the ledger, byte for byte: how the archive began, its keys, and what happened to the item
paths/       for each line its proof of inclusion (RFC 9162, 2.1.3): hashes, and on which side they stand
checkpoint.txt  what the archive signed: its name, how many lines its ledger has, the root of the tree over them
signed.txt, signature.bin, key.pem  the same in three parts, as openssl wants them
proof.json   all of this for programs
check.sh     the commands below in one file: sh check.sh

HOW TO CHECK IT. You need openssl (3.0 or newer) and the GNU core utilities; where there is no basenc, `xxd -r -p`
does the same. Each command ends with an error where something is not as it should be.

1. The signature is one by key.pem:

{_indented(SIGNATURE)}
   Hold key.pem against one that you have from elsewhere: from another copy of the archive, or from the archive
   by telephone. A key that only this folder vouches for proves that its author is its author.

2. What was signed is what checkpoint.txt says, which you can hold against a printed or mailed copy:

{_indented(SAME)}
3. Every line here is a leaf of the tree that was signed. A leaf is the SHA-256 of an octet 00 and the line, a node
   that of an octet 01 and the two hashes below it. The last hash has to be the root in the checkpoint:

{_indented(PATHS)}{stamp if timestamp else ""}
WHAT IT PROVES. Whoever had the private key signed, at the stated time by their own clock, a ledger that holds
exactly these lines. A line of type "ingestion" or "metadata modification" has the SHA-512 of each tag file of a
version, its manifests included: with the bag at hand, `sha512sum manifest-sha512.txt` has to print the digest that
the line has, and `sha512sum -c manifest-sha512.txt` then checks every document. A "fixity check" that is about no
item says under "covered" of which versions every file was read, by the numbers of the lines that sealed them; where
a version was not intact, a line about the item says so.

WHAT IT DOES NOT PROVE. That there are no other lines about the item; that what the lines say is true of the world;
who held the key. It supports practice as the Berkeley Protocol describes it. What it is worth, others judge.
"""


def _indented(commands: str) -> str:
    return "".join(f"     {line}\n" for line in commands.splitlines())
