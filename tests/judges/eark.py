"""Other people's validators of E-ARK packages, in environments of their own: where one is not there, tests skip."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from judges.environment import JUDGES, python_of

IMPOSSIBLE = {
    "CSIP12": "asks every CREATOR to be software, the submitting agent of SIP15 and SIP16 too",
    "CSIP13": "the same",
    "CSIP15": "the same",
    "CSIP16": "the same",
    "SIP2": "asks for the profile of SIP 2.0 and 2.1; ours is that of 2.2.0",
    "SIP14": "looks for NOTETYPE without its namespace, on the note of the software",
}
"""What eark-validator 1.1.3, which knows CSIP up to 2.1, finds wrong with every SIP of 2.2.0."""


def commons_ip(package: Path, reports: Path) -> Any:
    """Return the report of commons-ip, which RODA takes packages in with; `reports` is an empty folder for it."""
    if not (JUDGES / "commons-ip" / "ready").exists() or shutil.which("java") is None:
        pytest.skip("commons-ip is Java and comes from Maven Central: run `make judges`")
    main = "org.roda_project.commons_ip2.cli.Main"
    command = ["java", "-cp", f"{JUDGES}/commons-ip/*", main, "validate", "-i", package, "-o", reports]
    options = ["-r", "commons-ip", "--specification-version", "2.2.0"]
    subprocess.run([*command, *options], check=True, capture_output=True, cwd=reports)
    (report,) = reports.glob("*_validation-report_*.json")
    return json.loads(report.read_bytes())


def eark_validator(*packages: Path) -> dict[str, Any]:
    """Return the reports of eark-validator by package; it pins an old lxml."""
    script = Path(__file__).with_name("eark_validator_offline.py")
    done = subprocess.run([python_of("eark-validator"), script, *packages], check=True, capture_output=True)
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
