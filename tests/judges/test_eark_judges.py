"""Other people's validators of E-ARK packages: commons-ip, which RODA takes packages in with, and eark-validator.

Their environments are made once by `make judges`; the judging itself needs no network.
"""

from collections.abc import Mapping
from pathlib import Path

import pytest

from eark_made import FILES, eark_item, made
from judges.eark import IMPOSSIBLE, commons_ip, eark_validator, errors
from judges.others import official
from shared import need_shared

KINDS = ("sip", "aip", "dip")


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """A package of each kind with Persian names, a folder; and `zip`, a SIP as a zip file."""
    root = tmp_path_factory.mktemp("packages")
    found = {kind: made(root / kind, kind)[0] for kind in KINDS}
    return {**found, "zip": made(root / "zipped", "sip", options={"as": "zip"})[0]}


@need_shared
@pytest.mark.parametrize("kind", KINDS)
def test_the_official_schemas_accept_every_file(packages: Mapping[str, Path], kind: str) -> None:
    mets = sorted(packages[kind].rglob("METS.xml"))
    assert len(mets) == 2
    assert official("mets", *mets) == ""
    assert official("csip", *mets) == ""
    assert official("premis", packages[kind] / "metadata/preservation/premis.xml") == ""


@pytest.mark.parametrize("kind", [*KINDS, "zip"])
def test_commons_ip_finds_a_package_valid(packages: Mapping[str, Path], tmp_path: Path, kind: str) -> None:
    judged = commons_ip(packages[kind], tmp_path)
    failed = {one["id"] for one in judged["validation"] if one["testing"]["outcome"] == "FAILED"}
    assert judged["summary"]["result"] == "VALID"
    assert failed == {"CSIP101"}  # a SHOULD: eark-validator asks for the division that this advises against


def test_commons_ip_finds_a_damaged_package_invalid(tmp_path: Path) -> None:
    package, _ = made(tmp_path)
    (package / "representations/rep1/data" / next(iter(FILES))).write_bytes(b"damaged")
    assert commons_ip(package, tmp_path)["summary"]["result"] == "INVALID"


def test_eark_validator_finds_no_error_that_can_be_mended(packages: Mapping[str, Path]) -> None:
    said = eark_validator(*packages.values())
    assert {kind: errors(said[str(path)]) for kind, path in packages.items()} == {
        "aip": set(),
        "dip": set(),
        "sip": set(IMPOSSIBLE),
        "zip": set(IMPOSSIBLE),
    }
    assert all(one["metadata"]["schema_results"]["status"] == "VALID" for one in said.values())


def test_eark_validator_would_find_an_error(tmp_path: Path) -> None:
    package, _ = made(tmp_path, "aip", eark_item(tmp_path / "archive"))
    mets = package / "METS.xml"
    mets.write_text(
        mets.read_text(encoding="utf-8").replace(' LABEL="Schemas"', ' LABEL="Forms"'), encoding="utf-8"
    )
    assert "CSIP99" in errors(eark_validator(package)[str(package)])
