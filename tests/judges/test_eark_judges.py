"""Other people's validators of E-ARK packages: commons-ip, which RODA takes packages in with, and eark-validator.

Their environments are made once by `make judges`; the judging itself needs no network.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from eark_made import FILES, eark_item, made
from judges.environment import JUDGES
from shared import SHARED, need_shared

need_validator = pytest.mark.skipif(
    not (JUDGES / "eark-validator" / "ready").exists(),
    reason="eark-validator pins an old lxml and needs an environment of its own: run `make judges`",
)
need_commons_ip = pytest.mark.skipif(
    not (JUDGES / "commons-ip" / "ready").exists() or shutil.which("java") is None,
    reason="commons-ip is Java and comes from Maven Central: run `make judges`",
)
KINDS = ("sip", "aip", "dip")
IMPOSSIBLE = {
    "CSIP12": "asks every CREATOR to be software, the submitting agent of SIP15 and SIP16 too",
    "CSIP13": "the same",
    "CSIP15": "the same",
    "CSIP16": "the same",
    "SIP2": "asks for the profile of SIP 2.0 and 2.1; ours is that of 2.2.0",
    "SIP14": "looks for NOTETYPE without its namespace, on the note of the software",
}
"""What eark-validator 1.1.3, which knows CSIP up to 2.1, finds wrong with every SIP of 2.2.0."""


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """A package of each kind with Persian names, a folder; and `zip`, a SIP as a zip file."""
    root = tmp_path_factory.mktemp("packages")
    found = {kind: made(root / kind, kind)[0] for kind in KINDS}
    return {**found, "zip": made(root / "zipped", "sip", options={"as": "zip"})[0]}


def official(kind: str, *files: Path) -> str:
    script = str(SHARED / "official" / "check.py")
    done = subprocess.run([sys.executable, script, kind, *files], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


@need_shared
@pytest.mark.parametrize("kind", KINDS)
def test_the_official_schemas_accept_every_file(packages: Mapping[str, Path], kind: str) -> None:
    mets = sorted(packages[kind].rglob("METS.xml"))
    assert len(mets) == 2
    assert official("mets", *mets) == ""
    assert official("csip", *mets) == ""
    assert official("premis", packages[kind] / "metadata/preservation/premis.xml") == ""


@need_commons_ip
@pytest.mark.parametrize("kind", [*KINDS, "zip"])
def test_commons_ip_finds_a_package_valid(packages: Mapping[str, Path], tmp_path: Path, kind: str) -> None:
    judged = commons_ip(packages[kind], tmp_path)
    failed = {one["id"] for one in judged["validation"] if one["testing"]["outcome"] == "FAILED"}
    assert judged["summary"]["result"] == "VALID"
    assert failed == {"CSIP101"}  # a SHOULD: eark-validator asks for the division that this advises against


@need_commons_ip
def test_commons_ip_finds_a_damaged_package_invalid(tmp_path: Path) -> None:
    package, _ = made(tmp_path)
    (package / "representations/rep1/data" / next(iter(FILES))).write_bytes(b"damaged")
    assert commons_ip(package, tmp_path)["summary"]["result"] == "INVALID"


def commons_ip(package: Path, reports: Path) -> Any:
    main = "org.roda_project.commons_ip2.cli.Main"
    command = ["java", "-cp", f"{JUDGES}/commons-ip/*", main, "validate", "-i", package, "-o", reports]
    options = ["-r", "commons-ip", "--specification-version", "2.2.0"]
    subprocess.run([*command, *options], check=True, capture_output=True, cwd=reports)
    (report,) = reports.glob("*_validation-report_*.json")
    return json.loads(report.read_bytes())


@need_validator
def test_eark_validator_finds_no_error_that_can_be_mended(packages: Mapping[str, Path]) -> None:
    said = eark_validator(*packages.values())
    assert {kind: errors(said[str(path)]) for kind, path in packages.items()} == {
        "aip": set(),
        "dip": set(),
        "sip": set(IMPOSSIBLE),
        "zip": set(IMPOSSIBLE),
    }
    assert all(one["metadata"]["schema_results"]["status"] == "VALID" for one in said.values())


@need_validator
def test_eark_validator_would_find_an_error(tmp_path: Path) -> None:
    package, _ = made(tmp_path, "aip", eark_item(tmp_path / "archive"))
    mets = package / "METS.xml"
    mets.write_text(
        mets.read_text(encoding="utf-8").replace(' LABEL="Schemas"', ' LABEL="Forms"'), encoding="utf-8"
    )
    assert "CSIP99" in errors(eark_validator(package)[str(package)])


def eark_validator(*packages: Path) -> dict[str, Any]:
    script = Path(__file__).with_name("eark_validator_offline.py")
    python = JUDGES / "eark-validator" / "bin" / "python"
    done = subprocess.run([python, script, *packages], check=True, capture_output=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def errors(report: Mapping[str, Any]) -> set[str]:
    """The rules that a package breaks; those of the structure are all told before those of the metadata."""
    metadata = report["metadata"]
    messages = [
        *report["structure"]["messages"],
        *metadata["schema_results"]["messages"],
        *metadata["schematron_results"]["messages"],
    ]
    return {one["rule_id"] for one in messages if one["severity"] == "Error"}
