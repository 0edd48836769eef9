"""bayegan validate."""

import dataclasses
from pathlib import Path

import click

from bayegan.cli.answer import Answer, NotChecked, give
from bayegan.cli.options import FOLDER, json_option, manifest_options
from bayegan.cli.progress import follow
from bayegan.cli.validate_profile import answer_profiles
from bayegan.errors import BayeganError
from bayegan.library.validating import ValidateRequest, Validation, validate
from bayegan.model.findings import Finding, has_errors
from bayegan.model.names import shown
from bayegan.model.submission import Declared

_ADVICE = "Check its permissions and the disk, then validate again."


@click.command("validate", short_help="Check bags, metadata files and submission manifests.")
@click.argument("paths", metavar="PATH...", type=FOLDER, nargs=-1, required=True)
@click.option(
    "--profile",
    "profiles",
    multiple=True,
    metavar="FILE|NAME",
    help="Only hold bags against a BagIt profile: a JSON file, or aptrust, bayegan, btr. May be repeated.",
)
@manifest_options
@json_option
def command(
    paths: tuple[Path, ...],
    profiles: tuple[str, ...],
    documents: Path | None,
    encoding: str | None,
    separator: str | None,
    allow_unnamed: bool,
    as_json: bool,
) -> int:
    """Say all that is wrong with each PATH: a bag's folder, an .xml file, a submission manifest.

    Nothing is written, fetched or followed. A bag of any BagIt version is judged by the rules of its own version.

    With --profile, bags are held against BagIt profiles and nothing else: names, sizes and bag metadata are looked
    at, digests are not checked.

    \b
    Example:
      bayegan validate /srv/archive/archive/3f/letter-12/v1
      bayegan validate letters/submission.csv
      bayegan validate --profile btr bag
    """
    if profiles:
        return answer_profiles(paths, profiles, as_json)
    request = ValidateRequest(documents, Declared(encoding, separator), allow_unnamed)
    several = len(paths) > 1
    validations = [_validated(path, request) if several else follow(validate(path, request)) for path in paths]
    findings = [_at(one, wrong) if several else wrong for one in validations for wrong in one.findings]
    unread = [NotChecked(path, why, _ADVICE) for one in validations for path, why in one.not_checked]
    counts = {"validated": len(validations), "sound": sum(_is_sound(one) for one in validations)}
    if not several:
        counts |= validations[0].counts
    result = [
        {"path": one.path, "kind": one.kind, "sound": _is_sound(one), "counts": one.counts} for one in validations
    ]
    lines = [f"{_verdict(one):9} {shown(one.path)}  ({', '.join(_details(one))})" for one in validations]
    return give(Answer("validate", lines, findings, unread, counts, result), as_json)


def _validated(path: Path, request: ValidateRequest) -> Validation:
    """Validate one of several paths: one that is not there or cannot be read does not stop the others."""
    try:
        return follow(validate(path, request))
    except BayeganError as error:
        return Validation(str(path), "not read", (), not_checked=((str(path), error.problem),))


def _details(one: Validation) -> list[str]:
    """Return what was looked at; counts of zero are left out."""
    return [one.kind, *(f"{number:,} {word}" for word, number in one.counts.items() if number)]


def _is_sound(one: Validation) -> bool:
    return not has_errors(one.findings) and not one.not_checked


def _verdict(one: Validation) -> str:
    if has_errors(one.findings):
        return "invalid"
    return "unchecked" if one.not_checked else "valid"


def _at(one: Validation, wrong: Finding) -> Finding:
    return dataclasses.replace(wrong, path=shown(f"{one.path}/{wrong.path}" if wrong.path else one.path))
