"""Draw what `bayegan show` prints of the five seed documents: show-000.svg to show-004.svg beside this file.

Run as `python docs/pictures/make_pictures.py [--seeds DIR] [--out DIR]`. The texts of the documents are not in the
repository: they lie in DIR, else in the folder `seeds` of $BAYEGAN_SHARED, else in ../shared/seeds. Each is
ingested with its description in tests/seeds into an archive in a scratch folder, and shown there at 80 columns.
Days and times of the run, and the version, stand as letters, so that the same records make the same pictures.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
SEEDS = ("000", "001", "002", "003", "004")
COLUMNS = 80
_VOLATILE = (
    (r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", "YYYY-MM-DDThh:mm:ssZ"),
    (r"sealed \d{4}-\d{2}-\d{2}", "sealed YYYY-MM-DD"),
    (r"bayegan \d+\.\d+\.\d+\S*", "bayegan VERSION"),
)
_WIDE, _HIGH, _SIDE, _TOP = 8.43, 19, 16, 46
"""A column and a line in pixels (14 pixels of DejaVu Sans Mono), and the margins."""
_FONTS = "'DejaVu Sans Mono','Noto Sans Mono','Vazir Code','Noto Sans Arabic',monospace"


def shown(seed: str, documents: Path) -> tuple[str, list[str]]:
    """Return the command that shows one seed, and the lines that it prints."""
    with tempfile.TemporaryDirectory(prefix="bayegan-pictures-") as scratch:
        _run(scratch, "init", "archive")
        description = REPOSITORY / "tests" / "seeds" / f"{seed}.json"
        words = ("--archive", "archive", description, "--documents", documents, "--allow-unnamed")
        _run(scratch, "ingest", *words)
        (document,) = documents.glob(f"{seed}_*.txt")
        command = ("show", "--archive", "archive", document.stem)
        printed = _run(scratch, *command)
    for pattern, said in _VOLATILE:
        printed = re.sub(pattern, said, printed)
    return " ".join(("bayegan", *command)), printed.rstrip("\n").split("\n")


def _run(folder: str, *words: object) -> str:
    environment = {**os.environ, "COLUMNS": str(COLUMNS), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-m", "bayegan", *map(str, words)],
        cwd=folder,
        env=environment,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode("utf-8")


def picture(command: str, lines: Sequence[str]) -> str:
    """Return an SVG of a terminal with a command and what it printed; a line is one text, so that letters join."""
    width, height = round(COLUMNS * _WIDE + 2 * _SIDE), _TOP + (len(lines) + 1) * _HIGH + _SIDE
    drawn = [_line(0, f"$ {command}", "command"), *(_line(at, one, "") for at, one in enumerate(lines, 1) if one)]
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="0 0 {width} {height}" role="img">',
            f"<title>{escape(command)}</title>",
            f"<style>text{{font:14px {_FONTS};fill:#d8dee4;white-space:pre}}.command{{fill:#8fd18f}}</style>",
            f'<rect width="{width}" height="{height}" rx="8" fill="#17202a"/>',
            *(f'<circle cx="{20 + 18 * at}" cy="18" r="5" fill="#5d6d7e"/>' for at in range(3)),
            *drawn,
            "</svg>",
            "",
        )
    )


def _line(at: int, text: str, kind: str) -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text x="{_SIDE}" y="{_TOP + at * _HIGH}" xml:space="preserve"{named}>{escape(text)}</text>'


def main() -> None:
    """Draw each picture."""
    shared = Path(os.environ.get("BAYEGAN_SHARED", REPOSITORY.parent / "shared"))
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--seeds", type=Path, default=shared / "seeds", help="folder of the five texts")
    asked.add_argument("--out", type=Path, default=HERE, help="folder for the pictures")
    words = asked.parse_args()
    for seed in SEEDS:
        drawn = picture(*shown(seed, words.seeds.resolve()))
        (words.out / f"show-{seed}.svg").write_text(drawn, encoding="utf-8")


if __name__ == "__main__":
    main()
