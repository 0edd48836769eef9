"""Look for words in a package, as a recipient might: usage: judge_leaks.py PACKAGE WORDS.json

A program by itself: it shares no code with what it judges. It prints every place in which one of the words stands,
in whatever letter case: in names, in octets, behind XML or JSON escapes or percent signs, and in what is packed.
"""

import html
import io
import json
import sys
import tarfile
import urllib.parse
import zipfile
from collections.abc import Iterator
from pathlib import Path


def texts(content: bytes) -> Iterator[str]:
    """Yield what a program might make of octets."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp1256"):
        text = content.decode(encoding, "ignore")
        yield text
        yield html.unescape(text)
        yield urllib.parse.unquote(text)
        yield urllib.parse.unquote(html.unescape(text))
        try:
            yield json.dumps(json.loads(text), ensure_ascii=False)
        except ValueError:
            continue


def members(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield what is packed in octets, if they are those of an archive."""
    source = io.BytesIO(content)
    if zipfile.is_zipfile(source):
        with zipfile.ZipFile(source) as packed:
            for name in packed.namelist():
                yield name, packed.read(name)
        return
    source.seek(0)
    try:
        with tarfile.open(fileobj=source) as packed_tar:
            for entry in packed_tar:
                member = packed_tar.extractfile(entry)
                yield entry.name, member.read() if member else b""
    except (tarfile.TarError, EOFError):
        return


def places(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """Yield every reading of a name and of what bears it, with the name."""
    yield name, urllib.parse.unquote(name)
    yield name, name
    for text in texts(content):
        yield name, text
    for inner, packed in members(content):
        yield from places(f"{name}!{inner}", packed)


def main() -> None:
    package, words = Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    for path in sorted(package.rglob("*")):
        if not path.is_file():
            continue
        for place, text in places(str(path.relative_to(package)), path.read_bytes()):
            folded = text.lower()
            for word in words:
                if word.lower() in folded:
                    print(f"{word} in {place}")


main()
