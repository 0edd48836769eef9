"""Run by the Python of eark-validator's own environment: what it says of packages, as JSON, without a network.

usage: eark_validator_offline.py PACKAGE...

At import it fetches vocabularies from the DILCIS Board, although it ships them; they are served from there.
"""

import io
import json
import sys
import urllib.request
from importlib.resources import files
from pathlib import Path

SHIPPED = files("eark_validator") / "ipxml" / "resources" / "vocabs"


def served(address: str) -> io.BytesIO:
    """Open a vocabulary by the last part of its address."""
    return io.BytesIO((SHIPPED / address.rpartition("/")[2]).read_bytes())


urllib.request.urlopen = served  # type: ignore[assignment]

from eark_validator.packages import PackageValidator  # type: ignore[import-not-found]  # noqa: E402

said = {name: json.loads(PackageValidator(Path(name)).validation_report.model_dump_json()) for name in sys.argv[1:]}
sys.stdout.write(json.dumps(said))
